"""Names that harm, and archives that would."""

import json
import os
import re
import subprocess
import tarfile
import time

from scene import Scene
import archives

NAMES = [b"\xc3\xaf\xc3\xfb\xca\xd0.csv", b"\xff\xfe.csv", "换\n行.csv".encode(), b"\x1b[31mred.csv", "\u202evsc.xls.csv".encode(),
         b"n" * 251 + b".csv", b"-o", b"--json=x", b"'\"`$(x).csv", b"<script>.csv", b"\x9b31m.csv", "\u2066x.csv".encode()]
# No control characters but line feed, nothing that turns the line around.
UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def timed(scene, *more):
    began = time.monotonic()
    done = subprocess.run([*scene.command(), "-v", *more], cwd=scene.root, capture_output=True, timeout=30, check=False)
    return done, time.monotonic() - began


def check_names(binary):
    scene = Scene(binary)
    for at, name in enumerate(NAMES):
        text = f"项目名称,申报单位,申报方向\n坏名{at}号,甲{at}公司,特色专业型\n"
        with open(os.path.join(os.fsencode(scene.root / "in"), name), "w", encoding="utf-8") as file:
            file.write(text)
    done, _ = timed(scene)
    said = done.stderr.decode("utf-8")
    report = (scene.out / "报告.json").read_text("utf-8")
    paths = [one["path"] for one in json.loads(report)["inputs"]]
    records = {one["project"] for one in json.loads(report)["records"]}
    scene.close()
    if done.returncode not in (0, 1) or not {f"坏名{at}号" for at in range(len(NAMES))} <= records:
        yield f"names: status {done.returncode}, records {sorted(records)}"
    if UNSHOWN.search(said):
        yield f"names: standard error shows {UNSHOWN.search(said)!r}"
    if "广州市.csv" not in paths or len(set(paths)) != len(paths):
        yield f"names: {paths}"


def hostile_archives(folder):
    """Names that lead out of the folder, links to be written through, ten archives in one another."""
    out = [("../../跑.csv", archives.table("甲")), ("/tmp/huizong-跑.csv", archives.table("乙")), ("..\\..\\盘.csv", archives.table("丙"))]
    archives.write(folder / "名.zip", archives.zipped(out))
    archives.write(folder / "链.tar", archives.tarred([("夹/写.csv", archives.table("丁"))], links=[
        ("夹", "/tmp", tarfile.SYMTYPE), ("硬.csv", "/etc/passwd", tarfile.LNKTYPE), ("零.csv", "", tarfile.CHRTYPE)]))
    archives.write(folder / "密.zip", archives.zip_encrypted("汇总.csv", archives.table("戊"), "secret"))
    archives.write(folder / "多.zip", archives.zipped([(f"{at}.csv", b"") for at in range(70000)]))
    archives.write(folder / "叠.zip", archives.zip_overlapping(1000, 8 << 20))
    nested = archives.table("己")
    for depth in range(10):
        nested = archives.zipped([(f"{depth}.zip" if depth else "里.csv", nested)])
    archives.write(folder / "深.zip", nested)


def made_outside(scene, trace):
    """Calls that make or change a file in another place than that of the outputs."""
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = re.search(r'(\w+)\(.*?"((?:[^"\\]|\\.)*)"', line)
        if not call or " = -1 " in line or call[2].startswith(str(scene.out)) or call[2] == "/dev/null":
            continue
        if call[1] not in ("openat", "open", "creat") or re.search("O_WRONLY|O_RDWR|O_CREAT", line):
            yield line


def check_archives(binary):
    scene = Scene(binary)
    hostile_archives(scene.root / "in")
    trace = scene.root / "trace"
    began = time.monotonic()
    done = scene.run(prefix=["strace", "-f", "-qq", "-o", str(trace), "-s", "4096", "-e",
                             "trace=openat,open,creat,mkdir,mkdirat,mknod,mknodat,symlink,symlinkat,link,linkat,rename,renameat,renameat2,unlink,unlinkat,chmod,fchmodat"])
    span = time.monotonic() - began
    told = json.loads((scene.out / "报告.json").read_bytes())
    failed = {one["path"] for one in told["inputs"] if one["status"] == "failed" and one["format"] == "archive"}
    outside = [] if "Operation not permitted" in done.stderr.decode() else list(made_outside(scene, trace))
    scene.close()
    # Nine files of the scene itself, and those of the first two archives.
    if done.returncode != 1 or span > 10 or told["totals"]["rows_read"] != 13:
        yield f"archives: status {done.returncode} after {span:.1f} s, {told['totals']}"
    if not {"多.zip", "叠.zip"} <= failed or not any(path.startswith("深.zip!/") for path in failed):
        yield f"archives: failed {sorted(failed)}"
    yield from (f"archives: {line}" for line in outside)


def run(binary):
    groups = [check_names, check_archives]
    return len(groups), None, [complaint for group in groups for complaint in group(binary)]
