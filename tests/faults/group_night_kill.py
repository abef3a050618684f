"""A night is killed (-9): at any moment, and at each system call that writes, flushes, renames, removes or opens."""

import os
import random
import signal
import subprocess
import time

from group_calls import traced
from night import Night, injected, sampled, tracing

TRIES = 200
CALLS = ["write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "unlinkat", "link", "mkdir", "rmdir", "ftruncate", "openat", "fcntl", "flock", "close"]


def killed_after(scene, seconds):
    with subprocess.Popen(scene.command(), cwd=scene.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate(timeout=20)
    return subprocess.CompletedProcess([], process.returncode, b"", said)


def at_random(scene, tries):
    chance, met = random.Random(20261123), 0
    began = time.monotonic()
    scene.run()
    span = (time.monotonic() - began) * 1.2
    for number in range(tries):
        scene.restore()
        after = chance.uniform(0, span)
        done = killed_after(scene, after)
        met += done.returncode not in (0, 1)
        why = scene.cut_off(done)
        if why:
            yield f"killed after {after:.4f} s (try {number}): {why}"
    if tries > 20 and met < tries / 4:
        yield f"only {met} of {tries} runs were met by the signal"


def run(binary, tries=TRIES, each=None, calls=None):
    scene = Night(binary)
    complaints, tried = list(at_random(scene, tries)), tries
    skipped, runs_killed = tracing(), 0
    for call in (calls or CALLS) if not skipped else []:
        before, total = traced(scene, call)
        for when in sampled(range(before + 1, total + 1), each):
            scene.restore()
            done = scene.run(prefix=injected(call, "signal=KILL", when))
            tried += 1
            # Where so many are made only by a process that reads or writes for it, that one is killed.
            met = done.returncode == -signal.SIGKILL
            why = scene.cut_off(done) if met else scene.failed(done, may_fail_inputs=True)
            runs_killed += met
            if why:
                complaints.append(f"{call} {when} of {total}: {why}")
    if not skipped and runs_killed < (tried - tries) / 3:
        complaints.append(f"only {runs_killed} of {tried - tries} runs were killed at a call")
    scene.close()
    return tried, skipped, complaints
