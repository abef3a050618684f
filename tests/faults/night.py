"""A folder with inputs of a second night, and outputs and ledger of the first; and what must hold after a second night that was disturbed.

The promise, beside that of scene.py: each output is the old one or the new one, whole, the workbook last; the ledger is sound, and holds the
night or does not; it holds it where the run says that it was done. The run after it succeeds, gives byte for byte what it would have given
without the disturbance, and so tells each change once to somebody who reads what was put in place; nothing temporary is left then.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess

from scene import NAMES, RETURNS, Scene

LEDGER = "state/账本.db"


class Night(Scene):
    """after[0]: the outputs of a run from the first night's ledger on, after[1]: from the second's."""

    def __init__(self, binary, count=3, out=None):
        self.is_ready = False
        super().__init__(binary, out, count)
        self.is_ready = True
        self.ledger = self.home = self.root / LEDGER
        self.home.parent.mkdir()
        os.chmod(self.root, 0o755)
        Scene.restore(self, absent=True)
        self.run(inputs="before")
        self.old, self.ledgers = self.outputs(), [self.ledger.read_bytes()]
        self.after = []
        for _ in range(2):
            self.run()
            self.after.append(self.outputs())
            self.ledgers.append(self.ledger.read_bytes())
        self.new = self.after[0]
        told = [json.loads(outputs["report"])["changes"] for outputs in self.after]
        if [one["since"] for one in told] != [1, 2] or not told[0]["records"] or told[1]["records"] or told[1]["inputs"]:
            raise AssertionError(f"two nights tell nothing to compare: {self.last}")
        self.sure = self.known(self.ledger)
        self.restore()

    def command(self, inputs="in", command="merge"):
        return [*super().command(inputs, command)[:-1], *(["--state", str(self.ledger)] if self.is_ready else []), inputs]

    def restore(self, absent=False):
        super().restore(absent)
        if self.is_ready:
            for path in self.home.parent.iterdir():
                path.unlink()
            self.home.write_bytes(self.ledgers[0])

    # --- the ledger ---

    def opened(self, path):
        """A copy of it, with its journal, since to look at it is to play that back."""
        shelf = self.root / "look"
        shutil.rmtree(shelf, ignore_errors=True)
        shelf.mkdir()
        for name in (path.name, path.name + "-journal"):
            if (path.parent / name).exists():
                shutil.copyfile(path.parent / name, shelf / name)
        return sqlite3.connect(shelf / path.name)

    def known(self, path):
        """What is in force, without the numbers of runs and rows."""
        database = self.opened(path)
        found = {}
        for table in ("input", "record", "finding", "pair", "ruling"):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in ("id", "since", "until")]
            found[table] = sorted(database.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE until IS NULL"))
        database.close()
        return found

    def runs(self):
        database = self.opened(self.ledger)
        found = database.execute("SELECT id, state FROM run ORDER BY id").fetchall()
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        strange = database.execute("PRAGMA foreign_key_check").fetchall()
        database.close()
        if sound != "ok" or strange:
            raise AssertionError(f"{sound} {strange}")
        return found

    def holds_night(self):
        """Is a second night in force?"""
        return [state for _, state in self.runs()].count("done") > 1

    # --- promises ---

    def all_strays(self):
        beside = [f"{LEDGER.split('/', maxsplit=1)[0]}/{path.name}" for path in self.home.parent.iterdir() if path != self.home]
        return self.strays() + beside

    def mixed(self):
        """The outputs after a run that was cut off: None, or what is wrong with them."""
        found = self.outputs()
        other = [key for key in NAMES if found[key] not in (self.old[key], self.new[key])]
        if other:
            return f"neither old nor new: {other}"
        if found["workbook"] == self.new["workbook"] != self.old["workbook"] and found != self.new:
            return "the workbook is in place before the others"
        return None

    def settle(self, held, before):
        """The next run, undisturbed. None, or what is wrong with it."""
        done = self.run()
        said = done.stderr.decode("utf-8", "replace")
        wanted = self.after[1] if held else self.after[0]
        found = self.outputs()
        if done.returncode not in (0, 1):
            return f"the next run: status {done.returncode}: {said}"
        if found != wanted and not same_but_reused(found, wanted):
            differ = [key for key in NAMES if found[key] != wanted[key]]
            return f"the next run (night held: {held}) gives other {differ}: {self.told(found)} for {self.told(wanted)}"
        if self.all_strays():
            return f"the next run leaves {self.all_strays()}"
        numbers = [number for number, _ in self.runs()]
        if numbers[:len(before)] != before or numbers != sorted(set(numbers)) or len(numbers) <= len(before):
            return f"the runs are {numbers}, after {before}"
        if self.known(self.ledger) != self.sure:
            return "what the ledger holds in the end is not what it holds without a disturbance"
        return None

    @staticmethod
    def told(outputs):
        changes = json.loads(outputs["report"])["changes"]
        return changes["since"], [len(changes[kind]) for kind in ("inputs", "records", "findings")]

    def cut_off(self, done):
        """After a kill -9 at any moment, or not."""
        try:
            held, numbers = self.holds_night(), [number for number, _ in self.runs()]
        except (AssertionError, sqlite3.DatabaseError) as error:
            return f"the ledger: {error}"
        why = self.mixed()
        if not why and held and self.outputs() != self.new:
            why = "the ledger holds a night whose outputs are not in place"
        if not why and done.returncode in (0, 1) and not held:
            why = "a run that was done is not in the ledger"
        return why or self.settle(held, numbers)

    def failed(self, done, **more):
        """After a run in which something did not work, and which could say so."""
        found = self.outputs()
        # An old slip that could not be read may be a person's: it stays.
        stays = done.returncode in (0, 1) and more.get("may_fail_inputs") and all(
            found[key] == self.new[key] or (self.new[key] is None and found[key] == self.old[key]) for key in NAMES)
        why = None if stays and not self.strays() else self.complaint(done, **more)
        if why:
            return why
        try:
            held, numbers = self.holds_night(), [number for number, _ in self.runs()]
        except (AssertionError, sqlite3.DatabaseError) as error:
            return f"the ledger: {error}"
        if held != (done.returncode in (0, 1)):
            return f"status {done.returncode}, but the night is {'' if held else 'not '}in the ledger"
        if done.returncode in (0, 1) and found != self.new and not stays:
            return self.settle_partial()
        return self.settle(held, numbers)

    def settle_partial(self):
        """An input could not be read in this night: the next one must know nothing less of it than the one before, and in the end all is well."""
        done = self.run()
        if done.returncode not in (0, 1):
            return f"the next run: status {done.returncode}: {done.stderr}"
        if plain(self.outputs()["report"]) != plain(self.new["report"]):
            return "the next run does not give what there is"
        if self.all_strays():
            return f"the next run leaves {self.all_strays()}"
        return None if self.known(self.ledger) == self.sure else "what the ledger holds in the end is not what it holds without a disturbance"


def same_but_reused(found, wanted):
    """A run with a library more, which another one preloads, is another reader: what it kept is read anew."""
    reports = [json.loads(outputs["report"]) for outputs in (found, wanted)]
    for report in reports:
        for one in report["inputs"]:
            one["reused"] = None
    return reports[0] == reports[1] and all(found[key] == wanted[key] for key in NAMES if key != "report")


def plain(report):
    """Without what depends on the ledger."""
    told = json.loads(report)
    told.pop("changes", None)
    for one in told["inputs"]:
        one["reused"] = False
    return told


def tracing():
    """A reason why system calls cannot be met here, or None."""
    if not shutil.which("strace"):
        return "strace is not installed"
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        return "processes may not be traced here"
    return None


def injected(call, what, when):
    """A signal is not delivered where the tracer lets the kernel choose the calls."""
    quick = [] if what.startswith("signal") else ["--seccomp-bpf"]
    return ["strace", "-f", "-qq", "-o", "/dev/null", *quick, "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}"]


def sampled(places, most):
    """All of them, or so many evenly taken."""
    places = list(places)
    return places if most is None or len(places) <= most else [places[at * len(places) // most] for at in range(most)]


__all__ = ["Night", "RETURNS", "injected", "plain", "sampled", "tracing", "pathlib"]
