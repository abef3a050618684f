"""What people answered stays in force on the nights after: 裁定, 上报, 核对结果; how an answer is altered and taken back."""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"


def row(project, applicant, mobile):
    return f"1,{project},{applicant},中德智能制造合作,张三,{mobile} a@b.cn\n"


ONE = row("甲项目", "甲公司", "13800138000")
OTHER = row("甲项目", "甲公司", "13900139000")
SECOND = row("乙项目", "乙公司", "13700137000")
THIRD = row("丙项目", "丙公司", "13600136000")


class Place:
    """A folder with the tables of two cities: 甲 stands in both, so that the later one's is held."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.write(g=ONE + SECOND, s=OTHER + THIRD)

    def write(self, **cities):
        for name, rows in cities.items():
            path = self.folder / {"g": "in/广州市.csv", "s": "in/深圳市.csv", "f": "in/佛山市.csv"}[name]
            path.parent.mkdir(exist_ok=True)
            path.write_text(HEADER + rows, "utf-8")

    def run(self, command, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run([BINARY, command, "in", "--state", "led", "--json", "r.json", "-q", *args], cwd=self.folder, env=env,
                             capture_output=True, text=True, check=False, timeout=60)
        return ran.returncode, ran.stderr

    def night(self, rulings=None, command="merge", *more):
        """A night that knows the ledger, and the workbook it is given. The workbook of the night before is taken away."""
        if command == "merge":
            (self.folder / "out.xlsx").unlink(missing_ok=True)
            more += ("-o", "out.xlsx")
        status, said = self.run(command, *more, *(("--rulings", rulings) if rulings else ()))
        assert status in (0, 1), said
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def fill(self, sheet, column, name="a.xlsx", **answers):
        """A copy of the workbook with these answers beside the projects (… beside all): None empties, … deletes the line."""
        if not (self.folder / name).exists():
            shutil.copy(self.folder / "out.xlsx", self.folder / name)
        book = openpyxl.load_workbook(self.folder / name)
        page = book[sheet]
        heads = {cell.value: cell.column for cell in page[1]}
        project = heads.get("项目名称") or heads["甲：项目名称"]
        for line in range(page.max_row, 1, -1):
            answer = answers.get(page.cell(line, project).value, answers.get("all", 0))
            if answer is ...:
                page.delete_rows(line)
            elif answer != 0:
                page.cell(line, heads[column]).value = answer
        book.save(self.folder / name)
        return name

    def lines(self, sheet, *columns):
        """These columns, by their heads, of all lines of a sheet."""
        book = openpyxl.load_workbook(self.folder / "out.xlsx")
        if sheet not in book.sheetnames:
            return None
        heads = {cell.value: cell.column - 1 for cell in book[sheet][1]}
        return [tuple(line[heads[column]] for column in columns) for line in book[sheet].iter_rows(min_row=2, values_only=True)]

    def ledger(self, table):
        with sqlite3.connect(self.folder / "led") as base:
            return base.execute(f"SELECT count(*) FROM {table} WHERE until IS NULL").fetchone()[0]

    def in_force(self):
        return self.ledger("ruling"), self.ledger("selection"), self.ledger("tick")


def form(report):
    return [record["project"] for record in report["records"] if record["seq"]]


def totals(report):
    return tuple(report["totals"][key] for key in ("rows_merged", "rows_folded", "rows_held"))


def stale(report):
    return [item["message"] for item in report["findings"] if item["rule"] == "ruling.stale"]


def told(report):
    """The same but for what depends on the ledger."""
    report = {key: value for key, value in report.items() if key != "changes"}
    report["inputs"] = [{**item, "reused": False} for item in report["inputs"]]
    return report


def ticks(place):
    """Projects with what stands beside them under 盖章签字."""
    return [(project, tick) for project, tick in place.lines("人工核", "项目名称", "盖章签字") if tick in ("符合", "不符合")]


def stay(place):
    """Given once; on the nights after the report and the workbook are those of a night that is given the workbook again."""
    place.night()
    place.fill("疑似重复", "裁定", all="不同项目")
    place.fill("上报选择", "上报", 丙项目="是", 乙项目="是")
    place.fill("人工核", "盖章签字", 乙项目="符合")
    first = place.night("a.xlsx")
    shutil.copy(place.folder / "out.xlsx", place.folder / "b.xlsx")
    again = place.night("b.xlsx")
    given = {sheet: place.lines(sheet, *heads) for sheet, heads in SHEETS.items()}
    without = place.night()
    remembered = {sheet: place.lines(sheet, *heads) for sheet, heads in SHEETS.items()}
    checked = place.night(None, "check")
    return ((form(first), totals(first), ticks(place), told(first) == told(again) == told(without), given == remembered,
             form(checked), place.in_force()),
            (["乙项目", "丙项目"], (4, 0, 0), [("乙项目", "符合")], True, True, ["乙项目", "丙项目"], (1, 2, 1)))


SHEETS = {"疑似重复": ("裁定", "处理"), "上报选择": ("上报", "项目名称", "处理"), "人工核": ("项目名称", "盖章签字")}


def taken_back(place):
    """Emptied in the newest workbook, each kind by itself; then nothing of it comes back."""
    place.night()
    place.fill("疑似重复", "裁定", all="不同项目")
    place.fill("上报选择", "上报", 乙项目="是", 丙项目="是")
    place.fill("人工核", "盖章签字", 乙项目="符合")
    place.night("a.xlsx")
    place.night()
    seen = [place.in_force()]
    for sheet, column, project in ("疑似重复", "裁定", "all"), ("上报选择", "上报", "乙项目"), ("人工核", "盖章签字", "乙项目"), ("上报选择", "上报", "all"):
        (place.folder / "a.xlsx").unlink()
        report = place.night(place.fill(sheet, column, **{project: None}))
        seen.append((place.in_force(), form(report), totals(report)))
        after = place.night()
        seen.append((form(after) == form(report), totals(after) == totals(report), stale(after)))
    stays = (True, True, [])
    return seen, [(1, 2, 1), ((0, 2, 1), ["乙项目", "丙项目"], (3, 0, 1)), stays, ((0, 1, 1), ["丙项目"], (3, 0, 1)), stays,
                  ((0, 1, 0), ["丙项目"], (3, 0, 1)), stays, ((0, 0, 0), ["甲项目", "乙项目", "丙项目"], (3, 0, 1)), stays]


def two_people(place):
    """Each fills in a copy of the same workbook: the second takes back nothing of what the first one said."""
    place.night()
    place.fill("上报选择", "上报", "a.xlsx", 甲项目="是")
    place.fill("疑似重复", "裁定", "a.xlsx", all="不同项目")
    place.fill("人工核", "盖章签字", "a.xlsx", 甲项目="符合")
    place.fill("上报选择", "上报", "b.xlsx", 乙项目="是")
    place.fill("人工核", "盖章签字", "b.xlsx", 乙项目="不符合")
    place.night("a.xlsx")
    both = place.night("b.xlsx")
    return ((form(both), totals(both), ticks(place), place.in_force()),
            (["甲项目", "乙项目"], (4, 0, 0), [("甲项目", "符合"), ("乙项目", "不符合")], (1, 2, 2)))


def altered(place):
    """Another word in a workbook, the newest or not, is the one that holds; an unknown one is said, and no answer."""
    place.night()
    shutil.copy(place.folder / "out.xlsx", place.folder / "old.xlsx")
    place.fill("疑似重复", "裁定", all="不同项目")
    place.fill("人工核", "盖章签字", 乙项目="符合")
    place.night("a.xlsx")
    place.fill("疑似重复", "裁定", "old.xlsx", all="同一项目")
    place.fill("人工核", "盖章签字", "old.xlsx", 乙项目="不符合")
    older = place.night("old.xlsx")
    checked = ticks(place)
    place.fill("疑似重复", "裁定", "b.xlsx", all="同一")
    unknown = place.night("b.xlsx")
    after = place.night()
    return ((totals(older), checked, totals(unknown), len(stale(unknown)), totals(after), stale(after), place.in_force()),
            ((3, 1, 0), [("乙项目", "不符合")], (3, 0, 1), 1, (3, 0, 1), [], (0, 0, 1)))


def rows_gone(place):
    """Said as long as it is in force, as new only once; holds again when the rows are back; withdrawn where it stands."""
    place.night()
    place.fill("疑似重复", "裁定", all="不同项目")
    place.fill("上报选择", "上报", 丙项目="是")
    place.night("a.xlsx")
    place.write(s=SECOND)
    seen = []
    for _ in range(2):
        report = place.night()
        seen.append((len(stale(report)), form(report),
                     [item["change"] for item in report["changes"]["findings"] if item["rule"] == "ruling.stale"]))
    place.write(s=OTHER + THIRD)
    back = place.night()
    seen.append((stale(back), form(back), totals(back)))
    place.write(s=SECOND)
    place.night()
    place.fill("疑似重复", "裁定", "b.xlsx", 甲项目=...)  # the line that says 裁定失效
    place.fill("上报选择", "上报", "b.xlsx", 丙项目=None)
    report = place.night("b.xlsx")
    seen.append((stale(report), [item["change"] for item in report["changes"]["findings"] if item["rule"] == "ruling.stale"],
                 place.in_force()))
    place.write(s=OTHER + THIRD)
    last = place.night()
    seen.append((stale(last), form(last), totals(last)))
    return seen, [(2, ["甲项目", "乙项目"], ["new", "new"]), (2, ["甲项目", "乙项目"], []), ([], ["丙项目"], (4, 0, 0)),
                  ([], ["mended", "mended"], (0, 0, 0)), ([], ["甲项目", "乙项目", "丙项目"], (3, 0, 1))]


def as_written(place):
    """Of two cities the one that comes first in the notice may come later in the alphabet: remembered as it was written."""
    place.write(f=OTHER + THIRD, s=ONE + SECOND)
    (place.folder / "in/广州市.csv").unlink()
    place.night()
    place.fill("疑似重复", "裁定", all="同一项目")
    place.night("a.xlsx")
    place.write(s=SECOND)
    given = place.night("a.xlsx")
    without = place.night()
    return (len(stale(without)), told(given) == told(without)), (1, True)


def set_aside(place):
    """Every night over the same file: only a workbook that a person has touched since is set aside, however long results are carried."""
    def night():
        status, said = place.run("merge", "-o", "out.xlsx", "--rulings", "out.xlsx")
        assert status in (0, 1), said
        return sorted(path.name for path in place.folder.glob("out*")), ticks(place)

    def touch(**results):
        book = openpyxl.load_workbook(place.folder / "out.xlsx")
        sheet = book["人工核"]
        heads = {cell.value: cell.column for cell in sheet[1]}
        for line in range(2, sheet.max_row + 1):
            if sheet.cell(line, 3).value in results:
                sheet.cell(line, heads["盖章签字"]).value = results[sheet.cell(line, 3).value]
        book.save(place.folder / "out.xlsx")

    night()
    touch(乙项目="符合")
    seen = [night()]
    for day in "3456":
        place.write(s=OTHER + row("丙项目", "丙公司", f"1{day}600136000"))
        seen.append(night())
    touch(丙项目="不符合")
    seen.append(night())
    status, _ = place.run("merge", "-o", "out.xlsx")  # not given: it may be all there is of them
    seen.append((status, sorted(path.name for path in place.folder.glob("out*"))))
    one, two = ["out.bak-1.xlsx", "out.xlsx"], ["out.bak-1.xlsx", "out.bak-2.xlsx", "out.xlsx"]
    return seen, [(one, [("乙项目", "符合")])] * 5 + [(two, [("乙项目", "符合"), ("丙项目", "不符合")]),
                                                  (1, ["out.bak-1.xlsx", "out.bak-2.xlsx", "out.bak-3.xlsx", "out.xlsx"])]


def nothing_read(place):
    """A night in which no input could be read ends with 2: nothing is told, and what was in force still is."""
    place.night()
    place.fill("上报选择", "上报", 丙项目="是")
    place.night("a.xlsx")
    whole = {path: path.read_bytes() for path in (place.folder / "in").iterdir()}
    before = (place.folder / "out.xlsx").read_bytes(), (place.folder / "r.json").read_bytes()
    for path in whole:
        path.write_bytes(b"PK\3\4")
    place.fill("上报选择", "上报", 丙项目=None, 乙项目="是")
    status, said = place.run("merge", "-o", "other.xlsx", "--rulings", "a.xlsx")
    same = before == ((place.folder / "out.xlsx").read_bytes(), (place.folder / "r.json").read_bytes())
    for path, content in whole.items():
        path.write_bytes(content)
    report = place.night()
    changes = report["changes"]
    return ((status, said.count("\n") > 0, same, form(report), changes["since"], changes["inputs"], changes["records"], changes["findings"]),
            (2, True, True, ["丙项目"], 2, [], [], []))


CASES = [
    ("given once they stay in force, and give what the workbook would", stay),
    ("emptied in the newest workbook they are taken back", taken_back),
    ("an older workbook takes nothing back", two_people),
    ("another word holds from then on", altered),
    ("a ruling and a mark whose rows are gone", rows_gone),
    ("remembered as they were written", as_written),
    ("a workbook in which results are carried night by night", set_aside),
    ("a night in which nothing could be read", nothing_read),
]

seen_as_expected(CASES, Place)
