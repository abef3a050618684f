"""What a power cut may find: the order in which a night reaches the disk.

fsync(each draft) < the ledger's journal and pages on the disk < the first rename < fsync(the folders) < the journal's removal < fsync(its folder).
"""

import re

from night import LEDGER, Night, tracing

CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,unlink,link"
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += \d")
WRITTEN = re.compile(r"\d+<(.*?)>.*, (\d+), (\d+)$", re.S)


def calls_of(scene):
    log = scene.root / "trace"
    scene.restore()
    scene.run(prefix=["strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(log), "-e", f"trace={CALLS}"])
    lines = log.read_text("utf-8", "surrogateescape").splitlines()
    main = lines[0].split()[0]
    found = [CALL.match(line) for line in lines if line.split()[0] == main]
    return [(match[1], decoded(match[2])) for match in found if match]


def decoded(text):
    """strace writes bytes behind ASCII as \\345."""
    return re.sub(r"((?:\\[0-7]{1,3})+)", lambda m: bytes(int(c, 8) for c in m[1][1:].split("\\")).decode("utf-8", "replace"), text)


class Order:
    def __init__(self, calls, scene):
        self.calls, self.scene = calls, scene

    def places(self, call, *holds):
        calls = (call,) if isinstance(call, str) else call
        return [at for at, (name, text) in enumerate(self.calls) if name in calls and all(part in text for part in holds)]


def complaints_of(order):
    scene, ledger = order.scene, LEDGER.split("/")[1]
    renames = [at for at in order.places("rename") if "/new\", " in order.calls[at][1] or ".huizong-" in order.calls[at][1].split('", "')[0]]
    if len(renames) < 4:
        yield f"only {len(renames)} outputs are renamed into place"
        return
    for at in renames:
        source = order.calls[at][1].split('"')[1]
        if not [one for one in order.places("fsync", source) if one < at]:
            yield f"{source} is renamed and was not flushed before"
        if [one for one in order.places("fsync", source) if one > renames[0]]:
            yield f"{source} is flushed behind the first rename"
    if "汇总表" not in order.calls[renames[-1]][1]:
        yield f"the last output is {order.calls[renames[-1]]}"
    removal = order.places("unlink", ledger + "-journal")
    if not removal:
        yield "the journal is not removed"
        return
    commit = removal[-1]
    for folder in (str(scene.out), str(scene.out) + "/退回"):
        if not [at for at in order.places("fsync", f"<{folder}>") if renames[-1] < at < commit]:
            yield f"{folder} is not flushed between the renames and the commit"
    flushes = ("fsync", "fdatasync")
    if not [at for at in order.places(flushes, f"<{scene.ledger.parent}>") if at > commit]:
        yield "the ledger's folder is not flushed behind the commit"
    journal = [at for at in order.places(flushes, ledger + "-journal>") if at < renames[0]]
    pages = [at for at in order.places(flushes, f"{ledger}>") if at < commit]
    if not journal or not pages or journal[-1] > pages[-1]:
        yield f"journal flushed at {journal}, pages at {pages}"
    if not [at for at in order.places("pwrite64", f"{ledger}>") if at < renames[0]]:
        yield "no page of the ledger is written before the first rename"
    yield from growing(order, renames[0])
    if commit < renames[-1]:
        yield "committed before the last rename"


def growing(order, until):
    """What is written behind the first rename takes no room: a full disk would show only there."""
    ends = {}
    for at in order.places("pwrite64"):
        name, size, offset = WRITTEN.match(order.calls[at][1]).groups()
        if at > until and int(offset) + int(size) > ends.get(name, 0):
            yield f"{name} grows behind the first rename"
        ends[name] = max(ends.get(name, 0), int(offset) + int(size))


def run(binary):
    skipped = tracing()
    if skipped:
        return 0, skipped, []
    scene = Night(binary)
    order = Order(calls_of(scene), scene)
    complaints = list(complaints_of(order))
    if complaints:
        complaints.append("\n".join(f"  {name}({text[:160]})" for name, text in order.calls[-120:] if name != "openat"))
    scene.close()
    return 1, None, complaints
