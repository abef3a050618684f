"""Return slips: what a region is told and what it is not, and what becomes of a slip that comes back or is no longer needed."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import zipfile

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
PLATFORM, STANDARD = "特色专业型工业互联网平台", "两化融合管理体系贯标"
QUIET = {"input.superseded", "duplicate.exact", "region.missing", "quota.total", "direction.concentration"}


def row(number, project, applicant, contact=None, direction=PLATFORM):
    return [number, project, applicant, direction, "张三", f"1380013800{number} a{number}@example.com" if contact is None else contact]


# A row of 东莞市 is repeated by 韶关市, another is likely one of 深圳市's; one applicant stands in two cities, written in two ways.
SENT = {
    "广州市/汇总.csv": [row(1, "灯塔工厂质量平台", "广州甲子机械有限公司", "13800138"), row(2, "车间能源管理", "广州乙丑电子有限公司")],
    "深圳市/汇总.csv": [row(3, "智能终端柔性制造平台建设", "深圳海角智能终端有限公司", "13800138003")],
    "东莞市/汇总.csv": [row(4, "智能终端柔性制造平台项目", "深圳海角智能终端有限公司", "13800138003 a3@example.com"),
                     row(5, "模具云协同", "东莞丙寅（集团）模具有限公司")],
    "韶关市/汇总.csv": [row(6, "模具云协同", "东莞丙寅（集团）模具有限公司", "13800138005 a5@example.com")],
    "汕头市/汇总.csv": [row(7, "玩具设计平台", "东莞丙寅(集团)模具有限公司", "13800138005 a5@example.com")],
    "珠海市/汇总.csv": [row(8, "打印耗材追溯", "珠海丁卯耗材有限公司")],
}


class Place:
    """A folder of its own, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def send(self, sent=None):
        for path, rows in (SENT if sent is None else sent).items():
            file = self.folder / "in" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(file, "w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerows([HEAD, *rows])
        return self

    def run(self, *args, command="check"):
        done = subprocess.run([BINARY, command, "in", *args], cwd=self.folder, capture_output=True, timeout=120)
        self.said = done.stderr.decode()
        return done.returncode

    def report(self, *args):
        self.run("--json", "r.json", *args)
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def slips(self, folder="out"):
        return sorted(os.listdir(self.folder / folder))

    def slip(self, region):
        return self.folder / f"out/退回单-{region}.xlsx"


def words(path):
    """All that is written anywhere in a package."""
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist())


def who_gets_one(place):
    place.send().run("--returns", "out")
    return place.slips(), [f"退回单-{r}.xlsx" for r in sorted(["广州市", "深圳市", "韶关市", "汕头市"])]


def a_cell_is_marked_and_commented(place):
    place.send().run("--returns", "out")
    sheet = openpyxl.load_workbook(place.slip("广州市"))["汇总表"]
    cell, sound = sheet["F5"], sheet["F6"]
    return ([cell.value, cell.font.b, cell.border.left.style, cell.fill.fgColor.rgb, "13800138" in cell.comment.text,
             sound.font.b, sound.border.left.style, sound.comment],
            ["13800138", True, "medium", "FFFFE699", True, False, "thin", None])


def the_form_is_the_notice_s(place):
    place.send().run("--returns", "out")
    sheet = openpyxl.load_workbook(place.slip("广州市"))["汇总表"]
    return ([sheet["A1"].value, sheet["A3"].value, [c.value for c in sheet[4]], [c.value for c in sheet[5]][:3]],
            ["2020年制造业与互联网融合试点示范项目汇总表", "推荐单位（盖章）：广州市", HEAD,
             [1, "灯塔工厂质量平台", "广州甲子机械有限公司"]])


def by_when_and_what_the_notice_says(place):
    place.send().run("--returns", "out")
    book = openpyxl.load_workbook(place.slip("韶关市"))
    notes = [c.value for c in book["问题说明"][4]]
    return (["2020-11-13 17:00" in book["汇总表"]["A2"].value, notes[3], "每个申报主体只能申报一个项目" in notes[4]],
            [True, "另一地市推荐了同一项目，该行没有进入汇总表", True])


def nothing_of_another_region(place, arguments=()):
    """No project, applicant, number or file of any other region's, in no part of the package; nor a suspicion."""
    leaks = []
    place.send().run("--returns", "out", *arguments)
    for slip in place.slips():
        region, text = slip[4:7], words(place.folder / "out" / slip)
        own = [value for rows in SENT.get(f"{region}/汇总.csv", []) for value in rows]
        for path, rows in SENT.items():
            values = [path[:3], *[str(value) for one in rows for value in [*one[1:3], one[5], *one[5].split()]]]
            leaks += [(slip, value) for value in values if path[:3] != region and value in text and
                      value not in " ".join(str(v) for v in own)]
        leaks += [(slip, word) for word in ["疑似", "可能是同一", "likely", "possibly"] if word in text]
    return leaks, []


def of_another_region_it_says_so(place):
    place.send().run("--returns", "out")
    problem = openpyxl.load_workbook(place.slip("汕头市"))["问题说明"]["D4"].value
    return problem, "“东莞丙寅(集团)模具有限公司”申报了 2 个项目，另见 另一地市"


def mended_nothing_is_left(place, change=None, ending="xlsx"):
    place.send({"广州市/汇总.csv": [row(1, "灯塔工厂质量平台", "广州甲子机械有限公司", "1.38E+10 a@example.com", "智慧园区"),
                                row(2, "车间能源管理", "广州乙丑电子有限公司", "", "")]})
    place.run("--returns", "out")
    book = openpyxl.load_workbook(place.slip("广州市"))
    sheet = book["汇总表"]
    sheet["D5"], sheet["F5"], sheet["D6"], sheet["F6"] = PLATFORM, "13800138001 a@example.com", STANDARD, "13800138002 b@example.com"
    if change:
        change(sheet)
    book.save(place.folder / "in/广州市/改好.xlsx")
    report = place.report("--returns", "out")
    found = [f["rule"] for f in report["findings"] if f["rule"] not in QUIET]
    return [found, report["totals"]["rows_merged"], report["totals"]["rows_folded"], place.slips()], [[], 2, 2, []]


def what_was_changed_besides_is_told(place):
    def change(sheet):
        sheet["E5"] = "李四"
    seen, _ = mended_nothing_is_left(place, change)
    return seen[0], ["duplicate.differs"]


def unmended_nothing_is_lost(place):
    place.send()
    before = place.report("--returns", "out")
    for slip in place.slips():
        shutil.copy(place.folder / "out" / slip, place.folder / "in" / slip[4:7])
    after = place.report("--returns", "again")

    def told(report):
        return sorted((f["rule"], f["region"]) for f in report["findings"] if f["rule"] not in QUIET)
    return ([told(after), after["totals"]["rows_merged"], after["totals"]["rows_held"]],
            [told(before), before["totals"]["rows_merged"], before["totals"]["rows_held"]])


def a_slip_no_longer_needed_goes(place):
    place.send().run("--returns", "out")
    (place.folder / "out/别人的.xlsx").write_bytes(b"theirs")
    (place.folder / "out/退回单-珠海市.xlsx").write_bytes(b"theirs")  # a name of ours, but not our mark
    place.send({"广州市/汇总.csv": [row(1, "灯塔工厂质量平台", "广州甲子机械有限公司")]}).run("--returns", "out")
    return (place.slips(), sorted([f"退回单-{r}.xlsx" for r in ["深圳市", "韶关市", "汕头市", "珠海市"]] + ["别人的.xlsx"]))


def a_slip_that_a_person_changed_is_kept(place):
    place.send().run("--returns", "out")
    for region, cell in [("广州市", "F5"), ("韶关市", "B5")]:
        book = openpyxl.load_workbook(place.slip(region))
        book["汇总表"][cell] = "改过"
        book.save(place.slip(region))
    place.slip("深圳市").write_bytes(b"theirs")
    changed = {**SENT, "韶关市/汇总.csv": [row(6, "另一个项目", "韶关戊辰有限公司")]}
    place.send(changed).run("--returns", "out")
    kept = openpyxl.load_workbook(place.folder / "out/退回单-广州市.bak-1.xlsx")["汇总表"]["F5"].value
    return ([place.slips(), kept, (place.folder / "out/退回单-深圳市.bak-1.xlsx").read_bytes(), place.said.count("bak-1")],
            [sorted(["退回单-广州市.xlsx", "退回单-广州市.bak-1.xlsx", "退回单-韶关市.bak-1.xlsx", "退回单-汕头市.xlsx",
                     "退回单-深圳市.xlsx", "退回单-深圳市.bak-1.xlsx"]), "改过", b"theirs", 3])


def again_the_same_bytes(place):
    place.send().run("--returns", "out")
    before = {slip: (place.folder / "out" / slip).read_bytes() for slip in place.slips()}
    place.run("--returns", "out", "-j", "1")
    return {slip: (place.folder / "out" / slip).read_bytes() for slip in place.slips()}, before


def refused_before_anything_is_read(place):
    place.send()
    (place.folder / "file").write_text("theirs")
    (place.folder / "busy/退回单-广州市.xlsx").mkdir(parents=True)
    seen = [place.run("--returns", "file"), place.run("--returns", "none/out"), place.run("--returns", "busy"), place.run("--returns", "")]
    return [seen, sorted(os.listdir(place.folder)), os.listdir(place.folder / "busy")], [[2] * 4, ["busy", "file", "in"], ["退回单-广州市.xlsx"]]


def a_run_that_fails_leaves_no_folder(place):
    place.send({})
    (place.folder / "in").mkdir(exist_ok=True)
    (place.folder / "in/空.xlsx").write_bytes(b"")
    return [place.run("--returns", "out"), sorted(os.listdir(place.folder))], [2, ["in"]]


def nothing_to_mend_leaves_the_folder_empty(place):
    place.send({"珠海市/汇总.csv": SENT["珠海市/汇总.csv"]})
    return [place.run("--returns", "out"), place.slips()], [0, []]


def where_nothing_could_be_read_there_is_room(place):
    place.send({"珠海市/汇总.csv": SENT["珠海市/汇总.csv"]})
    (place.folder / "in/清远市").mkdir()
    (place.folder / "in/清远市/汇总表.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    place.run("--returns", "out")
    book = openpyxl.load_workbook(place.slip("清远市"))
    return ([book["汇总表"]["A5"].value, book["汇总表"]["B5"].value, book["问题说明"]["C4"].value, book["问题说明"]["D4"].value],
            [1, None, "汇总表.pdf", "PDF 中的表格不能读取"])


def texts_that_harm_are_texts(place):
    place.send({"广州市/汇总.csv": [["=1+1", "=cmd|' /C calc'!A0", "<b>&\"甲\"_x0041_", "<script>alert(1)</script>", "+1", "@x 1380"]]})
    place.run("--returns", "out")
    sheet = openpyxl.load_workbook(place.slip("广州市"))["汇总表"]
    return ([str(c.value).replace("_x005F_", "_") for c in sheet[5]], "<f>" in words(place.slip("广州市"))), (["=1+1", "=cmd|' /C calc'!A0", '<b>&"甲"_x0041_', "<script>alert(1)</script>", "+1", "@x 1380"], False)


CASES = [
    ("a slip for every region with something of its own to mend, and for no other", who_gets_one),
    ("the cell in question is marked in three ways and commented, no other", a_cell_is_marked_and_commented),
    ("the rows stand as sent, in the notice's form", the_form_is_the_notice_s),
    ("by when, and what the notice says", by_when_and_what_the_notice_says),
    ("nothing of another region's rows, and no suspicion, anywhere in the file", nothing_of_another_region),
    ("nor in English", lambda place: nothing_of_another_region(place, ["--lang", "en"])),
    ("of another region's row it says 另一地市", of_another_region_it_says_so),
    ("mended and beside the original: no finding is left, rows are not doubled, its slip goes", mended_nothing_is_left),
    ("what was changed besides is told", what_was_changed_besides_is_told),
    ("unmended: all is found again, nothing is merged twice", unmended_nothing_is_lost),
    ("a slip of an earlier run that is no longer needed goes; what bears no mark of ours stays", a_slip_no_longer_needed_goes),
    ("a slip that a person changed, or that is none of ours, is moved aside", a_slip_that_a_person_changed_is_kept),
    ("the same bytes again, whatever -j", again_the_same_bytes),
    ("no folder, no folder for it, a folder in a slip's place: refused", refused_before_anything_is_read),
    ("a run that fails leaves no folder behind", a_run_that_fails_leaves_no_folder),
    ("nothing to mend: an empty folder", nothing_to_mend_leaves_the_folder_empty),
    ("a region of which nothing could be read has room to fill in", where_nothing_could_be_read_there_is_room),
    ("texts that harm are texts", texts_that_harm_are_texts),
]

seen_as_expected(CASES, Place)
