"""Every system call of a merge that touches a file or makes a process fails once, at each place where it is made.

The tracer counts the calls of each process by itself: the N-th fails in all of them. The loader's own come first, and
are let be; of the process that writes the workbook they would hide all there are (group writer).
"""

import collections
import re
import shutil
import subprocess

from scene import Scene

# Errors by call. A call that only reads or closes an input may cost that input, never more.
FAULTS = [
    ("write", "ENOSPC"), ("write", "EIO"), ("read", "EIO"), ("pread64", "EIO"), ("openat", "EMFILE"), ("openat", "EIO"), ("openat", "ENOSPC"),
    ("close", "EIO"), ("fsync", "EIO"), ("rename", "EIO"), ("rename", "ENOSPC"), ("link", "EPERM"), ("ftruncate", "ENOSPC"),
    ("lseek", "EIO"), ("newfstatat", "EIO"), ("getdents64", "EIO"), ("fchmod", "EPERM"), ("fchown", "EPERM"),
    ("memfd_create", "EMFILE"), ("getrandom", "ENOSYS"), ("unlink", "EIO"), ("mkdir", "ENOSPC"), ("rmdir", "EIO"),
    ("clone", "EAGAIN"), ("clone", "ENOMEM"), ("pipe2", "EMFILE"), ("pipe2", "ENFILE"), ("socketpair", "EMFILE"), ("dup2", "EMFILE"),
    ("prctl", "EINVAL"), ("close_range", "ENOSYS"), ("waitid", "ECHILD"), ("sendto", "EPIPE"),
]
STARTED = re.compile(r"rt_sigaction\(SIG(HUP|INT|TERM)")


def traced(scene, call):
    """How many calls are the loader's, before the program itself begins, and how many the busiest process makes."""
    log = scene.root / "trace"
    scene.restore()
    scene.run(prefix=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call},rt_sigaction"])
    counts = collections.Counter()
    before, started = 0, False
    for line in log.read_text("utf-8", "replace").splitlines():
        started = started or bool(STARTED.search(line))
        if re.match(rf"\d+ +{call}\(", line):
            counts[line.split()[0]] += 1
            before += not started
    return before, max(counts.values(), default=0)


def run(binary):
    if not shutil.which("strace"):
        return 0, "strace is not installed", []
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        return 0, "processes may not be traced here", []
    scene = Scene(binary)
    tried, complaints, counts = 0, [], {}
    for call, error in FAULTS:
        if call not in counts:
            counts[call] = traced(scene, call)
        before, total = counts[call]
        for when in range(before + 1, total + 1):
            for absent in (False, True):
                # Where no old output stands is the same way through but for the last steps.
                if absent and call not in ("rename", "fsync", "link"):
                    continue
                scene.restore(absent)
                done = scene.run(prefix=["strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", f"trace={call}", "-e",
                                         f"inject={call}:error={error}:when={when}"])
                tried += 1
                why = scene.complaint(done, absent, may_fail_inputs=True)
                # A call whose failure is the trouble itself can neither take its own traces away nor say a line.
                excused = {"unlink": "left behind", "rmdir": "left behind", "write": "status 2 with 0 lines"}.get(call)
                if why and not (excused and why.startswith(excused)):
                    complaints.append(f"{call} {error} at {when} of {total}{' (no old output)' if absent else ''}: {why}")
    scene.close()
    return tried, None, complaints
