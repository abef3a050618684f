#!/usr/bin/python3
"""A sheet of 1,048,576 rows, the most there can be: large_xlsx.py FILE [--shared]

Written as XML by hand, since a library takes minutes: texts inline, or --shared, as Excel does. Numbers repeat nothing.
"""
import argparse
import zipfile

from large_csv import rows

ROWS = 1048576
TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType=\
"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type=\
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type=\
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=\
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
BOOK = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r=\
"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:F1048576"/><sheetData>"""
STRINGS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"""


def sheet_rows(shared):
    """Rows as XML; `shared` gathers the texts, or is None."""
    source = rows(10 ** 6, False, "utf-8")
    for number in range(1, ROWS + 1):
        cells = []
        for column, text in zip("ABCDEF", next(source).rstrip("\r\n").split(",")):
            place = f"{column}{number}"
            if text.isdigit():
                cells.append(f'<c r="{place}"><v>{text}</v></c>')
            elif shared is None:
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>')
            else:
                cells.append(f'<c r="{place}" t="s"><v>{shared.setdefault(text, len(shared))}</v></c>')
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--shared", action="store_true")
    given = parser.parse_args()
    shared = {} if given.shared else None
    with zipfile.ZipFile(given.file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("xl/_rels/workbook.xml.rels", BOOK_RELS), ("xl/workbook.xml", BOOK)):
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(SHEET.encode())
            for row in sheet_rows(shared):
                part.write(row)
            part.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(STRINGS.encode())
            for text in shared or ():
                part.write(f"<si><t>{text}</t></si>".encode())
            part.write(b"</sst>")


if __name__ == "__main__":
    main()
