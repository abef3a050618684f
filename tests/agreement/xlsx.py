#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' .xlsx files against openpyxl, cell by cell.

    xlsx.py --corpus DIR --dump PROGRAM

Compared are sheets, whether they are hidden, places, types and values of every cell. What the two say differently
without meaning another thing is made alike first (see `expected`).
"""
import datetime
import os
import re
import warnings

import agree
import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904

SECTION = agree.Section("xlsx", "`.xlsx`, `.xlsm` and openpyxl", peer="openpyxl", enough=0.995)
NEAR = 1e-9  # of a number, relatively: openpyxl and we both read the same decimal
STRINGS = ("s", "str", "inlineStr")  # of these an empty result is one
CATEGORIES = r"A3|A7|A8|B\d|C\d"
ENDINGS = (".xlsx", ".xlsm")
# Formats that are dates in Chinese, Japanese and Korean by their number alone; openpyxl knows none of them.
EAST_ASIAN_DATES = set(range(27, 37)) | set(range(50, 59))


def unescape(text):
    """_x000D_ and the like, which openpyxl leaves as they are written."""
    units = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def serial(value):
    """A date, time or span as a serial day of the 1900 system, whichever the file's is."""
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1)
    if isinstance(value, datetime.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    days = (value - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
    return days if days >= 61 else days - 1


def expected(book, cell, formula):
    """(type, value) of openpyxl's cell in the words of `dump`; None where it holds nothing."""
    value = cell.value
    if value is None or value == "":
        # A formula without a result: openpyxl does not show it among the values.
        return ("text", "") if formula and formula.data_type == "f" and cell.data_type not in STRINGS else None
    if cell.data_type == "e":
        return "error", value
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return "date", serial(value)
    if isinstance(value, (int, float)):
        if cell._style.numFmtId in EAST_ASIAN_DATES:
            return "date", value + (1462 if book.epoch == CALENDAR_MAC_1904 else 0)
        return "number", value
    return "text", str(value)


def read_peer(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    if not values.worksheets:  # strict OOXML: openpyxl sees no sheet in it
        raise ValueError("no worksheet")
    cells = {}
    for sheet in values.worksheets:
        written = formulas[sheet.title]
        for place, cell in sheet._cells.items():
            if isinstance(cell, MergedCell):
                continue
            found = expected(values, cell, written._cells.get(place))
            if found:
                cells[sheet.title, cell.coordinate] = found
    hidden = {sheet.title: sheet.sheet_state != "visible" for sheet in values.worksheets}
    return cells, hidden


def alike(ours, peer):
    if ours is None or peer is None or ours[0] != peer[0]:
        return False
    if ours[0] == "date":
        return abs(ours[1] - peer[1]) * agree.DAY <= 1
    if ours[0] == "number":
        return abs(ours[1] - peer[1]) <= NEAR * max(1.0, abs(peer[1]))
    if ours[0] == "text":
        # An escaped escape, _x005F_x000D_, is decoded once by either side.
        return plain(ours[1]) in [plain(text) for text in (peer[1], unescape(peer[1]))]
    return ours[1] == peer[1]


def plain(text):
    return re.sub("\r\n?", "\n", text)


def compare(ours, path):
    try:
        peer, hidden = read_peer(path)
    except Exception as error:  # whatever it dies of: openpyxl cannot be asked
        return agree.refused(ours, repr(error))
    if ours.refusal:
        return agree.refused(ours, None)
    mine = ours.values()
    peer.update(((sheet, "hidden"), ("hidden", state)) for sheet, state in hidden.items() if (sheet, "hidden") in mine)
    return agree.compared(mine, peer, alike)


def outcome(given, name):
    return compare(SECTION.dump(given, name), os.path.join(given.corpus, name))


if __name__ == "__main__":
    SECTION.main(__doc__, lambda given: agree.chosen(given.corpus, CATEGORIES, ENDINGS), outcome)
