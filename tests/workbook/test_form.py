#!/usr/bin/python3
"""The blank form in LibreOffice: on paper, saved in other formats once it is filled in, and what its checks make of a text.

Status 77 where LibreOffice or poppler is missing. HUIZONG is the program.
"""

import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

NEEDED = {"soffice": "libreoffice-calc", "pdftotext": "poppler-utils"}
ROWS = [
    ("东方智能工厂", "东方机械制造有限公司", "特色专业型工业互联网平台", "张三", "13800138000\na@example.com"),
    ("南岭协同平台", "南岭家电股份有限公司", "两化融合管理体系贯标、中德智能制造合作", "李四", "139 0013 9000 b@example.com"),
    ("西江贯标示范", "西江陶瓷有限公司", "2020年跨行业跨领域工业互联网平台", "王五", "手机：13700137000；邮箱：c@example.com"),
]
# What the check of 联系方式 lets pass without a question. What it asks about, a person may still insist on.
CONTACTS = [
    ("13800138000\na@example.com", True), ("13800138000 a@b.cn", True), ("13800138000，a@b.cn", True),
    ("13800138000a@b.cn", True), ("a@b.cn 13800138000", True), ("13800138000 123456789@qq.com", True),
    ("138 0013 8000 a@b.cn", True), ("138-0013-8000；a@b.cn", True), ("+8613800138000 a@b.cn", True),
    ("手机：13800138000\n邮箱：a@b.cn", True), ("020-12345678 13800138000 a@b.com.cn", True),
    ("13800138000/13900139000 a@b.cn", True), ("13800138000（张三） a@b.cn", True),
    ("1380013800 a@b.cn", False), ("138001380001 a@b.cn", False), ("13800138000", False), ("a@b.cn", False),
    ("13800138000 a@b", False), ("12800138000 a@b.cn", False), ("020-12345678 a@b.cn", False), ("无", False),
]
CODES = [("91000000MA0000001R", True), ("91000000ma0000001r", True), ("910000001000000012", True), ("91000000 MA0000001R", True),
         ("91000000MA0000001X", False), ("91000000MA000000R", False), ("91000000MA0000001I", False), ("", False)]
CODE_NOTICE = "[通知]\n编号 = t\n汇总表标题 = 表\n[列]\n项目名称 = 文本, 必填\n申报单位 = 单位, 必填\n代码 = 信用代码, 必填\n[配额]\n市 = 1, 甲市\n"
wrong = []


def expect(truth, what):
    if not truth:
        wrong.append(what)


def call(*arguments, allowed=(0,)):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode not in allowed:
        sys.exit(f"{arguments[0]}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def office(folder, kind, *files):
    """Files saved in another format, into the folder."""
    call("soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), *(str(file) for file in files))


def formula_of(path, column):
    """The formula that asks the cells of a column, from row 4."""
    asked = openpyxl.load_workbook(path)["汇总表"].data_validations.dataValidation
    return next(one.formula1 for one in asked if str(one.sqref).startswith(f"{column}4"))


def computed(folder, formula, cell, cases):
    """What LibreOffice's own calculation makes of it."""
    book = openpyxl.Workbook()
    for row, (text, _) in enumerate(cases, 1):
        book.active.cell(row, 1, text or None)
        book.active.cell(row, 2, "=" + formula.replace(cell, f"A{row}"))
    book.save(folder / "asked.xlsx")
    office(folder, "csv:Text - txt - csv (StarCalc):44,34,76,1", folder / "asked.xlsx")
    with open(folder / "asked.csv", encoding="utf-8", newline="") as file:
        return [row[1] == "TRUE" for row in csv.reader(file)]


def check_questions(folder, form):
    seen = computed(folder, formula_of(form, "F"), "F4", CONTACTS)
    for (text, right), answer in zip(CONTACTS, seen, strict=True):
        expect(right == answer, f"{text!r} is {'asked about' if right else 'let pass'}")
    (folder / "t.ini").write_text(CODE_NOTICE, "utf-8")
    call(os.environ["HUIZONG"], "form", "-q", "-p", str(folder / "t.ini"), "-o", str(folder / "code.xlsx"))
    seen = computed(folder, formula_of(folder / "code.xlsx", "C"), "C4", CODES)
    for (text, right), answer in zip(CODES, seen, strict=True):
        expect(right == answer, f"{text!r} is {'asked about' if right else 'let pass'}")


def fill(form, to):
    book = openpyxl.load_workbook(form)
    book["汇总表"]["C2"] = "广州市"
    for at, row in enumerate(ROWS, 4):
        for column, value in enumerate(row, 2):
            book["汇总表"].cell(at, column, value)
    book.save(to)


def check_formats(folder, form):
    """Saved as people save it, it merges without a finding."""
    fill(form, folder / "back.xlsx")
    for kind in ("xls", "ods", "fods"):
        office(folder, kind, folder / "back.xlsx")
    (folder / "again").mkdir()
    office(folder / "again", "xlsx", folder / "back.ods")
    for path in ("back.xlsx", "back.xls", "back.ods", "back.fods", "again/back.xlsx"):
        call(os.environ["HUIZONG"], "check", "-q", str(folder / path), "--json", str(folder / "r.json"), allowed=(0,))
        report = json.loads((folder / "r.json").read_text("utf-8"))
        found = [one["message"] for one in report["findings"] if one["rule"] != "region.missing"]
        names = [(one["region"], one["project"], len(one["directions"])) for one in report["records"]]
        expect(not found, f"{path}: {found}")
        expect(names == [("广州市", row[0], 1 + row[2].count("、")) for row in ROWS], f"{path}: {names}")


def blankless(text):
    return re.sub(r"\s", "", text)


def check_paper(folder, form):
    office(folder, "pdf", form)
    pages = call("pdftotext", "-layout", str(folder / "form.pdf"), "-").split("\f")[:-1]
    first = [blankless(line) for line in pages[0].splitlines() if line.strip()]
    expect(first[0] == "2020年制造业与互联网融合试点示范项目汇总表", f"page 1 begins with {first[0]}")
    expect(first[1] == "推荐单位（盖章）：", f"below the title stands {first[1]}")
    expect(first[2] == "序号项目名称申报单位申报方向联系人联系方式（手机与邮箱）", f"the header is {first[2]}")
    expect(first[3:11] == [str(number) for number in range(1, 9)], f"the rows are {first[3:11]}")
    expect(first[11].startswith("注：申报方向为"), f"below the table stands {first[11]}")
    expect(first[-1] == f"第1页共{len(pages)}页", f"page 1 ends with {first[-1]}")
    rest = blankless("".join(pages[1:]))
    for words in ("填表说明", "怎样填", "B列项目名称", "12.示范园区合作", "各不超过3个（广州市、深圳市）", "2020-11-1317:00", "一主体多项目"):
        expect(words in rest, f"{words} is on no page")


def check():
    with tempfile.TemporaryDirectory(prefix="huizong-") as name:
        folder = pathlib.Path(name)
        form = folder / "form.xlsx"
        call(os.environ["HUIZONG"], "form", "-q", "-o", str(form))
        check_paper(folder, form)
        check_formats(folder, form)
        check_questions(folder, form)


missing = sorted({package for tool, package in NEEDED.items() if not shutil.which(tool)})
if missing:
    print(f"not installed: {', '.join(missing)}")
    sys.exit(77)
check()
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
