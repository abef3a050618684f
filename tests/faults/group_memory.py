"""An allocation fails: each of the first, and a sample of all that follow; alone, and with all behind it."""

import os
import pathlib
import shutil
import subprocess

from scene import Scene

HERE = pathlib.Path(__file__).resolve().parent
EACH, SAMPLE = 150, 350


def run(binary):
    compiler = os.environ.get("CC") or "cc"
    if not shutil.which(compiler):
        return 0, "there is no C compiler", []
    scene = Scene(binary)
    library = scene.root / "memory.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "memory.c"), "-ldl"], check=True)
    counted = scene.root / "count"
    scene.run(prefix=["env", f"LD_PRELOAD={library}", f"FAULT_COUNT={counted}"])
    total = int(counted.read_text())
    places = sorted({*range(1, EACH + 1), *range(EACH, total + 1, max(1, total // SAMPLE))})
    tried, complaints = 0, []
    for more in ([], ["FAULT_ALL=1"]):
        for at in places:
            scene.restore()
            done = scene.run(prefix=["env", f"LD_PRELOAD={library}", f"FAULT_AT={at}", *more])
            tried += 1
            if done.returncode == 127 and scene.outputs() == scene.old:
                continue  # the loader's own
            why = scene.complaint(done, may_fail_inputs=True)
            if why:
                complaints.append(f"allocation {at} of {total}{' and all behind it' if more else ''}: {why}")
    scene.close()
    return tried, None, complaints
