"""Names of any bytes, wherever a name can stand: files, folders, members of archives, sheets, operands, options (row 19).

A terminal is shown none of them as it is; the report is strict JSON in which every path is another; the workbook holds them as text.
"""

import json
import os
import pty
import re
import subprocess
import threading
import zipfile

import openpyxl
from openpyxl.utils.escape import unescape
from xml.sax.saxutils import quoteattr

from scene import Scene, sheets
import archives

# No control characters but line feed, nothing that turns the line around.
UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What the program itself says to a terminal: progress and colours; the terminal's driver writes CR before LF.
OWN = re.compile("\r\x1b\\[K|\x1b\\[(?:0|3[136])m|\r(?=\n)")
TABLE = "项目名称,申报单位,申报方向\n{0}项目,{0}公司,特色专业型\n"
STEMS = [
    "广州市".encode("gbk"), "广州市".encode(), "汇总一".encode("gbk"), "汇总一".encode(), b"\xff\xfe", b"\xfe\xff", "\ufffd\ufffd".encode(), b"\xed\xa0\x80", b"\xc0\xaf",
    "换\n行".encode(), b"tab\tcr\rbell\x07", b"\x1b[31mred\x1b[0m", b"\x1b]0;title\x07", b"\x9b31m", "\u009b31m".encode(), "\x7fdel".encode(),
    "\u202ecod".encode(), "\u2066x\u2069".encode(), "\u200f\u200e\u061c".encode(), "\u2028\u2029\u0085".encode(), b"\xef\xbb\xbfbom",
    b"-o", b"--json=x", b"-", b"--", b"~", b"~root", b"$(id)`id`", b"'\"", b"<script>alert(1)", b"&lt;&amp;", b"%s%n%d", b"{1}{2+}", b"back\\slash", b"=1+1", b"@SUM(1)",
    b"a!b", b"x.zip!", b"A1", b"#2", b"con", b"trailing ", b" leading", "Z".encode() + "\u0301".encode() * 100, "汉".encode() * 80, b"n" * 246, "👩‍👧😀".encode(), b"*?[a]", b"a;b|c>d",
]


def put(folder, stem, ending, what):
    with open(os.path.join(os.fsencode(folder), stem + ending), "wb") as file:
        file.write(what)


def table(tag):
    return TABLE.format(tag).encode()


def in_folder(folder):
    """As files, and as folders. What must come out: a record a file."""
    wanted = set()
    for at, stem in enumerate(STEMS):
        put(folder, stem, b".csv", table(f"文件{at}"))
        wanted.add(f"文件{at}项目")
        inner = os.path.join(os.fsencode(folder), b"d", stem)
        os.makedirs(inner)
        put(inner, b"t", b".csv", table(f"夹{at}"))
        wanted.add(f"夹{at}项目")
    return wanted


class _Raw(zipfile.ZipInfo):
    raw = b""

    def _encodeFilenameFlags(self):
        return self.raw, 0


def in_archives(folder):
    """Members, raw bytes as other programs leave them; and names that no folder can hold."""
    import io
    import tarfile

    more = [*STEMS, b"../../up", b"..\\..\\up", b"/abs/x", b"c:\\x\\y", b"a//b/./c", b"nul\0byte"]
    wanted, out = set(), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at, stem in enumerate(more):
            info = _Raw(f"{at}", archives.EPOCH)
            info.raw = stem + b".csv"
            archive.writestr(info, table(f"压缩{at}"))
            wanted.add(f"压缩{at}项目")
    (folder / "员.zip").write_bytes(out.getvalue())
    # A folder that is called as the archive's members are.
    (folder / "员.zip!").mkdir()
    put(folder / "员.zip!", b"x", b".csv", table("夹"))
    put(folder / "员.zip!", b"-o", b".csv", table("也"))
    wanted |= {"夹项目", "也项目"}
    members = [(os.fsdecode(stem) + ".csv", table(f"带{at}")) for at, stem in enumerate(STEMS)]
    (folder / "员.tar").write_bytes(archives.tarred(members, form=tarfile.GNU_FORMAT, encoding="utf-8"))
    return wanted | {f"带{at}项目" for at in range(len(STEMS))}


def as_text(stem):
    """What XML can hold of it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", os.fsdecode(stem))


def in_sheets(folder):
    """Sheets' names, longer than Excel allows, too."""
    import xlwt

    xlwt.Utils.valid_sheet_name = lambda name: True
    (folder / "sheets").mkdir()
    wanted = set()
    for at, stem in enumerate(STEMS):
        name = as_text(stem) or "x"
        rows = [line.split(",") for line in TABLE.format(f"表{at}").splitlines()]
        cells = ""
        for number, row in enumerate(rows, 1):
            cells += f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        parts = sheets.sheet_parts(cells)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="Sheet1"', "name=" + quoteattr(name, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}))
        sheets.parts(folder / "sheets" / f"{at}.xlsx", parts)
        wanted.add(f"表{at}项目")
        sheets.xls(folder / "sheets" / f"{at}.xls", {os.fsdecode(stem).encode("utf-8", "replace").decode()[:31] or "x": [[cell.replace("表", "旧表") for cell in row] for row in rows]})
        wanted.add(f"旧表{at}项目")
    return wanted


def on_terminal(command, scene):
    """Everything said to a terminal, progress too."""
    master, slave = pty.openpty()
    said = []

    def listen():
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                return
            if not piece:
                return
            said.append(piece)

    ear = threading.Thread(target=listen)
    ear.start()
    done = subprocess.run(command, cwd=scene.root, stdout=subprocess.DEVNULL, stderr=slave, timeout=100, check=False)
    os.close(slave)
    ear.join(10)
    os.close(master)
    return done.returncode, b"".join(said)


def unshown(what, said, own=False):
    try:
        text = said.decode("utf-8", "strict")
    except UnicodeDecodeError as bad:
        return [f"{what}: no UTF-8: {bad}"]
    found = UNSHOWN.search(OWN.sub("", text) if own else text)
    return [f"{what}: a terminal is shown {found!r}"] if found else []


def judge(scene, command, wanted):
    """Piped, in both languages, and on a terminal; then what was written."""
    for more in (["--lang=zh", "-v"], ["--lang=en", "-v"], []):
        status, said = on_terminal([*command, *more], scene)
        if status not in (0, 1):
            yield f"{more}: status {status}: {said[-300:]!r}"
            return
        yield from unshown(f"{more} on a terminal", said, own=True)
    done = subprocess.run([*command, "-v"], cwd=scene.root, capture_output=True, timeout=100, check=False)
    yield from unshown("piped", done.stderr)
    raw = (scene.out / "报告.json").read_bytes()
    yield from unshown("the report", raw)
    told = json.loads(raw.decode("utf-8", "strict"), parse_constant=lambda word: 1 / 0)
    paths = [one["path"] for one in told["inputs"]]
    if len(set(paths)) != len(paths) or paths != sorted(paths, key=lambda path: path.encode()):
        yield f"paths repeat or are out of order: {[path for path in paths if paths.count(path) > 1][:5]}"
    missing = wanted - {one["project"] for one in told["records"]}
    if missing:
        yield f"{len(missing)} records are missing: {sorted(missing)[:10]}"
    yield from in_workbook(scene, told)


def in_workbook(scene, told):
    with zipfile.ZipFile(scene.out / "汇总表.xlsx") as archive:
        for name in archive.namelist():
            if re.search(rb"<f[ >/]|externalLink|TargetMode=\"External\"", archive.read(name)):
                yield f"a formula or a link to elsewhere in {name}"
    book = openpyxl.load_workbook(scene.out / "汇总表.xlsx")
    cells = {unescape(cell.value) for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)}
    for one in told["records"]:
        for source in one["sources"]:
            path = re.sub("\r\n?", "\n", source["path"]).replace("\t", " ")
            path = re.sub("[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]", "\ufffd", path)
            if path not in cells:
                yield f"no cell holds the path {source['path']!a}"
                return


def folders(binary):
    for build in (in_folder, in_archives, in_sheets):
        scene = Scene(binary)
        wanted = build(scene.root / "in")
        yield len(wanted), [f"{build.__name__}: {line}" for line in judge(scene, scene.command()[:1] + ["merge", *scene.command()[4:]], wanted)]
        scene.close()


def operands(binary):
    """Each name as INPUT, as a file and as a folder, all of them at once, and as what options name."""
    scene = Scene(binary)
    folder = os.path.join(os.fsencode(scene.root), b"odd")
    os.makedirs(folder)
    for at, stem in enumerate(STEMS):
        put(folder, stem, b".csv", table(f"文件{at}"))
    names = [stem + b".csv" for stem in STEMS]
    report = os.path.join(folder, b"r.json")
    done = subprocess.run([scene.binary, "check", "-v", "--json", report, "--", *names], cwd=folder, capture_output=True, timeout=60, check=False)
    broken = unshown("operands", done.stderr)
    with open(report, "rb") as file:
        told = json.load(file)
    if len({one["path"] for one in told["inputs"]}) != len(STEMS) or len(told["records"]) != len(STEMS):
        broken.append(f"operands: {len(told['inputs'])} inputs, {len(told['records'])} records")
    yield len(STEMS), broken
    for stem in STEMS:
        name = stem + b".csv"
        done = subprocess.run([scene.binary, "check", "-q", "--json", "-", "--", name], cwd=folder, capture_output=True, timeout=60, check=False)
        broken = unshown(f"operand {name!a}", done.stderr + done.stdout)
        told = json.loads(done.stdout or b'{"inputs": [], "records": []}')
        if len(told["inputs"]) != 1 or len(told["records"]) != 1:
            broken.append(f"operand {name!a}: {told['inputs']} {done.stderr}")
        for option in (b"--profile=", b"--password-file=", b"--output=none/", b"--json=none/", b"--", b"--lang=", b"--jobs="):
            done = subprocess.run([scene.binary, "merge", option + stem, "../in"], cwd=folder, capture_output=True, timeout=60, check=False)
            broken += unshown(f"{option}{stem!a}", done.stderr)
            if done.returncode != 2 and option != b"--":
                broken.append(f"{option}{stem!a}: status {done.returncode}")
        yield 8, broken
    for stem in STEMS:
        written = b"out-" + stem[:200] + b".xlsx"
        done = subprocess.run([scene.binary, "merge", b"--output=" + written, b"--json=" + written + b".json", "../in"], cwd=folder, capture_output=True, timeout=60, check=False)
        broken = unshown(f"output {written!a}", done.stderr)
        if done.returncode not in (0, 1) or not {written, written + b".json"} <= set(os.listdir(folder)):
            broken.append(f"output {written!a}: status {done.returncode} {done.stderr[-200:]}")
        yield 1, broken
    scene.close()


def regions(binary):
    """A city's name is found in what stands around it: other bytes, other encodings."""
    scene = Scene(binary)
    inside = scene.root / "in"
    for old in inside.iterdir():
        old.unlink()
    cases = {"佛山市".encode("gbk"): "佛山市", b"\x1b[31m" + "惠州市".encode(): "惠州市", "\u202e东莞市".encode(): "东莞市", "换\n中山市".encode(): "中山市",
             b"-" + "江门市".encode(): "江门市", "<script>肇庆市".encode(): "肇庆市", b"\xff" + "汕头市".encode(): "汕头市"}
    for at, stem in enumerate(cases):
        put(inside, stem, b".csv", table(f"地{at}"))
    scene.run()
    told = {one["project"]: one["region"] for one in json.loads((scene.out / "报告.json").read_bytes())["records"]}
    scene.close()
    for at, (stem, city) in enumerate(cases.items()):
        yield 1, [] if told.get(f"地{at}项目") == city else [f"region of {stem!a}: {told.get(f'地{at}项目')}"]


def run(binary):
    tried, complaints = 0, []
    for part in (folders, operands, regions):
        for count, found in part(binary):
            tried += count
            complaints += found
    return tried, None, complaints
