"""Where the fuzzers begin: files of samples/ and of ../shared/corpus, in the form that each target takes."""

import pathlib
import re
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LARGEST = 128 * 1024
# The record of a protected .xls, with what XOR, RC4 and the CryptoAPI put into it ([MS-XLS] 2.4.117).
FILEPASS = re.compile(rb"\x2f\0(?:\x06\0\0\0|\x04\0|\x36\0\x01\0|.\0\x01\0[\x02-\x04]\0\x02\0)", re.DOTALL)

READERS = {
    "reader-xls": {".xls", ".et", ".biff5", ".xls5"},
    "reader-csv": {".csv", ".tsv", ".txt"},
    "reader-html": {".html", ".htm", ".mht"},
    "reader-xml2003": {".xml"},
    "reader-ods": {".fods", ".ods"},
    "archive": {".zip", ".rar", ".7z", ".gz", ".iso", ".tar"},
}
PACKAGES = {
    "package-xlsx": {".xlsx", ".xlsm"},
    "package-ods": {".ods"},
    "package-docx": {".docx"},
}


def files(endings):
    """Of one name once: the smallest come first, and large ones never."""
    found = [p for folder in (ROOT / "samples", ROOT / "tests", CORPUS) if folder.is_dir()
             for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in endings and p.stat().st_size <= LARGEST]
    return sorted(found, key=lambda p: (p.stat().st_size, str(p)))


def raw(endings):
    for path in files(endings):
        yield path.read_bytes()
    if ".xls" in endings and (CORPUS / "freexl-crash").is_dir():
        for path in sorted((CORPUS / "freexl-crash").iterdir()):
            if path.stat().st_size <= LARGEST:
                yield path.read_bytes()


def bundles(endings):
    """name, length and bytes of each part (tests/fuzz/package.c)."""
    for path in files(endings):
        try:
            with zipfile.ZipFile(path) as archive:
                parts = [(i.filename, archive.read(i)) for i in archive.infolist() if i.file_size <= LARGEST]
        except Exception:  # made to be unreadable
            continue
        bundle = b"".join(b"%s\n%d\n%s" % (name.encode("utf-8", "replace"), len(data), data) for name, data in parts)
        if bundle and len(bundle) <= 2 * LARGEST:
            yield bundle


def documents():
    """Of Word there are no files: those of the end-to-end cases are made here as there."""
    sys.path.insert(0, str(ROOT / "tests" / "lib"))
    import tempfile
    from documents import Span, docx, docx_table, paragraph
    rows = [["a", Span("b", 2, 1), Span("c", 1, 2), None], ["d", None, "e", "f\ng"]]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.docx"
        docx(path, paragraph("t"), paragraph("c", "a4"), docx_table(rows, (700, 3000, 9, 2000), hidden_rows=[2]), paragraph("n", None, "<w:vanish/>"))
        with zipfile.ZipFile(path) as archive:
            yield b"".join(b"%s\n%d\n%s" % (i.filename.encode(), i.file_size, archive.read(i)) for i in archive.infolist())


def texts():
    """Cells of the samples, and names of the corpus: a text a line, a few of each file."""
    for path in files({".csv", ".txt", ".tsv"}):
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        for line in lines[:30]:
            for cell in line.split(",")[:8]:
                yield cell.encode()
    for line in ("13800138000、a@b.cn", "手机：138 0013 8000 邮箱：张三@例.cn", "0755-26001234-8001/13900139000",
                 "甲公司、乙大学（联合体）", "特色专业型工业互联网平台；两化融合管理体系贯标", "２０２０年１１月１３日", "1,234.50万元"):
        yield line.encode()


def profiles():
    for path in [*ROOT.rglob("*.ini"), ROOT.parent / "shared" / "profile-example.ini"]:
        if path.is_file():
            yield path.read_bytes()


def mixed():
    for endings in ({".xls"}, {".xlsx"}, {".ods"}, {".csv"}, {".html", ".xml"}):
        yield from (path.read_bytes() for path in files(endings)[:40])


def encrypted():
    """Packages of one round a password, so that trying costs nothing; those of the corpus, and its protected .xls."""
    sys.path.insert(0, str(ROOT / "tests" / "lib"))
    from protect import agile, compound, standard
    for info, package in (agile(bytes(5000), "secret", spin=1), agile(bytes(5000), "secret", spin=1, integrity=False),
                          agile(b"PK", "secret", bits=128, hash="sha1", spin=0), standard(bytes(5000), "secret")):
        yield compound({"EncryptionInfo": info, "EncryptedPackage": package})
    for path in files({".xlsx"}):
        data = path.read_bytes()
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            yield data
    for path in files({".xls"}):
        data = path.read_bytes()
        if FILEPASS.search(data):
            yield data


def streams():
    """What workers answer (tests/fuzz/streams.c): of one file each, small ones of each kind."""
    program = ROOT / "build" / "streams"
    for endings in ({".xls"}, {".xlsx"}, {".ods"}, {".csv"}, {".html", ".xml"}, {".docx"}, {".zip", ".gz", ".rar"}):
        for path in files(endings)[:40]:
            said = subprocess.run([str(program), str(path)], capture_output=True, timeout=20, check=False).stdout
            if 0 < len(said) <= LARGEST:
                yield said


def of(target):
    if target in READERS:
        return raw(READERS[target])
    if target == "package-docx":
        return documents()
    if target in PACKAGES:
        return bundles(PACKAGES[target])
    return {"text": texts, "profile": profiles, "detect": mixed, "encrypted": encrypted, "collect": streams}.get(target, lambda: iter(()))()
