#!/usr/bin/python3
"""Duplicates found in 10,000 generated, labelled rows (../shared/bench), held against the bars.

What is found must not depend on the number of threads, nor on the order of the rows. `make bench-dups` does the same
at length, `make cut-dups` with a part of the search cut out.
"""
import json
import os
import pathlib
import random
import sys
import tempfile

import dups
from taps import done, tap

ROWS, SEED = 10_000, 2


def plain(program):
    """The program beside the sanitizers' one, which takes four times as long; that one has its unit tests."""
    beside = pathlib.Path(program).resolve().with_name("huizong")
    return beside if beside.exists() else pathlib.Path(program).resolve()


def bars(place, report):
    return "\n".join(dups.words(bar) for bar in dups.quality(dups.score(place, report)) if not dups.holds(bar))


def threads(one, four):
    return None if one.read_bytes() == four.read_bytes() else "-j 1 and -j 4 give other bytes"


def shuffled(place, folder):
    """The same rows in another order, as a folder like the first."""
    head, *records = (place / "records.csv").read_text("utf-8").rstrip("\n").split("\n")
    random.Random(SEED).shuffle(records)
    other = folder / "shuffled"
    other.mkdir()
    (other / "records.csv").write_text("\n".join([head, *records, ""]), "utf-8")
    return other


def said(place, report):
    """Pairs and relations in the words of their rows, whatever the rows' numbers; which side is called a does not matter."""
    name = {number: row[0] for number, row in enumerate(dups.rows(place), 1)}
    report = json.loads(report.read_text("utf-8"))
    pairs = [(frozenset((name[pair["a"]["row"]], name[pair["b"]["row"]])), pair["kind"], pair["score"],
              json.dumps(pair["evidence"])) for pair in report["duplicates"]]
    groups = [(frozenset(name[member["row"]] for member in group["members"]), group["kind"], 0, group["note"]) for group in report["related"]]
    return set(pairs), set(groups)


def difference(what, left, right):
    if left == right:
        return None
    only = sorted(left ^ right, key=lambda one: (sorted(one[0]), one[1:]))
    return f"{len(left)} and {len(right)} {what}, {len(only)} in one order only:\n" + "\n".join(
        f"{' '.join(sorted(one[0])[:4])} {one[1:]}" for one in only[:10])


def main():
    if not dups.is_there():
        print("skipped: there is no ../shared/bench")
        sys.exit(77)
    program = plain(os.environ["HUIZONG"])
    with tempfile.TemporaryDirectory(prefix="huizong-dups-") as folder:
        folder = pathlib.Path(folder)
        one, four, again = (folder / name for name in ("one.json", "four.json", "again.json"))
        place = dups.make(folder, ROWS, SEED)
        other = shuffled(place, folder)
        dups.audit(program, place, one, "-j", "1")
        dups.audit(program, place, four, "-j", "4")
        dups.audit(program, other, again)
        tap(f"of {ROWS:,} rows all bars hold", lambda: bars(place, one))
        tap("the number of threads makes no difference", lambda: threads(one, four))
        pairs, groups = zip(said(place, one), said(other, again))
        tap("nor does the order of the rows: the same pairs", lambda: difference("pairs", *pairs))
        tap("and the same relations", lambda: difference("relations", *groups))
    done()


main()
