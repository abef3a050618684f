#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' .xls and .et files against xlrd, cell by cell.

    xls.py --corpus DIR --dump PROGRAM

Compared are sheets, whether they are hidden, places, types and values of every cell, results of formulas, booleans and
errors among them. What the two say differently without meaning another thing is made alike first (see `expected`).
"""
import io
import math
import os

import agree
import xlrd

SECTION = agree.Section("xls", "`.xls`, `.et` and xlrd", peer="xlrd", enough=0.995)
CATEGORIES = r"A1|A2|A7|A8|A9|B\d"
ENDINGS = (".xls", ".et", ".biff5", ".xls5", ".xlt", ".xlw")
SERIAL_END = 2958466  # the day behind the last of 9999
UNNAMED = 45  # up to Excel 4 a file is one sheet, without a name


def expected(book, cell):
    """Type and value as we say them; None for a cell without a value."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return ("text", cell.value) if cell.value else None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "bool", bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "error", xlrd.error_text_from_code.get(cell.value, "#ERR%d!" % cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        value = cell.value + (1462 if book.datemode and cell.value >= 1 else 0)
        return ("date" if 0 <= value < SERIAL_END else "number"), value
    if cell.ctype != xlrd.XL_CELL_NUMBER:
        return None
    return ("number", cell.value) if math.isfinite(cell.value) else ("error", "#NUM!")  # as Excel shows it


def read_peer(path):
    book = xlrd.open_workbook(path, logfile=io.StringIO())
    stem = os.path.splitext(os.path.basename(path))[0]
    cells, hidden = {}, {}
    for sheet in book.sheets():
        name = stem if book.biff_version < UNNAMED else sheet.name
        hidden[name] = sheet.visibility != 0
        for row in range(sheet.nrows):
            for col in range(sheet.row_len(row)):
                value = expected(book, sheet.cell(row, col))
                if value:
                    cells[name, agree.column(col + 1) + str(row + 1)] = value
    return cells, hidden


def same(ours, peer):
    if ours is None or peer is None or ours[0] != peer[0]:
        return False
    if ours[0] == "date":
        return abs(ours[1] - peer[1]) * agree.DAY <= 1
    return ours[1] == peer[1]


def outcome(given, name):
    ours = SECTION.dump(given, name)
    try:
        peer, hidden = read_peer(os.path.join(given.corpus, name))
    except Exception as error:  # whatever it dies of: xlrd cannot be asked
        return agree.refused(ours, repr(error))
    if ours.refusal:
        return agree.refused(ours, None)
    mine = ours.values()
    peer.update(((sheet, "hidden"), ("hidden", state)) for sheet, state in hidden.items() if (sheet, "hidden") in mine)
    return agree.compared(mine, peer, same)


SECTION.main(__doc__, lambda given: agree.chosen(given.corpus, CATEGORIES, ENDINGS), outcome)
