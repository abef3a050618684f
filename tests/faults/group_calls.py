"""Every system call of a merge that touches a file fails once, at each place where it is made."""

import re
import shutil
import subprocess

from scene import Scene

# Errors by call. A call that only reads or closes an input may cost that input, never more.
FAULTS = [
    ("write", "ENOSPC"), ("write", "EIO"), ("read", "EIO"), ("pread64", "EIO"), ("openat", "EMFILE"), ("openat", "EIO"), ("openat", "ENOSPC"),
    ("close", "EIO"), ("fsync", "EIO"), ("rename", "EIO"), ("rename", "ENOSPC"), ("link", "EPERM"), ("ftruncate", "ENOSPC"),
    ("lseek", "EIO"), ("newfstatat", "EIO"), ("getdents64", "EIO"), ("fchmod", "EPERM"), ("fchown", "EPERM"),
    ("memfd_create", "EMFILE"), ("getrandom", "ENOSYS"), ("unlink", "EIO"),
]
STARTED = re.compile(r"rt_sigaction\(SIG(HUP|INT|TERM)")


def traced(scene, call):
    """The call's names in order, and how many of them are the loader's, before the program itself begins."""
    log = scene.root / "trace"
    scene.restore()
    scene.run(prefix=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call},rt_sigaction"])
    before = total = 0
    started = False
    for line in log.read_text("utf-8", "replace").splitlines():
        started = started or bool(STARTED.search(line))
        if f" {call}(" in line:
            total += 1
            before += not started
    return before, total


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
                # A call whose failure is the trouble itself cannot take its own traces away.
                strays = call == "unlink"
                why = scene.complaint(done, absent, may_fail_inputs=True)
                if why and not (strays and why.startswith("left behind")):
                    complaints.append(f"{call} {error} at {when} of {total}{' (no old output)' if absent else ''}: {why}")
    scene.close()
    return tried, None, complaints
