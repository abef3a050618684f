"""Does an actual JSON value hold what an expectation asks for?

An object asks for its members and no more; a list for the same elements in the
same order; a string that begins with "$re:" is a regular expression that must
occur; anything else must be equal (1 is not true, 1 is not "1").

An object whose keys begin with $ is an operator; several must all hold:
  {"$len": 3}                          so many elements, members or characters
  {"$unordered": [...]}                the same elements, in any order
  {"$contains": [...]}                 each of these, by elements of their own (or one, without a list)
  {"$none": [...]}                     no element is like one of these
  {"$filter": {...}, "$is": ...}       the elements that are like {...}, taken as a list, are ...
  {"$not": ...}                        anything else
  {"$absent": true}                    the member is not there
"""

import re

ABSENT = object()


class BadExpectation(Exception):
    """The expectation itself is wrong: the test fails whatever the program does."""


def differences(expected, actual, path=""):
    """What keeps actual from holding expected, as lines; none where it holds."""
    if isinstance(expected, dict):
        operators = [key for key in expected if key.startswith("$")]
        if operators:
            return _operators(expected, actual, path)
        return _object(expected, actual, path)
    if isinstance(expected, list):
        return _list(expected, actual, path)
    if isinstance(expected, str) and expected.startswith("$re:"):
        if isinstance(actual, str) and re.search(expected[4:], actual):
            return []
        return [f"{path or 'value'}: {_show(actual)} does not match /{expected[4:]}/"]
    if type(expected) is not type(actual) and not _numbers(expected, actual):
        return [f"{path or 'value'}: expected {_show(expected)}, found {_show(actual)}"]
    if expected != actual:
        return [f"{path or 'value'}: expected {_show(expected)}, found {_show(actual)}"]
    return []


def _numbers(*values):
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def _show(value):
    if value is ABSENT:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 600 else text[:600] + "…"


def _object(expected, actual, path):
    if not isinstance(actual, dict):
        return [f"{path or 'value'}: expected an object, found {_show(actual)}"]
    lines = []
    for key, value in expected.items():
        lines += differences(value, actual.get(key, ABSENT), f"{path}.{key}" if path else key)
    return lines


def _list(expected, actual, path):
    if not isinstance(actual, list):
        return [f"{path or 'value'}: expected a list, found {_show(actual)}"]
    lines = []
    if len(expected) != len(actual):
        lines.append(f"{path or 'value'}: expected {len(expected)} elements, found {len(actual)}: {_show(actual)}")
    for at, (want, have) in enumerate(zip(expected, actual)):
        lines += differences(want, have, f"{path}[{at}]")
    return lines


def _assign(wanted, elements):
    """An element of its own for each that is wanted (augmenting paths); the ones left without."""
    fits = [[at for at, have in enumerate(elements) if not differences(want, have)] for want in wanted]
    taken = {}

    def place(want, tried):
        for at in fits[want]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = want
                    return True
        return False

    return [want for at, want in enumerate(wanted) if not place(at, set())]


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _len(expected, actual, path):
    if not hasattr(actual, "__len__"):
        return [f"{path}: {_show(actual)} has no length"]
    if len(actual) != expected:
        return [f"{path}: expected {expected} of them, found {len(actual)}: {_show(actual)}"]
    return []


def _contains(expected, actual, path):
    if not isinstance(actual, list):
        return [f"{path}: expected a list, found {_show(actual)}"]
    return [f"{path}: no element of its own for {_show(want)} in {_show(actual)}"
            for want in _assign(_as_list(expected), actual)]


def _unordered(expected, actual, path):
    lines = _contains(expected, actual, path)
    if not lines and len(expected) != len(actual):
        lines = [f"{path}: expected {len(expected)} elements, found {len(actual)}: {_show(actual)}"]
    return lines


def _none(expected, actual, path):
    if not isinstance(actual, list):
        return [f"{path}: expected a list, found {_show(actual)}"]
    return [f"{path}[{at}]: must not be there: {_show(have)}"
            for at, have in enumerate(actual) for want in _as_list(expected) if not differences(want, have)]


def _not(expected, actual, path):
    return [] if differences(expected, actual) else [f"{path}: must not be {_show(actual)}"]


def _absent(expected, actual, path):
    if expected is not True:
        raise BadExpectation(f"{path}: $absent takes true")
    return [] if actual is ABSENT else [f"{path}: must be absent, found {_show(actual)}"]


OPERATORS = {"$len": _len, "$contains": _contains, "$unordered": _unordered, "$none": _none, "$not": _not,
             "$absent": _absent}


def _operators(expected, actual, path):
    lines = []
    path = path or "value"
    if ("$filter" in expected) != ("$is" in expected):
        raise BadExpectation(f"{path}: $filter and $is go together")
    if "$filter" in expected:
        if not isinstance(actual, list):
            return [f"{path}: expected a list, found {_show(actual)}"]
        kept = [have for have in actual if not differences(expected["$filter"], have)]
        lines += differences(expected["$is"], kept, f"{path}{{{_show(expected['$filter'])}}}")
    for key, value in expected.items():
        if key in ("$filter", "$is"):
            continue
        if key not in OPERATORS:
            raise BadExpectation(f"{path}: no operator {key}")
        lines += OPERATORS[key](value, actual, path)
    return lines
