#!/usr/bin/python3
"""Real names of firms as one office wrote them and another registered them, held against text/firm.

    names.py --corpus DIR --dump PROGRAM

Two names of one code should be the same applicant or likely to be; two names of two codes that differ by one letter must
not be the same. The comparison is made by the unit test test_firm, told the names on standard input; it stands beside
the program. With --write (make agreement) there is no section of the page to write: prints the figures only.
"""
import argparse
import collections
import os
import subprocess
import sys

from taps import done, tap

NAMES = "zhanggh8023+pythonclass/derived/"
LEVELS = ("same", "likely", "short", "sister", "different")
SAME, LIKELY, DIFFERENT = 0, 1, 4
OTHER_TRADE = 12
# Of 483 pairs 59 are other names altogether (潍坊永泰机械科技 became 潍坊涂木郎新材料) and 48 kept their 字号 but
# changed their trade, which is what tells two firms of one city apart.
ENOUGH, ENOUGH_WITH_TRADE = 0.75, 0.85


def rows(given, name):
    with open(os.path.join(given.corpus, NAMES + name), encoding="utf-8") as lines:
        return [line.split("\t") for line in lines.read().split("\n")[1:] if line]


def compared(given, mode, pairs):
    """[(level, why, a, b)] as test_firm says it."""
    program = os.path.join(os.path.dirname(os.path.abspath(given.dump)), "tests", "test_firm")
    text = "".join(f"{a}\t{b}\n" for a, b in pairs)
    run = subprocess.run([program, mode], input=text.encode("utf-8"), capture_output=True, timeout=300, check=True)
    said = [line.split("\t") for line in run.stdout.decode("utf-8").split("\n") if line]
    return [(what, int(level), int(why), a, b) for what, level, why, a, b in said]


def figures(found):
    counts = collections.Counter(LEVELS[level] for _, level, *_ in found)
    return ", ".join(f"{counts[level]} {level}" for level in LEVELS)


def two_spellings(given):
    found = compared(given, "pairs", [row[:2] for row in rows(given, "name_pairs_a.tsv") if row[4] == "1"])
    likely = sum(level <= LIKELY for _, level, *_ in found)
    trade = sum(why == OTHER_TRADE for _, _, why, *_ in found)
    print(f"# {len(found)} names written two ways: {figures(found)}; {trade} of another trade")
    if likely < ENOUGH * len(found) or likely + trade < ENOUGH_WITH_TRADE * len(found):
        return f"only {likely} of {len(found)} are the same or likely, {trade} of another trade"
    return None


def hard_negatives(given):
    found = compared(given, "pairs", [row[:2] for row in rows(given, "hard_negatives_a.tsv")])
    print(f"# {len(found)} pairs of firms one letter apart: {figures(found)}")
    return "\n".join(f"{a} {b}" for _, level, _, a, b in found if level == SAME)


def whole_list(given):
    """Every name of a list with every other; equal names of two codes are the list's own mistakes."""
    found = compared(given, "list", [row[:2] for row in rows(given, "shandong_list_a.tsv")])
    wrong = [f"{a} {b}" for what, _, _, a, b in found if what == "wrong" and a.replace("市", "") != b.replace("市", "")]
    missed = sorted({(a, b) for what, _, _, a, b in found if what == "missed"})
    print(f"# one list: {len(wrong)} pairs of two codes are the same, {len(missed)} of one code different")
    if len(missed) > 2:
        wrong += [f"missed: {a} {b}" for a, b in missed]
    return "\n".join(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--dump", required=True)
    parser.add_argument("--only")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not os.path.exists(os.path.join(given.corpus, NAMES)):
        print("skipped: no names in the corpus")
        sys.exit(77)
    tap("names of one firm written two ways are the same or likely", lambda: two_spellings(given))
    tap("firms one letter apart are never the same", lambda: hard_negatives(given))
    tap("in a list nothing but equal names is the same", lambda: whole_list(given))
    done()


main()
