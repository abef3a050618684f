#!/usr/bin/python3
"""The samples' workbook on paper: LibreOffice prints it to PDF, poppler says what stands on each page.

Status 77 where one of them is missing. HUIZONG is the program.
"""

import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))

import openpyxl
import paper

ROOT = pathlib.Path(__file__).resolve().parents[2]
TITLE = "2020年制造业与互联网融合试点示范项目汇总表"
OFFICE = "推荐单位（盖章）：广东省工业和信息化厅"
HEADS = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
# samples/README.md, "The rows".
ROWS = {1: "精密注塑协同制造平台", 9: "建筑陶瓷智能工厂能力建设", 28: "石材行业两化融合"}
NOTE = "注：申报方向为“两化融合管理体系贯标、2020年跨行业跨领域工业互联网平台、特色专业型工业互联网平台、中德智能制造合作”四个类别。"
OTHERS = ["各市情况", "问题清单", "疑似重复", "关联", "未列入", "上报选择", "方向分布", "送达与份数", "人工核", "来源追溯", "运行说明"]
wrong = []


def expect(truth, what):
    if not truth:
        wrong.append(what)


def printed(folder):
    """The lines of each page, and the PDF."""
    book, pdf = folder / "book.xlsx", folder / "book.pdf"
    paper.call(os.environ["HUIZONG"], "merge", "-q", str(ROOT / "samples/received"), "-o", str(book), allowed=(1,))
    paper.to_pdf(folder, [book])
    pages = paper.call("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]
    return [[line for line in page.splitlines() if line.strip()] for page in pages], pdf


def blankless(text):
    return re.sub(r"\s", "", text)


def check_form(form, pages):
    text = [blankless("".join(page)) for page in form]
    for number, page in enumerate(form, 1):
        heads = [line for line in page if all(head in line for head in HEADS)]
        expect(len(heads) == 1, f"page {number} has {len(heads)} header rows on one line")
        expect(blankless(page[-1]) == f"第{number}页共{pages}页", f"page {number} ends with {page[-1]!r}")
        for line in page:
            expect(not ("@" in line and re.search(r"1380013\d{4}", line)), f"a phone and a mail on one line: {line}")
    expect(blankless(form[0][0]) == TITLE, f"page 1 begins with {form[0][0]!r}")
    expect(blankless(form[0][1]) == OFFICE, f"below the title stands {form[0][1]!r}")
    expect(TITLE not in "".join(text[1:]), "the title stands on a second page")
    for number, name in ROWS.items():
        lines = [line for page in form for line in page if re.match(rf"\s*{number}\s+{name}\s", line)]
        expect(len(lines) == 1, f"row {number} {name} stands on {len(lines)} lines")
    expect(ROWS[28] in text[-1], "the last row is not on the last page")
    expect(text[-1].endswith(NOTE + f"第{len(form)}页共{pages}页"), f"the last page ends with {text[-1][-90:]!r}")
    expect("".join(text).count(NOTE) == 1, "the note does not stand once")
    expect(sum(page.count("@example.com") for page in text) == 27, "not every row's mail is on paper, once")


def check_chart(book):
    import openpyxl

    sheet = openpyxl.load_workbook(book)["方向分布"]
    names = [sheet.cell(row, 1).value for row in range(2, 6)]
    charts = [(type(chart).__name__, series.cat.strRef or series.cat.numRef, series.val.numRef.f)
              for chart in sheet._charts for series in chart.series]
    expect([(kind, cat.f, val) for kind, cat, val in charts] == [("BarChart", "'方向分布'!$A$2:$A$5", "'方向分布'!$B$2:$B$5")],
           f"the chart shows {[(kind, cat.f, val) for kind, cat, val in charts]}")
    expect(names == ["两化融合管理体系贯标", "2020年跨行业跨领域工业互联网平台", "特色专业型工业互联网平台", "中德智能制造合作"],
           f"what the chart names is {names}")


def check_chart_on_paper(page):
    """Each category is named twice, in its row and at its bar, which has its number at its end."""
    text = blankless("".join(page))
    expect(text.count("特色专业型工业互联网平台") == 2 and "各方向的项目数" in text, f"no chart on the page of 方向分布: {page}")


def check_repeated(folder):
    """The head of the projects stands on each page of 人工核 where they take more than one, else on none but theirs."""
    few = ROOT / "tests/e2e/manual/in"
    paper.call(os.environ["HUIZONG"], "merge", "-q", "-p", str(few / "p.ini"), str(few / "收件"), "-o", str(folder / "few.xlsx"), allowed=(1,))
    found = [openpyxl.load_workbook(folder / name)["人工核"].print_title_rows for name in ("book.xlsx", "few.xlsx")]
    expect(found == ["$1:$1", None], f"rows of 人工核 repeated for many and for few projects: {found}")


def check():
    with tempfile.TemporaryDirectory(prefix="huizong-") as name:
        pages, pdf = printed(pathlib.Path(name))
        check_chart(pathlib.Path(name) / "book.xlsx")
        check_repeated(pathlib.Path(name))
        sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+)", paper.call("pdfinfo", "-l", str(len(pages)), str(pdf)))
    first = next((i for i, page in enumerate(pages) if page[0].strip() == OTHERS[0]), 0)
    if first == 0:
        wrong.append(f"no page is headed {OTHERS[0]}: {[page[:1] for page in pages]}")
        return
    check_form(pages[:first], len(pages))
    heads = [page[0].strip() for page in pages[first:]]
    check_chart_on_paper(next((page for page in pages if page[0].strip() == "方向分布"), []))
    # The table of all matters on one page: its rows below the repeated head of the projects would say something else.
    matters = [line for page in pages if page[0].strip() == "人工核" and any("全部核对事项" in line for line in page) for line in page]
    expect(any("申报书对应" in line and "几个领域" in line for line in matters) and any("报部方式" in line for line in matters),
           f"the table of all matters is parted: {matters}")
    expect(list(dict.fromkeys(heads)) == OTHERS, f"the pages behind the form are headed {heads}")
    expect(len(sizes) == len(pages) and all((round(float(w)), round(float(h))) == (842, 595) for w, h in sizes),
           f"not every page is A4 landscape: {sizes}")


if paper.missing():
    print(f"not installed: {', '.join(paper.missing())}")
    sys.exit(77)
check()
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
