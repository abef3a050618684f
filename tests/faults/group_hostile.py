"""Files that mean harm, one at a time beside a good one: each answered at once, in little memory, with one clear reason (rows 4, 5 and 23).

Called by itself it prints what each costs: tests/faults/group_hostile.py build/huizong
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))
import hostile  # noqa: E402

# Seconds of CPU time, which a busy machine does not lengthen, and MiB at most, in any process; the interpreter that measures has 10 itself.
LIMITS = {hostile.DOCTYPE: (0.05, 32), hostile.EXPANDS: (2, 96), hostile.LIMIT: (1, 64), hostile.PLACE: (0.5, 64), None: (0.5, 64)}
# Python's own memory must not count as that of the program, which begins as a copy of it.
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, timeout=60)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stderr.decode("utf-8", "replace"), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measured(binary, folder):
    command = [sys.executable, "-S", "-c", MEASURE, binary, "check", "--lang=en", "-q", "--json", str(folder / "report.json"), str(folder / "in")]
    done = subprocess.run(command, capture_output=True, timeout=90, check=True, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
    return json.loads(done.stdout)


def complaint(name, why, told, cost):
    status, said, seconds, mib = cost
    if status != 1 or not told:
        return f"status {status}: {said}"
    rows = told["totals"]["rows_read"]
    reasons = [one["message"] for one in told["findings"] if one["rule"] == "input.unreadable"]
    if rows != (1 if why else 2) or (why and not any(why in reason for reason in reasons)) or (not why and reasons):
        return f"{rows} rows, {reasons}, expected {why or 'its row'}"
    if seconds > LIMITS[why][0] or mib > LIMITS[why][1]:
        return f"{seconds * 1000:.0f} ms, {mib:.0f} MiB"
    return None


def tried(binary):
    binary = str(pathlib.Path(binary).resolve())
    with tempfile.TemporaryDirectory(prefix="huizong-hostile-") as root:
        root = pathlib.Path(root)
        (root / "in" / "广州市").mkdir(parents=True)
        (root / "in" / "深圳市.csv").write_text("项目名称,申报单位,申报方向\n旁,旁公司,特色专业型工业互联网平台\n", "utf-8")
        for name, make in hostile.FILES.items():
            path = root / "in" / "广州市" / name
            path.write_bytes(make())
            cost = measured(binary, root)
            report = root / "report.json"
            told = json.loads(report.read_bytes()) if report.exists() else None
            yield name, path.stat().st_size, cost, complaint(name, hostile.REFUSED[name], told, cost)
            report.unlink(missing_ok=True)
            path.unlink()


def run(binary):
    found = list(tried(binary))
    return len(found), None, [f"{name}: {why}" for name, _, _, why in found if why]


def main():
    for name, size, (_, _, seconds, mib), why in tried(sys.argv[1]):
        print(f"{name:36} {size / 1024:7.1f} KiB {seconds * 1000:6.0f} ms {mib:5.0f} MiB  {why or ''}", flush=True)


if __name__ == "__main__":
    main()
