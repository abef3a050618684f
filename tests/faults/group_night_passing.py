"""What failed of the machine one night is not remembered of the file: the next night, where nothing is wrong, it is read.

What is wrong with a file itself is remembered, like what was read of one.
"""

import json
import os
import shutil
import subprocess

from group_workers import HERE
from scene import Scene

CONVERTER, FIRST = "深圳市.csv", "广州市.csv"  # the one that no reader can read without; the one that is read first
# What a process that reads does, how many of them (group_workers: two attempts at the first input), which input it costs, what is said of that.
CASES = [("crash", 4, FIRST, "its reader died"), ("eat", 4, FIRST, "more memory than is allowed"), ("babble", 4, FIRST, ""),
         ("unconverted", 99, CONVERTER, "lacks its converters"), ("spin", 4, FIRST, "took too long")]


def night(scene, library, act="", forks=0):
    """The report of a night in which the machine does that. The library is there in all of them: with another set nothing is kept."""
    command = [scene.binary, "check", "--lang=en", "-q", "-j1", "--json", "r.json", "--state", "led", "in"]
    done = subprocess.run(command, cwd=scene.root, capture_output=True, timeout=100, check=False,
                          env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LD_PRELOAD": str(library), "FAULT_ACT": act, "FAULT_FORKS": str(forks)})
    if done.returncode not in (0, 1):
        raise AssertionError(f"status {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    return json.loads((scene.root / "r.json").read_text("utf-8"))


def said_of(report, path):
    return [one["message"] for one in report["findings"] if one["rule"] == "input.unreadable" and one["path"] == path]


def by_path(report):
    return {one["path"]: (one["status"], one["reused"]) for one in report["inputs"]}


def forgotten(scene, library, act, forks, lost, reason):
    """None, or what is wrong."""
    (scene.root / "led").unlink(missing_ok=True)
    bad, next_one, third = night(scene, library, act, forks), night(scene, library), night(scene, library)
    said = said_of(bad, lost)
    if by_path(bad)[lost][0] != "failed" or len(said) != 1 or reason not in said[0]:
        return f"{lost} is {by_path(bad)[lost]}, and said {said}"
    if by_path(next_one)[lost] != ("read", False) or said_of(next_one, lost):
        return f"the next night {lost} is {by_path(next_one)[lost]}: {said_of(next_one, lost)}"
    if by_path(next_one)["破损.xlsx"] != ("failed", True):
        return f"a file that is damaged itself is {by_path(next_one)['破损.xlsx']} the next night"
    told = {(one["change"], one["rule"]) for one in next_one["changes"]["findings"] if one["path"] == lost}
    if ("mended", "input.unreadable") not in told:
        return f"the next night tells {told} of {lost}"
    if not all(reused for _, reused in by_path(third).values()):
        return f"the third night reads anew: {by_path(third)}"
    return None


def run(binary, acts=None):
    compiler = (os.environ.get("CC") or "cc").split()
    if not shutil.which(compiler[0]):
        return 0, "there is no C compiler", []
    scene, complaints = Scene(binary), []
    library = scene.root / "workers.so"
    subprocess.run([*compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "workers.c"), "-ldl"], check=True)
    (scene.root / "in" / "破损.xlsx").write_bytes(b"PK\3\4" + bytes(400))
    cases = [case for case in CASES if not acts or case[0] in acts]
    for case in cases:
        try:
            why = forgotten(scene, library, *case)
        except AssertionError as error:
            why = str(error)
        if why:
            complaints.append(f"{case[0]}: {why}")
    scene.close()
    return len(cases), None, complaints
