"""Texts that do harm (tests/lib/payloads.py), in every format that is read (tests/lib/formats.py): shown alike in all of them, whole, and never more than text.

What a format has no way to write stands in formats.py with its reason. --all: also through `extract`, `dump` and LibreOffice, as `make test-faults` asks.
"""

import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
from openpyxl.utils.escape import unescape

from formats import FORMATS
from payloads import CELL, PAYLOADS, in_workbook, shown, units
from taps import done, tap

BINARY = os.environ["HUIZONG"]
HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
# Big5 has no simplified letters.
TRADITIONAL = str.maketrans("号项称单报联系机与邮", "號項稱單報聯繫機與郵")
UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HALF = re.compile("[\ud800-\udfff]")


def table(at, form):
    """A row a payload, and what is expected of it by its applicant, which says which row of which file it is."""
    rows, wanted = [HEAD], {}
    for number, text in enumerate(PAYLOADS.values()):
        if not form.lacks(text):
            applicant = f"P{number}F{at}X"
            rows.append([str(number + 1), text, applicant, "x", text, "13800138000 a@example.cn"])
            wanted[applicant] = text
    try:
        return form.make(rows), wanted
    except UnicodeEncodeError:
        return form.make([[cell.translate(TRADITIONAL) for cell in row] for row in rows]), wanted


class Run:
    def __init__(self, folder):
        self.folder, self.wanted, self.names = pathlib.Path(folder), {}, {}
        (self.folder / "in" / "广州市").mkdir(parents=True)
        for at, (name, form) in enumerate(FORMATS.items()):
            data, wanted = table(at, form)
            path = f"广州市/{at}.{form.ending}"
            (self.folder / "in" / path).write_bytes(data)
            self.wanted.update(wanted)
            self.names[at] = name
        self.done = self.call("merge", "-v", "--lang=en", "-o", "out.xlsx", "--json", "r.json", "in")
        self.report = json.loads((self.folder / "r.json").read_bytes().decode("utf-8", "strict"))

    def call(self, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        return subprocess.run([BINARY, *args], cwd=self.folder, env=env, capture_output=True, timeout=100, check=False)

    def name(self, applicant):
        number, at = re.fullmatch(r"P(\d+)F(\d+)X", applicant).groups()
        return f"{list(PAYLOADS)[int(number)]} in {self.names[int(at)]}"

    def differing(self, found, wanted_of):
        """found: (project, contact) by applicant."""
        for applicant, text in self.wanted.items():
            if found.get(applicant) != (wanted_of(text), wanted_of(text)):
                yield f"{self.name(applicant)}: {str(found.get(applicant))[:200]!a}, not {wanted_of(text)[:80]!a}"


def first(lines, most=20):
    lines = list(lines)
    return "\n".join([*lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else [])])


def alike(run):
    if run.done.returncode != 1:
        return f"status {run.done.returncode}: {run.done.stderr[-1000:].decode()}"
    return first(run.differing({one["applicant"]: (one["project"], one["contact"]) for one in run.report["records"]}, shown))


def summed(run):
    totals = run.report["totals"]
    counts = [totals[f"rows_{name}"] for name in ("read", "merged", "folded", "held")]
    return None if counts == [len(run.wanted)] * 2 + [0, 0] and totals["inputs_failed"] == 0 else f"{totals} of {len(run.wanted)} rows"


def lossy(run):
    """A half of a character and a text too long for a cell: each is found, at both of its cells, and nothing else is."""
    cells = {(path["path"], path["row"]): one["applicant"] for one in run.report["records"] for path in one["sources"]}
    found = {}
    for one in run.report["findings"]:
        if one["rule"] == "cell.lossy":
            found.setdefault(cells[one["path"], int(one["cell"][1:])], []).append(one["cell"][0])
    wanted = {applicant: ["B", "E"] for applicant, text in run.wanted.items() if HALF.search(text) or units(shown(text)) > CELL}
    return first(f"{run.name(key)}: {found.get(key)}, not {wanted.get(key)}" for key in {*found, *wanted} if sorted(found.get(key, [])) != wanted.get(key, []))


def terminal(run):
    said = run.done.stderr.decode("utf-8", "strict")
    found = UNSHOWN.search(said) or UNSHOWN.search((run.folder / "r.json").read_text("utf-8"))
    return f"standard error or the report shows {found!r}" if found else None


def lines(run):
    ran = run.call("extract", "-q", "in")
    if UNSHOWN.search(ran.stdout.decode("utf-8", "strict")):
        return "a terminal would obey some of it"
    records = [json.loads(line) for line in ran.stdout.decode("utf-8", "strict").split("\n")[:-1]]
    return first(run.differing({one["applicant"]: (one["project"], one["contact"]) for one in records}, shown))


def dumped(run):
    """What the readers hand on: controls and blanks are still there."""
    ran = run.call("dump", "-q", "in")
    if UNSHOWN.search(ran.stdout.decode("utf-8", "strict")):
        return "a terminal would obey some of it"
    cells = {}
    for line in ran.stdout.decode("utf-8", "strict").split("\n")[:-1]:
        one = json.loads(line)
        cells.setdefault((one["path"], one["sheet"], one["cell"][1:]), {})[one["cell"][0]] = one["text"]
    return first(run.differing({row["C"]: (shown(row["B"]), shown(row["E"])) for row in cells.values() if "C" in row}, shown))


def no_formula(run):
    """Links lead to places in the workbook; XML itself is refused where it holds what XML has not."""
    with zipfile.ZipFile(run.folder / "out.xlsx") as book:
        for name in book.namelist():
            part = book.read(name)
            found = re.search(rb"<f[ >/]|externalLink|<oleObject|ddeLink|TargetMode=\"External\"|<hyperlink [^>]*r:id", part)
            if found:
                return f"{name}: {found[0]}"
    return None


def typed(book):
    """Every cell that is not a number of ours is a string."""
    return first(f"{sheet.title}!{cell.coordinate} is of type {cell.data_type}" for sheet in book for row in sheet for cell in row
                 if cell.value is not None and not (cell.data_type == "s" or (cell.data_type == "n" and isinstance(cell.value, (int, float)))))


def read_back(run):
    book = openpyxl.load_workbook(run.folder / "out.xlsx")
    rows = book["汇总表"].iter_rows(min_row=4, max_col=6)
    found = {row[2].value: (unescape(row[1].value or ""), unescape(row[4].value or "")) for row in rows}
    return typed(book) or first(run.differing(found, lambda text: in_workbook(shown(text))))


def in_office(run):
    """LibreOffice writes a sheet of our workbook as CSV: its own reading of the same cells. It takes _x00_ for an escape, which Excel does not."""
    office = f"-env:UserInstallation=file://{run.folder}/office"
    subprocess.run(["soffice", office, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "out.xlsx"],
                   cwd=run.folder, capture_output=True, timeout=100, check=False)
    csv.field_size_limit(1 << 20)
    [made] = run.folder.glob("out*.csv")
    found = {row[2]: (row[1], row[4]) for row in csv.reader(io.StringIO(made.read_text("utf-8"), newline="")) if len(row) > 4}
    return first(line for line in run.differing(found, lambda text: in_workbook(shown(text))) if not line.startswith("nearly escaped"))


def everywhere():
    """In every column, in headers, in the lines above, as the city's name: whatever is found, it stays text, and the sums hold."""
    rows = []
    for text in PAYLOADS.values():
        rows += [["推荐单位（盖章）：" + text], [text], ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）", "地区", text]]
        rows += [[text] * 8, ["1", "项目" + text, "公司" + text, text, text, "13800138000 a@example.cn" + text, "广州市" + text, text]]
    rows = [[cell for cell in row] + [""] * (8 - len(row)) for row in rows]
    for name in ("xlsx, shared", "xlsx, inline", "xls", "csv, utf-8", "html"):
        form = FORMATS[name]
        with tempfile.TemporaryDirectory() as folder:
            run = Run.__new__(Run)
            run.folder = pathlib.Path(folder)
            (run.folder / f"广州市.{form.ending}").write_bytes(form.make([[cell if not form.lacks(cell) else "" for cell in row] for row in rows]))
            run.done = run.call("merge", "--lang=en", "-o", "out.xlsx", "--json", "r.json", f"广州市.{form.ending}")
            if run.done.returncode != 1:
                yield f"{name}: status {run.done.returncode}: {run.done.stderr[-500:].decode('utf-8', 'replace')}"
                continue
            run.report = json.loads((run.folder / "r.json").read_bytes().decode("utf-8", "strict"))
            totals = run.report["totals"]
            if totals["rows_read"] < len(PAYLOADS) or totals["rows_read"] != totals["rows_merged"] + totals["rows_folded"] + totals["rows_held"]:
                yield f"{name}: {totals}"
            yield from (f"{name}: {wrong}" for wrong in (no_formula(run), terminal(run), typed(openpyxl.load_workbook(run.folder / "out.xlsx"))) if wrong)
            if max(map(len, run.done.stderr.decode().splitlines())) > 1200:
                yield f"{name}: lines of {max(map(len, run.done.stderr.decode().splitlines()))} characters on standard error"


def bad_bytes():
    """A byte that belongs to no encoding costs its own cell one character, and is told of there; of XML it is the end."""
    good = {name: FORMATS[name] for name in ("csv, utf-8", "csv, gb18030", "html", "mht")}
    rows = [HEAD, *([str(at), f"第{at}号项目", f"公司{at}", "x", "张三", "13800138000 a@example.cn"] for at in range(1, 9)),
            ["9", "甲~~~乙", "坏公司", "x", "张三", "13800138000 a@example.cn"]]
    for name, form in good.items():
        data = form.make(rows)
        bad = data.replace(b"~~~", b"=FF" if name == "mht" else b"\xff")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / f"广州市.{form.ending}"
            path.write_bytes(bad)
            ran = subprocess.run([BINARY, "check", "-q", "--json", "-", str(path)], cwd=folder, capture_output=True, timeout=60, check=False)
        report = json.loads(ran.stdout)
        texts = [one["project"] for one in report["records"]]
        found = [one["cell"] for one in report["findings"] if one["rule"] == "cell.lossy"]
        if len(texts) != 9 or texts[-1] != "甲\ufffd乙" or found != ["B10"]:
            yield f"{name}: {texts}, cell.lossy at {found}"


with tempfile.TemporaryDirectory() as root:
    RUN = Run(root)
    tap(f"{len(RUN.wanted)} payloads are shown alike in {len(FORMATS)} formats", lambda: alike(RUN))
    tap("every row is counted once", lambda: summed(RUN))
    tap("what a cell cannot be is cell.lossy, nothing else is", lambda: lossy(RUN))
    tap("a terminal would obey none of them", lambda: terminal(RUN))
    tap("no payload is a formula or a link in the workbook", lambda: no_formula(RUN))
    tap("openpyxl reads them back from the workbook", lambda: read_back(RUN))
    if "--all" in sys.argv:
        tap("extract gives the same texts", lambda: lines(RUN))
        tap("dump gives the same texts", lambda: dumped(RUN))
    if "--all" in sys.argv and shutil.which("soffice"):
        tap("LibreOffice reads them back from the workbook", lambda: in_office(RUN))
tap("texts in every column and header stay texts", lambda: first(everywhere()))
tap("a byte of no encoding costs one character of its cell", lambda: first(bad_bytes()))
done()
