#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' CSV files against Python's csv module, cell by cell.

    csv.py --corpus DIR --dump PROGRAM

The encoding is told here by a rule of its own: a mark, the name of the file, else the first of UTF-8, GB18030 and Big5
that decodes the whole. The separator is that with which Python reads the most even table.
"""
import collections
import importlib
import os
import re
import sys

import agree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [place for place in sys.path if os.path.abspath(place or ".") != HERE]  # this file is named csv, too
csv = importlib.import_module("csv")

SECTION = agree.Section("csv", "`.csv`, `.tsv`, `.txt` and Python's csv module", peer="Python", enough=0.99)
CATEGORIES = r"A5|B\d|C\d|D\d|G"
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
         (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NAMES = (("utf16le", "utf-16-le"), ("utf16be", "utf-16-be"), ("utf32le", "utf-32-le"), ("utf32be", "utf-32-be"))


def decode(name, data):
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark):].decode(encoding)
    for part, encoding in NAMES:
        if part in name:
            return data.decode(encoding)
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return None


def rows_of(text, separator):
    csv.field_size_limit(1 << 30)
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    return list(csv.reader(lines, delimiter=separator))


def evenness(text, separator):
    lengths = collections.Counter(len(row) for row in rows_of(text[:65536], separator) if len(row) > 1)
    return max(((count, length) for length, count in lengths.items()), default=(0, 0))


def read_peer(name, data):
    text = decode(name, data)
    if text is None:
        return None
    named = re.match(r'"?sep=(.)"?(\r\n|\r|\n|$)', text, re.IGNORECASE)
    if named:
        separator, text = named.group(1), text[named.end():]
    else:
        separator = max(",\t;|", key=lambda s: evenness(text, s))
    cells = {}
    for row, fields in enumerate(rows_of(text.replace("\0", ""), separator), 1):
        for col, value in enumerate(fields, 1):
            formula = re.fullmatch(r'="((?:[^"]|"")*)"', value)
            value = formula.group(1).replace('""', '"') if formula else value
            if value:
                cells[row, col] = value
    return cells


def outcome(given, name):
    with open(os.path.join(given.corpus, name), "rb") as file:
        peer = read_peer(name, file.read())
    ours = SECTION.dump(given, name)
    if peer is None:
        return agree.refused(ours, "no encoding of this script's")
    if ours.refusal and peer:  # of an empty one we say that it is empty
        return agree.refused(ours, None)
    places = {f"{agree.column(col)}{row}": value for (row, col), value in peer.items()}
    return agree.compared({cell["cell"]: cell["text"] for cell in ours.cells}, places, lambda a, b: a == b)


SECTION.main(__doc__, lambda given: agree.chosen(given.corpus, CATEGORIES, (".csv", ".tsv", ".txt")), outcome)
