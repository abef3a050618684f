#!/usr/bin/python3
"""Workbooks on paper that are worse than the samples': nothing of a cell is cut, heads stand on every page.

A table of pages, a title of 500 characters, many phones, letters of other scripts, in both languages; an audit; a run of
nothing. Each row of a sheet is found on its page, and the letters that stand within it must be those of its cells, neither
more nor less: what ran over its neighbours would stand in theirs. Status 77 where LibreOffice or poppler is missing. HUIZONG is the program.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))

import paper
import sheets
import taps

HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
TITLE = "2020年制造业与互联网融合试点示范项目汇总表"
LONG = "面向大型离散型装备制造企业的产品全生命周期协同创新与远程运维服务平台建设及应用示范"
DIRECTIONS = ["特色专业型工业互联网平台", "两化融合管理体系贯标、中德智能制造合作", "2020年跨行业跨领域工业互联网平台"]
ODD = [
    [(LONG * 13)[:500], "广州" + "超长名称" * 20 + "有限公司", DIRECTIONS[1], "张三",
     "13800138000、13900139000、13700137000、13600136000、020-83133376、020-83133375-8001\n"
     "very.long.address.of.a.person@subdomain.example.com.cn\nb@example.com"],
    ["Industrial Internet Platform for Predictive Maintenance of CNC Machine Tools (Phase II, 2020-2022)",
     "广州International Manufacturing Joint Venture Company Limited", DIRECTIONS[0], "Hans-Peter von der Mühlen",
     "13800138001 hans-peter.vondermuehlen@siemens-guangzhou.example.com"],
    ["龘靐齉龍堃喆昇平台（WWWWWWWWMMMMMMMM）", "阿卜杜热西提·吾买尔江工业有限公司", DIRECTIONS[0], "阿卜杜热西提·吾买尔江", "13800138002 a@b.cn"],
    ["w" * 150, "广州铭牌有限公司", DIRECTIONS[0], "李四", "13800138003 c@b.cn"],
    ["一\n二\n三\n四\n五\n六\n七", "广州分行有限公司", "写错的方向", "", "13800138004"],
]


def rows_of(city, count, first):
    return [[f"{city[:2]}{LONG[at % 9:at % 9 + 8 + at % 25]}（{at}期）", f"{city[:2]}{LONG[at % 7:at % 7 + 4]}{at}号有限公司", DIRECTIONS[at % 3],
             "王小明", f"138{first + at:08d}\nperson{at}@example.com"] for at in range(1, count + 1)]


def write_tables(folder, tables):
    for path, rows in tables.items():
        numbered = [[at, *row] for at, row in enumerate(rows, 1)]
        sheets.xlsx(folder / path, {"汇总": [[TITLE], ["推荐单位（盖章）："], HEAD, *numbered]})


def make_inputs(folder):
    """A long table; odd rows, one of them sent by two cities; a name that is long; and a file that nobody can read."""
    tables = {"广州市/汇总表.xlsx": ODD + rows_of("广州市", 60, 0),
              f"深圳市/{'一个非常长的文件名' * 5}（终稿）.xlsx": rows_of("深圳市", 6, 1000) + rows_of("深圳市", 2, 1000),
              "珠海市/汇总表.xlsx": ODD[3:4] + rows_of("珠海市", 3, 2000)}
    write_tables(folder, tables)
    (folder / "汕头市").mkdir()
    (folder / "汕头市/汇总表.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 2000)
    sheets.xlsx(folder / "../empty/广州市/汇总表.xlsx", {"汇总": [[TITLE], ["推荐单位（盖章）："], HEAD, [1]]})


def earlier_inputs(folder):
    """What stood there the night before: other phones, odd rows with other texts beside them, and a city that has gone since."""
    odd = [[*row[:2], row[2], "欧阳" + row[3] * 30, "13500135000\n" + "x" * 90 + "@example.com"] for row in ODD]
    write_tables(folder, {"广州市/汇总表.xlsx": odd + rows_of("广州市", 60, 5000), "珠海市/汇总表.xlsx": rows_of("珠海市", 3, 3000),
                          f"韶关市/{'一个非常长的文件名' * 5}.xlsx": rows_of("韶关市", 20, 4000)})


RUNS = {"nights": ["merge", "in", "--state", "led"], "zh": ["merge", "in"], "en": ["merge", "--lang", "en", "in"], "audit": ["audit", "in"], "empty": ["merge", "empty"]}


def make_books(folder):
    make_inputs(folder / "in")
    earlier_inputs(folder / "earlier")
    subprocess.run([os.environ["HUIZONG"], "check", "earlier", "-q", "--state", "led"], cwd=folder, timeout=120, check=False,
                   capture_output=True)
    for name, arguments in RUNS.items():
        done = subprocess.run([os.environ["HUIZONG"], *arguments, "-q", "-o", f"{name}.xlsx"], cwd=folder, timeout=120, check=False,
                              capture_output=True, text=True)
        if done.returncode > 1:
            raise RuntimeError(done.stderr)
    return paper.printed(folder, [folder / f"{name}.xlsx" for name in RUNS])


def by_sheet(book, pages):
    """The pages of each sheet: they are headed by its name, those of the form come first."""
    found, at = {sheet.title: [] for sheet in book}, book.worksheets[0].title
    for page in pages:
        at = page.head() if page.head() in found else at
        found[at].append(page)
    return found


def in_column(page, head, words=None):
    """The head in question and the words below it."""
    heads = [word for word in page.words if word.text == paper.plain(head)]
    if not heads:
        return None, []
    return heads[0], sorted((word for word in page.words if abs(word.x - heads[0].x) < 8 and word.y > heads[0].y + 2
                             and word.y < page.height - 51), key=lambda word: word.y)


def anchored(sheet, pages, column, head_row):
    """(page, row, y) for each row of the sheet: `column` holds one short word a row, in the middle of its height."""
    rows = [at for at in range(head_row + 1, sheet.max_row + 1) if sheet.cell(at, column).value is not None]
    rows = [at for at in rows if not any(at in range(a.min_row, a.max_row + 1) for a in sheet.merged_cells.ranges)]
    marks = [(page, word) for page in pages for word in in_column(page, sheet.cell(head_row, column).value)[1]]
    marks = [(page, word) for page, word in marks if word.text in {paper.plain(sheet.cell(at, column).value) for at in rows}]
    if len(marks) != len(rows):
        raise AssertionError(f"{sheet.title}: {len(marks)} rows on paper where there are {len(rows)}")
    return [(page, row, word.y) for (page, word), row in zip(marks, rows)]


def scale_of(sheet, marks):
    """Points on paper for one of the sheet."""
    for (page, row, y), (other, below, lower) in zip(marks, marks[1:]):
        if page is other:
            return (lower - y) / ((sheet.row_dimensions[row].height + sheet.row_dimensions[below].height) / 2)
    raise AssertionError(f"{sheet.title}: no page with two rows")


def rows_are_whole(sheet, pages, column=1, head_row=1):
    marks = anchored(sheet, pages, column, head_row)
    scale = scale_of(sheet, marks)
    wrong = []
    for page, row, y in marks:
        half = sheet.row_dimensions[row].height * scale / 2
        inside = [word for word in page.words if abs(word.y - y) < half]
        wrong += [f"{sheet.title} row {row}: {word.text} runs over its edge" for word in inside
                  if word.top < y - half - 0.5 or word.bottom > y + half + 0.5]
        got = collections.Counter("".join(word.text for word in inside))
        meant = collections.Counter("".join(paper.plain(cell.value) for cell in sheet[row] if cell.value is not None))
        if got != meant:
            wrong.append(f"{sheet.title} row {row}: lacks {dict(meant - got)}, has besides {dict(got - meant)}")
    return wrong


def no_page_is_lost(sheet, pages):
    """A last page that holds but a line or two is one that the others should have taken in."""
    last = [word for word in pages[-1].words if word.y < pages[-1].height - 51]
    if len(pages) > 1 and max(word.bottom for word in last) - min(word.top for word in last) < 60:
        return [f"{sheet.title}: page {pages[-1].number} holds but {' '.join(word.text for word in last)[:80]}"]
    return []


def heads_stand(sheet, pages, head_row):
    head = sheet.cell(head_row, 2).value
    return [f"{sheet.title}: page {page.number} has no head {head}" for page in pages
            if not all(any(paper.plain(piece) in word.text for word in page.words) for piece in head.split())]


def paper_is_right(name, pages):
    foot = "Page{}of{}" if name == "en" else "第{}页共{}页"
    form = 0 if name == "audit" else 1
    wrong = [f"{name}: page {page.number} is {page.width} x {page.height}" for page in pages
             if (round(page.width), round(page.height)) != (842, 595)]
    wrong += [f"{name}: page {page.number} ends with {page.foot()}" for page in pages
              if page.foot() not in (foot.format(page.number, len(pages)), form and f"第{page.number}页共{len(pages)}页")]
    wrong += [f"{name}: page {page.number} has a cell of ###" for page in pages if any("##" in word.text for word in page.words)]
    wrong += [f"{name}: {word.text} leaves page {page.number}" for page in pages for word in page.words
              if word.left < 20 or word.right > page.width - 20]
    return wrong


# Where each row has one short word, in one line: the column.
ANCHORS = {"汇总表": 1, "各市情况": 4, "问题清单": 1, "关联": 1, "未列入": 1, "变化": 1}


# Below the form's title, below the deadlines, and below what changed in numbers.
HEAD_ROWS = {"汇总表": 3, "送达与份数": 3, "变化": 5}


def check(name, book, pages):
    found = by_sheet(book, pages)
    wrong = paper_is_right(name, pages) + [f"{name}: {title} is not on paper" for title, of in found.items() if not of]
    for sheet in book:
        head_row = HEAD_ROWS.get(sheet.title, 1)
        if sheet.title != "运行说明":
            wrong += heads_stand(sheet, found[sheet.title], head_row)
        if sheet.title in ("汇总表", "各市情况", "问题清单", "变化"):
            wrong += no_page_is_lost(sheet, found[sheet.title])
        if sheet.title in ANCHORS and sheet.max_row > head_row + 2 and name != "empty":
            wrong += rows_are_whole(sheet, found[sheet.title], ANCHORS[sheet.title], head_row)
    return "\n".join(wrong)


def main():
    import tempfile
    import openpyxl

    if paper.missing():
        print(f"not installed: {', '.join(paper.missing())}")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="huizong-") as name:
        folder = pathlib.Path(name)
        books = make_books(folder)
        for at, pages in books.items():
            book = openpyxl.load_workbook(folder / f"{at}.xlsx")
            taps.tap(f"{' '.join(RUNS[at])}: {len(pages)} pages", lambda at=at, book=book, pages=pages: check(at, book, pages))
    taps.done()


if __name__ == "__main__":
    main()
