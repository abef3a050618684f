"""Names that are one file now and another a moment later, night after night with a ledger (row 17).

What was answered of one file is never told of another, whichever of the two a night meets and whatever the ledger remembers of the
name; nothing outside the folder is read, with --trust-stat or without. At rest a night tells what a run without a ledger tells.
"""

import collections
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import types

from group_swap import CANARY, READS, TABLE, Swapper, outside_reads

SECONDS, FIRM, TRACED = 12, 11, 5
OPTIONS = ([], ["--trust-stat"])
# Behind the name that is swapped: what it is in the folder, and what it is aside. Of one size and one time, so that only the bytes differ.
SAME = 1_600_000_000


class Swapped:
    def __init__(self, binary):
        self.binary = str(pathlib.Path(binary).resolve())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-"))
        self.projects = {}  # SHA-256 -> the project in it
        for name in ("静", "链", "同", "夹", "夹链/里"):
            self.write(f"in/{name}{'/里' if name == '夹' else ''}.csv", f"里面{name[0]}{len(name)}")
        for name in ("同", "夹/里"):
            self.write(f"aside/{name}.csv", f"旁边{name[0]}{len(name)}")
        for name in ("密", "里"):
            self.write(f"outside/{name}.csv", f"{CANARY}{name}", known=False)
        os.symlink(self.root / "outside/密.csv", self.root / "aside/链.csv")
        os.symlink(self.root / "outside", self.root / "aside/夹链")
        self.pairs = [(self.root / "in" / name, self.root / "aside" / name) for name in ("链.csv", "同.csv", "夹", "夹链")]

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def write(self, name, project, known=True):
        place = self.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        text = TABLE.format(project).encode()
        place.write_bytes(text)
        os.utime(place, (SAME, SAME))
        if known:
            self.projects[hashlib.sha256(text).hexdigest()] = f"{project}项目"

    def command(self, *args):
        return [self.binary, "check", "in", "-q", "--json", "r.json", *args]

    def run(self, *args, prefix=()):
        done = subprocess.run([*prefix, *self.command(*args)], cwd=self.root, capture_output=True, timeout=60, check=False,
                              env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        if done.returncode not in (0, 1):
            raise AssertionError(f"status {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
        return json.loads((self.root / "r.json").read_text("utf-8"))

    def complaints(self, report):
        rows = collections.defaultdict(list)
        for record in report["records"]:
            for source in record["sources"]:
                rows[source["path"]].append(record["project"])
        for one in report["inputs"]:
            if one["status"] == "read" and rows[one["path"]] != [self.projects.get(one["sha256"])]:
                yield f"{one['path']} ({'reused' if one['reused'] else 'read'}) is {self.projects.get(one['sha256'])} and tells {rows[one['path']]}"
            if one["status"] != "read" and one["reason"] not in ("system", "changing"):
                yield f"refused as something else than a link or a changing file: {one}"
        if CANARY in json.dumps(report, ensure_ascii=False) or CANARY.encode() in (self.root / "led").read_bytes():
            yield "the content of a file outside stands in the report or the ledger"
        if [one["status"] for one in report["inputs"] if one["path"] == "静.csv"] != ["read"]:
            yield "a file that nobody touches is not read"

    def at_rest(self, option):
        """Each way round, twice: what is remembered of the other way must not be told of this one."""
        for _ in range(4):
            plain = self.run()
            found = self.run("--state", "led", *option)
            yield from self.complaints(found)
            found.pop("changes")
            for report in (plain, found):
                for one in report["inputs"]:
                    one["reused"] = None
            if plain != found:
                yield f"at rest a night is not a run without a ledger: {[(one['path'], one['status']) for one in found['inputs']]}"
            for a, b in self.pairs:
                os.rename(a, self.root / "between")
                os.rename(b, a)
                os.rename(self.root / "between", b)


def nights(scene, option, traced, seconds):
    """Nights while names are swapped. Yields what is wrong, or None, and counts what was reused in scene.reused."""
    trace, swapper = scene.root / "trace", Swapper(scene.pairs)
    until, at = time.monotonic() + seconds, 0
    swapper.start()
    while time.monotonic() < until and swapper.is_alive():
        watched = traced and at % TRACED == 0
        prefix = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={READS}"] if watched else []
        # Traced it is the same program with the same libraries: what is kept counts.
        report = scene.run("--state", "led", *option, prefix=prefix)
        for one in report["inputs"]:
            scene.reused[scene.projects.get(one["sha256"])] += one["reused"]
        yield [*scene.complaints(report), *(outside_reads(scene, trace) if watched else [])]
        at += 1
    if not swapper.is_alive():
        yield ["the names were not swapped"]
    swapper.stop.set()
    swapper.join(10)
    scene.swaps += swapper.count


def run(binary, seconds=SECONDS, options=OPTIONS):
    traced = shutil.which("strace") and not subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
    scene, tried, complaints = Swapped(binary), 0, []
    scene.swaps = 0
    for option in options:
        scene.reused = collections.Counter()
        if option:
            time.sleep(FIRM)  # what lies in the folders that are swapped is trusted from now on
        try:
            for found in nights(scene, option, traced, seconds):
                tried += 1
                complaints += found
            complaints += scene.at_rest(option)
            tried += 4
        except AssertionError as error:
            complaints.append(str(error))
        both = [scene.reused[f"{project}项目"] for project in ("里面夹1", "旁边夹3")]
        if seconds >= SECONDS and not all(both):
            complaints.append(f"{option}: answers of both files of a name were to be reused: {dict(scene.reused)}")
    print(f"night_swap: {scene.swaps} swaps during {tried} nights")
    scene.close()
    return tried, None if traced else "strace may not be used here", complaints
