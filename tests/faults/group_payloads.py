"""Texts that do harm, in every format (row 20): tests/checks/harmful.py with all that it can ask for."""

import os
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]


def run(binary):
    env = {**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS / 'lib'}", "HUIZONG": str(pathlib.Path(binary).resolve())}
    done = subprocess.run([sys.executable, "-B", str(TESTS / "checks" / "harmful.py"), "--all"], env=env, capture_output=True, text=True, timeout=600, check=False)
    lines = done.stdout.splitlines()
    if not lines or not lines[-1].startswith("1.."):
        return 1, None, [done.stderr[-2000:]]
    return int(lines[-1][3:]), None, [line for line in lines if line.startswith(("not ok", "#"))]
