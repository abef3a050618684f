"""A small sample of tests/faults (make test-faults): nights that are killed, that something fails, that come twice at once, and ten of a year."""

import importlib
import os
import pathlib
import sys

from taps import done, tap

FAULTS = pathlib.Path(__file__).resolve().parents[1] / "faults"
sys.path.insert(0, str(FAULTS))
# System calls are met in the program without the sanitizers, which make thousands of their own; it is built with the other.
PLAIN = pathlib.Path(os.environ["HUIZONG"]).with_name("huizong")
BINARY = str(PLAIN if PLAIN.exists() else os.environ["HUIZONG"])

SAMPLES = [
    ("night_kill", {"tries": 2, "each": 1, "calls": ["pwrite64", "fsync", "rename", "unlink"]}),
    ("night_calls", {"each": 1, "faults": [("pwrite64", "ENOSPC"), ("rename", "EIO")]}),
    ("night_calls", {"faults": [("fdatasync", "EIO")]}),  # all: the last is behind the commit
    ("night_order", {}),
    ("night_limits", {"each": 2, "memory": 1, "disks": False}),
    ("night_clock", {"nights": 5}),
    ("night_two", {"tries": 1}),
    ("night_copies", {"rounds": 1, "files": 7}),
    ("night_corrupt", {"flip": 8, "cut": 2, "journal": 2}),
    ("night_swap", {"seconds": 2, "options": ([],)}),
    ("night_passing", {"acts": ["crash", "unconverted"]}),
    ("night_year", {"nights": 10}),
]


def sample(name, given):
    tried, skipped, complaints = importlib.import_module(f"group_{name}").run(BINARY, **given)
    if skipped:
        print(f"# {name}: {skipped}")
    return "\n".join(complaints) or (None if tried or skipped else "nothing was tried")


for group, how in SAMPLES:
    tap(f"{group}: a sample", lambda group=group, how=how: sample(group, how))
done()
