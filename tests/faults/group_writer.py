"""The process that writes the workbook: every call it makes fails in its turn, it is killed at any moment, it hangs.

It stops as it begins (writer.c), a tracer takes hold of it alone, and it goes on.
"""

import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time

from processes import named, stat
from scene import NAMES, SECONDS, Scene

HERE = pathlib.Path(__file__).resolve().parent
NAME = "huizong-writer"
FAULTS = [
    ("write", "ENOSPC"), ("write", "EIO"), ("writev", "EIO"), ("read", "EIO"), ("openat", "EMFILE"), ("openat", "ENOSPC"), ("openat", "EIO"),
    ("close", "EIO"), ("lseek", "EIO"), ("newfstatat", "EIO"), ("fstat", "EIO"), ("unlink", "EIO"), ("getpid", "EPERM"), ("ftruncate", "EIO"),
    ("mmap", "ENOMEM"), ("brk", "ENOMEM"), ("mremap", "ENOMEM"), ("rt_sigaction", "EINVAL"), ("rt_sigprocmask", "EINVAL"),
]
TRIES = 60
STALL = 60  # seconds without progress that are waited for (src/app/writer.c)


def stopped(process):
    """Wait for it to have begun; None where it never does."""
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        for pid in named(process.pid, NAME):
            if stat(pid)[1] == "T":
                return pid
        time.sleep(0.002)
    return None


def start(scene, library):
    return subprocess.Popen(scene.command(), cwd=scene.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LD_PRELOAD": str(library)})


def ended(process, seconds=SECONDS):
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return subprocess.CompletedProcess([], None, b"", b"it did not end\n")
    return subprocess.CompletedProcess([], process.returncode, b"", said)


def traced(scene, library, given):
    """Its run, held by a tracer with such arguments from the writer's first call on."""
    with start(scene, library) as process:
        pid = stopped(process)
        if pid is None:
            return ended(process)
        with subprocess.Popen(["strace", "-o", str(scene.root / "trace"), *given, "-p", str(pid)], stderr=subprocess.PIPE) as tracer:
            tracer.stderr.readline()  # "attached"
            os.kill(pid, signal.SIGCONT)
            done = ended(process)
            tracer.wait(10)
    return done


def fail_each(scene, library):
    traced(scene, library, [])
    counts = collections.Counter(re.findall(r"^(\w+)\(", (scene.root / "trace").read_text("utf-8", "replace"), re.M))
    if counts["write"] < 3 or counts["openat"] < 3:
        yield f"its calls are {dict(counts)}"
    for call, error in FAULTS:
        for when in range(1, counts[call] + 1):
            scene.restore()
            done = traced(scene, library, ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"])
            why = scene.complaint(done, names=list(NAMES.values()))
            yield why and f"{call} {error} at {when} of {counts[call]}: {why}"


def signal_any_time(scene, library):
    chance = random.Random(20201114)
    for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM):
        for _ in range(TRIES):
            scene.restore()
            with start(scene, library) as process:
                pid = stopped(process)
                os.kill(pid, signal.SIGCONT)
                time.sleep(chance.uniform(0, 0.02))
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
                done = ended(process)
            why = scene.complaint(done, names=list(NAMES.values()))
            yield why and f"{number.name}: {why}"


def hang(scene, library):
    scene.restore()
    began = time.monotonic()
    with start(scene, library) as process:
        stopped(process)  # and nobody lets it go on
        done = ended(process, STALL + 20)
    span = time.monotonic() - began
    why = scene.complaint(done, names=list(NAMES.values()))
    if done.returncode != 2 or span > STALL + 3:
        why = f"status {done.returncode} after {span:.0f} s"
    yield why and f"stopped: {why}"


def killed_above(scene, library):
    """Whoever is killed takes it along; whoever is told to end leaves nothing of it behind."""
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        scene.restore()
        with start(scene, library) as process:
            pid = stopped(process)
            process.send_signal(number)
            done = ended(process)
        time.sleep(0.1)
        why = None if number == signal.SIGKILL else scene.complaint(done) if done.stderr else None
        if stat(pid)[1] not in ("", "Z"):
            why = f"it is still there: {stat(pid)}"
        if number != signal.SIGKILL and (scene.strays() or done.returncode != 2):
            why = f"status {done.returncode}, left behind {scene.strays()}"
        if scene.outputs() != scene.old:
            why = "old outputs changed"
        yield why and f"{number.name} to the run: {why}"


def run(binary):
    compiler = (os.environ.get("CC") or "cc").split()
    if not shutil.which(compiler[0]):
        return 0, "there is no C compiler", []
    scene = Scene(binary)
    library = scene.root / "writer.so"
    subprocess.run([*compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "writer.c")], check=True)
    parts, skipped = [killed_above, signal_any_time, hang], "calls: strace is not installed"
    if shutil.which("strace"):
        parts, skipped = [*parts, fail_each], None
    answers = [why for part in parts for why in part(scene, library)]
    scene.close()
    return len(answers), skipped, [why for why in answers if why]
