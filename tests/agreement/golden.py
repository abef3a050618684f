#!/usr/bin/python3
"""Hold `huizong dump` of workbooks against the CSVs that Excel itself made of their sheets.

    golden.py --corpus DIR --dump PROGRAM      DIR/MANIFEST.tsv says which files

Excel writes what it shows. Compared are all text cells, truths and errors; numbers
where Excel shows them in the format General, to the digits that it shows; and that
what one side has the other has, too. Numbers and dates in a format of their own are
only asked to be there. Files of known-golden.tsv, each with its reason, may differ.
Status 1 where another one does.
"""
import argparse
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import xlrd

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [path for path in sys.path if os.path.abspath(path) != HERE]  # a csv.py stands beside this
import csv  # noqa: E402

CATEGORY = "G-golden-excel-csv"
PLAIN = re.compile(r"-?\d+(\.\d+)?(E[+-]\d+)?$")
UNQUOTED = "12843-1.xls"  # its CSVs leave commas within a field without quotes: columns cannot be told there
SHOWN = 1e-9  # General shows eleven characters


def golden_files(corpus):
    """(name of the CSV, path of the workbook, number of the sheet from 0)"""
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        rows = [line.split("\t") for line in manifest.read().split("\n")[1:] if line]
    paths = [row[0] for row in rows]
    for row in rows:
        if row[1] != CATEGORY:
            continue
        inner = row[5][len("golden of "):]
        books = [path for path in paths if path.endswith("/" + inner)]
        yield row[0], books[0] if len(books) == 1 else None, int(row[0].split(".")[-2])


def known_files():
    known = {}
    with open(os.path.join(HERE, "known-golden.tsv"), encoding="utf-8") as rows:
        for line in rows:
            if line.strip() and not line.startswith("#"):
                name, reason = line.rstrip("\n").split("\t", 1)
                known[name] = reason
    return known


def sheet_names(path):
    """Of all sheets, as they stand in the file: `dump` does not show empty ones. None for a chart."""
    if not zipfile.is_zipfile(path):
        book = xlrd.open_workbook(path, on_demand=True)
        names = book.sheet_names()
        return [names[at] if at >= 0 else None for at in book._all_sheets_map] or names
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.lower().endswith(".xml")]
        books = [package.read(part) for part in parts if re.search(rb"<(\w+:)?sheets[ >]", package.read(part))]
        if not books:
            return None
        book = ElementTree.fromstring(books[0])
    return [element.get("name") for element in book.iter() if element.tag.endswith("}sheet")]


def dump(program, path):
    cells = {}
    run = subprocess.run(program + [path], capture_output=True, timeout=120)
    for line in run.stdout.decode("utf-8").split("\n"):
        if line:
            cell = json.loads(line)
            cells.setdefault(cell["sheet"], {})[cell["cell"]] = cell
    return cells


def column(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
                cells[column(place) + str(number)] = value
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


def differences(name, golden, ours):
    found = compare(golden, ours)
    if found and UNQUOTED in name and rows_agree(golden, ours):
        return []
    return found


def compare(golden, ours):
    found = []
    for place in sorted(set(golden) | set(ours)):
        if place not in ours:
            if plain(golden[place]):
                found.append((place, None, golden[place]))
        elif place not in golden:
            if ours[place]["type"] == "text" and plain(ours[place]["text"]):
                found.append((place, ours[place]["text"], None))
        elif not agrees(ours[place], golden[place]):
            found.append((place, ours[place]["text"], golden[place]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", required=True, help="a folder with MANIFEST.tsv")
    parser.add_argument("--dump", required=True, help="huizong")
    options = parser.parse_args()
    if not os.path.isdir(options.corpus):
        print("skipped: no corpus")
        return 77
    known, books, agreed, excused, differed, absent = known_files(), {}, 0, 0, 0, 0
    for name, book, index in golden_files(options.corpus):
        if not book:
            absent += 1
            continue
        path = os.path.join(options.corpus, book)
        if path not in books:
            books[path] = (sheet_names(path), dump([options.dump, "dump"], path))
        names, sheets = books[path]
        if not names or len(names) == len(sheets) == 1:  # Excel 3 has no names of sheets: each reader makes one up
            names = list(sheets)
        sheet = names[index] if index < len(names) else None
        found = differences(name, golden_cells(os.path.join(options.corpus, name)), sheets.get(sheet, {}))
        if not found:
            agreed += 1
            if name in known:
                print("agrees by now, and need not be listed: %s" % name)
        elif name in known:
            excused += 1
        else:
            differed += 1
            print("%s (%s of %s): %d differences" % (name, sheet, book, len(found)))
            for place, ours, theirs in found[:5]:
                print("    %s: ours %r, Excel %r" % (place, ours, theirs))
    print("golden: %d of %d sheets agree with Excel's own CSV; %d differ for a known reason, %d have no workbook"
          % (agreed, agreed + differed, excused, absent))
    return 1 if differed else 0


if __name__ == "__main__":
    sys.exit(main())
