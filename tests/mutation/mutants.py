"""Mutants of real files: one seed and one number give the same bytes, always.

Each kind hurts what its format hangs on: bits, blocks, ends, length fields, headers of archives, tokens of XML, bytes of text.
"""

import io
import random
import re
import struct
import zipfile

FIELDS = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
SECTOR = 512


def flip(data, rng):
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        at = rng.randrange(len(data))
        data[at] ^= 1 << rng.randrange(8)
    return data


def swap(data, rng):
    size = min(rng.choice((4, 64, SECTOR)), len(data))
    a, b = (rng.randrange(len(data) - size + 1) // size * size for _ in range(2))
    data[a:a + size], data[b:b + size] = data[b:b + size], data[a:a + size]
    return data


def cut(data, rng):
    """At an edge of a sector, or anywhere."""
    at = rng.randrange(len(data))
    return data[:at // SECTOR * SECTOR if rng.random() < .5 else at]


def repeat(data, rng):
    at, size = rng.randrange(len(data)), rng.choice((1, 16, SECTOR, 4096))
    return data[:at] + data[at:at + size] * rng.randrange(2, 9) + data[at:]


def length(data, rng):
    """A 16 or 32 bit number a little or wildly wrong."""
    form = rng.choice(("<H", "<I"))
    size = struct.calcsize(form)
    if len(data) < size:
        return data
    at = rng.randrange(len(data) - size + 1)
    if rng.random() < .7:
        at &= ~1
    old = struct.unpack_from(form, data, at)[0]
    new = rng.choice((old + 1, old - 1, *FIELDS)) & (0xFFFF if size == 2 else 0xFFFFFFFF)
    struct.pack_into(form, data, at, new)
    return data


def record(data, rng):
    """The length or the kind of a BIFF record, found by walking from a BOF."""
    starts = [m.start() for m in re.finditer(rb"\x09\x08\x10\x00\x00\x06|\x09\x08\x08\x00\x00\x05", bytes(data))]
    if not starts:
        return length(data, rng)
    at, edges = rng.choice(starts), []
    while at + 4 <= len(data) and len(edges) < 2000:
        edges.append(at)
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    at = rng.choice(edges)
    what = rng.choice((0, 2, 2, 4))
    if at + what + 2 <= len(data):
        old = struct.unpack_from("<H", data, at + what)[0]
        struct.pack_into("<H", data, at + what, rng.choice((old + 1, old - 1, *FIELDS)) & 0xFFFF)
    return data


def directory(data, rng):
    """A field of a zip's central directory, of a local header or of its end."""
    marks = [m.start() for m in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", bytes(data))]
    if not marks:
        return length(data, rng)
    at = rng.choice(marks) + rng.randrange(4, 46, 2)
    if at + 4 <= len(data):
        form = rng.choice(("<H", "<I"))
        struct.pack_into(form, data, at, rng.choice(FIELDS) & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return data


def token(text, rng):
    """A tag of XML or HTML left out, repeated, or put elsewhere."""
    tags = [m.span() for m in re.finditer(rb"<[^<>]{1,400}>", text)]
    if not tags:
        return bytes(flip(bytearray(text or b"\0"), rng))
    start, end = rng.choice(tags)
    tag = text[start:end]
    kind = rng.randrange(4)
    if kind == 0:
        return text[:start] + text[end:]
    if kind == 1:
        return text[:start] + tag * rng.choice((2, 3, 300)) + text[end:]
    if kind == 2:
        other = rng.choice(tags)[0]
        return text[:other] + tag + text[other:]
    return text[:start] + re.sub(rb'"[^"]*"', b'"%d"' % rng.choice((-1, 0, 16385, 1048577, 99999999999)), tag, count=1) + text[end:]


def part(data, rng):
    """One part of a package mutated, the archive around it sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
            parts = [(i.filename, archive.read(i)) for i in archive.infolist()]
    except Exception:  # not an archive any more, or never one
        return bytearray(token(bytes(data), rng))
    if not parts:
        return data
    at = rng.randrange(len(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, (name, text) in enumerate(parts):
            archive.writestr(name, token(text, rng) if i == at else text)
    return bytearray(out.getvalue())


def noise(data, rng):
    """What breaks text: NULs, lone quotes, bytes of other encodings, line ends."""
    for _ in range(rng.choice((1, 4, 16))):
        at = rng.randrange(len(data) + 1)
        data[at:at] = rng.choice((b"\0", b'"', b"\xff", b"\xfe", b"\r", b"\n", b",", b"\t", b"\xd6\xd0", b"\xe4\xb8", b"\x80", b"=", b"\x1b["))
    return data


BINARY = (flip, swap, cut, repeat, length, length, record, record)
PACKAGE = (flip, cut, swap, directory, directory, part, part, part)
TEXT = (flip, cut, noise, noise, swap, part)


def kinds(data):
    if data[:4] == b"\xd0\xcf\x11\xe0" or data[:1] == b"\x09":
        return BINARY
    return PACKAGE if data[:2] == b"PK" else TEXT


def mutant(data, number):
    """(what was done, bytes)"""
    rng = random.Random(number)
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        change = rng.choice(kinds(data))
        data = bytes(change(bytearray(data or b"\0"), rng))
        done.append(change.__name__)
    return "+".join(done), data
