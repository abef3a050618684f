#!/usr/bin/python3
"""Hold `huizong dump` of workbooks against the CSVs that Excel itself made of their sheets.

    golden.py --corpus DIR --dump PROGRAM      DIR/MANIFEST.tsv says which files

Excel writes what it shows. Compared are all text cells, truths and errors; numbers
where Excel shows them in the format General, to the digits that it shows; and that
what one side has the other has, too. Numbers and dates in a format of their own are
only asked to be there.
"""
import io
import os
import re
import sys
import zipfile
from xml.etree import ElementTree

import agree
import xlrd

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [path for path in sys.path if os.path.abspath(path) != HERE]  # a csv.py stands beside this
import csv  # noqa: E402

SECTION = agree.Section("golden", "Excel's own CSVs of sheets", peer="Excel")
CATEGORY = "G-golden-excel-csv"
PLAIN = re.compile(r"-?\d+(\.\d+)?(E[+-]\d+)?$")
UNQUOTED = "12843-1.xls"  # its CSVs leave commas within a field without quotes: columns cannot be told there
SHOWN = 1e-9  # General shows eleven characters


def golden_files(corpus):
    """(name of the CSV, its workbook, number of the sheet from 0)"""
    rows = agree.manifest(corpus)
    for row in rows:
        if row[1] == CATEGORY:
            inner = row[5][len("golden of "):]
            of = [other[0] for other in rows if other[0].endswith("/" + inner)]
            yield row[0], of[0] if len(of) == 1 else None, int(row[0].split(".")[-2])


def sheet_names(path):
    """Of all sheets, as they stand in the file: `dump` does not show empty ones. None for a chart."""
    if not zipfile.is_zipfile(path):
        book = xlrd.open_workbook(path, logfile=io.StringIO())
        names = book.sheet_names()
        return [names[at] if at >= 0 else None for at in book._all_sheets_map] or names
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.lower().endswith(".xml")]
        books = [package.read(part) for part in parts if re.search(rb"<(\w+:)?sheets[ >]", package.read(part))]
        if not books:
            return None
        book = ElementTree.fromstring(books[0])
    return [element.get("name") for element in book.iter() if element.tag.endswith("}sheet")]


def golden_cells(path):
    with open(path, "rb") as file:
        data = file.read()
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            pass
    cells = {}
    for number, row in enumerate(csv.reader(io.StringIO(re.sub("\r\n?", "\n", text), newline="")), 1):
        for place, value in enumerate(row, 1):
            if value:
                cells[agree.column(place) + str(number)] = value
    return cells


def plain(text):
    """Blanks at the ends and the kind of line end are not Excel's to keep in a CSV."""
    return re.sub("\r\n?", "\n", text).replace("\u00a0", " ").strip()


def agrees(ours, shown):
    if ours["type"] in ("text", "bool", "error"):
        text = plain(ours["text"])
        # Excel on a Mac writes _ for what its code page lacks.
        return plain(shown) in (text, re.sub("[^\\x00-\\x7f]", "_", text))
    if ours["type"] == "number" and PLAIN.match(shown.strip()):
        # Digits that Excel left out are those that its column or its format has no room for.
        number, digits = float(shown), shown.strip().partition("E")[0].partition(".")[2]
        scale = 10.0 ** (int(shown.partition("E")[2]) if "E" in shown else 0)
        return abs(ours["value"] - number) <= max(0.5000001 * 10.0 ** -len(digits) * scale, SHOWN * abs(number))
    return True


def in_order(line, texts):
    """Do the texts stand in the line, one behind another?"""
    at = 0
    for text in texts:
        at = line.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return True


def rows_of(cells, value):
    rows = {}
    for place, cell in cells.items():
        letters, row = re.match("([A-Z]+)([0-9]+)", place).groups()
        rows.setdefault(int(row), []).append((len(letters), letters, plain(value(cell))))
    return {row: [text for _, _, text in sorted(found) if text] for row, found in rows.items()}


def rows_agree(golden, ours):
    """Without columns: each text of ours in its row of Excel's, and no row without texts on one side only."""
    lines = rows_of(golden, lambda text: text)
    texts = rows_of({place: cell for place, cell in ours.items() if cell["type"] == "text"}, lambda cell: cell["text"])
    return set(texts) <= set(lines) and all(in_order(",".join(lines[row]), texts[row]) for row in texts)


def differs(ours, golden):
    """None of a cell is what the other side does not have."""
    if ours is None:
        return bool(plain(golden))
    if golden is None:
        return ours["type"] == "text" and bool(plain(ours["text"]))
    return not agrees(ours, golden)


def sheet_of(given, book, index):
    """The cells of a workbook's sheet, in the order of the file."""
    if book not in books:
        cells = {}
        for cell in SECTION.dump(given, book).cells:
            cells.setdefault(cell["sheet"], {})[cell["cell"]] = cell
        books[book] = (sheet_names(os.path.join(given.corpus, book)), cells)
    names, sheets = books[book]
    if not names or len(names) == len(sheets) == 1:  # Excel 3 has no names of sheets: each reader makes one up
        names = list(sheets)
    return sheets.get(names[index], {}) if index < len(names) else {}


def outcome(given, name):
    book, index = golden[name]
    if not book:
        return agree.Outcome(agree.PEER_REFUSES, "no workbook of this CSV in the corpus", [])
    cells, ours = golden_cells(os.path.join(given.corpus, name)), sheet_of(given, book, index)
    found = agree.compared(ours, cells, lambda a, b: not differs(a, b))
    if found.kind == agree.DIFFERS and UNQUOTED in name and rows_agree(cells, ours):
        return agree.Outcome(agree.AGREES, "", [])
    return found


books, golden = {}, {}


def files(given):
    golden.update((name, (book, index)) for name, book, index in golden_files(given.corpus))
    return golden


SECTION.main(__doc__, files, outcome)
