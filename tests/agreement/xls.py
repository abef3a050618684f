#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' .xls files against xlrd, cell by cell.

    xls.py --corpus DIR --dump PROGRAM

What freexl is known not to tell (GAPS) is counted by its reason and listed, and
does not count as a difference; neither do files that freexl refuses whole. Every
other difference does. Status 1 where fewer than 99 % of the files that are read
agree but for the gaps.
"""
import argparse
import collections
import datetime
import io
import json
import os
import re
import subprocess
import sys

import xlrd

ENOUGH = 0.99
CATEGORIES = re.compile(r"^(A1|A2|A9|B\d)")
TYPES = {xlrd.XL_CELL_TEXT: "text", xlrd.XL_CELL_NUMBER: "number", xlrd.XL_CELL_DATE: "date",
         xlrd.XL_CELL_BOOLEAN: "bool", xlrd.XL_CELL_ERROR: "error"}

GAPS = {
    "missing": "no cell: the result of a formula, a boolean or rich text of old versions",
    "error": "an error came back as a number",
    "time": "the time behind a date is gone, or the day before a time",
    "early": "a day before March 1900 is one or two off",
    "date": "date or number: freexl judges the format otherwise",
}


def corpus_files(corpus):
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        for line in manifest.read().split("\n")[1:]:
            field = line.split("\t")
            if len(field) > 2 and CATEGORIES.match(field[1]) and field[0].lower().endswith((".xls", ".et")):
                yield field[0]


def reference(row, col):
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters + str(row + 1)


def read_peer(path):
    book = xlrd.open_workbook(path, logfile=io.StringIO())
    cells = {}
    for sheet in book.sheets():
        name = "Worksheet" if book.biff_version <= 40 else sheet.name  # Excel 4 has no names; freexl makes up this one
        for row in range(sheet.nrows):
            for col in range(sheet.row_len(row)):
                cell = sheet.cell(row, col)
                if cell.ctype in TYPES and cell.value != "":
                    value = cell.value
                    if book.datemode and cell.ctype == xlrd.XL_CELL_DATE:
                        value += 1462
                    cells[name, reference(row, col)] = (TYPES[cell.ctype], value)
    hidden = {sheet.name: sheet.visibility != 0 for sheet in book.sheets()}
    return cells, hidden if book.biff_version > 40 else {"Worksheet": False}


def read_ours(program, path):
    run = subprocess.run(program + [path], capture_output=True, timeout=120)
    cells, hidden = {}, {}
    for line in run.stdout.decode("utf-8").split("\n"):
        if line:
            cell = json.loads(line)
            cells[cell["sheet"], cell["cell"]] = (cell["type"], cell["text"])
            hidden[cell["sheet"]] = cell["hidden"]
    return cells, hidden, run.returncode, run.stderr.decode("utf-8", "replace").strip()


def serial(text):
    """ISO 8601 as a day of the 1900 system."""
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    time = re.search(r"(\d\d):(\d\d):([\d.]+)$", text)
    part = (int(time[1]) * 3600 + int(time[2]) * 60 + float(time[3])) / 86400 if time else 0
    if not day:
        return part
    if day[0] == "1900-02-29":
        return 60 + part
    days = (datetime.date(*map(int, day.groups())) - datetime.date(1899, 12, 30)).days
    return (days if days > 60 else days - 1) + part


def gap(ours, peer):
    """The word of GAPS; "" where they agree; None where they differ otherwise."""
    if ours is None:
        return "missing"
    if peer is None:
        return None
    if peer[0] == "error":
        return "error"
    if ours[0] == "date" and peer[0] == "date":
        near = abs(serial(ours[1]) - peer[1]) * 86400
        return "" if near <= 1 else "time" if "T" not in ours[1] else "early" if peer[1] < 61 else None
    if {ours[0], peer[0]} == {"date", "number"} or (ours[0] == "text" and peer[0] == "date"):
        return "date"
    if ours[0] == "number" and peer[0] == "number":
        return "" if abs(float(ours[1]) - peer[1]) <= 1e-9 * max(1.0, abs(peer[1])) else None
    if peer[0] == "bool":
        return "missing"
    return "" if ours == peer else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", default=os.environ.get("HUIZONG_CORPUS", ""), help="a folder with MANIFEST.tsv")
    parser.add_argument("--dump", default=os.environ.get("HUIZONG", ""), help="huizong")
    options = parser.parse_args()
    if not os.path.isdir(options.corpus):
        print("skipped: no corpus")
        return 0
    whole, gaps, differed, refused, unread = 0, [], [], [], 0
    for name in corpus_files(options.corpus):
        path = os.path.join(options.corpus, name)
        try:
            peer, peer_hidden = read_peer(path)
        except Exception:  # whatever it dies of: xlrd cannot be asked
            unread += 1
            continue
        ours, hidden, status, said = read_ours([options.dump, "dump"], path)
        if status:
            refused.append(name)
            print("# refused: %s: %s" % (name, said.split("\n")[-1]))
            continue
        seen = collections.Counter()
        examples = []
        for place in sorted(set(ours) | set(peer)):
            word = gap(ours.get(place), peer.get(place))
            if word is None:
                examples.append("%s!%s ours %r, xlrd %r" % (*place, ours.get(place), peer.get(place)))
            elif word:
                seen[word] += 1
        examples += ["%s: hidden" % sheet for sheet in hidden if hidden[sheet] != peer_hidden.get(sheet)]
        if examples:
            differed.append(name)
            print("# %s: %d differences, such as %s" % (name, len(examples), "; ".join(examples[:3])))
        elif seen:
            gaps.append(name)
            print("# gaps of freexl: %s: %s" % (name, ", ".join("%d x %s" % (n, GAPS[w]) for w, n in seen.items())))
        else:
            whole += 1
    asked = whole + len(gaps) + len(differed)
    print("# of %d files that xlrd reads: %d agree wholly (%.1f %%), %d but for gaps of freexl, %d differ, "
          "freexl refuses %d; xlrd cannot read %d" % (asked + len(refused), whole,
          100 * whole / max(1, asked + len(refused)), len(gaps), len(differed), len(refused), unread))
    return 0 if asked and (whole + len(gaps)) / asked >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
