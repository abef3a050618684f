"""--state: what is not read again and what that changes (nothing), what is told of a night, and what harms the ledger."""

import fcntl
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import time

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
LOCK_BYTE = 1 << 62
SAMPLES = pathlib.Path(__file__).parents[2] / "samples/received"


def row(project, phone="13800138000", applicant="甲公司"):
    return f"1,{project},{applicant},中德智能制造合作,张三,{phone} a@b.cn\n"


class Place:
    """A folder with the tables of two cities in in/, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.write("in/广州市/汇总.csv", HEADER + row("甲项目"))
        self.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "138001380", "乙公司"))

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def start(self, *args, **more):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        return subprocess.Popen([BINARY, *args], cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, **more)

    def run(self, *args, **more):
        process = self.start(*args, **more)
        _, errors = process.communicate(timeout=60)
        return process.returncode, errors

    def night(self, *args, inputs="in"):
        status, errors = self.run("merge", inputs, "-o", "out.xlsx", "--json", "r.json", "--state", "led", "-q", *args)
        assert status in (0, 1), errors
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def bytes_of(self, name):
        return (self.folder / name).read_bytes()


def told(report):
    """The changes in a few words: inputs, records with their fields, findings."""
    changes = report["changes"]
    return (changes["since"],
            [(c["change"], c["path"]) for c in changes["inputs"]],
            [(c["change"], c["project"], *((f["name"], f["before"], f["after"]) for f in c["fields"]))
             for c in changes["records"]],
            [(c["change"], c["rule"]) for c in changes["findings"]
             if c["rule"] in ("phone.invalid", "input.unreadable", "input.changing")])


def cells(place, name):
    """What all sheets but 变化 hold; changes.py looks closer."""
    book = openpyxl.load_workbook(place.folder / name)
    return {title: list(book[title].iter_rows(values_only=True)) for title in book.sheetnames if title != "变化"}


def same_as_full(place):
    """Reused or read, the outputs are the same but for what the contract names."""
    shutil.copytree(SAMPLES, place.folder / "samples")
    place.night(inputs="samples")
    reused = place.night(inputs="samples")
    place.run("merge", "samples", "-o", "full.xlsx", "--json", "full.json", "-q")
    full = json.loads(place.bytes_of("full.json"))
    read = [found["reused"] for found in reused["inputs"] if found["sha256"] and found["reason"] != "system"]
    for found in reused["inputs"]:
        found["reused"] = False
    del reused["changes"]
    return ((all(read), len(read) > 20, reused == full, cells(place, "out.xlsx") == cells(place, "full.xlsx")), (True,) * 4)


def what_changed(place):
    seen = [told(place.night())]
    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "13900139000", "乙公司"))  # mended
    seen.append(told(place.night()))
    os.rename(place.folder / "in/深圳市/汇总.csv", place.folder / "in/深圳市/终稿.csv")
    place.write("in/珠海市/汇总.csv", HEADER + row("丙项目", applicant="丙公司"))
    os.unlink(place.folder / "in/广州市/汇总.csv")
    seen.append(told(place.night()))
    seen.append(told(place.night()))
    contact = ("联系方式（手机与邮箱）", "138001380\na@b.cn", "13900139000\na@b.cn")
    return seen, [
        (None, [("new", "广州市/汇总.csv"), ("new", "深圳市/汇总.csv")], [("new", "甲项目"), ("new", "乙项目")],
         [("new", "phone.invalid")]),
        (1, [("replaced", "深圳市/汇总.csv")], [("changed", "乙项目", contact)], [("mended", "phone.invalid")]),
        (2, [("moved", "深圳市/终稿.csv"), ("new", "珠海市/汇总.csv"), ("gone", "广州市/汇总.csv")],
         [("new", "丙项目"), ("withdrawn", "甲项目")], []),
        (3, [], [], []),
    ]


def not_looked_at(place):
    """A file that cannot be read tonight: nothing of it is withdrawn, nothing mended; read again, nothing is new."""
    place.night()
    whole = place.bytes_of("in/深圳市/汇总.csv")
    shutil.copy(SAMPLES / "阳江市/阳江市汇总表.xlsx", place.folder / "in/深圳市/汇总.csv")  # half of a workbook
    broken = told(place.night())
    (place.folder / "in/深圳市/汇总.csv").write_bytes(whole)
    again = told(place.night())
    return (broken, again), ((1, [("replaced", "深圳市/汇总.csv")], [("unseen", "乙项目")],
                              [("new", "input.unreadable"), ("unseen", "phone.invalid")]),
                             (2, [("replaced", "深圳市/汇总.csv")], [], [("mended", "input.unreadable")]))


def read_anew(place):
    """Another profile, another second opinion, a password more: what was answered then is no answer now."""
    def reused(*args):
        return [found["reused"] for found in place.night(*args)["inputs"]]

    place.write("words", "secret\n")
    seen = [reused(), reused(), reused("--password-file", "words"), reused("--password-file", "words"),
            reused("-p", "miit-2020-240"), reused()]
    return seen, [[False] * 2, [True] * 2, [False] * 2, [True] * 2, [False] * 2, [False] * 2]


def held_by_another(place):
    place.night()
    before = place.bytes_of("out.xlsx")
    with open(place.folder / "led", "r+b") as held:
        fcntl.fcntl(held, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        begun = time.monotonic()
        status, errors = place.run("merge", "in", "-o", "out.xlsx", "--state", "led")
        quick = time.monotonic() - begun < 1
    return ((status, errors.count("\n"), "另一次运行" in errors, quick, place.bytes_of("out.xlsx") == before, place.night()["changes"]["since"]),
            (2, 1, True, True, True, 1))


def refused(place):
    """Damaged, foreign, newer, no place to write: status 2, one line, ledger and outputs untouched."""
    place.night()
    whole, before = place.bytes_of("led"), place.bytes_of("out.xlsx")
    seen = []
    for spoiled in (whole[:-4096], whole[:60] + b"\0\0\0\7" + whole[64:], b"x" * 5000, whole[:8192] + bytes(4096) + whole[12288:]):
        (place.folder / "led").write_bytes(spoiled)
        status, errors = place.run("merge", "in", "-o", "out.xlsx", "--state", "led")
        seen.append((status, errors.count("\n"), place.bytes_of("led") == spoiled, place.bytes_of("out.xlsx") == before))
    for where in ("in", "/dev/full", "missing/led", "in/广州市/汇总.csv"):
        status, errors = place.run("check", "in", "--state", where)
        seen.append((status, errors.count("\n")))
    return seen, [(2, 1, True, True)] * 4 + [(2, 1)] * 4


def no_output(place):
    """No output takes the place of the ledger, or of the journal beside it: neither by its name, nor by none, nor as a slip."""
    os.mkdir(place.folder / "slips")
    os.symlink("led", place.folder / "link")
    default = "汇总表-guangdong-2020-971.xlsx"
    ways = {"led": [["merge", "-o", "led"], ["merge", "-o", "o.xlsx", "--html", "link"], ["check", "--json", "./led-journal"],
                    ["merge", "-o", "led-wal"]],
            "link": [["check", "--json", "led"], ["check", "--html", "link-journal"]],
            default: [["merge"]],
            "slips/退回单-深圳市.xlsx": [["check", "--returns", "slips"]]}
    seen = []
    for ledger in ways:
        place.run("check", "in", "--state", ledger)
        whole = place.bytes_of(ledger)
        for way in ways[ledger]:
            status, errors = place.run(*way, "in", "--state", ledger)
            seen.append((status, errors.count("\n"), place.bytes_of(ledger) == whole))
    seen.append((place.run("history", "--state", "led", "--json", "led")[0], 1, place.bytes_of("led")[:6] == b"SQLite"))
    return seen, [(2, 1, True)] * 9


def begun_anew(place):
    """An empty file in its place is begun anew, which is said, even with -q, once; a name that is free is nothing to speak of."""
    def said(*args):
        status, errors = place.run("check", "in", "--json", "r.json", "--state", "led", *args)
        return status, sum("空文件" in line for line in errors.splitlines()), sum("was an empty file" in line for line in errors.splitlines())

    place.write("in/深圳市/汇总.csv", HEADER + row("乙项目", "13900139000", "乙公司"))
    seen = [said()]
    for args in ((), ("-q",), ("-q", "--lang=en")):
        (place.folder / "led").write_bytes(b"")
        seen.append(said(*args))
        seen.append(json.loads(place.bytes_of("r.json"))["changes"]["since"])
        seen.append(said("-q"))
    quiet = (0, 0, 0)
    return seen, [quiet, (0, 1, 0), None, quiet, (0, 1, 0), None, quiet, (0, 0, 1), None, quiet]


def no_room(place):
    """No file may grow beyond so much. The outputs fit; the ledger of a large night does not, up to some size."""
    rows = "".join(row(f"项目{i}的第{i * 7919 % 613}种做法", applicant=f"{i}公司") for i in range(300))
    place.write("in/珠海市/汇总.csv", HEADER + rows)
    place.night()
    seen, size = set(), len(place.bytes_of("led"))
    for most in range(size, size + 160000, 10000):
        place.write("in/珠海市/汇总.csv", HEADER + row(f"项目{most}", applicant="珠海公司"))
        status, errors = place.run("check", "in", "--html", "r.html", "--json", "r.json", "--state", "led", "-q",
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
        names = sorted(path.name for path in place.folder.iterdir() if path.name != "r.html")
        seen.add((status, "led" in errors, tuple(names)))
    names = ("in", "led", "out.xlsx", "r.json")
    return seen, {(2, True, names), (1, False, names)}


def killed(place):
    """At any moment: the workbook is the old one or the new one, and the next run tells what the lost one would have."""
    for city in "汕头市", "佛山市", "韶关市", "河源市":
        place.write(f"in/{city}/汇总.csv", HEADER + row(city + "项目"))
    place.night()
    seen = set()
    for moment in range(24):
        place.write("in/珠海市/汇总.csv", HEADER + row(f"项目{moment}", applicant="珠海公司"))
        before = place.bytes_of("out.xlsx")
        process = place.start("merge", "in", "-o", "out.xlsx", "--json", "r.json", "--state", "led", "-q",
                              start_new_session=True)
        time.sleep(0.01 * moment)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        after = place.bytes_of("out.xlsx")
        changes = told(place.night())
        replaced = changes[1] in ([("new", "珠海市/汇总.csv")], [("replaced", "珠海市/汇总.csv")])
        done = process.returncode >= 0 or not changes[1]
        whole = sqlite3.connect(place.folder / "led").execute("PRAGMA integrity_check").fetchone()
        (place.folder / "killed.xlsx").write_bytes(after)
        new = after == before or cells(place, "killed.xlsx") == cells(place, "out.xlsx")
        seen.add((replaced or done, new, whole[0]))
    return seen, {(True, True, "ok")}


def among_inputs(place):
    """The ledger and outputs that each night replaces, in the folder that is read: none of them is a change."""
    def night():
        place.run("merge", "in", "-o", "in/out.xlsx", "--json", "in/r.json", "--html", "in/r.html", "--state", "in/led", "-q")
        return json.loads(place.bytes_of("in/r.json"))

    night()
    second = night()
    place.write("in/珠海市/汇总.csv", HEADER + row("丙项目", applicant="丙公司"))
    third, fourth = night(), night()
    own = ["led", "out.xlsx", "r.html", "r.json"]
    return ([(found["path"], found["reason"]) for found in fourth["inputs"] if found["status"] == "skipped"],
            told(second)[:2], told(third)[:2], told(fourth)), (
        [(name, "own-output") for name in own], (1, [("new", name) for name in own[1:]]), (2, [("new", "珠海市/汇总.csv")]),
        (3, [], [], []))


def rulings_stay(place):
    """What a person said of a pair once holds on the nights after, until another word is given."""
    place.write("in/广州市/汇总.csv", HEADER + row("面向注塑行业的工业互联网平台") + row("面向注塑行业的工业互联网平台建设", "13900139000"))
    place.night()
    seen = []
    for word in "不同项目", "同一项目":
        book = openpyxl.load_workbook(place.folder / "out.xlsx")
        pairs = book["疑似重复"]
        at = {cell.value: (cell.row, cell.column) for cells in pairs.iter_rows(max_row=5) for cell in cells}["裁定"]
        pairs.cell(at[0] + 1, at[1]).value = word
        book.save(place.folder / "ruled.xlsx")
        os.unlink(place.folder / "out.xlsx")
        place.night("--rulings", "ruled.xlsx")
        os.unlink(place.folder / "out.xlsx")
        seen.append(place.night()["totals"]["rows_folded"])
    return seen, [0, 1]


CASES = [
    ("what is reused gives what reading it gives", same_as_full),
    ("inputs, records, findings: what is new, changed, gone", what_changed),
    ("what nobody could look at is neither withdrawn nor mended", not_looked_at),
    ("what an answer follows from, read anew where it changes", read_anew),
    ("one run at a time", held_by_another),
    ("a ledger that is not whole or not ours", refused),
    ("an output in the ledger's place", no_output),
    ("a ledger that is an empty file", begun_anew),
    ("no room on the disk", no_room),
    ("rulings stay in force", rulings_stay),
    ("killed at any moment", killed),
    ("ledger and outputs in the folder that is read", among_inputs),
]

seen_as_expected(CASES, Place)
