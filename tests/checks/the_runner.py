"""The runner itself: it passes what is right and fails on each thing that can be wrong."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from runner import case, match, tap as programs
from taps import done, tap

HERE = pathlib.Path(__file__).resolve().parent
RULES = str(HERE.parent / "contract" / "rules.tsv")
SHELF = pathlib.Path(tempfile.mkdtemp(prefix="huizong-"))


def play(spec, fault="", **files):
    """The result of a case with one input, run with the stub."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=SHELF)) / "a-case"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a.csv").write_text("a,b\n", "utf-8")
    (folder / "in" / "b.csv").write_text("a,b\n", "utf-8")
    for name, text in files.items():
        (folder / name.replace("__", "-").replace("_", ".")).write_text(text, "utf-8")
    steps = spec.get("steps") or [spec]
    for step in steps:
        step["env"] = {"FAULT": fault, "RULES": RULES, **step.get("env", {})}
    (folder / "case.json").write_text(json.dumps(spec), "utf-8")
    return case.run(folder, str(HERE / "stub_program"), [])


def passes(spec, **files):
    seen = play(spec, **files)
    return None if seen.state == "passed" else seen.text


def fails(spec, words, fault="", **files):
    seen = play(spec, fault, **files)
    if seen.state != "failed" or words not in seen.text:
        return f"expected a failure with {words!r}; {seen.state}: {seen.text}"
    return None


def merge(**more):
    return {"args": ["merge", "in"], "status": 1, **more}


FAULTS = [
    ("status", "expected status 1, found 0"), ("crash", "expected status 1, found"), ("sum", "sums:"), ("lost", "places:"),
    ("twice", "source of two records"), ("key", "no phones"), ("kind", "inputs[0].bytes"), ("word", "inputs[0].status"),
    ("rules", "rules:"), ("order", "findings:"), ("seq", "records:"), ("region", "regions:"), ("no-error", "does not follow"),
    ("clock", "other bytes"), ("folder", "other bytes"), ("nan", "NaN is no JSON"), ("repeat", "a key repeats"),
    ("gbk", "not UTF-8"), ("no-report", "no JSON report"), ("no-book", "no workbook"), ("empty-book", "cannot open"),
    ("title", "the first sheet is"), ("number", "not the number 1"), ("shown", "lacks the project"), ("formula", "is a formula"),
    ("more", "goes on with"), ("escape", "U+001B"), ("bidi", "U+202E"), ("bell", "U+0007"), ("sanitizer", "a sanitizer speaks"),
    ("log", "heap-buffer-overflow"), ("temp", "汇总表.xlsx.tmp was left behind"), ("input", "input in/a.csv was touched"),
    ("new-input", "in/b.tmp was left behind"),
]

tap("a right run passes", lambda: passes(merge()))
tap("a right run with the report on standard output passes", lambda: passes(merge(args=["merge", "in", "--json", "-"])))
for fault, words in FAULTS:
    tap(f"a run with the fault {fault} fails", lambda: fails(merge(), words, fault))
tap("status 2 that touches nothing passes", lambda: passes({"args": ["merge", "--refuse", "in"], "status": 2}))
tap("status 2 with an output fails", lambda: fails({"args": ["merge", "--refuse", "in"], "status": 2}, "was touched", "half"))
tap("steps share a folder: the old output stays whole", lambda: passes(
    {"steps": [merge(), {"args": ["merge", "--refuse", "in"], "status": 2}]}))
tap("a later step that ruins the old output fails", lambda: fails(
    {"steps": [merge(), {"args": ["merge", "--refuse", "in"], "status": 2, "env": {"FAULT": "half", "RULES": RULES}}, merge()]},
    "step 2: ", "clock"))
tap("expected.json is held against the report", lambda: fails(merge(), "seq: expected 9", expected_json='{"records": [{"seq": 9}, {}]}'))
tap("expected.json that holds", lambda: passes(merge(), expected_json='{"records": [{"seq": 1}, {"seq": null}]}'))
tap("expected-cells.json is held against the workbook", lambda: fails(merge(), "汇总表!C4", expected__cells_json='{"汇总表": {"C4": "乙"}}'))
tap("expected-cells.json that holds", lambda: passes(merge(), expected__cells_json='{"汇总表": {"A4:C4": [[1, "=平台", "甲公司"]], "A5": null}}'))
tap("a sheet that is not there fails", lambda: fails(merge(), "no sheet", expected__cells_json='{"甲": {"A1": null}}'))
tap("dump's lines are held against expected.json", lambda: passes({"args": ["dump", "in"]}, expected_json='[{"cell": "A1"}, {"text": "乙"}]'))
tap("a line of dump that is no JSON fails", lambda: fails({"args": ["dump", "in"]}, "line 2", "line"))
tap("standard error must match", lambda: fails(merge(stderr=["21 个"]), "stderr lacks"))
tap("standard error must not match", lambda: fails(merge(stderr={"must_not": ["1 个"]}), "stderr has"))
tap("a misspelt key of case.json fails", lambda: fails(merge(sterr=["x"]), "no such key"))
tap("an expectation that no step is held against fails", lambda: fails(merge(), "no step", expected__2_json="{}"))
tap("an exception is granted by name", lambda: None if play(merge(**{"except": ["sums"]}), "sum").text.find("sums:") < 0 else "not granted")
tap("a case can be skipped with its reason", lambda: None if play({"skip": "later"}).state == "skipped" else "not skipped")

MATCHES = [
    ({}, {"a": 1}, True), ({"a": 1}, {"a": 1, "b": 2}, True), ({"a": 1}, {"b": 1}, False), ({"a": None}, {}, False),
    (1, True, False), (1, "1", False), (1, 1.0, True), ("a", "ab", False), ("$re:b$", "ab", True), ("$re:^b", "ab", False),
    ([1, 2], [1, 2], True), ([1, 2], [2, 1], False), ([1], [1, 2], False), ([], [1], False),
    ({"$unordered": [1, 2]}, [2, 1], True), ({"$unordered": [1]}, [2, 1], False), ({"$unordered": [1, 1]}, [1, 2], False),
    ({"$unordered": [{}, {"a": 1}]}, [{"a": 1}, {"a": 2}], True),
    ({"$contains": [{"a": 1}]}, [{"a": 2}, {"a": 1}], True), ({"$contains": {"a": 3}}, [{"a": 2}], False),
    ({"$contains": [1, 1]}, [1, 2], False), ({"$none": {"a": 1}}, [{"a": 2}], True), ({"$none": {"a": 1}}, [{"a": 1}], False),
    ({"$len": 2}, [1, 2], True), ({"$len": 2}, [1], False), ({"$len": 0, "$none": []}, [], True),
    ({"$filter": {"a": 1}, "$is": [{"b": 1}]}, [{"a": 1, "b": 1}, {"a": 2}], True),
    ({"$filter": {"a": 1}, "$is": []}, [{"a": 1}], False), ({"$not": None}, "x", True), ({"$not": None}, None, False),
    ({"a": {"$absent": True}}, {}, True), ({"a": {"$absent": True}}, {"a": None}, False), ({"$contains": [1]}, None, False),
]


def matches(expected, actual, holds):
    found = match.differences(expected, actual)
    return None if (not found) == holds else f"{found}"


def bad_operator():
    try:
        match.differences({"$lenght": 1}, [1])
    except match.BadExpectation:
        return None
    return "an operator that does not exist passed"


for expected, actual, holds in MATCHES:
    tap(f"{json.dumps(expected)} {'holds' if holds else 'does not hold'} of {json.dumps(actual)}",
        lambda: matches(expected, actual, holds))
tap("an operator that does not exist is a fault of the test", bad_operator)

PROGRAMS = [
    ("a program without TAP counts by its status", "true", ["passed"]),
    ("its failure", "false", ["failed"]),
    ("77 is skipped", "exit 77", ["skipped"]),
    ("TAP counts each line", "echo 1..2; echo 'ok 1 - a'; echo 'not ok 2 - b'; exit 1", ["passed", "failed"]),
    ("cmocka's way of skipping", "echo 1..1; echo 'not ok 1 # SKIP a'", ["skipped"]),
    ("what a test left on the line is no matter", "echo 1..1; echo 'noiseok 1 - a'", ["passed"]),
    ("a program that dies half-way fails", "echo 1..2; echo 'ok 1 - a'; kill -9 $$", ["passed", "failed"]),
    ("one that fails after its tests fails", "echo 1..1; echo 'ok 1 - a'; exit 23", ["passed", "failed"]),
    ("two groups", "echo 1..1; echo 'ok 1 - a'; echo 1..1; echo 'ok 1 - b'", ["passed", "passed"]),
]


def states(script, expected):
    found = programs.run("a", ["sh", "-c", script], 20)
    return None if [one.state for one in found] == expected else f"{found}"


for name, script, expected in PROGRAMS:
    tap(name, lambda: states(script, expected))


def last_line(folder, binary, expected, status):
    ran = subprocess.run([sys.executable, str(HERE.parent / "run"), "--e2e", str(folder), "--binary", str(binary), "-k", "e2e/"],
                         capture_output=True, text=True, check=False)
    last = (ran.stdout.splitlines() or [""])[-1]
    return None if (last, ran.returncode) == (expected, status) else f"{ran.returncode}: {ran.stdout}{ran.stderr}"


def counted(*specs):
    folder = pathlib.Path(tempfile.mkdtemp(dir=SHELF))
    for at, spec in enumerate(specs):
        (folder / str(at)).mkdir()
        (folder / str(at) / "case.json").write_text(json.dumps(spec), "utf-8")
    return folder


tap("the last line counts", lambda: last_line(
    counted({"args": ["help"]}, {"args": ["help"], "status": 3}, {"skip": "later"}), HERE / "stub_program",
    "0 passed, 2 failed, 1 skipped", 1))
tap("a program that is missing fails every case", lambda: last_line(counted({"args": []}), "/nowhere/huizong", "0 passed, 1 failed, 0 skipped", 1))

shutil.rmtree(SHELF)
done()
