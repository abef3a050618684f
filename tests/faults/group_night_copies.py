"""Files that come slowly while nights pass: appended to, renamed in, cut and written again, filled in behind their full length, with times kept.

With --settle none is ever taken but whole; in the end each is, and what is told new over all nights is each of its rows, once. Without it
a file that nobody happens to write to is taken as it is, and the nights behind tell of the rest: in the end all is there as well.
"""

import collections
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import time

from scene import HEAD, sheets

ROUNDS, FILES, SETTLE, PAUSE = 8, 25, 1, 0.5
CITIES = ["广州市", "深圳市", "珠海市", "汕头市", "佛山市"]


def rows_of(number, count):
    yield HEAD
    for at in range(count):
        serial = number * 1000 + at
        digest = hashlib.sha256(str(serial).encode()).hexdigest()
        yield [at + 1, f"项目{digest[:24]}", f"公司{digest[24:40]}", "特色专业型工业互联网平台", "张三", f"138{serial:08d} a{serial}@example.cn"]


def as_csv(number, count):
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows_of(number, count)).encode()


class Copier(threading.Thread):
    """Brings one file, in its own way."""

    def __init__(self, folder, number, chance, pause):
        super().__init__(daemon=True)
        self.kind = ("append", "rename", "again", "filled", "kept", "workbook", "folder")[number % 7]
        self.chance, self.pause, self.longest = chance, pause, 0.0
        self.place = folder / CITIES[number % len(CITIES)] / f"第{number}份.{'xlsx' if self.kind == 'workbook' else 'csv'}"
        self.place.parent.mkdir(exist_ok=True, parents=True)
        self.whole = self.made(number, 12)
        self.earlier = self.made(number, 4) if self.kind == "again" else None
        if self.earlier:
            self.place.write_bytes(self.earlier)
        self.sums = {hashlib.sha256(one).hexdigest() for one in (self.whole, self.earlier) if one}
        self.projects = {row[1] for row in list(rows_of(number, 12))[1:]}

    def made(self, number, count):
        if self.kind != "workbook":
            return as_csv(number, count)
        with tempfile.TemporaryDirectory(prefix="huizong-faults-") as shelf:
            sheets.xlsx(pathlib.Path(shelf) / "a.xlsx", {"Sheet1": list(rows_of(number, count))})
            return (pathlib.Path(shelf) / "a.xlsx").read_bytes()

    def pieces(self):
        at = 0
        while at < len(self.whole):
            # Often just behind a row: then nothing in the file says that it goes on.
            size = self.chance.randrange(100, 400)
            end = self.whole.find(b"\n", at + size) + 1 if self.chance.random() < 0.7 else at + size
            end = len(self.whole) if end <= at else end
            yield at, self.whole[at:end]
            at = end

    def wait(self):
        began = time.monotonic()
        time.sleep(self.chance.uniform(0.02, self.pause))
        self.longest = max(self.longest, time.monotonic() - began)

    def run(self):
        place = self.place
        if self.kind in ("rename", "folder"):
            place = place.with_name(f".{place.name}.part") if self.kind == "rename" else place
        time.sleep(self.chance.uniform(0, self.pause))
        with open(place, "wb") as file:
            if self.kind == "filled":
                file.truncate(len(self.whole))
            for at, piece in self.pieces():
                file.seek(at)
                file.write(piece)
                file.flush()
                if self.kind == "kept":
                    os.utime(place, (1e9, 1e9))
                self.wait()
        if place != self.place:
            os.utime(place, (1e9, 1e9))
            os.rename(place, self.place)


class Watch:
    """Nights over a folder, and what they told."""

    def __init__(self, binary, root, settle):
        self.binary, self.root, self.settle = binary, root, settle
        self.new = collections.Counter()
        self.gone = collections.Counter()
        self.nights = 0

    def night(self):
        command = [self.binary, "check", "in", "-q", "--lang=en", "--json", "r.json", "--state", "led", *(["--settle", str(self.settle)] if self.settle else [])]
        done = subprocess.run(command, cwd=self.root, capture_output=True, timeout=60, check=False, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        self.nights += 1
        if done.returncode not in (0, 1):
            nothing = b"no input could be read" in done.stderr
            return None if nothing else f"status {done.returncode}: {done.stderr.decode('utf-8', 'replace')}"
        told = json.loads((self.root / "r.json").read_text("utf-8"))
        for one in told["changes"]["records"]:
            self.new[one["project"]] += one["change"] == "new"
            self.gone[one["project"]] += one["change"] == "withdrawn"
        return told


def partial(told, copiers):
    places = {str(one.place).split("/in/")[1]: one for one in copiers}
    for found in told["inputs"]:
        copier = places.get(found["path"])
        if not copier or found["reason"] in ("changing", "system") or found["sha256"] in copier.sums or copier.longest > 0.9 * SETTLE:
            continue
        yield f"{copier.kind}: taken as {found['status']} {found['reason']} with {found['bytes']} of {len(copier.whole)} bytes, its pauses {copier.longest:.2f} s at most"


def at_last(told, watch, copiers):
    """Once all are whole and at rest."""
    wanted = set().union(*(one.projects for one in copiers))
    if not isinstance(told, dict):
        yield f"the last night: {told}"
        return
    if {one["project"] for one in told["records"]} != wanted:
        yield "rows are missing at last, or there are others"
    if watch.settle and ({name: count for name, count in watch.new.items() if count} != dict.fromkeys(wanted, 1) or any(watch.gone.values())):
        yield f"told new not once each: {[name for name in wanted if watch.new[name] != 1][:3]}, withdrawn {[name for name in watch.gone if watch.gone[name]][:3]}"
    if any(watch.new[name] - watch.gone[name] != 1 for name in wanted):
        yield "new and withdrawn do not add up to what is there"


def one_round(binary, files, seed, settle):
    root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-"))
    chance = random.Random(seed)
    copiers = [Copier(root / "in", number, random.Random(chance.random()), PAUSE) for number in range(files)]
    watch, complaints = Watch(binary, root, settle), []
    for one in copiers:
        one.start()
    while any(one.is_alive() for one in copiers):
        told = watch.night()
        if isinstance(told, str):
            complaints.append(told)
        elif told and settle:
            complaints += partial(told, copiers)
    time.sleep(settle + 0.1)
    complaints += at_last(watch.night(), watch, copiers)
    complaints += [f"left behind {name}" for name in os.listdir(root) if name not in ("in", "led", "r.json")]
    shutil.rmtree(root)
    return watch.nights, complaints


def run(binary, rounds=ROUNDS, files=FILES):
    binary = str(pathlib.Path(binary).resolve())
    tried, nights, complaints = 0, 0, []
    for at in range(rounds):
        for settle in (SETTLE, 0) if at % 4 == 0 else (SETTLE,):
            passed, found = one_round(binary, files, at, settle)
            complaints += [f"round {at}, --settle {settle}: {line}" for line in found]
            tried += files
            nights += passed
    print(f"night_copies: {tried} files came slowly during {nights} nights")
    if nights < 2 * rounds:
        complaints.append("too few nights passed meanwhile")
    return tried, None, complaints
