"""An allocation fails: each of the first, and a sample of all that follow; alone, and with all behind it.

The process that writes the workbook is the library's: there each fails in its turn, all of them.
"""

import os
import pathlib
import shutil
import subprocess

from scene import Scene

HERE = pathlib.Path(__file__).resolve().parent
EACH, SAMPLE = 150, 350
WRITER = "huizong-writer"


def counted(scene, given):
    path = scene.root / "count"
    path.write_bytes(bytes(8))
    scene.run(prefix=[*given, f"FAULT_COUNT={path}"])
    return int.from_bytes(path.read_bytes(), "little")


def run(binary):
    compiler = os.environ.get("CC") or "cc"
    if not shutil.which(compiler.split()[0]):
        return 0, "there is no C compiler", []
    scene = Scene(binary)
    library = scene.root / "memory.so"
    subprocess.run([*compiler.split(), "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "memory.c")], check=True)
    tried, complaints = 0, []
    for name, only in (("of a run", []), ("of its writer", [f"FAULT_IN={WRITER}"])):
        given = ["env", f"LD_PRELOAD={library}", *only]
        total = counted(scene, given)
        if total < EACH:
            complaints.append(f"{name} there are {total} allocations")
        sampled = {*range(1, EACH + 1), *range(EACH, total + 1, max(1, total // SAMPLE))}
        places = [([], at) for at in (sorted(sampled) if not only else range(1, total + 1))]
        for more, at in places + [(["FAULT_ALL=1"], at) for at in sorted(sampled)]:
            scene.restore()
            done = scene.run(prefix=[*given, f"FAULT_AT={at}", *more])
            tried += 1
            if done.returncode == 127 and scene.outputs() == scene.old:
                continue  # the loader's own
            why = scene.complaint(done, may_fail_inputs=True)
            if why:
                complaints.append(f"allocation {at} of {total} {name}{' and all behind it' if more else ''}: {why}")
    scene.close()
    return tried, None, complaints
