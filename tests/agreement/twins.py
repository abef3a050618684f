#!/usr/bin/python3
"""Hold what `huizong dump` says of a workbook against what it says of the same workbook in another format.

    twins.py --corpus DIR --dump PROGRAM

Twins stand beside one another under the same stem (`.xls` with `.xlsx`, `.xlsm`, `.ods`), or an .xlsx of the strict
kind in strict/ and its usual twin above. The protected ones of Chinese authorities, which no other reader opens, have
.xlsx twins that Excel saved. Compared are sheets, whether they are hidden, places, types and values.
"""
import os
import re

import agree

SECTION = agree.Section("twins", "a workbook in two formats", peer="the other format")
ENDINGS = (".xls", ".xlsx", ".ods")
CATEGORIES = r"A1|A2|A3|A4|A9|B\d"
DIGITS = "%.15g"  # as many as Excel keeps when it writes a decimal


def pairs(given):
    """{name: its twin}"""
    names = set(agree.chosen(given.corpus, CATEGORIES, ENDINGS))
    found = {}
    for name in sorted(names):
        stem, ending = os.path.splitext(name)
        if ending == ".xlsx" and "/strict/" in name:
            twin = name.replace("/strict/", "/")
        else:
            twin = stem + {".xls": ".xlsx", ".xlsx": ".ods", ".ods": ".xls"}[ending.lower()]
        if twin in names:
            found[name] = twin
    return found


def plain(value):
    kind, what = value
    if kind == "number":
        return kind, float(DIGITS % what)
    return kind, re.sub("\r\n?", "\n", what) if kind == "text" else what


def alike(ours, peer):
    if ours is None or peer is None:
        return False
    if ours[0] == peer[0] == "date":
        return abs(ours[1] - peer[1]) * agree.DAY <= 1
    return plain(ours) == plain(peer)


def renamed(cells, other):
    """A lone sheet under the name that it has in the other file: some writers make one up."""
    names = [{sheet for sheet, _ in of} for of in (cells, other)]
    if len(names[0]) != 1 or len(names[1]) != 1:
        return cells
    name = names[1].pop()
    return {(name, place): value for (_, place), value in cells.items()}


def outcome(given, name):
    ours, twin = SECTION.dump(given, name), SECTION.dump(given, pairs_of[name])
    if ours.refusal:
        return agree.refused(ours, twin.refusal or None)
    if twin.refusal:
        return agree.refused(ours, twin.refusal)
    return agree.compared(ours.values(), renamed(twin.values(), ours.values()), alike)


pairs_of = {}


def files(given):
    pairs_of.update(pairs(given))
    return pairs_of


SECTION.main(__doc__, files, outcome)
