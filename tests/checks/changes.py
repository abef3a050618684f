"""What changed since the last run, as people see it: sentences told again out of the ledger, the sheet 变化, the page, the summary;
and that nothing else of the outputs hangs on the ledger."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from taps import seen_as_expected

TESTS = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.environ["HUIZONG"]
PLAIN = pathlib.Path(BINARY).parent / "huizong"
CORPUS = TESTS.parent.parent / "shared/corpus"
SAMPLES = TESTS.parent / "samples"
CORPUS_SIZE = 300_000  # bytes: the larger ones say nothing more


class Place:
    """An empty folder, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, *args, binary=BINARY):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        return subprocess.run([binary, *args], cwd=self.folder, env=env, capture_output=True, text=True, timeout=300)

    def report(self, *args, binary=BINARY):
        result = self.run(*args, "--json", "r.json", binary=binary)
        assert result.returncode in (0, 1), result.stderr
        return json.loads((self.folder / "r.json").read_text("utf-8"))


# --- sentences ------------------------------------------------------------------------------------------------------------------

KEYS = ("rule", "severity", "region", "path", "sheet", "cell", "message")


def told_again(report):
    """A night without one before it: every finding is new, and goes through the ledger's columns."""
    live = sorted(str([found[key] for key in KEYS]) for found in report["findings"])
    told = sorted(str([found[key] for key in KEYS]) for found in report["changes"]["findings"])
    return {found["rule"] for found in report["findings"]}, [pair for pair in zip(live, told) if pair[0] != pair[1]], len(told) - len(live)


def cases_inputs(folder):
    """The inputs of the end-to-end cases, a folder each (but of those that need the whole project beside them)."""
    env = {**os.environ, "PYTHONPATH": str(TESTS / "lib")}
    for case in sorted(path for path in (TESTS / "e2e").iterdir() if path.is_dir()):
        work = folder / "work" / case.name
        shutil.copytree(case, work)
        if (work / "make.py").exists():
            subprocess.run([sys.executable, "make.py"], cwd=work, env=env, check=False, capture_output=True, timeout=120)
        if (work / "in").is_dir():
            shutil.move(work / "in", folder / "in" / case.name)
    shutil.rmtree(folder / "work")


def corpus_inputs(folder):
    for at, path in enumerate(sorted(CORPUS.rglob("*"))):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < CORPUS_SIZE and ".git" not in path.parts:
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
        found, differ, more = told_again(place.report("check", "in", "--state", f"{lang}.led", "--lang", lang, "-q", binary=PLAIN))
        rules |= found
        wrong += differ + [more] * (more != 0)
    return (len(rules) > 30, wrong), (True, [])


CASES = [
    ("a finding out of the ledger says what it said", sentences),
]

seen_as_expected(CASES, Place)
