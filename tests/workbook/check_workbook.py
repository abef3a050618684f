#!/usr/bin/python3
"""check_workbook.py WORKBOOK PLAN LANG HASH: the workbook of tests/unit/run_fixture.h, as openpyxl reads it.

What the form must hold is written down here by hand; that nothing else differs
from what was meant, the plan (sheet, row, column, value) tells.
"""

import json
import re
import sys
import zipfile

import openpyxl

LONG = "x" * 32767
TITLE = "2020年制造业与互联网融合试点示范项目汇总表"
FORM = [
    [TITLE, None, None, None, None, None],
    ["推荐单位（盖章）：广东省工业和信息化厅", None, None, None, None, None],
    ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"],
    [1, "=cmd|' /C calc'!A0", "广州<script>alert(1)</script>有限公司", "两化融合管理体系贯标、特色专业型工业互联网平台", "张三",
     "13800138000\na@b.cn"],
    [2, "含\"引号\"'和&amp;的\uFFFD项目\uFFFD尾", "_x0041_公司", "中德智能制造合作", "欧阳建国",
     "13900139000\nvery.long.address@example.com.cn"],
    [3, LONG, "汕头市长文字有限公司", "写错的方向", "王五", "13700137000"],
    [4, "面向大型离散型装备制造企业的产品全生命周期协同创新与远程运维服务工业互联网平台建设及应用示范项目", "汕头市超声电子（集团）股份有限公司",
     "2020年跨行业跨领域工业互联网平台", "赵六", "0754-88888888-8001\nzhao@example.com"],
    ["注：申报方向为“两化融合管理体系贯标、2020年跨行业跨领域工业互联网平台、特色专业型工业互联网平台、中德智能制造合作”四个类别。",
     None, None, None, None, None],
]
SHEETS = ["汇总表", "各市情况", "问题清单", "疑似重复", "未列入", "上报选择", "来源追溯", "运行说明"]
REGIONS = {
    "zh": [[1, "广州市", "广州深圳", 3, 2, 0, 0, 0, "正常"], [2, "深圳市", "广州深圳", 3, 0, 0, 0, 0, "未报送"],
           [3, "汕头市", "粤东西北", 1, 3, 2, 1, 3, "超配额"], [4, "韶关市", "粤东西北", 1, 0, 0, 0, 0, "未报送"],
           [None, "（地区不明）", None, None, 1, 0, 0, 2, None], [None, "合计", None, 8, 6, 2, 1, 5, "2/4 个推荐单位已报送"]],
    "en": [[1, "广州市", "广州深圳", 3, 2, 0, 0, 0, "ok"], [2, "深圳市", "广州深圳", 3, 0, 0, 0, 0, "nothing sent"],
           [3, "汕头市", "粤东西北", 1, 3, 2, 1, 3, "over"], [4, "韶关市", "粤东西北", 1, 0, 0, 0, 0, "nothing sent"],
           [None, "(no region)", None, None, 1, 0, 0, 2, None], [None, "Total", None, 8, 6, 2, 1, 5, "2 of 4 regions sent"]],
}
# Severity, rule, cell, number on the first sheet and where its link leads: to the cell in question.
FINDINGS = {
    "zh": [("错误", "input.encrypted", None, None, None), ("错误", "region.unknown", "第 2 行", None, None),
           ("错误", "quota.region", None, None, None), ("错误", "field.missing", "F3", "3", "'汇总表'!F6"),
           ("错误", "duplicate.region", "第 5 行", None, None), ("警告", "region.missing", None, None, None),
           ("警告", "duplicate.differs", "E6", "1", "'汇总表'!E4")],
}
FINDINGS["en"] = [tuple({"错误": "error", "警告": "warning", "第 2 行": "row 2", "第 5 行": "row 5"}.get(v, v) for v in row)
                  for row in FINDINGS["zh"]]
# The cells that lead to 来源追溯, to what was written there; the errors of a region to the first of its findings.
CELL_LINKS = {3: "'来源追溯'!G8", 5: "'来源追溯'!Q5", 6: "'来源追溯'!G7", 8: "'来源追溯'!O4"}
PAIR_LINKS = ({2: "'来源追溯'!G2"}, {2: "'来源追溯'!G4"})
REGION_LINKS = {4: "'问题清单'!H4", 6: "'问题清单'!H2"}
FATES = {
    "zh": ["列入汇总表", "列入汇总表", "并入序号 1", "列入汇总表", "列入汇总表", "未列入：两地重复推荐", "未列入：地区不明"],
    "en": ["merged", "merged", "folded into No. 1", "merged", "merged", "held: duplicate.region", "held: region.unknown"],
}

wrong = []


def expect(what, got, wanted):
    if got != wanted:
        wrong.append(f"{what}: {str(got)[:300]!r} where {str(wanted)[:300]!r} is right")


def decoded(value):
    """openpyxl leaves _x005F_ in a text as it stands; Excel reads it as an underscore."""
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


def values(sheet):
    return [[decoded(cell.value) for cell in row] for row in sheet.iter_rows()]


def check_plan(book, plan):
    found = {(sheet.title, cell.row, cell.column): decoded(cell.value)
             for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    meant = {(sheet, row, col): value for sheet, row, col, value in plan}
    expect("cells of the plan given twice", len(plan) - len(meant), 0)
    expect("cells that the plan lacks", sorted(set(found) - set(meant)), [])
    expect("cells that the file lacks", sorted(set(meant) - set(found)), [])
    for place in set(found) & set(meant):
        expect(place, found[place], meant[place])


def check_form(sheet):
    expect("form", values(sheet), FORM)
    for row in sheet.iter_rows():
        for cell in row:
            expect(f"{cell.coordinate} is text or a number", cell.data_type in "snb" or cell.value is None, True)
    expect("merged", sorted(map(str, sheet.merged_cells.ranges)), ["A1:F1", "A2:F2", "A8:F8"])
    expect("freeze", sheet.freeze_panes, "A4")
    expect("repeated rows", sheet.print_title_rows, "$3:$3")
    expect("print area", re.findall(r"[A-Z]+[0-9]+:[A-Z]+[0-9]+", str(sheet.print_area).replace("$", "")), ["A1:F8"])
    expect("paper", (sheet.page_setup.orientation, sheet.page_setup.paperSize), ("landscape", 9))
    # Title, line, head and two rows; the highest row there is, and a row more. The note alone is worth no third page.
    expect("fit", (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight), (True, 2))
    expect("footer", sheet.oddFooter.center.text, "第 &P 页 共 &N 页")
    expect("fonts", [(sheet[at].font.name, sheet[at].font.size) for at in ("A1", "A3", "B4")],
           [("方正小标宋简体", 22), ("黑体", 12), ("仿宋_GB2312", 12)])
    for row in sheet["A3:F7"]:
        for cell in row:
            sides = [cell.border.left, cell.border.right, cell.border.top, cell.border.bottom]
            expect(f"border of {cell.coordinate}", [side.style for side in sides], ["thin"] * 4)
            # What no row can hold begins at the top, in small print.
            place = ("top", 8) if cell.value == LONG else ("center", cell.font.size)
            expect(f"{cell.coordinate} wraps, and where", (cell.alignment.wrap_text, cell.alignment.vertical, cell.font.size),
                   (True, *place))
    expect("phones stay text", sheet["F4"].number_format, "@")
    width = sum(sheet.column_dimensions[c].width for c in "ABCDEF")
    expect("width on the page", 120 < width < 165, True)
    expect("two lines are as high as two lines", sheet.row_dimensions[4].height > 2 * 12 * 1.3, True)
    expect("the highest row Excel has", sheet.row_dimensions[6].height, 409)


def check_findings(sheet, lang):
    rows = list(sheet.iter_rows(min_row=2))
    expect("findings", [(r[0].value, r[2].value, r[6].value, r[9].value, r[9].hyperlink and r[9].hyperlink.location)
                        for r in rows], FINDINGS[lang])
    expect("filter", sheet.auto_filter.ref, f"A1:J{len(rows) + 1}")
    expect("each says what to do", [r[8].value for r in rows if not r[8].value], [])


def links(sheet, column):
    """Row: where its cell in this column leads."""
    return {row[column - 1].row: row[column - 1].hyperlink.location for row in sheet.iter_rows() if row[column - 1].hyperlink}


def check_links(book):
    expect("regions lead to findings", links(book["各市情况"], 8), REGION_LINKS)
    expect("findings lead to sources", links(book["问题清单"], 7), CELL_LINKS)
    expect("pairs lead to sources", (links(book["疑似重复"], 17), links(book["疑似重复"], 19)), PAIR_LINKS)
    targets = {(sheet.title, cell.hyperlink.location) for sheet in book for row in sheet.iter_rows() for cell in row
               if cell.hyperlink}
    for origin, target in targets:
        name, place = target.rsplit("!", 1)
        expect(f"{origin} leads to {target}", name.strip("'") in book.sheetnames
               and book[name.strip("'")][place].row <= book[name.strip("'")].max_row, True)


# The first row and, where a person works down a long table, the columns that say which row it is.
PANES = {"汇总表": "A4", "各市情况": "A2", "问题清单": "A2", "疑似重复": "B2", "未列入": "A2", "上报选择": "B2", "来源追溯": "C2", "运行说明": None}


def grey(colour, otherwise):
    """How light a printer without colour prints it, 0 to 1 (linear, as contrast is measured)."""
    if colour is None or colour.type != "rgb":
        return otherwise
    red, green, blue = (int(colour.rgb[at:at + 2], 16) / 255 for at in (2, 4, 6))
    return sum(share * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
               for share, part in ((0.2126, red), (0.7152, green), (0.0722, blue)))


def check_grey(sheet):
    """Whatever stands on a fill is read without its colour, and a fill that means something has a bold word on it."""
    for row in sheet.iter_rows():
        for cell in row:
            ink = grey(cell.font.color, 0.0)
            ground = grey(cell.fill.fgColor, 1.0) if cell.fill.fill_type == "solid" else 1.0
            contrast = (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)
            if contrast < 7 or (ground < 1 and not cell.font.bold):
                wrong.append(f"{sheet.title}!{cell.coordinate}: contrast {contrast:.1f}, bold {cell.font.bold}")


def check_paper(book):
    for sheet in book:
        check_grey(sheet)
        name = sheet.title
        expect(f"panes of {name}", sheet.freeze_panes, PANES.get(name, "A2"))
        expect(f"paper of {name}", (sheet.page_setup.orientation, sheet.page_setup.paperSize), ("landscape", 9))
        expect(f"foot of {name}", (sheet.oddFooter.center.text[-2:] in (" 页", "&N"), sheet.oddFooter.center.font), (True, "仿宋_GB2312,Regular"))
        expect(f"head of {name}", (sheet.oddHeader.center.text, sheet.oddHeader.center.font),
               (None, None) if name == "汇总表" else ("&A", "黑体,Regular"))
        expect(f"repeated rows of {name}", bool(sheet.print_title_rows), True)
        italic = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.font.italic]
        expect(f"italics in {name}", italic, [])
    expect("active", (book.active.title, book.active.sheet_view.selection[-1].activeCell), ("汇总表", "A1"))
    expect("nobody's name", (book.properties.creator, book.properties.lastModifiedBy), (None, None))


def check_trace(sheet, lang):
    rows = values(sheet)[1:]
    expect("fates", [row[1] for row in rows], FATES[lang])
    expect("first row", rows[0][:7] + rows[0][11:15],
           [1, FATES[lang][0], "广州市", "广州市/汇总.csv", "aa" + FIXTURE_HASH, "汇总", 4, "广州<script>alert(1)</script>有限公司",
            "两化融合管理体系贯标/特色专业型工业互联网平台", "两化融合管理体系贯标、特色专业型工业互联网平台", "张三"])
    expect("other columns", rows[0][-1], "备注：+1 2\n3" if lang == "zh" else "备注: +1 2\n3")


FIXTURE_HASH = "112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"


def main(path, plan, lang, mark):
    book = openpyxl.load_workbook(path)
    with open(plan, encoding="utf-8") as file:
        check_plan(book, json.load(file))
    expect("sheets", book.sheetnames, SHEETS)
    check_form(book["汇总表"])
    expect("regions", values(book["各市情况"])[1:], REGIONS[lang])
    check_findings(book["问题清单"], lang)
    expect("held", [row[1] for row in values(book["未列入"])[1:]], ["广州已报的项目", "不知何处的项目"])
    expect("selection", [(row[0], row[2], row[3], row[8]) for row in values(book["上报选择"])[1:]],
           [(None, row[1], row[2], str(row[0])) for row in FORM[3:7]])
    expect("pairs", [(row[9], row[16], row[10], row[18]) for row in values(book["疑似重复"])[1:]], [("广州市", 4, "广州市", 6)])
    check_trace(book["来源追溯"], lang)
    check_links(book)
    check_paper(book)
    expect("title", book.properties.title, TITLE)
    with zipfile.ZipFile(path) as parts:
        core = parts.read("docProps/core.xml").decode()
        expect("formulas", [n for n in parts.namelist() if "<f>" in parts.read(n).decode("utf-8", "replace")], [])
    expect("mark", book.properties.keywords, f"huizong guangdong-2020-971 {mark}")
    expect("times", sorted(set(re.findall(r"\d{4}-\d\d-\d\dT[0-9:]+Z", core))), ["2020-01-01T00:00:00Z"])
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
