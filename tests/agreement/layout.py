#!/usr/bin/python3
"""Hold what sheets say of themselves, which `huizong dump` does not show, against xlrd and openpyxl.

    layout.py --corpus DIR --dump PROGRAM

Compared are merged ranges of every sheet, hidden sheets, and which of the rows that hold cells are hidden. What our
readers push is printed by the unit test test_layout, called with names of files; it stands beside the program.
"""
import io
import os
import subprocess
import sys
import warnings

import agree
import openpyxl
import xlrd

SECTION = agree.Section("layout", "merged ranges, hidden rows and sheets", peer="xlrd or openpyxl", enough=0.995,
                        refusals="in the first two sections")
CATEGORIES = r"A1|A2|A3|A9|B\d|C\d"
AT_ONCE = 40
OLD, NEW = (".xls", ".et", ".biff5", ".xls5"), (".xlsx", ".xlsm")


def program(given):
    return os.path.join(os.path.dirname(os.path.abspath(given.dump)), "tests", "test_layout")


def sheets_of(lines):
    """{sheet: {"merged" | "hidden" | "hidden rows" | "rows": …}}"""
    sheets, sheet = {}, None
    for field in (line.split("\t") for line in lines):
        if field[0] == "sheet":
            sheet = sheets.setdefault(field[1], {"hidden": field[2] == "hidden", "rows": set(), "hidden rows": set(),
                                                 "merged": set((field + [""])[3].split())})
        elif field[0] == "row":
            sheet["rows"].add(int(field[1]))
            if field[2] == "hidden":
                sheet["hidden rows"].add(int(field[1]))
    return sheets


def read_ours(given, names):
    """{name: its sheets}; None where we refuse it."""
    run = subprocess.run([program(given), *(os.path.join(given.corpus, name) for name in names)], capture_output=True,
                         timeout=agree.SECONDS * AT_ONCE, check=False)
    if run.returncode:
        SECTION.broken.append(f"status {run.returncode} from {names[0]} on: {run.stderr.decode('utf-8', 'replace')[:2000]}")
    parts = run.stdout.decode("utf-8").split("file\t")[1:]
    return {name: sheets_of(part.split("\n")[1:]) if part.startswith("read\n") else None for name, part in zip(names, parts)}


def of_xlrd(path):
    book = xlrd.open_workbook(path, logfile=io.StringIO(), formatting_info=True)
    sheets = {}
    for sheet in book.sheets():
        merged = {f"{agree.column(left + 1)}{top + 1}:{agree.column(right)}{bottom}"
                  for top, bottom, left, right in sheet.merged_cells}
        rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
        if sheet.default_row_hidden:
            rows |= {row + 1 for row in range(sheet.nrows) if row not in sheet.rowinfo_map}
        sheets[sheet.name] = {"hidden": sheet.visibility != 0, "merged": merged, "hidden rows": rows}
    return sheets


def of_openpyxl(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    if not book.worksheets:  # strict OOXML: openpyxl sees no sheet in it
        raise ValueError("no worksheet")
    return {sheet.title: {"hidden": sheet.sheet_state != "visible", "merged": {str(area) for area in sheet.merged_cells.ranges},
                          "hidden rows": {row for row, of in sheet.row_dimensions.items() if of.hidden}}
            for sheet in book.worksheets}


def of_one(sheets, rows):
    """Of hidden rows those that hold cells: of others nobody is told."""
    said = {}
    for name, sheet in sheets.items():
        said[name, "hidden"] = sheet["hidden"]
        said[name, "merged ranges"] = {area for area in sheet["merged"] if ":" in area and len(set(area.split(":"))) == 2}
        said[name, "hidden rows"] = sheet["hidden rows"] & rows.get(name, set())
    return said


def of_peer(path):
    return of_xlrd(path) if path.lower().endswith(OLD) else of_openpyxl(path)


def of_twin(path):
    """The same workbook as Excel saved it in another kind of .xlsx: neither reader opens protected or strict ones."""
    stem, ending = os.path.splitext(path)
    return of_openpyxl(path.replace("/strict/", "/") if "/strict/" in path else stem + ".xlsx" if ending == ".xls" else "")


def outcome(given, name):
    path, ours = os.path.join(given.corpus, name), said.get(name)
    try:
        peer = of_peer(path)
    except Exception as error:  # whatever it dies of: it cannot be asked
        try:
            peer = of_twin(path)
        except Exception:
            return agree.Outcome(agree.PEER_REFUSES if ours is not None else agree.BOTH_REFUSE, repr(error)[:70], [])
    if ours is None:
        return agree.Outcome(agree.WE_REFUSE, "refused", [])
    if len(ours) == len(peer) == 1:  # up to Excel 4 a sheet has no name: each reader makes one up
        peer = {next(iter(ours)): next(iter(peer.values()))}
    rows = {sheet: said["rows"] for sheet, said in ours.items()}
    return agree.compared(of_one(ours, rows), of_one(peer, rows), lambda a, b: a == b)


def files(given):
    if not os.path.exists(program(given)):
        print("skipped: no test_layout beside the program")
        sys.exit(77)
    names = agree.chosen(given.corpus, CATEGORIES, OLD + NEW)
    for at in range(0, len(names), AT_ONCE):
        said.update(read_ours(given, names[at:at + AT_ONCE]))
    return names


said = {}


SECTION.main(__doc__, files, outcome)
