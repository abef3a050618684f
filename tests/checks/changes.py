"""What changed since the last run, as people see it: the sheet 变化, the page, the summary;
and that nothing else of the outputs hangs on the ledger."""

import collections
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import zipfile

import openpyxl

from taps import seen_as_expected

TESTS = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.environ["HUIZONG"]
PLAIN = pathlib.Path(BINARY).parent / "huizong"
SAMPLES = TESTS.parent / "samples"


class Place:
    """An empty folder, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, *args, binary=BINARY):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        return subprocess.run([binary, *args], cwd=self.folder, env=env, capture_output=True, text=True, timeout=300)

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8", newline="")

    def night(self, *args, binary=BINARY):
        """What it says on standard error."""
        result = self.run("merge", "in", "-o", "out.xlsx", "--json", "r.json", "--html", "p.html", "--state", "led", *args, binary=binary)
        assert result.returncode in (0, 1), result.stderr
        return result.stderr


# --- the sheet, the summary, the page --------------------------------------------------------------------------------------------

HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"


def row(project, phone="13800138000", applicant="甲公司"):
    return f"1,{project},{applicant},中德智能制造合作,张三,{phone} a@b.cn\n"


def sheet(place, name="变化"):
    return [["" if value is None else value for value in cells]
            for cells in openpyxl.load_workbook(place.folder / "out.xlsx")[name].iter_rows(values_only=True)]


def nights(place):
    """One night, and the next one on which all kinds of things have happened."""
    place.write("in/广州市/汇总.csv", HEADER + row("甲项目") + row("丁项目", applicant="丁公司"))
    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "138001380", "乙公司"))
    place.write("in/珠海市/汇总.csv", HEADER + row("丙项目", applicant="丙公司"))
    place.write("in/汕头市/汇总.csv", HEADER + row("戊项目", applicant="戊公司"))
    place.write("in/佛山市/汇总.csv", HEADER + row("己项目", applicant="己公司"))
    place.night()
    place.write("in/广州市/汇总（修改稿）.csv", HEADER + row("甲项目", "13900139000") + row("丁项目", applicant="丁公司"))
    place.write("in/深圳市/汇总.csv", HEADER + row("庚项目", "1380013", "庚公司") + row("乙项目", "13800138000", "乙公司"))
    os.rename(place.folder / "in/珠海市/汇总.csv", place.folder / "in/珠海市/终稿.csv")
    os.unlink(place.folder / "in/汕头市/汇总.csv")
    place.write("in/佛山市/汇总.csv", "PK\x03\x04")


SINCE = "与第 1 次运行相比"
COUNTS = ("文件：已被更正 1，内容已换 2，改名或移动 1，不在了 1，新增 1",
          "记录：撤回 1，改动 2，新增 1，没有读到 1",
          "问题：新错误 2，新警告 3，已消除 1，新提示 3")
HEADS = ["类别", "变化", "地市", "对象", "栏目", "上次", "本次", "文件", "工作表", "行/格"]
CONTACT = "联系方式（手机与邮箱）"
CORRECTION = "广州市/汇总（修改稿）.csv"
ROWS = [
    ("问题", "新错误", "佛山市", "无法读取", "", "",
     "无法读取：压缩包已损坏、不完整（如分卷），或压缩方法不支持；请重新打包为 .zip", "佛山市/汇总.csv", "", ""),
    ("问题", "新错误", "深圳市", "电话无效", CONTACT, "", "“1380013”不是有效的电话号码", "深圳市/汇总.csv", "汇总", "F2"),
    ("问题", "新警告", "佛山市", "未报送", "", "", "佛山市没有可用的项目：佛山市/汇总.csv 未能读取", "", "", ""),
    ("问题", "新警告", "汕头市", "未报送", "", "", "汕头市没有报送项目", "", "", ""),
    ("问题", "新警告", "广州市", "重复但有出入", CONTACT, "",
     f"“{CONTACT}”与 广州市/汇总.csv 汇总!F2 不同：此处“13900139000\na@b.cn”，彼处“13800138000\na@b.cn”；"
     f"采用 {CORRECTION} 汇总（修改稿）!B2", CORRECTION, "汇总（修改稿）", "F2"),
    ("记录", "撤回", "汕头市", "戊项目\n戊公司", "", "列入汇总表", "", "汕头市/汇总.csv", "汇总", "2"),
    ("记录", "改动", "广州市", "甲项目\n甲公司", CONTACT, "13800138000\na@b.cn", "13900139000\na@b.cn", CORRECTION, "汇总（修改稿）", "2"),
    ("记录", "改动", "深圳市", "乙项目\n乙公司", CONTACT, "138001380\na@b.cn", "13800138000\na@b.cn", "深圳市/汇总.csv", "汇总", "3"),
    ("记录", "新增", "深圳市", "庚项目\n庚公司", "", "", "列入汇总表", "深圳市/汇总.csv", "汇总", "2"),
    ("文件", "已被更正", "广州市", "汇总.csv", "", "2 条记录", f"2 条记录；全部项目都在更正件 {CORRECTION} 中", "广州市/汇总.csv", "", ""),
    ("文件", "内容已换", "佛山市", "汇总.csv", "", "1 条记录", "未能读取：无法读取", "佛山市/汇总.csv", "", ""),
    ("文件", "内容已换", "深圳市", "汇总.csv", "", "1 条记录", "2 条记录", "深圳市/汇总.csv", "", ""),
    ("文件", "改名或移动", "珠海市", "终稿.csv", "", "珠海市/汇总.csv", "珠海市/终稿.csv", "珠海市/终稿.csv", "", ""),
    ("文件", "不在了", "", "汇总.csv", "", "1 条记录", "", "汕头市/汇总.csv", "", ""),
    ("文件", "新增", "广州市", "汇总（修改稿）.csv", "", "", "2 条记录；是更正件，代替 广州市/汇总.csv", CORRECTION, "", ""),
    ("问题", "已消除", "深圳市", "电话无效", CONTACT, "“138001380”不是有效的电话号码", "", "深圳市/汇总.csv", "汇总", "F2"),
    ("记录", "没有读到", "佛山市", "己项目\n己公司", "", "列入汇总表", "", "佛山市/汇总.csv", "汇总", "2"),
    ("问题", "新提示", "广州市", "已被替换", "", "", f"本文件的全部项目都在更正件 {CORRECTION} 中", "广州市/汇总.csv", "", ""),
]


def told_in_the_sheet(place):
    nights(place)
    place.night()
    rows = sheet(place)
    hints = [cells for cells in rows if cells[1] == "新提示" and cells[3] == "完全重复"]
    return ([cells[0] for cells in rows[:4]], rows[4], [tuple(cells) for cells in rows[5:] if cells not in hints], len(hints)), (
        [SINCE, *COUNTS], HEADS, ROWS, 2)


def nothing_to_tell(place):
    """The first night is compared with nothing, the second with one that was the same: a line each, in every output."""
    place.write("in/广州市/汇总.csv", HEADER + row("甲项目"))
    seen = []
    for args in ([], [], ["--lang", "en"]):
        errors = place.night(*args)
        page = (place.folder / "p.html").read_text("utf-8")
        section = re.search('<section id="changes">.*?</section>', page, re.S).group()
        lines = ["".join(cells) for cells in sheet(place)]
        seen.append((lines, re.findall("<p[^>]*>(.*?)</p>|<table|<details", section), [line in errors for line in LINES]))
    first, second, third = LINES
    return seen, [([first], [first], [True, False, False]), ([second], [second], [False, True, False]),
                  ([third], [third], [False, False, True])]


LINES = ("台账中还没有本方案的运行，没有可以比较的", "与第 1 次运行相比，没有变化", "nothing has changed since run 2")


def told_on_the_terminal(place):
    """A line; with -v each change a line; check as merge; nothing with -q."""
    nights(place)
    shutil.copy(place.folder / "led", place.folder / "led.1")
    line = SINCE + "，" + "；".join(COUNTS)
    seen = []
    for command in (["merge", "in", "-o", "out.xlsx"], ["check", "in"], ["check", "in", "-v"], ["check", "in", "-q"]):
        shutil.copy(place.folder / "led.1", place.folder / "led")
        errors = place.run(*command, "--state", "led").stderr.splitlines()
        about = [said for said in errors if re.match("(文件|记录|问题) ", said)]
        seen.append((line in errors, len(about), about[5:7]))
    changed = [f"记录 撤回 汕头市 戊项目 戊公司：列入汇总表 [汕头市/汇总.csv 汇总 2]",
               f"记录 改动 广州市 甲项目 甲公司 {CONTACT}：13800138000 a@b.cn → 13900139000 a@b.cn [{CORRECTION} 汇总（修改稿） 2]"]
    return seen, [(True, 0, []), (True, 0, []), (True, 20, changed), (False, 0, [])]


def parts(path):
    """The sheets of a workbook, each as its part says it, by their names; what points from one to another is among it."""
    with zipfile.ZipFile(path) as book:
        names = dict(re.findall('<sheet name="([^"]*)"[^>]*r:id="([^"]*)"', book.read("xl/workbook.xml").decode()))
        targets = dict(re.findall('Id="([^"]*)"[^>]*Target="([^"]*)"', book.read("xl/_rels/workbook.xml.rels").decode()))
        strings = openpyxl.load_workbook(path)
        texts = {name: [[cell.value for cell in cells] for cells in strings[name].iter_rows()] for name in strings.sheetnames}
        return {name: (re.sub(b'r:id="[^"]*"| t="s"><v>[0-9]+</v>', b"", book.read("xl/" + targets[part])), texts[name])
                for name, part in names.items()}


def without_changes(page):
    """The page but for its section, the link to it, and what style and its policy say of it."""
    page = re.sub('<section id="changes">.*?</section>\n', "", page, flags=re.S)
    page = re.sub('<li><a href="#changes">[^<]*</a></li>', "", page)
    page = re.sub("main:has\\(#changes-region>.*\n", "", page)
    return re.sub("style-src 'sha256-[^']*'", "", page)


def nothing_else(place):
    """Of all outputs only `reused`, `changes`, the sheet 变化 and the page's section hang on the ledger."""
    shutil.copytree(SAMPLES / "received", place.folder / "in")
    place.night()
    shutil.rmtree(place.folder / "in/云浮市")
    place.write("in/珠海市/汇总.csv", HEADER + row("丙项目", applicant="丙公司"))
    place.night()
    with_state = parts(place.folder / "out.xlsx"), json.loads((place.folder / "r.json").read_text("utf-8"))
    page = (place.folder / "p.html").read_text("utf-8")
    assert place.run("merge", "in", "-o", "out2.xlsx", "--json", "r2.json", "--html", "p2.html", "-q").returncode == 1
    without = parts(place.folder / "out2.xlsx"), json.loads((place.folder / "r2.json").read_text("utf-8"))
    page2 = (place.folder / "p2.html").read_text("utf-8")
    told = with_state[0].pop("变化"), with_state[1].pop("changes")
    reused = sum(found.pop("reused") for found in with_state[1]["inputs"])
    for found in without[1]["inputs"]:
        found.pop("reused")
    differ = [name for name in with_state[0] if with_state[0][name] != without[0].get(name)]
    return ((len(told[0][1]) > 5, len(told[1]["records"]), reused > 10, differ, list(with_state[0]) == list(without[0]),
             with_state[1] == without[1], without_changes(page) == without_changes(page2), page != page2, "变化" in without[0]),
            (True, 2, True, [], True, True, True, True, False))


FLOOD = 3000


def flood(place):
    """Thousands of one kind: so many are shown, a line says how many more there are, and the others are there all the same."""
    def table(phone):
        return HEADER + "".join(row(f"项目{at}号", phone, f"第{at}公司") for at in range(FLOOD))

    place.write("in/广州市/汇总.csv", table("13800138000"))
    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", applicant="乙公司"))
    place.night(binary=PLAIN)
    place.write("in/广州市/汇总.csv", table("138"))
    os.unlink(place.folder / "in/深圳市/汇总.csv")
    place.night(binary=PLAIN)
    rows = sheet(place)
    page = (place.folder / "p.html").read_text("utf-8")
    section = re.search('<section id="changes">.*?</section>', page, re.S).group()
    counts = collections.Counter((cells[0], cells[1]) for cells in rows[5:])
    rests = [cells[0] for cells in rows if cells[0].endswith("见 JSON 报告")]
    return ((counts["问题", "新错误"], counts["记录", "改动"], counts["记录", "撤回"], counts["文件", "不在了"], rests,
             section.count('<tr class="c'), re.findall('<p class="rest">(.*?)</p>', section)),
            (2000, 2000, 1, 1, ["问题 · 新错误：另有 1000 项，见 JSON 报告", "记录 · 改动：另有 1000 项，见 JSON 报告"],
             500 + 500 + 4, ["另有 2500 条没有显示，见 JSON 报告", "另有 2500 条没有显示，见 JSON 报告"]))


HARMFUL = ('=cmd|"/C calc"!A0', "<script>alert(1)</script>", "_x0041_", "\u202egpj", "长" * 20000)


def harmful(place):
    """Texts that do harm, before and after: in the workbook they are text, in the page they are text."""
    def table(texts):
        out = io.StringIO()
        csv.writer(out).writerows([f"项目{at}", "甲公司", text] for at, text in enumerate(texts))
        return "项目名称,申报单位,联系人\n" + out.getvalue()

    place.write("in/广州市/汇总.csv", table(["甲"] * len(HARMFUL)))
    place.night()
    place.write("in/广州市/汇总.csv", table(HARMFUL))
    place.night()
    place.write("in/广州市/汇总.csv", table(["乙"] * len(HARMFUL)))
    place.night()
    page = (place.folder / "p.html").read_text("utf-8")
    rows = [cells[5] for cells in sheet(place) if cells[4] == "联系人"]
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    formulas = [cell.coordinate for cells in book["变化"].iter_rows() for cell in cells if cell.data_type == "f"]
    return ((len(rows), rows[1], rows[2], formulas, "<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page),
            (len(HARMFUL), HARMFUL[1], "_x005F_x0041_", [], False, True))  # as the file spells what is no escape


CASES = [
    ("the sheet: what wants a hand first, each change with its two sides", told_in_the_sheet),
    ("a first night, and one on which nothing changed: a line", nothing_to_tell),
    ("the summary", told_on_the_terminal),
    ("nothing else hangs on the ledger", nothing_else),
    ("thousands of changes", flood),
    ("texts that do harm", harmful),
]

seen_as_expected(CASES, Place)
