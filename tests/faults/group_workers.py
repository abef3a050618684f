"""A process that reads crashes, hangs, eats memory, speaks nonsense: once, and the input is read again alone; twice, and it is refused with
its reason and the others are as ever. Then workers are killed at random times."""

import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import time

from processes import descendants, stat
from scene import Scene

HERE = pathlib.Path(__file__).resolve().parent
# What it does; how many of the first are so (the first makes the filter; of one worker the third is the next input's, which is begun anew); what is said of the input, None where it is read; seconds it may take.
CASES = [
    ("crash", 2, None, 5), ("crash", 4, "its reader died", 5),
    ("eat", 2, None, 10), ("eat", 4, "needs more memory than is allowed", 15),
    ("babble", 2, None, 5), ("babble", 4, "", 5), ("leave", 2, None, 5), ("leave", 4, "", 5),
    ("spin", 2, None, 10 + 2), ("spin", 4, "took too long", 2 * 10 + 2),
    ("stop", 2, None, 60 + 2),
]
TRIES = 30


def records(scene, named):
    told = json.loads((scene.out / "报告.json").read_bytes())
    said = [one["message"] for one in told["findings"] if one["rule"] == "input.unreadable"]
    return [one["project"] for one in told["records"] if named in one["sources"][0]["path"]], said


def misbehaved(scene, library, act, count, reason, seconds):
    scene.restore()
    # Time used up is counted as such, since others may use the machine, too.
    clock = (lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])) if act == "spin" else time.monotonic
    began = clock()
    given = ["env", f"LD_PRELOAD={library}", f"FAULT_ACT={act}", f"FAULT_FORKS={count}"]
    try:
        done = subprocess.run([*given, *scene.command(), "-j1"], cwd=scene.root, capture_output=True, timeout=6 * seconds, check=False)
    except subprocess.TimeoutExpired:
        return "it did not end"
    span = clock() - began
    if span > seconds:
        return f"{span:.1f} s instead of {seconds}"
    why = scene.complaint(done, may_fail_inputs=reason is not None)
    if why or reason is None:
        return why
    lost, said = records(scene, "广州市")
    if lost or len(said) != 1 or reason not in said[0]:
        return f"rows {lost}, said {said}"
    return None


def readers(process, name):
    return [pid for pid in descendants(process.pid) if stat(pid)[0] == name]


def killed(scene, number, after, once):
    """Status of a run some of whose workers are sent the signal, and how many."""
    met, until = set(), time.monotonic() + 30
    with subprocess.Popen(scene.command(), cwd=scene.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        while process.poll() is None and not (once and met) and time.monotonic() < until:
            for pid in readers(process, os.path.basename(scene.binary)[:15])[:1]:
                try:
                    os.kill(pid, number)
                    met.add(pid)
                except ProcessLookupError:
                    pass
        _, said = process.communicate(timeout=30)
    return subprocess.CompletedProcess([], process.returncode, b"", said), len(met)


def run(binary):
    compiler = (os.environ.get("CC") or "cc").split()
    if not shutil.which(compiler[0]):
        return 0, "there is no C compiler", []
    tried, hit, complaints = 0, 0, []
    scene = Scene(binary)
    library = scene.root / "workers.so"
    subprocess.run([*compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "workers.c"), "-ldl"], check=True)
    for case in CASES:
        why = misbehaved(scene, library, *case)
        tried += 1
        if why:
            complaints.append(f"{case[0]}, {case[1]} times: {why}")
    scene.close()
    chance = random.Random(20201115)
    scene = Scene(binary, count=300)
    for number in (signal.SIGSEGV, signal.SIGKILL):
        for at in range(TRIES):
            once = at % 6 > 0
            scene.restore()
            done, met = killed(scene, number, chance.uniform(0, 0.1), once)
            hit += met
            tried += 1
            # All are killed: then nothing could be read, or what was is told.
            why = None if not once and done.returncode == 2 and scene.outputs() == scene.old else scene.complaint(done, may_fail_inputs=not once)
            if why:
                complaints.append(f"{number.name} to {met} of its workers: {why}")
    if hit < TRIES / 2:
        complaints.append(f"only {hit} signals met a worker")
    scene.close()
    return tried, None, complaints
