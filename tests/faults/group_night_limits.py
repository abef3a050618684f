"""Little of everything, with a ledger: room for files, a disk that is too small for it, descriptors, memory, folders that are closed."""

import os
import pathlib
import resource
import shutil
import stat
import subprocess
import time

from group_disk import mounted
from group_limits import limited
from group_memory import HERE, counted
from night import LEDGER, Night, sampled

STEP = 4096


def limits(scene):
    """Around the sizes of journal and ledger in small steps: there the night's own writes fail."""
    most = len(scene.ledgers[1]) + 4 * STEP
    for size in range(0, most, 2048):
        yield f"files of {size} bytes", resource.RLIMIT_FSIZE, size
    for count in range(3, 30):
        yield f"{count} descriptors", resource.RLIMIT_NOFILE, count
    for megabytes in range(8, 90, 2):
        yield f"{megabytes} MB of addresses", resource.RLIMIT_AS, megabytes << 20


def is_loaders(scene, done, kind, value):
    """Not even the program could be loaded."""
    early = b"error while loading" in done.stderr or b"cannot" in done.stderr and done.returncode == 127
    return scene.outputs() == scene.old and (early or (done.returncode == -11 and kind == resource.RLIMIT_AS and value < 12 << 20))


def under_limits(scene, each):
    for name, kind, value in sampled(limits(scene), each):
        scene.restore()
        done = scene.run(preexec_fn=limited(kind, value))
        why = None if is_loaders(scene, done, kind, value) else scene.failed(done, may_fail_inputs=True)
        yield f"{name}: {why}" if why else None


def closed(scene):
    """No place for a ledger, or none of ours: refused at once, before an input is read, in a line that names it."""
    as_nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    shelf, trace = scene.root / "closed", scene.root / "seen"
    trace.touch()
    trace.chmod(0o666)
    shelf.mkdir(mode=0o755)
    locked = shelf / "locked"
    locked.write_bytes(scene.ledgers[0])
    locked.chmod(0o444)
    for path in (shelf / "none.db", scene.root / "missing" / "led", locked, pathlib.Path("/proc/led"), pathlib.Path("/dev/full"), shelf):
        scene.restore()
        for name in scene.out.rglob("*"):
            name.chmod(0o777 if name.is_dir() else 0o666)
        scene.out.chmod(0o777)
        scene.ledger = path
        began = time.monotonic()
        done = scene.run(**as_nobody)
        took = time.monotonic() - began
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode != 2 or said.count("\n") != 1 or str(path) not in said or took > 1 or scene.outputs() != scene.old or scene.strays():
            yield f"a ledger {path}: status {done.returncode} in {took:.2f} s, {said}"
        if shutil.which("strace"):
            scene.run(prefix=["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=openat,open"], **as_nobody)
            if "ENOENT" not in trace.read_text("utf-8", "replace") or '"in' in trace.read_text("utf-8", "replace"):
                yield f"a ledger {path}: inputs were opened"
        if locked.read_bytes() != scene.ledgers[0] or stat.S_IMODE(locked.stat().st_mode) != 0o444:
            yield f"a ledger {path}: another that may not be written was"
        yield None
    scene.ledger = scene.home


def small_disks(scene):
    """A file system for the ledger alone, from just its size on, until a night fits."""
    folder, size, fits, met = scene.ledger.parent, -(-len(scene.ledgers[0]) // STEP) * STEP, False, 0
    while not fits and size < 1 << 21:
        if not mounted(folder, size):
            return
        scene.restore()
        done = scene.run()
        fits = done.returncode != 2
        met += not fits
        why = scene.complaint(done, names=[LEDGER.split("/")[1]])
        # The next night has room: it takes back what this one could not.
        subprocess.run(["mount", "-o", f"remount,size={1 << 21}", folder], check=True, capture_output=True)
        why = why or scene.cut_off(done)
        yield f"a disk of {size} bytes for the ledger: {why}" if why else None
        subprocess.run(["umount", folder], check=True)
        size += STEP
    scene.restore()
    if not fits or met < 3:
        yield f"{met} disks were full, the last of {size} bytes"


def little_memory(scene, each):
    library = scene.root / "memory.so"
    compiler = (os.environ.get("CC") or "cc").split()
    if not shutil.which(compiler[0]):
        return
    subprocess.run([*compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "memory.c")], check=True)
    given = ["env", f"LD_PRELOAD={library}"]
    scene.restore()
    total = counted(scene, given)
    for more in ([], ["FAULT_ALL=1"]):
        for at in sampled(range(1, total + 1), each):
            scene.restore()
            done = scene.run(prefix=[*given, f"FAULT_AT={at}", *more])
            if done.returncode == 127 and scene.outputs() == scene.old:
                continue  # the loader's own
            why = scene.failed(done, may_fail_inputs=True)
            yield f"allocation {at} of {total}{' and all behind it' if more else ''}: {why}" if why else None


def run(binary, each=None, memory=250, disks=True):
    scene = Night(binary)
    tried, complaints = 0, []
    parts = [under_limits(scene, each), closed(scene), little_memory(scene, memory)]
    if os.geteuid() == 0 and disks:
        parts.append(small_disks(scene))
    for part in parts:
        for why in part:
            tried += 1
            if why:
                complaints.append(why)
    scene.close()
    return tried, None if os.geteuid() == 0 else "file systems may not be mounted here", complaints
