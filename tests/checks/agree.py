"""All that comes out of one night says the same: report, workbook, page, return slips and ledger, each read by another program."""

import collections
import html.parser
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

import openpyxl

from taps import done, tap

BINARY = os.environ["HUIZONG"]
ROOT = pathlib.Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/corpus"
SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
KIND = {"exact": "完全相同", "likely": "疑似", "possible": "可能"}

# README, Return slips: what is left out. Everything else that has a region is told to it.
OFFICE = {"duplicate.likely", "duplicate.possible", "cell.disputed", "deadline.late", "region.unknown", "quota.total", "ruling.stale",
          "input.changing", "input.superseded", "column.unknown", "region.missing", "direction.concentration", "duplicate.exact"}
CORRECTION = re.compile("最终|终稿|定稿|修改|更正|修订|订正|补正|改正|退回单")


# What stands for a character that cannot be shown: in the workbook, and on the page.
NOT_SHOWN = "\ufffd|U\\+(?:001B|FEFF|202[0-9A-F])"


def plain(text):
    """What a person reads: blanks as one, nothing that does not show; a text too long for a cell is cut in the workbook."""
    if text is None:
        return ""
    text = "".join(" " if c.isspace() else c for c in str(text)
                   if c != "\u2028" and (c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")))
    return " ".join(re.sub(NOT_SHOWN, "", text).split())[:200]


# --- readers ------------------------------------------------------------------------------------


class Element:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent, self.children = tag, dict(attrs), parent, []

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def find(self, tag, **attrs):
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and all(value in child.attrs.get(name, "").split() for name, value in attrs.items()):
                    yield child
                yield from child.find(tag, **attrs)

    def one(self, tag, **attrs):
        return next(self.find(tag, **attrs), None)

    def text_of(self, tag, **attrs):
        found = self.one(tag, **attrs)
        return plain(found.text()) if found else ""


class Page(html.parser.HTMLParser):
    VOID = {"meta", "br", "col", "input", "rect", "path", "link", "hr", "img"}

    def __init__(self, text):
        super().__init__()
        self.root = self.at = Element("", {}, None)
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in self.VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, attrs, self.at))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
            self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


class Book:
    def __init__(self, path):
        book = openpyxl.load_workbook(path)
        self.sheets = {sheet.title: [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}

    def lines(self, sheet, head=0):
        """The rows of a sheet below its head, each by the names of its columns."""
        lines = self.sheets.get(sheet, [[]])
        return [dict(zip(map(plain, lines[head]), map(plain, line))) for line in lines[head + 1:]]


class Night:
    """What came out, each output as its reader gives it."""

    def __init__(self, folder, inputs, *args):
        names = ["-o", "o.xlsx", "--json", "r.json", "--html", "r.html", "--returns", "slips", "--state", "led"]
        given = ["--rulings", "o.xlsx"] if (folder / "o.xlsx").exists() else []
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run([BINARY, "merge", inputs, *names, *given, "-q", *args], cwd=folder, env=env, capture_output=True,
                             text=True, check=False, timeout=300)
        assert ran.returncode in (0, 1), ran.stderr
        self.report = json.loads((folder / "r.json").read_text("utf-8"))
        self.book = Book(folder / "o.xlsx")
        self.page = Page((folder / "r.html").read_text("utf-8")).root
        self.slips = {path.stem.removeprefix("退回单-"): Book(path) for path in (folder / "slips").glob("*.xlsx")}
        with sqlite3.connect(folder / "led") as base:
            base.row_factory = sqlite3.Row
            self.ledger = {table: base.execute(f"SELECT * FROM {table} WHERE until IS NULL").fetchall()
                           for table in ("input", "record", "finding", "pair", "ruling", "selection", "tick")}
            self.whole = base.execute("PRAGMA integrity_check").fetchone()[0]

    def section(self, name):
        return next((found for found in self.page.find("section", id=name)), Element("", {}, None))

    def unseen(self, kind):
        """What nobody could look at tonight stays in force."""
        return [change for change in self.report["changes"][kind] if change["change"] == "unseen"]


# --- one of each ------------------------------------------------------------------------------------


def differ(name, *sides):
    """The same elements, however they are ordered: the first that are not."""
    counts = [collections.Counter(side) for side in sides]
    wrong = []
    for other in counts[1:]:
        if counts[0] != other:
            wrong += [f"{name}: only here {list((counts[0] - other).items())[:3]}, only there {list((other - counts[0]).items())[:3]}"]
    return wrong


def cell(text):
    return text if re.fullmatch(r"[A-Z]+\d+", text or "") else ""


def letters(col):
    text = ""
    while col:
        col, rest = divmod(col - 1, 26)
        text = chr(65 + rest) + text
    return text


def findings(night):
    told = night.report["findings"]
    said = [(SEVERITY[f["severity"]], f["rule"], plain(f["region"]), plain(f["path"]), plain(f["sheet"]), cell(f["cell"]), plain(f["message"]))
            for f in told]
    sheet = [(line["程度"], line["规则编号"], line["地市"], line["文件"], line["工作表"], cell(line["单元格"]), line["问题"])
             for line in night.book.lines("问题清单") if line["规则编号"]]
    page = []
    for group in night.section("findings").find("details"):
        for row in group.find("tr", **{"class": "f"}):
            page.append((SEVERITY[group.attrs["data-severity"]], group.attrs["data-rule"], row.text_of("td", **{"class": "region"}),
                         row.text_of("span", **{"class": "path"}), row.text_of("span", **{"class": "sheet"}),
                         cell(row.text_of("span", **{"class": "at"})), row.text_of("td", **{"class": "problem"})))
    ledger = [(SEVERITY[f["severity"]], f["rule"], plain(f["region"]), plain(f["path"]), plain(f["sheet"]),
               letters(f["col_number"]) + str(f["row_number"]) if f["row_number"] and f["col_number"] else "") for f in night.ledger["finding"]]
    unseen = [(SEVERITY[f["severity"]], f["rule"], plain(f["region"]), plain(f["path"]), plain(f["sheet"])) for f in night.unseen("findings")]
    return (differ("问题清单", said, sheet) + differ("page", said, page) +
            differ("ledger", [line[:5] for line in said] + unseen, [line[:5] for line in ledger]) +
            (differ("cells of the ledger", [line[:6] for line in said], ledger) if not unseen else []))


def is_told(night, finding):
    rule = finding["rule"]
    if not finding["region"] or rule in OFFICE:
        return False
    if rule == "duplicate.differs":  # a correction has said which is right
        place = (finding["path"], finding["sheet"], int(re.sub(r"\D", "", finding["cell"] or "0")))
        kept = [record for record in night.report["records"]
                if place in [(source["path"], source["sheet"], source["row"]) for source in record["sources"]]]
        return bool(kept) and kept[0]["region"] == finding["region"] and not CORRECTION.search(kept[0]["sources"][0]["path"].rsplit("/")[-1])
    return True


def slips(night):
    told = collections.Counter(f["region"] for f in night.report["findings"] if is_told(night, f))
    counts = {region: sum(1 for line in book.lines("问题说明", 2) if line["编号"].isdigit()) for region, book in night.slips.items()}
    wrong = differ("regions with a slip", told.elements(), collections.Counter(counts).elements())
    for region, book in night.slips.items():
        places = [line["在来文中的位置"] for line in book.lines("问题说明", 2) if line["编号"].isdigit()]
        for f in night.report["findings"]:
            if f["region"] == region and is_told(night, f) and f["cell"] and not any(re.search(rf"(?<![A-Z]){f['cell']}(?!\d)", place) for place in places):
                wrong.append(f"{region}: {f['cell']} is not on its slip")
        own = {value for line in night.book.lines("来源追溯") if region in line.values() for value in line.values()}
        others = {plain(record["project"]) for record in night.report["records"]} - own
        text = "\n".join(plain(value) for lines in book.sheets.values() for line in lines for value in line if value is not None)
        wrong += [f"{region} reads {name}" for name in others if len(name) > 6 and name in text]
    return wrong


def records(night):
    report = night.report
    merged = [record for record in report["records"] if record["seq"]]
    form = [list(map(plain, line)) for line in night.book.sheets["汇总表"][3:3 + len(merged)]]
    behind = night.book.sheets["汇总表"][3 + len(merged):]
    wrong = differ("rows behind those of 汇总表", [], [str(line) for line in behind if sum(value is not None for value in line) > 1])
    for line, record in zip(form, merged):
        if not {plain(record["project"]), plain(record["applicant"])} <= set(line) | {""}:
            wrong.append(f"汇总表: {line} is not {record['project']}")
    sources = [(str(record["seq"] or ""), plain(source["path"]), plain(source["sheet"]), str(source["row"]))
               for record in report["records"] for source in record["sources"]]
    trace = [(line["汇总表序号"], line["文件"], line["工作表"], line["行"]) for line in night.book.lines("来源追溯") if line["去向"]]
    wrong += differ("来源追溯", sources, trace)
    held = [(record["region"] or "", plain(record["project"]), plain(record["applicant"])) for record in report["records"] if record["status"] == "held"]
    wrong += differ("未列入", held, [("" if line["地市"] == "（未确定）" else line["地市"], line["项目名称"], line["申报单位"])
                                  for line in night.book.lines("未列入") if line["规则编号"]])
    wrong += differ("held on the page", held,
                    [("" if cells[0] == "（未确定）" else cells[0], cells[1], cells[2]) for cells in rows(night.section("held"))])
    wrong += differ("records of the ledger",
                    [(record["region"] or "", plain(record["project"]), plain(record["applicant"]), record["status"]) for record in report["records"]] +
                    [(change["region"] or "", plain(change["project"]), plain(change["applicant"]), change["status_before"])
                     for change in night.unseen("records")],
                    [(line["region"], plain(line["project"]), plain(line["applicant"]), line["status"])
                     for line in night.ledger["record"] if line["status"] != "folded"])
    if not night.unseen("records"):
        places = sum(line["places"].count("\x1e") for line in night.ledger["record"])
        wrong += differ("rows", [report["totals"]["rows_read"]], [places], [len(trace)], [len(sources)])
    totals = {data.attrs["data-total"]: int(data.attrs["value"]) for data in night.section("summary").find("data")}
    for name in ("inputs", "rows_read", "rows_merged"):
        wrong += differ(f"{name} of the page", [report["totals"][name]], [totals[name]])
    return wrong + differ("duplicates of the page", [len(report["duplicates"])], [totals["duplicates"]])


def rows(section):
    """Of a table of the page: its cells as texts."""
    return [[plain(found.text()) for found in row.find("td")] for row in section.find("tr") if row.one("td")]


def regions(night):
    status = {"ok": "正常", "over": "超配额", "none": "未报送"}
    said = [(region["name"], str(region["count"]), status[region["status"]]) for region in night.report["regions"]]
    lines = [line for line in night.book.lines("各市情况", head_of(night.book, "各市情况", "推荐数")) if line["序号"].isdigit()]
    sheet = [(line.get("地市") or line.get("地区"), line["推荐数"], line["状态"]) for line in lines]
    page = [(row.text_of("th"), row.attrs["data-count"], status[row.attrs["data-status"]])
            for row in night.section("regions").find("tr") if "data-count" in row.attrs]
    return (differ("各市情况", said, [(name, count, state if state in status.values() else "未报送") for name, count, state in sheet]) +
            differ("regions of the page", said, page))


def head_of(book, sheet, name):
    return next(at for at, line in enumerate(book.sheets[sheet]) if name in map(plain, line))


def pairs(night):
    report = night.report
    said = [(KIND[pair["kind"]], *[(plain(pair[side]["path"]), str(pair[side]["row"])) for side in "ab"]) for pair in report["duplicates"]]
    sheet = [(line["类型"], (line["甲：文件"], line["甲：行"]), (line["乙：文件"], line["乙：行"]))
             for line in night.book.lines("疑似重复") if line.get("类型") in KIND.values() and line["裁定"] != "不同项目"]
    page = []
    for article in night.section("pairs").find("article"):
        places = [place for place in article.find("td", **{"class": "place"})][-2:]
        page.append((KIND[article.attrs["data-kind"]],
                     *[(place.text_of("span", **{"class": "path"}), re.sub(r"\D", "", place.text_of("span", **{"class": "at"}))) for place in places]))
    ledger = [line["kind"] for line in night.ledger["pair"] if line["ruling"] != "different"]
    wrong = differ("疑似重复", said, sheet)
    if len(said) <= 500:
        wrong += differ("pairs of the page", said, page)
    if not night.unseen("records"):
        wrong += differ("pairs of the ledger", [pair["kind"] for pair in report["duplicates"]], ledger)
    rulings = [(ruling["a"]["project"], ruling["b"]["project"]) for ruling in report["rulings"] if ruling["ruling"] in ("同一项目", "不同项目")]
    return (wrong + differ("rulings", [len(rulings)], [len(night.ledger["ruling"])]) +
            differ("marks", [plain(mark["row"]["project"]) for mark in report["selected"] if mark["status"] != "unknown"],
                   [plain(line["project"]) for line in night.ledger["selection"]]))


def inputs(night):
    report = night.report
    said = [(plain(found["path"]), found["sha256"] or "", found["status"], found["reason"] or "", found["rows_read"]) for found in report["inputs"]]
    ledger = [(plain(line["path"]), line["sha256"], line["status"], line["reason"], line["rows_read"]) for line in night.ledger["input"]]
    unseen = {plain(change["path"]) for change in night.unseen("inputs")}
    status = {"read": "已读取", "skipped": "已跳过", "failed": "未能读取"}
    page = [(cells[0], cells[1]) for cells in rows(night.section("inputs"))]
    return (differ("inputs of the ledger", said, [line for line in ledger if line[0] not in unseen or line in said]) +
            differ("inputs of the page", [(line[0], status[line[2]]) for line in said], page))


def counts(night):
    """What is counted in one place is what is listed in another."""
    report = night.report
    severities = collections.Counter(SEVERITY[f["severity"]] for f in report["findings"])
    verdict = night.section("summary").text_of("p", **{"class": "verdict"})
    said = {word: int(number) for word, number in re.findall(r"(错误|警告|提示) (\d+) 个", verdict)}
    wrong = differ("verdict of the page", [(word, severities[word]) for word in said], said.items())
    unchecked = {rule["id"] for rule in report["rules"] if rule["status"] == "unchecked"}
    listed = {re.search(r"（([a-z.]+)）", line[0])[1] for line in night.book.sheets["运行说明"] if line[1] == "未检查"}
    return wrong + differ("unchecked rules of 运行说明", unchecked, listed) + ([] if night.whole == "ok" else [night.whole])


CHECKS = [findings, slips, records, regions, pairs, inputs, counts]


# --- nights ---------------------------------------------------------------------------------------------

HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
HARM = ["<script>alert(1)</script>", "=cmd|'/c calc'!A1", "a\x1b[31mred", "\u202e倒过来", "'); DROP TABLE record;--", "&amp;&#60;b&#62;", '"引号","逗号"',
        "一" * 40000, "x\u2028y\ufeffz", "]]>--!>", "{1}{2}%s%n", "𠮷\U0001F600", "a\tb"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def nasty(folder):
    """Whatever a cell, a name or a folder may hold; what is wrong in each way that a row can be."""
    base = folder / "in"
    for city in ("广州市", "深圳市", "惠州市", "湛江市"):
        (base / city).mkdir(parents=True)
    lines = [f"{i},{quoted(text)},{quoted('甲' + text[:50])},{quoted(text[:60])},{quoted(text[:30])},{quoted('138001380 ' + text[:40])}\n"
             for i, text in enumerate(HARM)]
    (base / "广州市/汇总.csv").write_text(HEADER + "".join(lines), "utf-8")
    (base / "深圳市/<b>汇总&.csv").write_text(HEADER + "".join(lines[:4]) + lines[1], "utf-8")
    (base / "深圳市/汇总（修改稿）.csv").write_text(HEADER + lines[2].replace("138001380", "13800138000"), "utf-8")
    (base / "惠州市/a\nb\x1b.csv").write_text(HEADER + "1,面向注塑行业的工业互联网平台,惠州注塑有限公司,智慧,张三,13800138000 a@b.cn\n"
                                              "2,面向注塑行业的工业互联网平台建设,惠州注塑有限公司,,张三,13900139000 a@b.cn\n,,,只有方向,,\n", "utf-8")
    book = openpyxl.Workbook()
    for title, state in (("可见", "visible"), ("隐藏<i>", "hidden")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER.strip().split(","))
        sheet.append([1, f"{title}项目", "湛江公司", "中德智能制造合作；两化融合管理体系贯标；特色专业型工业互联网平台", None, 13800138000])
        sheet.append([2, f"{title}第二个项目", "湛江公司", "中德智能制造合作", "李四", "1.38E+10"])
        sheet.row_dimensions[3].hidden = True
        sheet.sheet_state = state
    book.create_sheet("别的").append(["没有表头", 1])
    del book["Sheet"]
    book.save(base / "湛江市/汇总.xlsx")
    (base / "湛江市/坏的汇总表.xlsx").write_bytes(b"PK\3\4 and no more")
    (base / "汇总表.pdf").write_bytes(b"%PDF-1.4")
    (base / "不知道哪里.csv").write_text(HEADER + lines[0], "utf-8")
    (os.fsencode(base) + b"/\xb9\xe3\xd6\xdd.csv")
    with open(os.fsencode(base) + b"/\xca\xfd\xbe\xdd\xff.csv", "wb") as file:
        file.write((HEADER + lines[5]).encode("gb18030"))


def samples(name):
    def make(folder):
        shutil.copytree(ROOT / name, folder / "in")
    return make


def corpus(folder):
    """Every file of the corpus that is small, up to so many of a folder, beside the samples."""
    samples("samples/received")(folder)
    count = collections.Counter()
    for path in sorted(CORPUS.rglob("*")):
        group = path.relative_to(CORPUS).parts[0]
        if path.is_file() and path.stat().st_size < 100_000 and count[group] < 8:
            count[group] += 1
            (folder / "in" / "肇庆市" / group).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / "in" / "肇庆市" / group / path.name)


def fill(folder, sheet, column, word, most):
    """The first cells of a column that are empty."""
    book = openpyxl.load_workbook(folder / "o.xlsx")
    if sheet in book.sheetnames:
        head = {cell.value: cell.column for cell in book[sheet][1]}[column]
        for line in range(2, min(book[sheet].max_row, most + 1) + 1):
            book[sheet].cell(line, head).value = word
    book.save(folder / "o.xlsx")


def answer(folder):
    fill(folder, "疑似重复", "裁定", "同一项目", 2)
    fill(folder, "上报选择", "上报", "是", 3)


def change(folder):
    """Something goes, something breaks, something comes, and a table is cut short."""
    files = sorted(path for path in (folder / "in").rglob("*") if path.is_file() and path.suffix in (".csv", ".xlsx", ".xls"))
    files[0].unlink()
    files[len(files) // 2].write_bytes(b"PK\3\4 and no more")
    text = HEADER + "1,新来的项目,新来的公司,中德智能制造合作,张三,13800138000 a@b.cn\n2,新来的第二个项目,新来的公司,别的方向,张三,138001380\n"
    (folder / "in" / "汕头市汇总（修改）.csv").write_text(text, "utf-8")


def again(folder):
    pass


NIGHTS = [
    ("samples", samples("samples/received"), []),
    ("samples/ministry", samples("samples/ministry"), ["-p", "miit-2020-240"]),
    ("samples/hunan", samples("samples/hunan/received"), ["-p", "hunan-sample"]),
    ("what does harm", nasty, []),
    ("files of the corpus", corpus if CORPUS.is_dir() else None, []),
]


def agree(make, args):
    wrong = []
    with tempfile.TemporaryDirectory(prefix="huizong-") as name:
        folder = pathlib.Path(name)
        make(folder)
        for step in (again, again, answer, change, again):
            step(folder)
            night = Night(folder, "in", *args)
            for check in CHECKS:
                wrong += [f"{step.__name__}: {line}" for line in check(night)]
    return "\n".join(line[:1500] for line in wrong[:20])


for title, make, args in NIGHTS:
    if make and (len(sys.argv) < 2 or sys.argv[1] in title):
        tap(f"all outputs of a night say the same: {title}", lambda make=make, args=args: agree(make, args))
done()
