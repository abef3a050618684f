"""--trust-stat: what looks as it did is not even read; whatever was done to a file shows in its ctime."""

import json
import os
import pathlib
import sqlite3
import subprocess
import time

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
CITIES = ("广州市", "深圳市", "珠海市", "汕头市")
FIRM = 11  # seconds that a file must have been left alone, and one (STAMP_SECONDS)


def text_of(project):
    return f"{HEADER}1,{project},{project}公司,中德智能制造合作,张三,13800138000 a@b.cn\n"


class Place:
    """Four cities' files, read once with the option when they had been left alone for long enough."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for city in CITIES:
            self.path(city).parent.mkdir(parents=True)
            self.path(city).write_text(text_of(city[0] + "项目"), "utf-8")

    def path(self, city):
        return self.folder / "in" / city / "汇总.csv"

    def night(self, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        done = subprocess.run([BINARY, "check", "in", "--json", "r.json", "--state", "led", "-q", *args], cwd=self.folder, env=env,
                              capture_output=True, timeout=60, check=False)
        assert done.returncode in (0, 1), done.stderr
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def stamps(self):
        with sqlite3.connect(self.folder / "led") as ledger:
            return dict(ledger.execute("SELECT path, stamp FROM input WHERE until IS NULL"))


def reused(report):
    return sorted(found["path"][0] for found in report["inputs"] if found["reused"])


def projects(report):
    return sorted(record["project"] for record in report["records"])


def stamp_now(path):
    s = path.stat()
    return "%x %x %x %x.%x %x.%x" % (s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns // 10 ** 9, s.st_mtime_ns % 10 ** 9,
                                     s.st_ctime_ns // 10 ** 9, s.st_ctime_ns % 10 ** 9)


def fresh(place):
    """Of a file that has just been written nothing is trusted; nor is anything without the option."""
    place.night("--trust-stat")
    first = set(place.stamps().values())
    time.sleep(FIRM)
    place.night()
    second = set(place.stamps().values())
    place.night("--trust-stat")
    return (first, second, sorted(map(bool, place.stamps().values()))), ({None}, {None}, [True] * 4)


def changed(place):
    """Size and mtime as they were, under the same name or another's: each is seen. What was not touched is not read."""
    time.sleep(FIRM)
    before = place.night("--trust-stat")
    rewritten, renamed, touched = (place.path(city) for city in CITIES[1:])
    state = rewritten.stat()
    rewritten.write_text(text_of("新项目"), "utf-8")
    os.utime(rewritten, ns=(state.st_atime_ns, state.st_mtime_ns))
    state = renamed.stat()
    renamed.with_name("new").write_text(text_of("另项目"), "utf-8")
    os.utime(renamed.with_name("new"), ns=(state.st_atime_ns, state.st_mtime_ns))
    renamed.with_name("new").rename(renamed)
    os.utime(touched)
    trusting = place.night("--trust-stat")
    full = place.night()
    same = {key: value for key, value in trusting.items() if key not in ("changes", "inputs")}
    return ((projects(before), projects(trusting), reused(trusting), same == {key: full[key] for key in same},
             [found["sha256"] for found in trusting["inputs"]] == [found["sha256"] for found in full["inputs"]]),
            (sorted(["广项目", "汕项目", "深项目", "珠项目"]), sorted(["广项目", "新项目", "另项目", "汕项目"]), sorted(["广", "汕"]), True, True))


def unread(place):
    """That no byte is read: one who writes into the ledger what a changed file looks like is believed."""
    time.sleep(FIRM)
    place.night("--trust-stat")
    place.path("广州市").write_text(text_of("新项目"), "utf-8")
    with sqlite3.connect(place.folder / "led") as ledger:
        ledger.execute("UPDATE input SET stamp = ? WHERE path LIKE '广%'", [stamp_now(place.path("广州市"))])
    trusting, full = place.night("--trust-stat"), place.night()
    return ("广项目" in projects(trusting), "广项目" in projects(full)), (True, False)


def other_facts(place):
    """The file is as it was, what else an answer follows from is not: it is read."""
    time.sleep(FIRM)
    place.night("--trust-stat")
    seen = [reused(place.night("--trust-stat", "--no-second-opinion"))]
    seen.append(reused(place.night("--trust-stat", "--no-second-opinion")))
    os.utime(place.path("广州市"))
    seen.append(sorted(str(found["reason"]) for found in place.night("--trust-stat", "--settle", "6")["inputs"]))
    return seen, [[], sorted(["广", "汕", "深", "珠"]), ["None", "None", "None", "changing"]]


CASES = [
    ("a file is trusted once it was left alone for a while", fresh),
    ("a change shows, though size and mtime are set back", changed),
    ("what is trusted is not read", unread),
    ("what else an answer follows from counts as ever", other_facts),
]

seen_as_expected(CASES, Place)
