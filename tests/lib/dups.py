"""Labelled duplicates, made and scored by ../shared/bench, which is no part of the project; and the bars for them."""

import collections
import csv
import json
import pathlib
import subprocess
import sys

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "bench"

# Below so many rows a class has a handful of pairs, and its recall says nothing.
ENOUGH = 10_000

RECALL = {  # of each class, possible pairs included
    .999: ("exact", "width", "radical", "trad", "punct", "contact"),
    .98: ("orgform",), .93: ("orgshort",), .94: ("typo", "ocr", "swap"), .92: ("rename", "trunc"), .84: ("multi",),
}
FLAGGED = {"hn_phase": .005, "hn_sameorg": .01, "hn_sister": .005}  # of hard negatives, in likely; of all other kinds:
FLAGGED_OTHER = .001
SECONDS = {1_000: .05, 100_000: 2, 1_000_000: 45}  # of the clock, on two cores
MEGABYTES = {1_000_000: 1500}

Bar = collections.namedtuple("Bar", "name value least most")


def is_there():
    return (SHARED / "gen_dups.py").is_file() and (SHARED / "score_dups.py").is_file()


def make(folder, rows, seed):
    """The folder of so many generated rows; made once."""
    place = folder / f"{rows}-{seed}"
    if not (place / "pairs.csv").exists():
        subprocess.run([sys.executable, SHARED / "gen_dups.py", "--n", str(rows), "--seed", str(seed), "--out", place],
                       check=True, stderr=subprocess.DEVNULL)
    return place


def score(place, report):
    """What the scorer says of a report: {tier: {"precision": …, "class_recall": {…}, …}}."""
    done = subprocess.run([sys.executable, SHARED / "score_dups.py", place, report], check=True, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1])


def quality(scored):
    """Every bar of what is found."""
    exact, likely, possible = (scored[tier] for tier in ("exact", "likely", "possible"))
    yield Bar("wrong exact pairs", exact["wrong"], None, 0)
    yield Bar("precision of likely", likely["precision"], .985, None)
    yield Bar("recall of likely", likely["recall"], .90, None)
    yield Bar("precision with possible", possible["precision"], .96, None)
    yield Bar("recall with possible", possible["recall"], .92, None)
    for least, names in RECALL.items():
        for name in names:
            if name in possible["class_recall"]:
                yield Bar(f"recall of {name}", possible["class_recall"][name], least, None)
    for name, share in likely["hard_negatives_flagged"].items():
        yield Bar(f"{name} in likely", share, None, FLAGGED.get(name, FLAGGED_OTHER))


def cost(rows, seconds, megabytes):
    """Every bar of what that costs."""
    if rows in SECONDS:
        yield Bar("seconds", seconds, None, SECONDS[rows])
    if rows in MEGABYTES:
        yield Bar("MB", megabytes, None, MEGABYTES[rows])


def holds(bar):
    return (bar.least is None or bar.value >= bar.least) and (bar.most is None or bar.value <= bar.most)


def words(bar):
    asked = f"at least {bar.least}" if bar.least is not None else f"at most {bar.most}"
    return f"{bar.name} {bar.value:.4g}, {asked} asked"


def audit(binary, place, report, *options):
    """The program's own report of a folder's records; findings (status 1) are what it is for."""
    done = subprocess.run([str(binary), "audit", "-q", *options, "--json", str(report), str(place / "records.csv")],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"audit ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")


def rows(place):
    with open(place / "records.csv", encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))
