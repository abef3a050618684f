#!/usr/bin/python3
"""Hold `huizong dump` against cells that the tests of the files' own projects write down.

    asserted.py --corpus DIR --dump PROGRAM

asserted.tsv holds the cells, in the words of `dump`: what people looked at and wrote into their tests, so that two
readers with the same mistake do not pass for right. Numbers are compared as numbers.
"""
import agree

SECTION = agree.Section("asserted", "cells that the tests of the files' own projects name", peer="its test")


def asserted():
    """{file: {(sheet, cell): (type, text)}}"""
    found = {}
    for line in (agree.FOLDER / "asserted.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, sheet, place, kind, text = line.split("\t")
            found.setdefault(name, {})[sheet, place] = (kind, text)
    return found


def number(said):
    return (said[0], float(said[1])) if said and said[0] == "number" else said


def outcome(given, name):
    ours, wanted = SECTION.dump(given, name), asserted()[name]
    if ours.refusal:
        return agree.refused(ours, None)
    names = list(dict.fromkeys(cell["sheet"] for cell in ours.cells))
    said = {(cell["sheet"], cell["cell"]): (cell["type"], cell["text"]) for cell in ours.cells}
    found = {place: said.get((names[int(place[0][1:]) - 1] if place[0].startswith("#") else place[0], place[1])) for place in wanted}
    return agree.compared(found, wanted, lambda a, b: number(a) == number(b))


SECTION.main(__doc__, lambda given: [name for name in agree.chosen(given.corpus, "", "") if name in asserted()], outcome)
