"""Findings out of the ledger say what they said: on a night without one before it every finding is new, and those of the report, told
live, and those of its changes, told again out of the ledger's columns, are the same. Over samples, cases of rules, and the corpus."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from taps import seen_as_expected

TESTS = pathlib.Path(__file__).resolve().parents[1]
BINARY = pathlib.Path(os.environ["HUIZONG"]).parent / "huizong"
CORPUS = TESTS.parent.parent / "shared/corpus"
SAMPLES = TESTS.parent / "samples"
CORPUS_SIZE, CORPUS_EACH = 60_000, 5  # bytes, and one of so many: the others say nothing more
KEYS = ("rule", "severity", "region", "path", "sheet", "cell", "message")


class Place:
    """An empty folder, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def report(self, *args):
        result = subprocess.run([BINARY, *args, "--json", "r.json"], cwd=self.folder, capture_output=True, text=True, timeout=100,
                                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        assert result.returncode in (0, 1), result.stderr
        return json.loads((self.folder / "r.json").read_text("utf-8"))


def told_again(report):
    """A night without one before it: every finding is new, and goes through the ledger's columns."""
    live = sorted(str([found[key] for key in KEYS]) for found in report["findings"])
    told = sorted(str([found[key] for key in KEYS]) for found in report["changes"]["findings"])
    return {found["rule"] for found in report["findings"]}, [pair for pair in zip(live, told) if pair[0] != pair[1]], len(told) - len(live)


def cases_inputs(folder):
    """The inputs of the end-to-end cases of rules, a folder each."""
    env = {**os.environ, "PYTHONPATH": str(TESTS / "lib")}
    for case in sorted(path for path in (TESTS / "e2e").iterdir() if path.name.startswith("rule-")):
        work = folder / "work" / case.name
        shutil.copytree(case, work)
        if (work / "make.py").exists():
            subprocess.run([sys.executable, "make.py"], cwd=work, env=env, check=True, timeout=60)
        if (work / "in").is_dir():
            shutil.move(work / "in", folder / "in" / case.name)
    shutil.rmtree(folder / "work")


def corpus_inputs(folder):
    for at, path in enumerate(sorted(CORPUS.rglob("*"))):
        if at % CORPUS_EACH == 0 and path.is_file() and not path.is_symlink() and path.stat().st_size < CORPUS_SIZE:
            into = folder / "in" / "corpus" / f"{at}"
            into.mkdir(parents=True)
            shutil.copy(path, into / path.name)


def sentences(place):
    cases_inputs(place.folder)
    if CORPUS.is_dir():
        corpus_inputs(place.folder)
    shutil.copytree(SAMPLES, place.folder / "in/samples")
    rules, wrong = set(), []
    for lang in "zh", "en":
        found, differ, more = told_again(place.report("check", "in", "--state", f"{lang}.led", "--lang", lang, "-q"))
        rules |= found
        wrong += differ + [more] * (more != 0)
    return (len(rules) >= 25 or sorted(rules), wrong), (True, [])


seen_as_expected([("a finding out of the ledger says what it said", sentences)], Place)
