"""A Python script that speaks TAP: tap(name, function) for each test, done() at the end.

The function gives None or "" where the test passed, else what is wrong.
"""

import sys
import traceback

_seen = []


def tap(name, function):
    try:
        wrong = function()
    except Exception:
        wrong = traceback.format_exc()
    _seen.append(not wrong)
    print(f"{'not ok' if wrong else 'ok'} {len(_seen)} - {name}")
    for line in str(wrong or "").splitlines():
        print(f"# {line}")


def done():
    print(f"1..{len(_seen)}")
    sys.exit(0 if all(_seen) else 1)
