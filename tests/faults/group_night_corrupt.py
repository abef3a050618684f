"""A ledger that is not what the last night left: bits turned, cut short, its journal cut or swapped, another program's, a newer one, none at all.

Either it is refused, in one line that says what to do, and nothing is touched; or what is spoiled says nothing, and the night gives what it
gives without (but what has to be read anew). Never a night that tells something else.
"""

import os
import random
import sqlite3
import struct

from night import Night, plain, sampled, same_but_reused, tracing, injected

PAGE, FLIPS, CUTS, JOURNALS = 4096, 1200, 200, 160
RUNNING = (b"backup", b"--state takes", b"newer version", b"cannot be read or written")


def verdict(scene, spoiled, wanted, journal=None):
    """None, or what is wrong with a run over this ledger."""
    scene.restore()
    side = scene.home.with_name(scene.home.name + "-journal")
    scene.home.write_bytes(spoiled)
    if journal is not None:
        side.write_bytes(journal)
    done = scene.run()
    said = done.stderr
    if done.returncode == 2:
        if scene.outputs() != scene.old or scene.strays():
            return f"refused, but outputs changed: {said}"
        if said.count(b"\n") != 1 or not any(part in said for part in RUNNING) or scene.home.name.encode() not in said:
            return f"refused without a word of what to do: {said}"
        if journal is None and (scene.home.read_bytes() != spoiled or side.exists()):
            return "refused, but the ledger was written to"
        return None
    if done.returncode not in (0, 1):
        return f"status {done.returncode}: {said}"
    found = scene.outputs()
    if not any(found == one or same_but_reused(found, one) for one in wanted):
        return f"a spoiled ledger was taken, and it tells {scene.told(found)} for {[scene.told(one) for one in wanted]}; as a full run: {plain(found['report']) == plain(scene.new['report'])}"
    if scene.known(scene.home) != scene.sure:
        return "a spoiled ledger was taken, and holds other rows in the end"
    return None


def flips(scene, most):
    chance, whole = random.Random(25), scene.ledgers[0]
    places = sampled(range(100), most // 8) + [chance.randrange(len(whole)) for _ in range(most)]
    for at in places:
        bit = chance.randrange(8)
        spoiled = bytearray(whole)
        spoiled[at] ^= 1 << bit
        yield f"bit {bit} of byte {at}", bytes(spoiled), None


def cuts(scene, most):
    chance, whole = random.Random(26), scene.ledgers[0]
    for size in {*sampled(range(PAGE, len(whole), PAGE), most), *sampled(range(1, 200), most // 8), *(chance.randrange(1, len(whole)) for _ in range(most))}:
        yield f"cut at {size} of {len(whole)}", whole[:size], None
    for size in sampled(range(PAGE, len(whole), PAGE * 3), most):
        yield f"a page of zeros at {size}", whole[:size] + bytes(PAGE) + whole[size + PAGE:], None


def others(scene):
    whole = scene.ledgers[0]
    yield "a newer version", whole[:60] + struct.pack(">I", 99) + whole[64:], None
    yield "no application's", whole[:68] + bytes(4) + whole[72:], None
    yield "a text", "这不是台账\n".encode() * 500, None
    yield "zeros", bytes(len(whole)), None
    yield "one byte", b"S", None
    other = scene.root / "other.db"
    database = sqlite3.connect(other)
    database.execute("CREATE TABLE run (id INTEGER PRIMARY KEY)")
    database.commit()
    database.close()
    yield "another program's", other.read_bytes(), None
    yield "another program's under our mark", other.read_bytes()[:68] + whole[68:72] + other.read_bytes()[72:], None


def killed_late(scene):
    """Ledger and journal as they are where a night is killed behind its first rename: pages are written, and the journal takes them back."""
    scene.restore()
    scene.run(prefix=injected("rename", "signal=KILL", 3))
    side = scene.home.with_name(scene.home.name + "-journal")
    return scene.home.read_bytes(), side.read_bytes()


def journals(scene, most):
    """A journal that is not whole can take back a part only."""
    chance = random.Random(27)
    ledger, journal = killed_late(scene)
    yield "whole", ledger, journal
    for size in [*sampled(range(512, len(journal), PAGE + 8), most), *(chance.randrange(1, len(journal)) for _ in range(most // 2))]:
        yield f"journal cut at {size} of {len(journal)}", ledger, journal[:size]
    for _ in range(most // 2):
        at, bit = chance.randrange(len(journal)), chance.randrange(8)
        spoiled = bytearray(journal)
        spoiled[at] ^= 1 << bit
        yield f"bit {bit} of byte {at} of the journal", ledger, bytes(spoiled)
    yield "no journal any more", ledger, None
    yield "another ledger's journal", scene.ledgers[0], journal


def places(scene):
    """What stands where the ledger is looked for."""
    def folder(path):
        path.mkdir()

    def loop(path):
        os.symlink(path.name, path)

    for name, make in (("a folder", folder), ("a link to itself", loop), ("a pipe", os.mkfifo)):
        scene.restore()
        scene.home.unlink()
        make(scene.home)
        done = scene.run()
        fine = done.returncode == 2 and done.stderr.count(b"\n") == 1 and scene.home.name.encode() in done.stderr and scene.outputs() == scene.old
        yield None if fine and not scene.strays() else f"{name}: status {done.returncode}, {done.stderr}"
        os.rmdir(scene.home) if scene.home.is_dir() and not scene.home.is_symlink() else scene.home.unlink()


def run(binary, flip=FLIPS, cut=CUTS, journal=JOURNALS):
    scene = Night(binary)
    tried, complaints = 0, []
    cases = [*flips(scene, flip), *cuts(scene, cut), *others(scene)]
    if not tracing():
        cases += journals(scene, journal)
    for name, spoiled, side in cases:
        why = verdict(scene, spoiled, scene.after, side)
        tried += 1
        if why:
            complaints.append(f"{name}: {why}")
    for why in places(scene):
        tried += 1
        if why:
            complaints.append(why)
    scene.close()
    return tried, tracing(), complaints


