"""The blank form, filled in as a clerk does: what comes back of it merges without a finding, for every profile that ships."""

import configparser
import json
import os
import pathlib
import subprocess

import openpyxl
from openpyxl.utils import range_boundaries

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "templates"
PROFILES = sorted(path.stem for path in TEMPLATES.glob("*.ini"))
GUANGDONG = "guangdong-2020-971"
HEAD, FIRST = 3, 4
NAMES = ["东方", "南岭", "西江", "北海", "中山"]
# By the words of docs/profile.zh.md; a direction is one of the cell's own list.
VALUES = {
    "文本": lambda i: f"{NAMES[i]}智能工厂建设",
    "单位": lambda i: f"{NAMES[i]}机械制造有限公司",
    "手机+邮箱": lambda i: f"1380013800{i}\nperson{i}@example.com",
    "手机": lambda i: f"1380013800{i}",
    "邮箱": lambda i: f"person{i}@example.com",
    "数值": lambda i: 0,  # whatever adds up to what: nothing does to nothing
    "金额": lambda i: 0,
    "日期": lambda i: f"2019-0{i + 1}-15",
    "信用代码": lambda i: ["91000000MA0000001R", "91000000MA0000123P", "910000001000000012"][i],
}


def columns(profile):
    """(name, type) of [列], as they are written."""
    ini = configparser.RawConfigParser(delimiters="=", interpolation=None, strict=False)
    ini.optionxform = str
    ini.read_string((TEMPLATES / f"{profile}.ini").read_text("utf-8"))
    return [(name, text.replace("，", ",").split(",")[0].strip()) for name, text in ini["列"].items()]


def asked(sheet):
    """What is asked of the cells that a validation begins with: {(row, column): it}."""
    found = {}
    for one in sheet.data_validations.dataValidation:
        left, top, _, _ = range_boundaries(str(one.sqref))
        found[top, left] = one
    return found


def choices(book, one):
    """What a list offers, in the cell or on a sheet of its own."""
    if one.formula1.startswith('"'):
        return one.formula1.strip('"').split(",")
    name, cells = one.formula1.rsplit("!", 1)
    return [cell.value for row in book[name.strip("'")][cells.replace("$", "")] for cell in row]


class Place:
    """A folder of its own, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "in").mkdir()

    def run(self, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run([BINARY, *args], cwd=self.folder, env=env, capture_output=True, text=True, check=False, timeout=60)
        return ran.returncode, ran.stdout, ran.stderr

    def form(self, profile=GUANGDONG, *more):
        ran = self.run("form", "-p", profile, "-o", "form.xlsx", "-q", *more)
        assert ran == (0, "", ""), ran
        return openpyxl.load_workbook(self.folder / "form.xlsx")

    def report(self, *inputs, profile=GUANGDONG):
        self.run("check", "-q", "-p", profile, *inputs, "--json", "r.json")
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def findings(self, *inputs, profile=GUANGDONG):
        """Rules and cells; that the others sent nothing is not this form's fault."""
        found = self.report(*inputs, profile=profile)["findings"]
        return [(one["rule"], one["sheet"], one["cell"]) for one in found if one["rule"] != "region.missing"]


def answer_cell(sheet):
    """Where the region is chosen: the cell of row 2 that is asked."""
    return next(((row, column), one) for (row, column), one in asked(sheet).items() if row == HEAD - 1)


def fill(book, profile, count):
    """Put values into the first rows, of each column's type; the region is the first that is offered."""
    sheet = book["汇总表"]
    (row, column), region = answer_cell(sheet)
    sheet.cell(row, column, choices(book, region)[0])
    for at, (name, kind) in enumerate(columns(profile), 1):
        assert sheet.cell(HEAD, at).value == name, (sheet.cell(HEAD, at).value, name)
        for i in range(count):
            if kind == "序号":
                continue
            one = asked(sheet).get((FIRST, at))
            listed = choices(book, one) if one is not None and one.type == "list" else []
            value = listed[0 if kind == "地区" else i % len(listed)] if listed else VALUES[kind](i)
            sheet.cell(FIRST + i, at, value)


def filled(profile):
    def case(place):
        book = place.form(profile)
        fill(book, profile, 3)
        book.save(place.folder / "in/form.xlsx")
        report = place.report("in", profile=profile)
        return ((report["totals"]["rows_merged"], report["inputs"][0]["status"], place.findings("in", profile=profile)),
                (3, "read", []))
    return case


def blank(profile):
    def case(place):
        place.form(profile).save(place.folder / "in/form.xlsx")
        report = place.report("in", profile=profile)
        return ((report["totals"]["rows_read"], report["inputs"][0]["status"], place.findings("in", profile=profile)),
                (0, "read", []))
    return case


def as_written(place):
    """The file itself, not saved again by anybody."""
    place.form()
    os.rename(place.folder / "form.xlsx", place.folder / "in/form.xlsx")
    return (place.report("in")["inputs"][0]["status"], place.findings("in")), ("read", [])


def in_english(place):
    book = place.form(GUANGDONG, "--lang", "en")
    fill(book, GUANGDONG, 2)
    book.save(place.folder / "in/form.xlsx")
    heads = [cell.value for cell in book["汇总表"][HEAD]]
    return ((place.findings("in"), heads, book["填表说明"]["A4"].value.startswith("Step")),
            ([], [name for name, _ in columns(GUANGDONG)], True))


def without_the_guide(place):
    book = place.form()
    fill(book, GUANGDONG, 3)
    del book["填表说明"]
    book.save(place.folder / "in/form.xlsx")
    return place.findings("in"), []


def without_the_mark(place):
    """As another program saves it: nothing tells whose it was but the cells."""
    book = place.form()
    fill(book, GUANGDONG, 3)
    book.properties.keywords = None
    book.save(place.folder / "in/form.xlsx")
    return place.findings("in"), []


def guide_written_on(place):
    """What a person writes on the page of explanations is told."""
    book = place.form()
    fill(book, GUANGDONG, 3)
    book["填表说明"]["G5"] = "另有两个项目"
    book.save(place.folder / "in/form.xlsx")
    return place.findings("in"), [("sheet.ignored", "填表说明", None)]


def rows_on_another_sheet(place):
    """Nothing beside the form is passed over because the file is ours."""
    book = place.form()
    fill(book, GUANGDONG, 1)
    sheet = book.copy_worksheet(book["汇总表"])
    sheet.title = "续表"
    sheet.cell(FIRST, 2, "另一个项目")
    sheet.cell(FIRST, 3, "另一家有限公司")
    book.create_sheet("草稿")["A1"] = "随手记"
    book.save(place.folder / "in/form.xlsx")
    report = place.report("in")
    return ((report["totals"]["rows_merged"], [one for one in place.findings("in") if one[0] == "sheet.ignored"]),
            (2, [("sheet.ignored", "草稿", None)]))


def more_rows(place):
    """Rows beyond those that are numbered, in the middle of the table and without a number."""
    book = place.form()
    sheet = book["汇总表"]
    fill(book, GUANGDONG, 3)
    for column in range(2, 7):
        sheet.cell(FIRST + 6, column, sheet.cell(FIRST + 2, column).value)
        sheet.cell(FIRST + 2, column).value = None
    sheet.cell(FIRST + 6, 1).value = None
    book.save(place.folder / "in/form.xlsx")
    rows = [one["sources"][0]["row"] for one in place.report("in")["records"]]
    return (rows, place.findings("in")), ([FIRST, FIRST + 1, FIRST + 6], [])


def office_written_out(place):
    book = place.form()
    fill(book, GUANGDONG, 1)
    book["汇总表"]["C2"] = "汕头市工业和信息化局"
    book.save(place.folder / "in/form.xlsx")
    return [one["region"] for one in place.report("in")["records"]], ["汕头市"]


def no_office(place):
    """A profile without an office of its own knows its outputs otherwise; a form is none of them."""
    text = (TEMPLATES / f"{GUANGDONG}.ini").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("推荐单位")]
    (place.folder / "p.ini").write_text("\n".join(lines) + "\n", "utf-8")
    book = place.form("p.ini")
    fill(book, GUANGDONG, 1)
    book["汇总表"]["C2"] = None
    (place.folder / "in/汕头市").mkdir()
    book.save(place.folder / "in/汕头市/form.xlsx")
    return [(one["status"], one["rows_read"]) for one in place.report("in", profile="p.ini")["inputs"]], [("read", 1)]


def moved_aside(place):
    book = place.form()
    fill(book, GUANGDONG, 1)
    book.save(place.folder / "form.xlsx")
    status, _, said = place.run("form", "-o", "form.xlsx", "-q")
    kept = openpyxl.load_workbook(place.folder / "form.bak-1.xlsx")["汇总表"]["B4"].value
    fresh = openpyxl.load_workbook(place.folder / "form.xlsx")["汇总表"]["B4"].value
    return (status, "form.bak-1.xlsx" in said, kept, fresh), (0, True, VALUES["文本"](0), None)


def saved_again(place):
    place.form().save(place.folder / "form.xlsx")
    ran = place.run("form", "-o", "form.xlsx", "-q")
    return (ran, sorted(os.listdir(place.folder))), ((0, "", ""), ["form.xlsx", "in"])


def protected(place):
    """Title, header and label are locked, all that is to be filled in is not; no password."""
    book = place.form()
    sheet = book["汇总表"]
    locked = [sheet.cell(row, column).protection.locked for row, column in ((1, 1), (2, 1), (3, 1), (3, 6), (12, 1))]
    opened = [sheet.cell(row, column).protection.locked for row in range(FIRST, FIRST + 8) for column in range(1, 7)]
    ways = sheet.protection
    return ((locked, set(opened), sheet.cell(2, 3).protection.locked, [one.protection.sheet for one in book],
             ways.password, ways.formatRows, ways.insertRows, ways.insertColumns),
            ([True] * 5, {False}, False, [True, True], None, False, False, True))


def checks(place):
    """Each cell's list and check, by another reader."""
    sheet = place.form()["汇总表"]
    found = {cell: (one.type, one.errorStyle) for cell, one in asked(sheet).items()}
    lists = asked(sheet)
    directions = choices(None, lists[FIRST, 4])
    formula = lists[FIRST, 6].formula1
    prompts = [bool(one.prompt and one.promptTitle) for one in lists.values()]
    return ((found, len(choices(None, lists[2, 3])), len(directions), directions[3:5], "F4" in formula, all(prompts),
             str(lists[FIRST, 6].sqref)),
            ({(2, 3): ("list", "warning"), (4, 2): ("textLength", "warning"), (4, 3): ("textLength", "warning"),
              (4, 4): ("list", "warning"), (4, 5): ("textLength", "warning"), (4, 6): ("custom", "warning")},
             21, 10, ["中德智能制造合作", "两化融合管理体系贯标、2020年跨行业跨领域工业互联网平台"], True, True, "F4:F11"))


CASES = [
    *((f"{profile}: filled in, it merges without a finding", filled(profile)) for profile in PROFILES),
    *((f"{profile}: sent back blank, it holds no record", blank(profile)) for profile in PROFILES),
    ("as it was written it is an input as any other", as_written),
    ("in English the form stays the notice's", in_english),
    ("without its second sheet", without_the_guide),
    ("without our mark", without_the_mark),
    ("what a person writes on the second sheet is told", guide_written_on),
    ("rows on another sheet are merged, notes are told", rows_on_another_sheet),
    ("rows anywhere in the table, numbered or not", more_rows),
    ("an office's full name says the region", office_written_out),
    ("no office in the profile: a form is still no output of ours", no_office),
    ("-o over one that was filled in moves it aside", moved_aside),
    ("-o over one that was only saved again replaces it", saved_again),
    ("what is to be filled in is open, all else is locked", protected),
    ("lists and checks, as another reader sees them", checks),
]

seen_as_expected(CASES, Place)
