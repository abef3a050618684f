"""The second reader of .xls is killed, again and again, or stopped: the records are the same, and nothing else is lost."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile

from scene import rows  # puts lib on the path, too
import processes
import sheets

FILES = 60
TRIES = 20
NAME = "huizong-second"
MET_AT_LEAST = 5


def disturbed(command, root, number, once):
    """Its records, its status, how often the signal met a second reader, and how long it took."""
    report, met, began = root / "report.json", 0, time.monotonic()
    report.unlink(missing_ok=True)
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            for pid in processes.named(process.pid, NAME) if number and not (once and met) else ():
                try:
                    os.kill(pid, number)
                    met += 1
                except ProcessLookupError:
                    pass
        status = process.returncode
    records = json.loads(report.read_text("utf-8"))["records"] if report.exists() else None
    return records, status, met, time.monotonic() - began


def run(binary):
    root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-")).resolve()
    for at in range(FILES):
        sheets.xls(root / "in" / f"{at}" / "广州市.xls", {"Sheet1": list(rows("广州市", 5))})
    # Of an archive one second reader starts another for each member: it lives long enough to be met.
    with zipfile.ZipFile(root / "in" / "韶关市.zip", "w") as archive:
        for at in range(FILES):
            archive.write(root / "in" / f"{at}" / "广州市.xls", f"{at}/韶关市.xls")
    command = [str(pathlib.Path(binary).resolve()), "check", "-q", "--json", "report.json", "in"]
    wanted, status, _, _ = disturbed(command, root, 0, False)
    tried, hit, complaints = 0, 0, []
    for number, once, seconds in [(signal.SIGKILL, False, 20)] * TRIES + [(signal.SIGSEGV, False, 20), (signal.SIGSTOP, True, 100)]:
        for _ in range(TRIES if once else 1):
            # Read in one process, a second reader lives as long as the run: it can be met.
            more = ["--no-sandbox"] if once else []
            records, ended, met, took = disturbed(command + more, root, number, once)
            if met:
                break
        tried += 1
        hit += met
        if records != wanted or ended != status or took > seconds:
            complaints.append(f"{number.name}, {met} times: status {ended}, {took:.0f} s, same records: {records == wanted}")
    if hit < MET_AT_LEAST:
        complaints.append(f"only {hit} signals met a second reader")
    shutil.rmtree(root, ignore_errors=True)
    return tried, None, complaints
