"""The output workbook, read by openpyxl: a reader that is not ours."""

import datetime
import re
import warnings

import openpyxl

from runner import match

CELL = re.compile(r"^[A-Z]{1,3}[0-9]+$")
RANGE = re.compile(r"^[A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+$")
BEHIND = ["各市情况", "问题清单", "来源追溯", "运行说明"]


def load(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def _plain(value):
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def formulas(book):
    """Cells that would be calculated on opening: what was written in a city must stay text."""
    return [f"{sheet.title}!{cell.coordinate} is a formula: {cell.value!r}"
            for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def first_sheet(book, report):
    """The sheet that is printed holds the records of the report, one a row, in their order."""
    sheet = book.worksheets[0]
    lines = []
    if sheet.title != "汇总表":
        lines.append(f"the first sheet is {sheet.title}")
    lines += [f"there is no sheet {name}" for name in BEHIND if name not in book.sheetnames]
    if not str(sheet["A2"].value).startswith("推荐单位"):
        lines.append(f"A2 is no 推荐单位 line: {sheet['A2'].value!r}")
    rows = [record for record in report["records"] if record["seq"] is not None]
    numbered = sheet["A3"].value == "序号"
    for at, record in enumerate(rows):
        values = [sheet.cell(4 + at, column).value for column in range(1, sheet.max_column + 1)]
        if numbered and (values[0] != at + 1 or isinstance(values[0], bool)):
            lines.append(f"A{4 + at} is {values[0]!r}, not the number {at + 1}")
        for name in ("project", "applicant"):
            # A cell ends at 32,767 characters; the report does not.
            if record[name] and record[name][:32767] not in values:
                lines.append(f"row {4 + at} lacks the {name} {record[name]!r}: {values}")
    after = sheet.cell(4 + len(rows), 1).value
    if numbered and isinstance(after, (int, float)):
        lines.append(f"{len(rows)} records, but A{4 + len(rows)} goes on with {after!r}")
    return lines


def cells(book, expected):
    """{"汇总表": {"A1": "…", "A4:C5": [[…], […]], "$max_row": 9}, "$sheets": […]}"""
    lines = []
    for name, wanted in expected.items():
        if name == "$sheets":
            lines += match.differences(wanted, book.sheetnames, "sheets")
        elif name not in book.sheetnames:
            lines.append(f"there is no sheet {name}: {book.sheetnames}")
        else:
            for key, value in wanted.items():
                lines += match.differences(value, _value(book[name], key), f"{name}!{key}")
    return lines


def _value(sheet, key):
    if key == "$max_row":
        return sheet.max_row
    if key == "$merged":
        return sorted(str(merged) for merged in sheet.merged_cells.ranges)
    if CELL.match(key):
        return _plain(sheet[key].value)
    if RANGE.match(key):
        return [[_plain(cell.value) for cell in row] for row in sheet[key]]
    raise match.BadExpectation(f"{sheet.title}: {key} is no cell, no range and no operator")
