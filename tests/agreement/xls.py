#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' .xls and .et files against xlrd, cell by cell.

    xls.py --corpus DIR --dump PROGRAM

Compared are sheets, whether they are hidden, places, types and values of every
cell, results of formulas, booleans and errors among them. What the two say
differently without meaning another thing is made alike first (see `expected`).
Files of known-xls.tsv, each with its reason, may differ. Status 1 where fewer than
99.5 % of the files that xlrd reads agree.
"""
import argparse
import io
import json
import math
import os
import re
import subprocess
import sys

import xlrd

HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 0.995
CATEGORIES = re.compile(r"^(A1|A2|A7|A8|A9|B\d)")
ENDINGS = (".xls", ".et", ".biff5", ".xls5", ".xlt", ".xlw")
SERIAL_END = 2958466  # the day behind the last of 9999
SECONDS = 86400
UNNAMED = 45  # up to Excel 4 a file is one sheet, without a name


def corpus_files(corpus):
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        for line in manifest.read().split("\n")[1:]:
            field = line.split("\t")
            if len(field) > 2 and CATEGORIES.match(field[1]) and field[0].lower().endswith(ENDINGS):
                yield field[0]


def known_files():
    known = {}
    with open(os.path.join(HERE, "known-xls.tsv"), encoding="utf-8") as rows:
        for line in rows:
            if line.strip() and not line.startswith("#"):
                name, reason = line.rstrip("\n").split("\t", 1)
                known[name] = reason
    return known


def reference(row, col):
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters + str(row + 1)


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
                    cells[name, reference(row, col)] = value
    return cells, hidden


def serial(text):
    """ISO 8601 as a day of the 1900 system, whose day 60 is no day at all."""
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    time = re.search(r"(\d\d):(\d\d):([\d.]+)$", text)
    part = (int(time[1]) * 3600 + int(time[2]) * 60 + float(time[3])) / SECONDS if time else 0
    if not day:
        return part
    year, month, date = map(int, day.groups())
    if (year, month, date) == (1900, 2, 29):
        return 60 + part
    month, year = (month + 9) % 12, year - (month < 3)
    days = 365 * year + year // 4 - year // 100 + year // 400 + (month * 306 + 5) // 10 + date - 1 - 693899
    return (days if days > 60 else days - 1) + part


def read_ours(program, path):
    run = subprocess.run(program + [path], capture_output=True, timeout=120, check=False)
    cells, hidden = {}, {}
    for line in run.stdout.decode("utf-8").split("\n"):
        if line:
            cell = json.loads(line)
            value = serial(cell["text"]) if cell["type"] == "date" else cell["value"]
            value = float(value) if cell["type"] == "number" else value
            cells[cell["sheet"], cell["cell"]] = (cell["type"], value)
            hidden[cell["sheet"]] = cell["hidden"]
    return cells, hidden, run.returncode, run.stderr.decode("utf-8", "replace").strip()


def same(ours, peer):
    if ours is None or peer is None or ours[0] != peer[0]:
        return False
    if ours[0] == "date":
        return abs(ours[1] - peer[1]) * SECONDS <= 1
    return ours[1] == peer[1]


def differences(ours, peer):
    for place in sorted(set(ours) | set(peer)):
        if not same(ours.get(place), peer.get(place)):
            yield "%s!%s ours %r, xlrd %r" % (*place, ours.get(place), peer.get(place))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", default=os.environ.get("HUIZONG_CORPUS", ""), help="a folder with MANIFEST.tsv")
    parser.add_argument("--dump", default=os.environ.get("HUIZONG", ""), help="huizong")
    parser.add_argument("--alone", action="store_true", help="list what we read and xlrd does not, and the reasons")
    options = parser.parse_args()
    if not os.path.isdir(options.corpus):
        print("skipped: no corpus")
        return 77
    known, agreed, excused, differed, unread, crashed = known_files(), 0, 0, 0, 0, 0
    for name in corpus_files(options.corpus):
        path = os.path.join(options.corpus, name)
        ours, hidden, status, said = read_ours([options.dump, "dump"], path)
        if status not in (0, 1) or "Sanitizer" in said:
            crashed += 1
            print("# status %d: %s: %s" % (status, name, said[:300]))
        try:
            peer, peer_hidden = read_peer(path)
        except Exception as error:  # whatever it dies of: xlrd cannot be asked
            unread += 1
            if options.alone:
                print("# xlrd: %s; ours: %d cells, %s: %s" % (repr(error)[:60], len(ours), said.split("\n")[-1], name))
            continue
        found = ["refused: " + said.split("\n")[-1]] if status else list(differences(ours, peer))
        found += ["%s: hidden" % sheet for sheet in hidden if hidden[sheet] != peer_hidden.get(sheet)]
        if not found:
            agreed += 1
            if name in known:
                print("# %s: known to differ, but agrees" % name)
        elif name in known:
            excused += 1
        else:
            differed += 1
            print("# %s: %d differences, such as %s" % (name, len(found), "; ".join(found[:3])))
    asked = agreed + excused + differed
    print("# of %d files that xlrd reads %d agree wholly, %d differ for a known reason, %d otherwise; xlrd cannot read %d; "
          "%d ended badly" % (asked, agreed, excused, differed, unread, crashed))
    return 0 if asked and not crashed and (agreed + excused) / asked >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
