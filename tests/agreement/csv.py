#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' CSV files against Python's csv module, cell by cell.

    csv.py --corpus DIR --dump PROGRAM

The encoding is told here by a rule of its own: a mark, the name of the file, else
the first of UTF-8, GB18030 and Big5 that decodes the whole. The separator is that
with which Python reads the most even table. Files of known-csv.tsv, each with its
reason, may differ. Status 1 where fewer than 99 % of the others agree.
"""
import argparse
import collections
import importlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [place for place in sys.path if os.path.abspath(place or ".") != HERE]  # this file is named csv, too
csv = importlib.import_module("csv")

ENOUGH = 0.99
CATEGORIES = re.compile(r"^(A5|B\d|C\d|G)-|^C2")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
         (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NAMES = (("utf16le", "utf-16-le"), ("utf16be", "utf-16-be"), ("utf32le", "utf-32-le"), ("utf32be", "utf-32-be"))


def corpus_files(corpus):
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        for line in manifest.read().split("\n")[1:]:
            field = line.split("\t")
            if len(field) > 2 and CATEGORIES.match(field[1]) and field[0].lower().endswith((".csv", ".tsv")):
                yield field[0]


def known_files():
    with open(os.path.join(HERE, "known-csv.tsv"), encoding="utf-8") as rows:
        return dict(line.rstrip("\n").split("\t", 1) for line in rows if line.strip() and not line.startswith("#"))


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


def place_of(reference):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(row), col


def read_ours(program, path):
    run = subprocess.run(program + [path], capture_output=True, timeout=120)
    cells = {}
    for line in run.stdout.decode("utf-8").split("\n"):
        if line:
            cell = json.loads(line)
            cells[place_of(cell["cell"])] = cell["text"]
    return cells, run.stderr.decode("utf-8", "replace").strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", default=os.environ.get("HUIZONG_CORPUS", ""), help="a folder with MANIFEST.tsv")
    parser.add_argument("--dump", default=os.environ.get("HUIZONG", ""), help="huizong")
    options = parser.parse_args()
    if not os.path.isdir(options.corpus):
        print("skipped: no corpus")
        return 0
    known, agreed, differed, excused, undecoded = known_files(), 0, [], 0, []
    for name in corpus_files(options.corpus):
        path = os.path.join(options.corpus, name)
        with open(path, "rb") as file:
            peer = read_peer(name, file.read())
        ours, said = read_ours([options.dump, "dump"], path)
        if peer is None:
            undecoded.append(name)
        elif ours == peer:
            agreed += 1
        elif name in known:
            excused += 1
        else:
            differed.append(name)
            places = [p for p in sorted(set(ours) | set(peer)) if ours.get(p) != peer.get(p)]
            print("# %s: %d cells differ; %s" % (name, len(places), said))
            for p in places[:3]:
                print("#     row %d column %d: ours %r, python %r" % (*p, ours.get(p), peer.get(p)))
    for name in undecoded:
        print("# no encoding of this script's: %s" % name)
    asked = agreed + len(differed)
    share = agreed / asked if asked else 0.0
    print("# %d of %d files agree (%.1f %%), %d differ for known reasons, %d not decoded" %
          (agreed, asked, 100 * share, excused, len(undecoded)))
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
