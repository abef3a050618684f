"""Names that are files now and links to elsewhere a moment later, while the program reads again and again (row 17).

Nothing outside the folder that was given is ever read: its content turns up in no output, and no descriptor of it is read or mapped.
"""

import ctypes
import json
import os
import shutil
import subprocess
import threading
import time

from scene import Scene

SECONDS = 10
CANARY = "金丝雀"
TABLE = "项目名称,申报单位,申报方向\n{0}项目,{0}公司,特色专业型\n"
AT_FDCWD, RENAME_EXCHANGE = -100, 2
# Content that went the way of these is content that was read.
READS = "read,pread64,readv,preadv,mmap,sendfile,splice,copy_file_range"


class Swapper(threading.Thread):
    """Changes two names for one another as fast as it can."""

    def __init__(self, pairs):
        super().__init__(daemon=True)
        self.pairs, self.count, self.stop = [(os.fsencode(a), os.fsencode(b)) for a, b in pairs], 0, threading.Event()
        self.swap = ctypes.CDLL(None, use_errno=True).renameat2

    def run(self):
        while not self.stop.is_set():
            for a, b in self.pairs:
                if self.swap(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) != 0:
                    raise OSError(ctypes.get_errno(), "renameat2")
                self.count += 1
            time.sleep(0.0001)


def build(scene):
    """The pairs: in the folder a file, a large file and a folder; beside it what takes their places."""
    inside, aside, outside = scene.root / "in", scene.root / "aside", scene.root / "outside"
    aside.mkdir()
    (outside / "夹").mkdir(parents=True)
    (outside / "夹" / "里.csv").write_text(TABLE.format(CANARY), "utf-8")
    (outside / "密.csv").write_text(TABLE.format(CANARY), "utf-8")
    with open(outside / "大密.csv", "w", encoding="utf-8") as big:
        big.write(TABLE.format(CANARY) + "\n" * (9 << 20))
    (inside / "换.csv").write_text(TABLE.format("里面"), "utf-8")
    (inside / "大换.csv").write_text(TABLE.format("里面大") + "\n" * (9 << 20), "utf-8")
    (inside / "换夹").mkdir()
    (inside / "换夹" / "里.csv").write_text(TABLE.format("里面夹"), "utf-8")
    (inside / "管.csv").write_text(TABLE.format("里面管"), "utf-8")
    os.symlink(outside / "密.csv", aside / "换.csv")
    os.symlink(outside / "大密.csv", aside / "大换.csv")
    os.symlink(outside / "夹", aside / "换夹")
    os.mkfifo(aside / "管.csv")
    return [(inside / name, aside / name) for name in ("换.csv", "大换.csv", "换夹", "管.csv")]


def complaints_of(scene, done):
    said = done.stdout + done.stderr
    if CANARY.encode() in said:
        yield "the content of a file outside is printed"
    if done.returncode not in (0, 1):
        yield f"status {done.returncode}: {done.stderr.decode('utf-8', 'replace')}"
        return
    if "merge" in done.args:
        found = scene.outputs()
        if CANARY.encode() in found["report"] or shutil.which("unzip") and CANARY.encode() in unzipped(scene):
            yield "the content of a file outside stands in an output"
        told = json.loads(found["report"])
        if sum(one["rows_read"] for one in told["inputs"] if "市" in one["path"]) != 9:
            yield f"rows of other files are lost: {told['totals']}"
        odd = [one for one in told["inputs"] if one["status"] != "read" and one["reason"] not in ("system", "changing")]
        if odd:
            yield f"refused as something else than a link or a changing file: {odd}"


def unzipped(scene):
    return subprocess.run(["unzip", "-p", str(scene.out / "汇总表.xlsx")], capture_output=True, timeout=20, check=False).stdout


def outside_reads(scene, trace):
    """strace -y names the file behind each descriptor."""
    place = str(scene.root / "outside")
    return [line for line in trace.read_text("utf-8", "surrogateescape").splitlines() if f"<{place}" in line.split(" = ")[0]]


def run(binary):
    scene = Scene(binary)
    swapper = Swapper(build(scene))
    commands = [scene.command(), scene.command(), [scene.binary, "extract", "-q", "in"], [scene.binary, "dump", "-q", "in"]]
    trace = scene.root / "trace"
    traced = shutil.which("strace") is not None
    tried, complaints, until = 0, [], time.monotonic() + SECONDS
    swapper.start()
    while time.monotonic() < until and swapper.is_alive():
        command = commands[tried % len(commands)]
        if traced and tried % 5 == 0:
            command = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={READS}", *command]
        done = subprocess.run(command, cwd=scene.root, capture_output=True, timeout=60, check=False)
        tried += 1
        if "strace" in command[0] and b"Operation not permitted" in done.stderr:
            traced = False
            continue
        complaints += complaints_of(scene, done)
        if "strace" in command[0]:
            complaints += outside_reads(scene, trace)
    if not swapper.is_alive():
        complaints.append("the names were not swapped")
    swapper.stop.set()
    swapper.join(10)
    print(f"swap: {swapper.count} swaps during {tried} runs")
    scene.close()
    return tried, None if traced else "strace may not be used here", complaints
