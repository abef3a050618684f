"""Archives that would write elsewhere, lead elsewhere, or never end (row 26).

A member is read into memory or not at all: no file is made or changed anywhere while an archive is read, and none that it names is opened. Each is read once more
as INPUT itself, under strace, by itself.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import tarfile
import time
import warnings
import zlib

from scene import Scene
import archives

SECONDS = 5
# Whatever makes, moves, removes or changes a file, wherever that is.
CHANGES = ("open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,symlink,symlinkat,link,linkat,rename,renameat,renameat2,unlink,unlinkat,rmdir,truncate,ftruncate,"
           "chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime,utimes,utimensat,setxattr,lsetxattr,mount,chdir,chroot")
# Where none of our own files is opened, but an archive may want to lead.
ELSEWHERE = "/tmp/huizong-elsewhere"
FORMS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
LEADING = ["../../跑.csv", "../" * 40 + ELSEWHERE[1:] + ".csv", ELSEWHERE + ".csv", "..\\..\\跑.csv", "c:\\跑.csv", "夹/../../../跑.csv", "./跑.csv", "//跑.csv", "/", "..", "nul\0.csv"]


warnings.filterwarnings("ignore", "Duplicate name")


def member(at):
    return archives.table(f"员{at}")


def seven_zip(name):
    """One member by 7z, called otherwise: the name stands in a header that is stored, and has sums over it."""
    if not shutil.which("7z"):
        return None
    folder = subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip()
    try:
        plain = "A" * (len(name) - 4) + ".csv"
        with open(f"{folder}/{plain}", "wb") as file:
            file.write(member(0))
        subprocess.run(["7z", "a", "-mhc=off", "-bd", "a.7z", plain], cwd=folder, capture_output=True, timeout=20, check=True)
        with open(f"{folder}/a.7z", "rb") as file:
            data = bytearray(file.read())
    finally:
        shutil.rmtree(folder)
    at = data.rindex(plain.encode("utf-16-le"))
    data[at:at + 2 * len(name)] = name.encode("utf-16-le")
    offset, size = struct.unpack_from("<QQ", data, 12)
    struct.pack_into("<I", data, 28, zlib.crc32(data[32 + offset:32 + offset + size]))
    struct.pack_into("<I", data, 8, zlib.crc32(data[12:32]))
    return bytes(data)


def iso(target):
    """A link in Rock Ridge, and a file beside it."""
    if not shutil.which("genisoimage"):
        return None
    folder = subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip()
    try:
        os.mkdir(f"{folder}/in")
        os.symlink(target, f"{folder}/in/LINK.CSV")
        with open(f"{folder}/in/A.CSV", "wb") as file:
            file.write(member(0))
        subprocess.run(["genisoimage", "-quiet", "-R", "-o", "a.iso", "in"], cwd=folder, capture_output=True, timeout=20, check=True)
        with open(f"{folder}/a.iso", "rb") as file:
            return file.read()
    finally:
        shutil.rmtree(folder)


def nested(depth, last, pack):
    """An archive in an archive in an archive …"""
    data = last
    for at in range(depth):
        data = pack(f"{at}.zip" if at else "里.csv", data)
    return data


def in_tar(name, data):
    return archives.tarred([(name, data)])


def cases():
    """Name of the archive, bytes, records that are to come of it, reasons of its members and of itself."""
    many = list(enumerate(LEADING[:6]))
    yield "zip.zip", archives.zipped([(name, member(at)) for at, name in many]), 6, set()
    yield "odd.zip", archives.zipped([(name, member(at)) for at, name in enumerate(LEADING[6:8])]), 2, set()
    for form, number in FORMS.items():
        yield f"{form}.tar", archives.tarred([(name, member(at)) for at, name in many], form=number), 6, set()
    for mode in ("gz", "bz2", "xz"):
        yield f"t.tar.{mode}", archives.tarred([(name, member(at)) for at, name in many], f"w:{mode}"), 6, set()
    yield "rar4.rar", archives.rar4([(name, member(at)) for at, name in many]), 6, set()
    yield "rar5.rar", archives.rar5([(name, member(at)) for at, name in many]), 6, set()
    yield "seven.7z", seven_zip(LEADING[0]), 1, set()
    yield "seven-absolute.7z", seven_zip(LEADING[2]), 1, set()
    yield "rock.iso", iso(ELSEWHERE), 1, {"system"}
    # A link to elsewhere, and then a file through it; links and devices with names of tables.
    for kind, target in ((tarfile.SYMTYPE, "/tmp"), (tarfile.SYMTYPE, "../../.."), (tarfile.LNKTYPE, "/etc"), (tarfile.SYMTYPE, "/etc/passwd")):
        links = [("夹", target, kind), ("夹/写.csv", target, kind)]
        yield f"link-{len(target)}-{kind.decode()}.tar", tar_links_first(links, [("夹/写.csv", member(0)), ("夹", member(1))]), 2, {"system"}
    odd = [("硬.csv", "/etc/passwd", tarfile.LNKTYPE), ("软.csv", "/etc/passwd", tarfile.SYMTYPE), ("自.csv", "自.csv", tarfile.SYMTYPE), ("硬自.csv", "硬自.csv", tarfile.LNKTYPE),
           ("字.csv", "", tarfile.CHRTYPE), ("块.csv", "", tarfile.BLKTYPE), ("管.csv", "", tarfile.FIFOTYPE)]
    yield "special.tar", archives.tarred([("好.csv", member(0))], links=odd), 1, {"system"}
    # The same name again and again, and names that differ in case or in their dots only.
    yield "same.zip", archives.zipped([("同.csv", member(at)) for at in range(50)]), 50, set()
    yield "same.tar", archives.tarred([("同.csv", member(at)) for at in range(50)]), 50, set()
    yield "alike.zip", archives.zipped([(name, member(at)) for at, name in enumerate(("a.csv", "A.csv", "./a.csv", "/a.csv", "a.csv#2", "x\\a.csv", "x/a.csv"))]), 7, set()
    yield "folder.zip", archives.zipped([("a.csv/b.csv", member(0)), ("a.csv", member(1)), ("a.csv/", b"")]), 2, set()
    # Too many, too deep, too large, closed.
    yield "many.zip", archives.zipped([(f"{at}.csv", b"") for at in range(70000)]), 0, {"unreadable"}
    yield "many.tar.gz", archives.tarred([(f"{at}.csv", b"") for at in range(70000)], "w:gz"), 0, {"unreadable"}
    yield "overlap.zip", archives.zip_overlapping(1000, 8 << 20), 0, {"unreadable"}
    yield "deep.zip", nested(10, member(0), lambda name, data: archives.zipped([(name, data)])), 0, {"unreadable"}
    yield "deep.tar", nested(10, member(0), in_tar), 0, {"unreadable"}
    yield "closed.zip", archives.zip_encrypted("密.csv", member(0), "secret"), 0, {"encrypted"}
    # What came whole before the cut is read.
    yield "cut.zip", archives.zipped([("a.csv", member(0))])[:-30], 1, {"unreadable"}
    yield "zeros.zip", archives.zipped([("a.csv", bytes(300 << 20))]), 0, {"unreadable"}
    yield "itself.gz", quine(), 0, {"unreadable", "unsupported", "no-table"}


def tar_links_first(links, members):
    """Without the blocks of zeros that end the first."""
    first, second = archives.tarred([], links=links).rstrip(b"\0"), archives.tarred(members)
    return first + bytes(-len(first) % 512) + second


def quine():
    """gzip in gzip in gzip: as deep as a file that unpacks to itself would seem."""
    import gzip

    data = member(0)
    for _ in range(50):
        data = gzip.compress(data, mtime=0)
    return data


def changes(trace, allowed):
    """Calls that make or change a file, or open one that the archive names. memfd_create makes none."""
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = re.search(r'(\w+)\((.*)\) += ', line)
        if not call or re.search(r" = -1 |/dev/null|/dev/urandom", line):
            continue
        opens = call[1].startswith("open")
        if opens and "O_CREAT" not in line and "O_WRONLY" not in line and "O_RDWR" not in line and not re.search(r'"/etc/passwd|"/tmp/huizong-else|跑|写\.csv', line):
            continue
        if not any(f'"{name}' in line for name in allowed):
            yield line


def look_at(scene, name, records, reasons):
    path = scene.root / "in" / name
    trace = scene.root / "trace"
    command = [scene.binary, "check", "-q", "--json", "-", str(path)]
    began = time.monotonic()
    done = subprocess.run(command, cwd=scene.root, capture_output=True, timeout=60, check=False)
    span = time.monotonic() - began
    if done.returncode not in (0, 1, 2) or span > SECONDS:
        yield f"status {done.returncode} after {span:.1f} s: {done.stderr[-300:].decode('utf-8', 'replace')}"
        return
    # Where nothing at all was read there is no report: beside a good file there is one.
    done = subprocess.run([*command, str(scene.root / "before")], cwd=scene.root, capture_output=True, timeout=60, check=False)
    told = json.loads(done.stdout.decode("utf-8", "strict"))
    paths = [one["path"] for one in told["inputs"]]
    found = {one["project"] for one in told["records"] if one["project"].startswith("员")}
    said = {one["reason"] for one in told["inputs"]} - {None}
    if len(set(paths)) != len(paths):
        yield "paths repeat"
    count = sum(one["rows_read"] for one in told["inputs"] if one["path"].startswith(name))
    if len(found) != records or count != records:
        yield f"{len(found)} records of {count} rows, not {records}"
    if (reasons and not said & reasons) or (not reasons and said):
        yield f"reasons {said}, not {reasons}"
    if shutil.which("strace"):
        traced = subprocess.run(["strace", "-f", "-qq", "-o", str(trace), "-s", "4096", "-e", f"trace={CHANGES}", *command], cwd=scene.root, capture_output=True, timeout=120, check=False)
        if b"Operation not permitted" not in traced.stderr:
            yield from changes(trace, [])


def run(binary):
    scene = Scene(binary)
    tried, complaints, missing = 0, [], set()
    before = set(os.listdir("/tmp"))
    for name, data, records, reasons in cases():
        if data is None:
            missing.add(name)
            continue
        tried += 1
        archives.write(scene.root / "in" / name, data)
        complaints += [f"{name}: {line}" for line in look_at(scene, name, records, reasons)]
    # All at once, beside good files, whose rows all come out.
    done = scene.run()
    tried += 1
    told = json.loads((scene.out / "报告.json").read_bytes())
    rows = sum(one["rows_read"] for one in told["inputs"] if one["path"].endswith("市.csv") or one["path"].endswith("市.xlsx"))
    if done.returncode != 1 or rows != 9:
        complaints.append(f"all at once: status {done.returncode}, {rows} rows of the good files")
    made = [name for name in set(os.listdir("/tmp")) - before if "跑" in name or "elsewhere" in name or "写" in name]
    if made:
        complaints.append(f"made in /tmp: {made}")
    scene.close()
    return tried, f"{', '.join(sorted(missing))}: no program makes them" if missing else None, complaints
