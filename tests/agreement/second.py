#!/usr/bin/python3
"""Hold every cell of the corpus' .xls and .et files that our reader and freexl both read against each other.

    second.py --corpus DIR --dump PROGRAM

The second opinion of cell.disputed, on all texts and plain numbers instead of a record's known columns alone.
A dispute is a mistake of one of the two, or a false alarm: none is known, so that each is one to look at. Files
made to crash freexl are among them: its process may end as it likes, ours goes on to the next. The comparison is
made by the unit test test_second, called with names of files.
"""
import argparse
import os
import subprocess
import sys

ENDINGS = (".xls", ".et", ".xlt", ".xlw", ".biff5", ".xls5")
AT_ONCE = 40


def files(corpus):
    for folder, _, names in sorted(os.walk(corpus)):
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) or os.path.basename(folder) == "freexl-crash":
                yield os.path.join(folder, name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--dump", required=True)
    given = parser.parse_args()
    program = os.path.join(os.path.dirname(os.path.abspath(given.dump)), "tests", "test_second")
    if not os.path.exists(program):
        return 77
    names, lines, broken = list(files(given.corpus)), [], 0
    for at in range(0, len(names), AT_ONCE):
        done = subprocess.run([program] + names[at:at + AT_ONCE], capture_output=True, timeout=600, check=False)
        lines += done.stdout.decode("utf-8", "replace").splitlines()
        if done.returncode != 0:
            broken += 1
            print(f"status {done.returncode} from {names[at]} on: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    rows = [line.split("\t") for line in lines]
    disputes = [row for row in rows if len(row) > 1 and row[1] == "disputed"]
    read = [row for row in rows if len(row) == 5 and row[1] == "read"]
    twice = [row for row in read if row[2] == "whole"]
    for row in disputes:
        print("disputed:", *row)
    print(f"{len(names)} files, {len(read)} read, {len(twice)} of them by freexl, too: "
          f"{sum(int(row[4]) for row in twice)} cells in common, {len(disputes)} disputes")
    return 1 if disputes or broken or not twice else 0


sys.exit(main())
