"""Inputs that would expand, recurse or never end: each refused with its reason in time and within memory, a good file beside it read as ever."""

import gzip
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import zipfile

from scene import as_csv  # puts lib on the path, too
import archives
import sheets

MIB = 1 << 20
MEMORY = 1024 * MIB  # of any process: src/work/pool.c
SECONDS = 12 + 2
CORPUS = pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpus" / "freexl-crash"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
OPEN = f'<worksheet xmlns="{MAIN}"><sheetData>'
CLOSE = "</sheetData></worksheet>"
LAUGHS = "<!DOCTYPE {} [" + "".join(['<!ENTITY a0 "哈">', *(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))]) + "]>"
OUTSIDE = '<!DOCTYPE {} [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def book(path, sheet, method=zipfile.ZIP_DEFLATED):
    """An .xlsx whose one sheet is these bytes."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def quadratic():
    return f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 100000}">]>{OPEN}{ROW.format("&a;" * 100000)}{CLOSE}'


def attributes():
    return f'<!DOCTYPE worksheet [{"".join(f"<!ATTLIST row a{at} CDATA #IMPLIED>" for at in range(40000))}]>{OPEN}{ROW.format("x")}{CLOSE}'


def members(depth):
    data = archives.zipped([("汇总.csv", b"0" * (4 * MIB))])
    for at in range(depth):
        data = archives.zipped([(f"{at}-{one}.zip", data) for one in range(10)])
    return data


def bombs(folder):
    stored = zipfile.ZIP_STORED
    book(folder / "笑.xlsx", f"{LAUGHS.format('worksheet')}{OPEN}{ROW.format('&a9;')}{CLOSE}")
    book(folder / "方.xlsx", quadratic(), stored)
    book(folder / "外.xlsx", f"{OUTSIDE.format('worksheet')}{OPEN}{ROW.format('&a;')}{CLOSE}")
    book(folder / "属.xlsx", attributes(), stored)
    book(folder / "深.xlsx", f"{OPEN}{'<row>' * 200000}{'</row>' * 200000}{CLOSE}", stored)
    book(folder / "长.xlsx", f'<worksheet xmlns="{MAIN}"><sheetData a="{"x" * (9 * MIB)}"/></worksheet>', stored)
    book(folder / "胀.xlsx", f"{OPEN}{' ' * (400 * MIB)}{CLOSE}")
    book(folder / "远.xlsx", f'{OPEN}<row r="1"><c r="A99999999999"><v>1</v></c></row>{CLOSE}')
    archives.write(folder / "叠.zip", archives.zip_overlapping(1000, 8 * MIB))
    archives.write(folder / "叠.xlsx", archives.zip_overlapping(1000, 8 * MIB))
    archives.write(folder / "套.zip", members(5))
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as squeezed:
        for _ in range(400):
            squeezed.write(bytes(MIB))
    archives.write(folder / "胀.csv.gz", out.getvalue())
    fods = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    (folder / "笑.fods").write_text(f'<?xml version="1.0"?>{LAUGHS.format("office:document")}<office:document {fods}>&a9;</office:document>', "utf-8")
    (folder / "外.xml").write_text(f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{OUTSIDE.format("Workbook")}'
                                   '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&a;</Workbook>', "utf-8")


def make_bombs(folder):
    """Their names. A process of its own makes them, since what this one ever needed counts as need of those that it starts."""
    child = os.fork()
    if child == 0:
        try:
            bombs(folder)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return sorted(os.listdir(folder))


def examined(binary, folder):
    """Status, report, seconds, and the largest process of all that took part."""
    began = time.monotonic()
    process = subprocess.Popen([binary, "check", "-q", "--json", "report.json", "in"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told = json.loads((folder / "report.json").read_bytes()) if (folder / "report.json").exists() else None
    (folder / "report.json").unlink(missing_ok=True)
    return process.returncode, told, time.monotonic() - began, used.ru_maxrss * 1024


def judge(name, answer, wanted, refused, seconds=SECONDS):
    status, told, span, peak = answer
    if os.environ.get("V"):
        said = [one["message"] for one in told["findings"] if one["path"] and "好" not in one["path"]][:1] if told else None
        print(f"# {name}: status {status}, {span:.2f} s, {peak / MIB:.0f} MiB, {said}")
    if told is None or status not in (0, 1) or span > seconds or peak > MEMORY:
        yield f"{name}: status {status} after {span:.1f} s with {peak / MIB:.0f} MiB"
        return
    if [one for one in told["records"] if one["sources"][0]["path"] == "好.csv"] != wanted:
        yield f"{name}: the good file's records are not as ever"
    unsaid = [one["path"] for one in told["inputs"] if one["status"] != "read" and not one["reason"]]
    if unsaid or (refused and not any(one["rule"] == "input.unreadable" for one in told["findings"])):
        yield f"{name}: refused without a reason: {unsaid or told['inputs']}"


def run(binary):
    binary = str(pathlib.Path(binary).resolve())
    root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-"))
    (root / "in").mkdir()
    (root / "made").mkdir()
    (root / "in" / "好.csv").write_text(as_csv("广州市", 3), "utf-8")
    names = make_bombs(root / "made")
    wanted = examined(binary, root)[1]["records"]
    tried, complaints = 0, []
    for name in names:
        shutil.copy(root / "made" / name, root / "in")
        complaints += judge(name, examined(binary, root), wanted, refused=True)
        (root / "in" / name).unlink()
        tried += 1
    # It claims all cells there can be, and has one: that costs nothing, and is no offence.
    book(root / "in" / "谎.xlsx", f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{ROW.format("x")}{CLOSE}')
    answer = examined(binary, root)
    complaints += judge("谎.xlsx", answer, wanted, refused=False, seconds=1)
    if answer[3] > 128 * MIB:
        complaints.append(f"谎.xlsx: {answer[3] / MIB:.0f} MiB")
    tried += 1
    (root / "in" / "谎.xlsx").unlink()
    for path in sorted(CORPUS.rglob("*")) if CORPUS.is_dir() else ():
        if path.is_file():
            shutil.copy(path, root / "in" / f"坏{path.suffix or '.xls'}")
            complaints += judge(path.name, examined(binary, root), wanted, refused=False)
            (root / "in" / f"坏{path.suffix or '.xls'}").unlink()
            tried += 1
    shutil.rmtree(root, ignore_errors=True)
    return tried, None if CORPUS.is_dir() else "the crash inputs of the corpus are not here", complaints
