"""The second reader of .xls is killed, again and again, or stopped: the records are the same, and nothing else is lost."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from scene import rows  # puts lib on the path, too
import sheets

FILES = 60
TRIES = 20
NAME = "huizong-second"
MET_AT_LEAST = 5


def second_readers():
    for folder in pathlib.Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "comm").read_text().strip() == NAME[:15]:
                yield int(folder.name), (folder / "cwd").resolve()
        except OSError:
            continue


def disturbed(command, root, number, once):
    """Its records, its status, how often the signal met a second reader, and how long it took."""
    report, met, began = root / "report.json", 0, time.monotonic()
    report.unlink(missing_ok=True)
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            for pid, folder in second_readers():
                if folder == root and number and not (once and met):
                    try:
                        os.kill(pid, number)
                        met += 1
                    except ProcessLookupError:
                        pass
            time.sleep(0.0005)
        status = process.returncode
    records = json.loads(report.read_text("utf-8"))["records"] if report.exists() else None
    return records, status, met, time.monotonic() - began


def run(binary):
    root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-")).resolve()
    for at in range(FILES):
        sheets.xls(root / "in" / f"{at}" / "广州市.xls", {"Sheet1": list(rows("广州市", 5))})
    command = [str(pathlib.Path(binary).resolve()), "check", "-q", "--json", "report.json", "in"]
    wanted, status, _, _ = disturbed(command, root, 0, False)
    tried, hit, complaints = 0, 0, []
    for number, once, seconds in [(signal.SIGKILL, False, 20)] * TRIES + [(signal.SIGSEGV, False, 20), (signal.SIGSTOP, True, 100)]:
        records, ended, met, took = disturbed(command, root, number, once)
        tried += 1
        hit += met
        if records != wanted or ended != status or took > seconds:
            complaints.append(f"{number.name}, {met} times: status {ended}, {took:.0f} s, same records: {records == wanted}")
    if hit < MET_AT_LEAST:
        complaints.append(f"only {hit} signals met a second reader")
    left = [pid for pid, folder in second_readers() if folder == root]
    if left:
        complaints.append(f"left running: {left}")
    shutil.rmtree(root, ignore_errors=True)
    return tried, None, complaints
