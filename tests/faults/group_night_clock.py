"""The clock jumps from night to night, and time zones with it: numbers of runs rise, and the same inputs give the same bytes."""

import datetime
import os
import pathlib
import shutil
import subprocess
import time

from night import Night

HERE = pathlib.Path(__file__).resolve().parent
# What the clock says that night, and where: none of it may matter. Clocks go forward and back at the second and third, a day is missing at the seventh.
NIGHTS = [("2026-11-23T03:00:00", "Asia/Shanghai"), ("2026-03-29T00:59:59", "Europe/Berlin"), ("2026-10-25T01:30:00", "Europe/Berlin"),
          ("1970-01-01T00:00:01", "UTC"), ("2038-01-19T03:14:08", "Asia/Shanghai"), ("2026-11-22T03:00:00", "America/New_York"),
          ("2011-12-30T12:00:00", "Pacific/Apia"), ("1969-12-31T23:59:58", "Asia/Shanghai"), ("2106-02-07T06:28:16", "UTC"), ("1986-05-04T00:30:00", "Asia/Shanghai"),
          ("9999-12-31T23:59:59", "Nowhere/At-all"), ("2026-11-23T03:00:00", "Asia/Shanghai")]


def passed(scene, library, most):
    """Outputs and numbers of a run each night, night after night from the same ledger on."""
    scene.restore()
    for at, (said, zone) in enumerate(NIGHTS[:most]):
        offset = int(datetime.datetime.fromisoformat(said + "+00:00").timestamp() - time.time())
        given = ["env", f"LD_PRELOAD={library}", f"FAULT_CLOCK={offset}", f"TZ={zone}"] if library else []
        done = scene.run(prefix=given, inputs="in" if at % 2 == 0 else "before")
        yield done.returncode, done.stderr, scene.outputs(), [number for number, _ in scene.runs()]


def run(binary, nights=None):
    compiler = os.environ.get("CC") or "cc"
    if not shutil.which(compiler.split()[0]):
        return 0, "there is no C compiler", []
    scene = Night(binary)
    library = scene.root / "clock.so"
    subprocess.run([*compiler.split(), "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "clock.c")], check=True)
    complaints = []
    for (said, zone), wrong, right in zip(NIGHTS, list(passed(scene, library, nights)), list(passed(scene, None, nights))):
        if wrong != right:
            differ = [key for key in right[2] if wrong[2][key] != right[2][key]]
            complaints.append(f"{said} in {zone}: status {wrong[0]} {wrong[1]}, other outputs {differ}, runs {wrong[3]} for {right[3]}")
    scene.close()
    return len(NIGHTS[:nights]), None, complaints
