"""Inputs from readable text, for the make.py of an end-to-end case.

    from sheets import table, xls, xlsx, xlsx_other, text, parts

    xlsx("in/广州市/汇总.xlsx", {"Sheet1": table('''
        序号 | 项目名称 | 申报单位
        1    | 平台     | 甲公司
    ''')})
"""

import datetime
import pathlib
import re
import zipfile

EPOCH = datetime.datetime(2020, 11, 13)


def table(written, numbers=True):
    """Rows of cells from lines with | between cells; an empty cell is None, 12 a number, '12 the text 12, \\n a line break."""
    return [[_cell(cell.strip(), numbers) for cell in line.split("|")]
            for line in written.strip("\n").splitlines() if line.strip()]


def _cell(cell, numbers):
    if cell == "":
        return None
    if cell.startswith("'"):
        return cell[1:]
    if numbers and cell.isdigit():
        return int(cell)
    return cell.replace("\\n", "\n")


def _place(path):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def xlsx(path, sheets, merged=(), hidden=(), hidden_rows=(), struck_rows=()):
    """By openpyxl (inline strings of its own kind). merged: "A1:C1"; hidden: names; rows from 1; all on every sheet."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = EPOCH
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(at, column, value)
        for area in merged:
            sheet.merge_cells(area)
        for at in hidden_rows:
            sheet.row_dimensions[at].hidden = True
        for at in struck_rows:
            for cell in sheet[at]:
                cell.font = Font(strike=True)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(_place(path))
    still(path)


def still(path):
    """Take the time of day out of a workbook that openpyxl has saved: its zip entries and its properties hold it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    members[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", EPOCH.strftime("%FT%TZ").encode(), members[core])
    parts(path, members)


def xlsx_other(path, sheets, merged=(), hidden=()):
    """By XlsxWriter (shared strings): another writer's way of saying the same."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(_place(path)))
    book.set_properties({"created": EPOCH})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
        for area in merged:
            sheet.merge_range(area, None)
        if name in hidden:
            sheet.hide()
    book.close()


def xls(path, sheets, merged=(), hidden=()):
    """By xlwt (BIFF8). merged: (first row, last row, first column, last column) from 0."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
        for area in merged:
            sheet.merge(*area)
        if name in hidden:
            sheet.visibility = 1
    book.save(str(_place(path)))


def text(path, rows, encoding="utf-8", between=",", end="\r\n"):
    """CSV and its relatives; encoding as Python names it (gb18030, big5, utf-16-le, utf-8-sig …)."""
    lines = [between.join(_quoted(cell, between) for cell in row) + end for row in rows]
    _place(path).write_bytes("".join(lines).encode(encoding))


def _quoted(cell, between):
    cell = "" if cell is None else str(cell)
    if any(mark in cell for mark in (between, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def parts(path, members):
    """A zip of parts as they are given: for the .xlsx that no writer makes."""
    with zipfile.ZipFile(_place(path), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def sheet_parts(rows_xml, shared=None, sheet_name="Sheet1"):
    """The parts of a workbook of one sheet: <row>… as written, shared strings where given (<si>…</si> as written)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    strings = f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    members = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Default Extension="xml" ContentType="application/xml"/>'
                               '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                               '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
                       f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                           f'<sheet name="{sheet_name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
                                      f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>{strings}</Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{rows_xml}</sheetData></worksheet>',
    }
    if shared:
        members["xl/sharedStrings.xml"] = f'{head}<sst xmlns="{main}">{shared}</sst>'
    return members
