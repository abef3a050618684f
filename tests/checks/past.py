"""history, trace, prune: the ledger asked about its nights, and held against the real files and workbooks."""

import concurrent.futures
import csv
import datetime
import fcntl
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import struct
import subprocess
import time

import openpyxl
import xlrd

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
# Of hundreds of cells: the plain program starts ten times as fast.
PLAIN = str(pathlib.Path(BINARY).with_name("huizong")) if pathlib.Path(BINARY).with_name("huizong").exists() else BINARY
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
LOCK_BYTE = 1 << 62
SAMPLES = pathlib.Path(__file__).parents[2] / "samples"


def row(project, phone="13800138000", applicant="甲公司", direction="中德智能制造合作"):
    return f"1,{project},{applicant},{direction},张三,{phone} a@b.cn\n"


class Place:
    """A folder with the tables of two cities in in/, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.write("in/广州市/汇总.csv", HEADER + row("甲项目"))
        self.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "138001380", "乙公司"))

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *args, binary=BINARY, user=None, **env):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Shanghai",
               **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}, **env}
        done = subprocess.run([binary, *args], cwd=self.folder, env=env, capture_output=True, timeout=60, user=user)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def night(self, *args, inputs="in"):
        status, _, errors = self.run("merge", inputs, "-o", "out.xlsx", "--json", "r.json", "--state", "led", "-q", *args)
        assert status in (0, 1), errors
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def json(self, *args, **more):
        status, out, errors = self.run(*args, "--state", "led", "--json", "-", **more)
        assert status == 0, (args, status, errors)
        return json.loads(out)

    def trace(self, cell, *args, **more):
        return self.json("trace", cell, *args, **more)

    def bytes_of(self, name):
        return (self.folder / name).read_bytes()


# --- trace, against the files themselves -----------------------------------------------------------


def text_of(value):
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    return re.sub(r"\.0$", "", str(value)) if isinstance(value, float) else "" if value is None else str(value)


def xlsx_cells(path):
    for sheet in openpyxl.load_workbook(path, data_only=True):
        cells = {(cell.row, cell.column): cell.value for cells in sheet.iter_rows() for cell in cells}
        for merged in sheet.merged_cells.ranges:
            for at in merged.cells:
                cells[at] = cells[(merged.min_row, merged.min_col)]
        yield sheet.title, cells


def xls_cells(path):
    book = xlrd.open_workbook(path)
    for sheet in book.sheets():
        cells = {(r + 1, c + 1): sheet.cell_value(r, c) for r in range(sheet.nrows) for c in range(sheet.ncols)}
        yield sheet.name, cells


def text_cells(path):
    data = path.read_bytes()
    for encoding in "utf-8-sig", "utf-16", "gb18030":
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    table = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.splitlines()[0] + text.splitlines()[-1] else ",")
    yield path.stem, {(r, c): value for r, cells in enumerate(table, 1) for c, value in enumerate(cells, 1)}


READERS = {".xlsx": xlsx_cells, ".xls": xls_cells, ".et": xls_cells, ".csv": text_cells, ".txt": text_cells}


class Files:
    """Cells of the inputs as other programs read them."""

    def __init__(self, folder):
        self.folder, self.known = folder, {}

    def cell(self, path, sheet, name):
        if path not in self.known:
            reader = READERS.get(pathlib.Path(path).suffix.lower())
            whole = self.folder / path
            self.known[path] = dict(reader(whole)) if reader and whole.is_file() and whole.read_bytes()[:1] != b"<" else None
        if self.known[path] is None:
            return None
        at = openpyxl.utils.cell.coordinate_from_string(name)
        return text_of(self.known[path][sheet].get((at[1], openpyxl.utils.column_index_from_string(at[0]))))


def plain(text):
    return re.sub(r"(?<=\d),(?=\d{3})|[\s\u200b\ufeff]+", "", text)


def wrong_cell(place, files, sheet, cell, *args):
    """What is wrong with what trace says of a cell of the first sheet, and how many source cells were looked at."""
    told = place.trace(f"汇总表!{cell.coordinate}", *args, binary=PLAIN)
    wanted = text_of(sheet.cell(cell.row, cell.column).value)
    if plain(told["value"]) != plain(wanted):
        return [(cell.coordinate, told["value"], wanted)], 0
    wrong, looked = [], 0
    for at, source in enumerate(told.get("sources", [])):
        if source["cell"] is None:
            if at == 0 and wanted:
                wrong.append((cell.coordinate, "no cell"))
            continue
        found = [files.cell(source["path"], source["sheet"], name) for name in source["cell"].split("、")]
        if None in found:
            continue
        looked += 1
        said = told["value"] if source["written"] is None else source["written"]
        if plain("\n".join(found)) != plain(said):
            wrong.append((cell.coordinate, source, found))
    return wrong, looked


def every_cell(place, folder, *args, trace=()):
    """Each cell below the header of the first sheet, and a row more."""
    place.night(*args, inputs=str(folder))
    sheet = openpyxl.load_workbook(place.folder / "out.xlsx")["汇总表"]
    files = Files(folder)
    cells = [cell for cells in sheet.iter_rows(min_row=1) for cell in cells]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(lambda cell: wrong_cell(place, files, sheet, cell, *trace), cells))
    return [wrong for found, _ in seen for wrong in found], sum(looked for _, looked in seen)


def samples_traced(name, *args, least):
    def case(place):
        wrong, looked = every_cell(place, SAMPLES / name, *args)
        return (wrong, looked >= least), ([], True)
    return case


def folded_and_corrected(place):
    """A row twice, a correction that holds another telephone, a project ruled the same, and rows marked 上报."""
    place.write("in/广州市/汇总.csv", HEADER + row("甲项目") + row("甲项目") + row("丙项目", "13700137000"))
    place.write("in/广州市/更正/汇总表（修改稿）.csv", HEADER + row("丙项目", "13600136000"))
    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "13900139000", "乙公司", "6.面向行业的特色工业互联网平台建设") +
                row("丁项目", "13500135000", "丁公司"))
    wrong, looked = every_cell(place, place.folder / "in")
    seen = [wrong, looked > 20]
    twice = place.trace("B5")
    seen.append([(s["path"], s["cell"], s["folded"]) for s in twice["sources"]])
    corrected = place.trace("F4")
    seen.append((corrected["value"], [(s["path"], s["cell"], s["written"], s["folded"]) for s in corrected["sources"]]))
    direction = [place.trace("D6")["sources"][0]["written"], place.trace("D6")["value"]]
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    marks = book["上报选择"]
    head = {cell.value: cell.column for cells in marks.iter_rows(max_row=3) for cell in cells}
    for cells in marks.iter_rows():
        if any(cell.value in ("丙项目", "丁项目") for cell in cells):
            cells[head["上报"] - 1].value = "是"
    book.save(place.folder / "marked.xlsx")
    os.unlink(place.folder / "out.xlsx")
    wrong, looked = every_cell(place, place.folder / "in", "--rulings", "marked.xlsx")
    seen += [wrong, place.trace("B4")["value"], place.trace("B5")["value"], place.trace("B6")["is"]]
    seen.append([place.trace(f"B{at}", "--night", "1")["value"] for at in (4, 5, 6, 7)])
    return (seen, direction), (
        [[], True, [("广州市/汇总.csv", "B2", False), ("广州市/汇总.csv", "B3", True)],
         ("13600136000\na@b.cn", [("广州市/更正/汇总表（修改稿）.csv", "F2", "13600136000 a@b.cn", False),
                                  ("广州市/汇总.csv", "F4", "13700137000 a@b.cn", True)]),
         [], "丙项目", "丁项目", "note", ["丙项目", "甲项目", "乙项目", "丁项目"]],
        ["6.面向行业的特色工业互联网平台建设", "特色专业型工业互联网平台"])


def old_nights(place):
    """Every night's sheet as it was, though rows have moved, values and files have changed, and one was out of sight."""
    books = []

    def night():
        place.night()
        sheet = openpyxl.load_workbook(place.folder / "out.xlsx")["汇总表"]
        books.append([[text_of(cell.value) for cell in cells] for cells in sheet.iter_rows()])
        os.unlink(place.folder / "out.xlsx")

    night()
    place.write("in/深圳市/汇总.csv", HEADER + row("新项目", "13100131000", "新公司") + row("乙项目", "13900139000", "乙公司"))
    night()
    shutil.copy(SAMPLES / "received/阳江市/阳江市汇总表.xlsx", place.folder / "in/广州市/汇总.csv")  # half of a workbook
    night()
    place.write("in/广州市/汇总.csv", HEADER + row("甲项目", "13300133000"))
    place.run("check", "in", "--state", "led", "-q")
    night()
    wrong = [(number, r, c) for number, book in zip((1, 2, 3, 5), books) for r, cells in enumerate(book, 1)
             for c, text in enumerate(cells, 1)
             if plain(place.trace(openpyxl.utils.get_column_letter(c) + str(r), "--night", str(number), binary=PLAIN)["value"]) != plain(text)]
    told = place.trace("F4")
    moved = place.trace("F6")
    return ((wrong, len(books[2]), told["night"], told["value"], told["since"],
             [(e["from"], e["to"], e["value"], e["sources"][0]["cell"]) for e in told["earlier"]],
             [s["cell"] for s in moved["sources"]], moved["since"],
             [(e["from"], e["to"], e["sources"][0]["cell"], e["sources"][0]["since"]) for e in moved["earlier"]]),
            ([], 6, 5, "13300133000\na@b.cn", 4, [(1, 3, "13800138000\na@b.cn", "F2")], ["F3"], 2,
             [(1, 1, "F2", 1)]))


def words_of_trace(place):
    place.night()
    seen = [(place.trace(cell)["is"], place.trace(cell)["value"]) for cell in ("A1", "A4", "B3", "G4", "B9", "$b$4", "'汇总表'!C5")]
    none = [place.run("trace", *args)[0] for args in (("--state", "led"), ("C7",), ("C7", "--state", "none"),
            ("7C", "--state", "led"), ("各市情况!C7", "--state", "led"), ("C7", "D7", "--state", "led"),
            ("C7", "--state", "led", "--night", "9"), ("C7", "--state", "led", "--night", "0"),
            ("C7", "--state", "led", "-p", "miit-2020-240"), ("C7", "--state", "led", "--json", "led"), ("C7", "in", "-o", "x"))]
    status, out, _ = place.run("溯源", "--state", "led", "B4", "--lang", "en")
    return ((seen, none, status, "甲项目" in out and "广州市/汇总.csv 汇总!B2" in out, (place.folder / "none").exists()),
            ([("title", "2020年制造业与互联网融合试点示范项目汇总表"), ("number", "1"), ("head", "项目名称"),
              ("outside", ""), ("outside", ""), ("value", "甲项目"), ("value", "乙公司")], [2] * 11, 0, True, False))


# --- history ----------------------------------------------------------------------------------------


def story(place):
    place.night()
    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "13900139000", "乙公司"))
    place.night()
    os.rename(place.folder / "in/深圳市/汇总.csv", place.folder / "in/深圳市/终稿.csv")
    place.night()
    shutil.copy(SAMPLES / "received/阳江市/阳江市汇总表.xlsx", place.folder / "in/广州市/汇总.csv")  # half of a workbook
    place.night()
    os.unlink(place.folder / "in/广州市/汇总.csv")
    place.run("核查", "in", "--state", "led", "-q")


def history_of_runs(place):
    story(place)
    runs = place.json("history")["runs"]
    seen = [(r["night"], r["command"], r["state"], r["inputs"], r["records"]) for r in runs]
    changes = [[sum(r["changes"][k][w] for k in ("inputs", "records")) for w in ("new", "unseen")] for r in runs]
    status, out, _ = place.run("history", "--state", "led", TZ="Asia/Shanghai")
    times = re.findall(r"次　\d{4}-\d\d-\d\d \d\d:\d\d \+08:00　用时 0:\d\d　", out)
    return ((seen, changes, runs[2]["changes"]["inputs"]["moved"], runs[4]["changes"]["records"]["withdrawn"], status,
             len(times), out.count("\n")),
            ([(1, "merge", "done", 2, 2), (2, "merge", "done", 2, 2), (3, "merge", "done", 2, 2), (4, "merge", "done", 2, 2),
              (5, "check", "done", 1, 1)], [[4, 0], [0, 0], [0, 0], [0, 1], [0, 0]], 1, 1, 0, 5, 10))


def history_of_one(place):
    story(place)
    told = place.json("history", "终稿.csv")["inputs"]
    files = [[(e["night"], e["change"]) for e in one["events"]] for one in told]
    given = [len(place.json("历史", name)["inputs"]) for name in ("汇总.csv", "in/广州市/汇总.csv", "广州市/汇总.csv")]
    record = place.json("history", "乙 项目")["records"]
    events = [(e["night"], e["of"], e["change"]) for e in record[0]["events"] if e.get("rule") in (None, "phone.invalid")]
    fields = [(f["name"], f["before"], f["after"]) for e in record[0]["events"] for f in e.get("fields", [])]
    lost = [(e["night"], e["change"]) for e in place.json("history", "广州/甲项目")["records"][0]["events"] if e["of"] == "record"]
    none = place.run("history", "--state", "led", "没有的项目")
    many = place.run("history", "--state", "led", "a", "b")
    return ((files, given, events, fields, lost, none[0], "没有的项目" in none[1], many[0]),
            ([[(1, "new"), (2, "replaced"), (3, "moved")]], [2, 1, 1],
             [(1, "record", "new"), (1, "finding", "new"), (2, "record", "changed"), (2, "finding", "mended"),
              (3, "record", "moved")],
             [("联系方式（手机与邮箱）", "138001380\na@b.cn", "13900139000\na@b.cn")],
             [(1, "new"), (4, "unseen"), (5, "withdrawn")], 1, True, 2))


def many(place):
    """A name that more than 100 bear: so many are told, and that there are more."""
    seen = []
    for count in 100, 101:
        place.write("in/广州市/汇总.csv", HEADER + "".join(row(f"项目{i}") for i in range(count)))
        for i in range(count):
            place.write(f"in/{i:03}/深圳市/又一份.csv", HEADER + row(f"另{i}", applicant="另一家"))
        place.night()
        for name in "甲公司", "又一份.csv":
            status, out, _ = place.run("history", "--state", "led", name)
            seen.append((status, len(re.findall("^(?:记录|文件) ", out, re.M)), "还有更多" in out))
        os.unlink(place.folder / "led")
        os.unlink(place.folder / "out.xlsx")
    return seen, [(0, 100, False), (0, 100, False), (0, 100, True), (0, 100, True)]


def harmful_names(place):
    place.write("in/广州市/\x1b[31m红\u202e.csv", HEADER + row("=HYPERLINK(1)\x1b]0;x\x07项目", applicant="\u202e乙公司"))
    place.night()
    out = "".join(place.run(*args, "--state", "led")[1] for args in (("history", "\x1b[31m红\u202e.csv"), ("trace", "B5"),
                  ("trace", "C5"), ("trace", "B4"), ("history", "乙公司"), ("history", "甲公司")))
    return [c for c in "\x1b\x07\u202e" if c in out], []


# --- a ledger that may only be read, and one that is in use ----------------------------------------------


def read_only(place):
    story(place)
    (place.folder / "backup").mkdir()
    shutil.copy(place.folder / "led", place.folder / "backup/led")
    os.chmod(place.folder / "backup/led", 0o444)
    os.chmod(place.folder / "backup", 0o555)
    before = place.bytes_of("backup/led"), os.stat(place.folder / "backup/led").st_mtime_ns
    seen = [place.run(*args, "--state", "backup/led")[0] for args in (("history",), ("history", "乙项目"), ("trace", "B4"))]
    same = before == (place.bytes_of("backup/led"), os.stat(place.folder / "backup/led").st_mtime_ns)
    os.chmod(place.folder / "backup", 0o755)
    return (seen, same, os.listdir(place.folder / "backup")), ([0, 0, 0], True, ["led"])


def while_a_night_runs(place):
    place.night()
    with open(place.folder / "led", "r+b") as held:
        fcntl.fcntl(held, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        begun = time.monotonic()
        seen = [place.run(*args, "--state", "led") for args in (("history",), ("trace", "B4"), ("prune", "--keep", "1d"))]
        quick = time.monotonic() - begun < 3
    return ([status for status, _, _ in seen], [out for _, out, _ in seen], [e.count("\n") for _, _, e in seen], quick,
            place.night()["changes"]["since"]), ([2] * 3, [""] * 3, [1] * 3, True, 1)


def killed_night(place):
    """A transaction that was cut off: played back by who may write, told by who may not."""
    place.night()
    held = sqlite3.connect(place.folder / "led", isolation_level=None)
    for word in ("PRAGMA cache_size = 1", "BEGIN EXCLUSIVE", "UPDATE record SET project = project || hex(randomblob(20000))"):
        held.execute(word)
    for name in "led", "led-journal":
        shutil.copy(place.folder / name, place.folder / f"cut{name[3:]}")
    held.execute("ROLLBACK")
    hot = place.bytes_of("cut-journal")[:1] != b"\0"
    os.chmod(place.folder, 0o755)
    os.chmod(place.folder / "cut", 0o644 if os.getuid() == 0 else 0o444)
    os.chmod(place.folder / "cut-journal", 0o644)
    seen, _, said = place.run("history", "--state", "cut", **({"user": 65534} if os.getuid() == 0 else {}))
    os.chmod(place.folder / "cut", 0o644)
    hot = hot and "cut-journal" in said
    after = place.run("trace", "B4", "--state", "cut")
    return (hot, seen, after[0], "甲项目" in after[1], (place.folder / "cut-journal").exists()), (True, 2, 0, True, False)


def refused(place):
    """What is no ledger, or a damaged one: a line, status 2, and the file as it was."""
    place.night()
    whole = place.bytes_of("led")
    place.write("text", "no ledger at all\n" * 20)
    (place.folder / "half").write_bytes(whole[:len(whole) // 2])
    newer = bytearray(whole)
    newer[60:64] = struct.pack(">I", 99)
    (place.folder / "newer").write_bytes(newer)
    turned = bytearray(whole)
    at = turned.find("甲项目".encode(), turned.find("广州市".encode()))
    turned[at] ^= 1
    (place.folder / "turned").write_bytes(turned)
    seen = []
    for name in "text", "half", "newer", "turned", "in", "none":
        before = place.bytes_of(name) if (place.folder / name).is_file() else None
        for args in ("history",), ("history", "甲项目"), ("trace", "B4"):
            status, out, errors = place.run(*args, "--state", name)
            seen.append((status, out, errors.count("\n")))
        assert before is None or before == place.bytes_of(name)
    return set(seen[:9] + seen[10:]), {(2, "", 1)}


def pruned(place):
    """What is forgotten is told; the next night is what it would have been. (Which nights are old: tests/unit/test_prune.c)"""
    story(place)
    shutil.copy(place.folder / "led", place.folder / "kept")
    wrong = [place.run("prune", *args)[0] for args in (("--state", "led"), ("--keep", "1d"), ("--state", "none", "--keep", "1d"),
             ("--state", "led", "--keep", "1d", "in"), ("--state", "led", "--keep", "1d", "-p", "hunan-sample"))]
    wrong += [place.run("prune", "--state", "led", "--keep", keep)[0]
              for keep in ("0d", "d", "1", "1h", "-1d", "1dd", "1 d", "101y", "99999999999999999999d")]
    quiet = place.run("prune", "--state", "led", "--keep", "2y", "-q")
    status, out, _ = place.run("清理", "--state", "led", "--keep", "400d")
    nights = []
    for name in "led", "kept":
        place.run("check", "in", "--state", name, "--json", "r.json", "-q")
        nights.append(place.bytes_of("r.json"))
    return ((wrong, quiet, status, "第 1 次起" in out, nights[0] == nights[1], (place.folder / "none").exists()),
            ([2] * 14, (0, "", ""), 0, True, True, False))


CASES = [
    ("trace: every cell of the samples", samples_traced("received", least=100)),
    ("trace: every cell of another notice", samples_traced("hunan/received", "-p", "hunan-sample", least=40)),
    ("trace: every cell of the ministry's notice", samples_traced("ministry", "-p", "miit-2020-240", least=80)),
    ("trace: folded, corrected, chosen rows", folded_and_corrected),
    ("trace: nights of the past", old_nights),
    ("trace: what is no value, and wrong usage", words_of_trace),
    ("history: all runs", history_of_runs),
    ("history: of a file, of a record", history_of_one),
    ("history: a name that many bear", many),
    ("texts that harm", harmful_names),
    ("prune: what is asked and told", pruned),
    ("a ledger that may only be read", read_only),
    ("while a night runs", while_a_night_runs),
    ("a night that was killed", killed_night),
    ("a file that is no whole ledger", refused),
]

seen_as_expected(CASES, Place)
