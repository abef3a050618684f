"""Few descriptors, small files, little memory, and folders that may not be written."""

import os
import resource
import shutil
import subprocess
import time

from scene import NAMES, Scene


def limited(kind, value):
    def set_it():
        resource.setrlimit(kind, (value, value))
    return set_it


def cases():
    for count in range(3, 24):
        yield f"{count} descriptors", resource.RLIMIT_NOFILE, count
    for size in range(0, 40 * 1024, 512):
        yield f"files of {size} bytes", resource.RLIMIT_FSIZE, size
    for megabytes in range(8, 80):
        yield f"{megabytes} MB of addresses", resource.RLIMIT_AS, megabytes << 20


def forbidden(scene):
    """A folder that is read-only, missing or another person's: refused at once, before inputs are read."""
    before = scene.out
    made = scene.root / "closed"
    made.mkdir(mode=0o555)
    for out in (made, scene.root / "none", scene.root / "in" / "广州市.csv"):
        scene.out = out
        began = time.monotonic()
        as_nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        done = scene.run(**as_nobody)
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode != 2 or said.count("\n") != 1 or out.name not in said or time.monotonic() - began > 1:
            yield f"outputs in {out.name}: status {done.returncode}, {said}"
        if made.is_dir() and os.listdir(made):
            yield f"outputs in {out.name}: left {os.listdir(made)}"
    scene.out = before


def run(binary):
    scene = Scene(binary)
    os.chmod(scene.root, 0o755)
    tried, complaints = 3, list(forbidden(scene))
    for name, kind, value in cases():
        scene.restore()
        done = scene.run(preexec_fn=limited(kind, value))
        tried += 1
        # The loader has words of its own where not even the program can be loaded.
        if done.returncode == 127 and b"error while loading" in done.stderr and scene.outputs() == scene.old:
            continue
        if done.returncode == -11 and kind == resource.RLIMIT_AS and value < 12 << 20 and scene.outputs() == scene.old:
            continue
        why = scene.complaint(done, names=list(NAMES.values()) if kind == resource.RLIMIT_FSIZE else None, may_fail_inputs=True)
        if why:
            complaints.append(f"{name}: {why}")
    scene.close()
    return tried, None, complaints
