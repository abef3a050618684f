#!/usr/bin/python3
"""make bench-dups: duplicates found in generated, labelled rows, and what that costs, beside three plain ways to find them.

The rows and the scorer are ../shared/bench's; without it this is skipped. A bar that does not hold is marked, and the
status is 1. The plain ways are our own small program baselines.c, which says what each of them is.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
import dups  # noqa: E402

SMALL = 10_000  # what is over so soon is run several times, and the quickest counts
PLAIN = (("equal after NFKC", "nfkc"), ("2-gram fingerprint", "bigrams"), ("Levenshtein >= .85", "levenshtein"))
PLAIN_MOST = 100_000


def timed(folder, command, stdin=None, stdout=subprocess.DEVNULL):
    """Seconds of the clock, and most memory (MB) of a process, by GNU time: a child of this one would inherit its peak."""
    out = folder / "time.txt"
    began = time.perf_counter()
    done = subprocess.run(["time", "--quiet", "-f", "%M", "-o", out, *map(str, command)], stdin=stdin, stdout=stdout,
                          stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):
        sys.exit(f"bench-dups: {command[0]} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    return seconds, float(out.read_text().split()[-1]) / 1024


def line(name, found, seconds, megabytes):
    flagged = found["hard_negatives_flagged"]
    worst = max(flagged, key=flagged.get)
    print(f"  {name:<22}{found['pairs']:>8}{found['wrong']:>7}{found['precision']:>10.4f}{found['recall']:>8.4f}{found['f1']:>8.4f}"
          f"{100 * flagged.get('hn_phase', 0):>8.1f}%{100 * flagged[worst]:>7.1f}% {worst.removeprefix('hn_'):<10}"
          + (f"{seconds:>9.3f}{megabytes:>8.0f}" if seconds is not None else ""))
    sys.stdout.flush()


def shares(title, found):
    print(f"    {title}: " + "  ".join(f"{name} {share:.3f}" for name, share in found.items()))


def our_way(binary, folder, place, count):
    """Scores, seconds and memory of huizong; its three kinds a line each, each with those above it."""
    report = folder / "report.json"
    command = [binary, "audit", "-q", "-j", "2", "--json", report, place / "records.csv"]
    runs = [timed(folder, command) for _ in range(5 if count <= SMALL else 1)]
    scored = dups.score(place, report)
    seconds, megabytes = min(seconds for seconds, _ in runs), max(most for _, most in runs)
    line("huizong: exact", scored["exact"], None, None)
    line("  with likely", scored["likely"], None, None)
    line("  with possible", scored["possible"], seconds, megabytes)
    return scored, seconds, megabytes


def lossless(text):
    """NFKC without white space, control and format characters."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def plain_ways(program, folder, place):
    rows, pairs, report = folder / "rows.txt", folder / "pairs.txt", folder / "plain.json"
    head, *records = dups.rows(place)
    title, applicant = head.index("项目名称"), head.index("申报单位")
    rows.write_text("".join(f"{lossless(row[title])}\t{lossless(row[applicant])}\n" for row in records), "utf-8")
    for name, method in PLAIN:
        with open(rows, "rb") as given, open(pairs, "wb") as found:
            seconds, megabytes = timed(folder, [program, method], given, found)
        said = [{"kind": "likely", "a": {"row": int(a) + 2}, "b": {"row": int(b) + 2}}
                for a, b in map(str.split, pairs.read_text().splitlines())]
        report.write_text(json.dumps({"duplicates": said}))
        line(name, dups.score(place, report)["likely"], seconds, megabytes)


def bench(given, count):
    """Compares the ways on so many rows; the bars that do not hold."""
    place = dups.make(given.folder, count, given.seed)
    print(f"\n{count:,} rows, seed {given.seed}")
    print(f"  {'':<22}{'pairs':>8}{'wrong':>7}{'precision':>10}{'recall':>8}{'F1':>8}{'phases':>9}{'worst':>8}{'':<11}{'seconds':>9}{'MB':>8}")
    scored, seconds, megabytes = our_way(given.binary, given.folder, place, count)
    if count <= PLAIN_MOST:
        plain_ways(given.baselines, given.folder, place)
    shares("recall of classes, with possible", scored["possible"]["class_recall"])
    shares("hard negatives flagged in likely", scored["likely"]["hard_negatives_flagged"])
    bars = list(dups.cost(count, seconds, megabytes))
    if count >= dups.ENOUGH:
        bars += dups.quality(scored)
    failed = [bar for bar in bars if not dups.holds(bar)]
    for bar in failed:
        print(f"  DOES NOT HOLD: {dups.words(bar)}")
    print(f"  {len(bars) - len(failed)} of {len(bars)} bars hold")
    sys.stdout.flush()
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--baselines", type=pathlib.Path, required=True, help="baselines.c, built")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where rows and reports go")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--seed", type=int, default=2)
    given = parser.parse_args()
    if not dups.is_there():
        sys.exit("bench-dups: skipped: there is no ../shared/bench")
    given.folder.mkdir(parents=True, exist_ok=True)
    failed = [bench(given, count) for count in given.sizes]
    sys.exit(1 if any(failed) else 0)


if __name__ == "__main__":
    main()
