#!/usr/bin/python3
"""Hold every cell of the corpus' .xls and .et files that our reader and freexl both read against each other.

    second.py --corpus DIR --dump PROGRAM

The second opinion of cell.disputed, on all texts and plain numbers instead of a record's known columns alone.
A dispute is a mistake of one of the two, or a false alarm: none is known, so that each is one to look at. Files
made to crash freexl are among them: its process may end as it likes, ours goes on to the next. The comparison is
made by the unit test test_second, called with names of files; it stands beside the program.
"""
import collections
import os
import subprocess
import sys

import agree

SECTION = agree.Section("second", "`.xls`, `.et` and freexl: texts and plain numbers that both read", peer="freexl",
                        refusals="in the first section, where we refuse it; freexl refuses, or dies of, many more (README)")
ENDINGS = (".xls", ".et", ".xlt", ".xlw", ".biff5", ".xls5")
AT_ONCE = 40


def every_file(corpus):
    for folder, _, names in sorted(os.walk(corpus)):
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) or os.path.basename(folder) == "freexl-crash":
                yield os.path.relpath(os.path.join(folder, name), corpus)


def files(given):
    program = os.path.join(os.path.dirname(os.path.abspath(given.dump)), "tests", "test_second")
    if not os.path.exists(program):
        print("skipped: no test_second beside the program")
        sys.exit(77)
    names = list(every_file(given.corpus))
    for at in range(0, len(names), AT_ONCE):
        paths = [os.path.join(given.corpus, name) for name in names[at:at + AT_ONCE]]
        done = subprocess.run([program] + paths, capture_output=True, timeout=600, check=False)
        if done.returncode:
            SECTION.broken.append(f"status {done.returncode} from {names[at]} on: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            path, *rest = line.split("\t")
            said[os.path.relpath(path, given.corpus)].append(rest)
    cells = sum(int(row[3]) for rows in said.values() for row in rows if row[:2] == ["read", "whole"])
    SECTION.more = [f"In the files that both read {cells} cells were held against each other."]
    return names


def outcome(_given, name):
    rows = said[name]
    disputes = [row[1:] for row in rows if row[0] == "disputed"]
    if disputes:
        return agree.Outcome(agree.DIFFERS, agree.of_places([row[:1] for row in disputes]), [str(row) for row in disputes])
    if ["read", "whole"] in [row[:2] for row in rows]:
        return agree.Outcome(agree.AGREES, "", [])
    return agree.Outcome(agree.PEER_REFUSES if rows and rows[-1][0] == "read" else agree.BOTH_REFUSE, "", [])


said = collections.defaultdict(list)
SECTION.main(__doc__, files, outcome)
