"""The processes below one, by name and state, as /proc tells them."""

import pathlib


def descendants(pid):
    try:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from descendants(child)


def stat(pid):
    """Name and state (R, S, T …), or two empty texts of one that is no more."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return "", ""
    return text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2]


def named(pid, name):
    return [child for child in descendants(pid) if stat(child)[0] == name[:15]]
