"""A Python script that speaks TAP: tap(name, function) for each test, done() at the end.

The function gives None or "" where the test passed, else what is wrong.
"""

import sys
import tempfile
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


def seen_as_expected(cases, place):
    """All there is of (title, case): case(place(folder)) gives what was seen and what was expected."""
    def check(case):
        with tempfile.TemporaryDirectory(prefix="huizong-") as folder:
            seen, expected = case(place(folder))
        return None if seen == expected else f"{seen} is not {expected}"

    for title, case in cases:
        tap(title, lambda case=case: check(case))
    done()
