#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' .xlsx files against openpyxl, cell by cell.

    xlsx.py --corpus DIR --dump PROGRAM      DIR/MANIFEST.tsv says which files
    xlsx.py FILE_LIST --dump PROGRAM         one path a line

Compared are sheets, places, types and values of every cell. What the two say
differently without meaning another thing is made alike first (see `expected`).
Files of known-xlsx.tsv, each with its reason, may differ. Status 1 where fewer
than 99.5 % of the others agree.
"""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import warnings

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 0.995
NEAR = 1e-9  # of a number, relatively: openpyxl and we both read the same decimal
STRINGS = ("s", "str", "inlineStr")  # of these an empty result is one
CATEGORIES = re.compile(r"^(A3-xlsx|B\d)")
# Formats that are dates in Chinese, Japanese and Korean by their number alone; openpyxl knows none of them.
EAST_ASIAN_DATES = set(range(27, 37)) | set(range(50, 59))


def corpus_files(corpus):
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        for line in manifest.read().split("\n")[1:]:
            field = line.split("\t")
            if len(field) > 2 and CATEGORIES.match(field[1]) and field[0].lower().endswith((".xlsx", ".xlsm")):
                yield os.path.join(corpus, field[0])


def known_files():
    known = {}
    with open(os.path.join(HERE, "known-xlsx.tsv"), encoding="utf-8") as rows:
        for line in rows:
            if line.strip() and not line.startswith("#"):
                name, reason = line.rstrip("\n").split("\t", 1)
                known[name] = reason
    return known


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


def iso_serial(text):
    """Our ISO 8601 text as a serial day."""
    if text == "1900-02-29" or text.startswith("1900-02-29T"):
        return 60 + (iso_serial(text[11:]) if len(text) > 10 else 0)
    form = "%H:%M:%S" if "-" not in text else "%Y-%m-%dT%H:%M:%S" if "T" in text else "%Y-%m-%d"
    fraction = "." in text
    value = datetime.datetime.strptime(text, form + (".%f" if fraction else ""))
    return serial(value.time() if "-" not in text else value)


def read_ours(program, path):
    run = subprocess.run(program + [path], capture_output=True, timeout=120)
    cells, hidden = {}, {}
    for line in run.stdout.decode("utf-8").split("\n"):
        if not line:
            continue
        cell = json.loads(line)
        value = cell["value"]
        if cell["type"] == "date":
            value = iso_serial(value)
        if cell["type"] == "text":
            value = re.sub("\r\n?", "\n", value)
        cells[cell["sheet"], cell["cell"]] = (cell["type"], value)
        hidden[cell["sheet"]] = cell["hidden"]
    return cells, hidden, run.stderr.decode("utf-8", "replace").strip()


def alike(ours, peer):
    if ours is None or peer is None or ours[0] != peer[0]:
        return False
    if ours[0] == "date":
        return abs(ours[1] - peer[1]) * 86400 <= 1
    if ours[0] == "number":
        return abs(ours[1] - peer[1]) <= NEAR * max(1.0, abs(peer[1]))
    if ours[0] == "text":
        # An escaped escape, _x005F_x000D_, is decoded once by either side.
        return ours[1] in [re.sub("\r\n?", "\n", text) for text in (peer[1], unescape(peer[1]))]
    return ours[1] == peer[1]


def differences(program, path, peer):
    cells, hidden = peer
    ours, ours_hidden, said = read_ours(program, path)
    found = []
    if said and not ours:
        found.append(("", said, "", ""))
    for place in sorted(set(cells) | set(ours)):
        if not alike(ours.get(place), cells.get(place)):
            found.append(("%s!%s" % place, "ours", ours.get(place), cells.get(place)))
    for name, state in ours_hidden.items():
        if hidden.get(name) != state:
            found.append((name, "hidden", state, hidden.get(name)))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("list", nargs="?", help="a file with one path a line")
    parser.add_argument("--corpus", help="a folder with MANIFEST.tsv")
    parser.add_argument("--dump", required=True, help="huizong")
    options = parser.parse_args()
    if options.corpus and not os.path.isdir(options.corpus):
        print("skipped: no corpus")
        return 0
    if options.list:
        with open(options.list, encoding="utf-8") as paths:
            files = paths.read().split("\n")[:-1]
    else:
        files = list(corpus_files(options.corpus))
    program = [options.dump, "dump"]
    known, agreed, differed, unread, excused = known_files(), 0, [], 0, 0
    for path in files:
        try:
            peer = read_peer(path)
        except Exception:  # whatever it dies of: openpyxl cannot be asked
            unread += 1
            continue
        found = differences(program, path, peer)
        name = os.path.relpath(path, options.corpus) if options.corpus else path
        if not found:
            agreed += 1
            if name in known:
                print("agrees by now, and need not be listed: %s" % name)
        elif name in known:
            excused += 1
        else:
            differed.append(name)
            print("%s: %d differences" % (name, len(found)))
            for where, what, ours, theirs in found[:5]:
                print("    %s %s %r, openpyxl %r" % (where, what, ours, theirs))
    asked = agreed + len(differed)
    share = agreed / asked if asked else 0.0
    print("xlsx: %d of %d files agree (%.1f %%); %d differ for a known reason, %d openpyxl cannot read"
          % (agreed, asked, 100 * share, excused, unread))
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
