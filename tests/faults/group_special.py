"""What is no plain file, as an input and in every other place where a file can be named: never waited for, never half done (row 18)."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import time

from scene import Scene

SECONDS = 1
NOBODY = 65534
# Of each kind: is it listed, and as what?
LISTED = {
    "管道.csv": "system", "插座.xls": "system", "环.xls": "system", "链.csv": "system", "根": "system", "断.csv": "system",
    "空.xls": "unreadable", "空.csv": "unreadable", "大.csv": "unreadable", "大.xlsx": "unreadable", "夹.xls/里.csv": None,
}
CLOSED = {"锁.csv": "unreadable", "锁夹": "unreadable", "无x夹/里.csv": "unreadable", "广州市.csv": None}


def bound(folder, name):
    """A socket's path may be 107 bytes: its folder is entered."""
    with socket.socket(socket.AF_UNIX) as one:
        here = os.getcwd()
        os.chdir(folder)
        one.bind(name)
        os.chdir(here)


def sparse(path):
    with open(path, "wb") as huge:
        os.truncate(huge.fileno(), 1 << 40)


def make(folder):
    os.mkfifo(folder / "管道.csv")
    bound(folder, "插座.xls")
    for name, target in {"环.xls": "环.xls", "链.csv": "/etc/passwd", "根": "/", "断.csv": "none"}.items():
        os.symlink(target, folder / name)
    (folder / "夹.xls").mkdir()
    (folder / "夹.xls" / "里.csv").write_text("项目名称,申报单位,申报方向\n里,里公司,特色专业型\n", "utf-8")
    for name in ("空.xls", "空.csv"):
        (folder / name).touch()
    for name in ("大.csv", "大.xlsx"):
        sparse(folder / name)
    if os.geteuid() == 0:
        for name, number in (("零.csv", 5), ("空设备.xls", 3), ("乱.csv", 9)):
            with contextlib.suppress(PermissionError):
                os.mknod(folder / name, 0o20666, os.makedev(1, number))
                LISTED[name] = "system"


def close_off(folder):
    """What this user may not read."""
    (folder / "锁.csv").write_text("a,b\n", "utf-8")
    (folder / "锁夹").mkdir()
    (folder / "锁夹" / "里.csv").write_text("a,b\n", "utf-8")
    (folder / "无x夹").mkdir()
    (folder / "无x夹" / "里.csv").write_text("a,b\n", "utf-8")
    (folder / "锁.csv").chmod(0)
    (folder / "锁夹").chmod(0)
    (folder / "无x夹").chmod(0o644)


def timed(command, scene, **more):
    began = time.monotonic()
    try:
        done = subprocess.run(command, cwd=scene.root, capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL, **more)
    except subprocess.TimeoutExpired:
        return None, 20
    return done, time.monotonic() - began


def listed(scene, wanted, rows, **more):
    """A run over the folder: what the report says of each name, and that nothing else suffers."""
    done, span = timed([*scene.command(), "-v"], scene, **more)
    if done is None or done.returncode not in (0, 1) or span > SECONDS:
        yield f"special files: {done} after {span:.1f} s"
        return
    told = json.loads((scene.out / "报告.json").read_bytes())
    reason = {one["path"]: one["reason"] for one in told["inputs"]}
    found = {one["path"] for one in told["findings"] if one["rule"] == "input.unreadable"}
    for name, why in wanted.items():
        if name not in reason or reason[name] != why:
            yield f"{name}: {reason.get(name, 'not listed')}, not {why}"
        if (name in found) != (why == "unreadable"):
            yield f"{name}: {'a' if name in found else 'no'} finding that says why"
    if told["totals"]["rows_read"] != rows:
        yield f"special files: {told['totals']}"


def in_folder(binary):
    scene = Scene(binary)
    make(scene.root / "in")
    yield len(LISTED), list(listed(scene, LISTED, 10))
    scene.close()
    scene = Scene(binary)
    close_off(scene.root / "in")
    for path in (scene.root, scene.out):
        path.chmod(0o777)
    for path in scene.out.iterdir():
        path.unlink()
    as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    yield len(CLOSED), list(listed(scene, CLOSED, 9, **as_nobody))
    for name in ("锁夹", "无x夹"):
        (scene.root / "in" / name).chmod(0o700)
    scene.close()


def without_proc(binary):
    """A closed place that has no /proc (nor, for want of it, a sandbox): files are opened by their names."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0:
        return
    scene = Scene(binary)
    profile = pathlib.Path(__file__).resolve().parents[2] / "templates" / "guangdong-2020-971.ini"
    done = scene.run(prefix=["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@" --no-sandbox -p "$0"', str(profile)])
    found = [] if done.returncode in (0, 1) and scene.outputs()["report"] == scene.new["report"] else [f"without /proc: status {done.returncode}: {done.stderr[-300:].decode()}"]
    scene.close()
    yield 1, found


def odd_places(scene):
    """Path and whether a regular file could be meant by it: a name for each kind of thing that is none."""
    folder = scene.root / "odd"
    folder.mkdir()
    os.mkfifo(folder / "fifo")
    bound(folder, "socket")
    os.symlink("loop", folder / "loop")
    os.symlink("fifo", folder / "to-fifo")
    os.symlink("none", folder / "dangling")
    (folder / "folder").mkdir()
    sparse(folder / "sparse")
    (folder / "empty").touch()
    return [*(f"odd/{name}" for name in ("fifo", "socket", "loop", "to-fifo", "dangling", "folder", "sparse", "empty")),
            "/dev/zero", "/dev/urandom", "/dev/null", "/dev/full", "/dev/tty", "/proc/self/maps", "/proc/kmsg", "/proc/self/mem", "/proc/self/fd/0"]


# These are files as any other to a program that writes, or hold what is wanted (nothing).
FINE = {"-o": {"odd/sparse", "odd/empty", "odd/dangling"}, "--json": {"odd/sparse", "odd/empty", "odd/dangling"},
        "--password-file": {"odd/fifo", "odd/to-fifo", "odd/empty", "/proc/kmsg", "/proc/self/mem", "/proc/self/maps"}}


def as_option(scene, option, place):
    given = [scene.binary, "merge", "-o", "out/汇总表.xlsx", "--json", "out/报告.json", option, place, "in"]
    return given if option != "INPUT" else [scene.binary, "check", place]


def elsewhere(binary):
    scene = Scene(binary)
    places = odd_places(scene)
    for option in ("INPUT", "-o", "--json", "--profile", "--password-file"):
        for place in places:
            done, span = timed(as_option(scene, option, place), scene)
            broken = []
            if done is None or span > SECONDS:
                broken.append(f"{option} {place}: {span:.1f} s")
            elif done.returncode not in ((0, 1, 2) if place in FINE.get(option, ()) else (2,)):
                broken.append(f"{option} {place}: status {done.returncode} {done.stderr.decode()}")
            elif done.returncode == 2 and option not in ("INPUT", "--profile") and done.stderr.count(b"\n") != 1:
                broken.append(f"{option} {place}: {done.stderr.decode()}")
            yield 1, broken
        for name in ("sparse", "empty", "dangling", "none"):
            (scene.root / "odd" / name).unlink(missing_ok=True)
        sparse(scene.root / "odd" / "sparse")
        (scene.root / "odd" / "empty").touch()
        os.symlink("none", scene.root / "odd" / "dangling")
    scene.close()


def run(binary):
    tried, complaints = 0, []
    for part in (in_folder, without_proc, elsewhere):
        for count, found in part(binary):
            tried += count
            complaints += found
    return tried, None, complaints
