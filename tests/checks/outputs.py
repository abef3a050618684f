"""Outputs between runs and around them: what a person changed, streams that are closed, folders that cannot be written, signals."""

import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
ROW = "1,甲项目,甲公司,中德智能制造合作,张三,13800138000 a@b.cn\n"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


class Place:
    """A folder with one city's table in in/, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.write("in/广州市/汇总.csv", HEADER + ROW)

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *args, shell=None, before=(), binary=BINARY):
        command = [*before, binary, *args] if shell is None else ["sh", "-c", shell, "sh", BINARY, *args]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False, timeout=60)
        return ran.returncode, ran.stdout, ran.stderr

    def names(self, folder="."):
        return sorted(path.name for path in (self.folder / folder).iterdir())

    def edit(self, sheet=None, cell=None, value=None):
        book = openpyxl.load_workbook(self.folder / "out.xlsx")
        if cell:
            book[sheet][cell] = value
        book.save(self.folder / "out.xlsx")

    def inputs(self, *args):
        self.run("check", *args, "--json", "r.json")
        report = json.loads((self.folder / "r.json").read_text("utf-8"))
        return [(found["path"], found["status"], found["reason"]) for found in report["inputs"]]


def moved_aside(place):
    place.run("merge", "in", "-o", "out.xlsx")
    place.edit("汇总表", "B4", "改过")
    first = place.run("merge", "in", "-o", "out.xlsx", "-q")
    place.edit("各市情况", "B2", "也改过")
    second = place.run("merge", "in", "-o", "out.xlsx", "-q")
    kept = openpyxl.load_workbook(place.folder / "out.bak-1.xlsx")["汇总表"]["B4"].value
    return ((first[0], "out.bak-1.xlsx" in first[2], second[0], "out.bak-2.xlsx" in second[2], kept, place.names()),
            (0, True, 0, True, "改过", ["in", "out.bak-1.xlsx", "out.bak-2.xlsx", "out.xlsx"]))


def saved_again(place):
    place.run("merge", "in", "-o", "out.xlsx")
    place.edit()
    status = place.run("merge", "in", "-o", "out.xlsx", "-q")
    return (status, place.names()), ((0, "", ""), ["in", "out.xlsx"])


def changed_is_own(place):
    place.run("merge", "in", "-o", "out.xlsx")
    place.edit("汇总表", "B4", "改过")
    shutil.move(place.folder / "out.xlsx", place.folder / "in/旧.xlsx")
    return (place.inputs("in"),
            [("广州市/汇总.csv", "read", None), ("旧.xlsx", "skipped", "own-output")])


def report_among_inputs(place):
    runs = [place.run("merge", "in", "-o", "in/o.xlsx", "--json", "in/r.json", "-q") for _ in range(3)]
    return ((runs, place.inputs("in")),
            ([(0, "", "")] * 3, [("o.xlsx", "skipped", "own-output"), ("r.json", "skipped", "own-output"),
                                 ("广州市/汇总.csv", "read", None)]))


def runs_settle(place):
    """From the second run on, which finds the first one's outputs, nothing differs any more."""
    seen = []
    for _ in range(3):
        place.run("merge", "in", "-o", "in/o.xlsx", "--json", "in/r.json", "--html", "in/p.html")
        seen.append([(place.folder / "in" / name).read_bytes() for name in ("o.xlsx", "r.json", "p.html")])
    report = json.loads(seen[2][1])
    return ([left == right for left, right in zip(seen[1], seen[2])],
            [(i["path"], i["bytes"] > 0, i["sha256"] is not None) for i in report["inputs"]],
            place.inputs("in")[0]), \
        ([True] * 3, [("o.xlsx", False, False), ("p.html", False, False), ("r.json", False, False), ("广州市/汇总.csv", True, True)],
         ("o.xlsx", "skipped", "own-output"))


def report_over_a_workbook(place):
    """--json and --html keep what a person did to a workbook, as -o does."""
    place.write("in/深圳市/汇总.csv", HEADER + ROW)
    place.run("merge", "in", "-o", "out.xlsx")
    sheet = openpyxl.load_workbook(place.folder / "out.xlsx")["疑似重复"]
    column = next(cell.column_letter for row in sheet.iter_rows(max_row=3) for cell in row if cell.value == "裁定")
    row = next(cell.row for row in sheet.iter_rows(max_row=3) for cell in row if cell.value == "裁定") + 1
    place.edit("疑似重复", f"{column}{row}", "不同项目")
    before = (place.folder / "out.xlsx").read_bytes()
    refused = [place.run("check", "in", option, "out.xlsx", *more)[0] for option in ("--json", "--html")
               for more in ([], ["--rulings", "out.xlsx"])]
    kept = (place.folder / "out.xlsx").read_bytes() == before
    place.edit("疑似重复", f"{column}{row}", None)
    place.edit("汇总表", "B4", "改过")
    aside = place.run("check", "in", "--json", "out.xlsx", "-q")
    return ((refused, kept, aside[0], "out.bak-1.xlsx" in aside[2], place.names()),
            ([2] * 4, True, 1, True, ["in", "out.bak-1.xlsx", "out.xlsx"]))


def what_was_given(place):
    """A profile, passwords: not overwritten, however the place is written."""
    place.write("p.ini", NOTICE.replace("ID", "t-1"))
    place.write("words.txt", "abc\n")
    runs = [place.run(*args) for args in (["check", "in", "-p", "p.ini", "--json", "./p.ini"],
                                          ["check", "in", "-p", "p", "--html", "in/../p.ini"],
                                          ["form", "-p", "p.ini", "-o", "p.ini"],
                                          ["check", "in", "--password-file", "words.txt", "--json", "words.txt"])]
    texts = [(place.folder / name).read_text("utf-8") for name in ("p.ini", "words.txt")]
    return ([(status, said.count("\n")) for status, _, said in runs], texts), \
        ([(2, 1)] * 4, [NOTICE.replace("ID", "t-1"), "abc\n"])


def id_that_begins_alike(place):
    place.write("p.ini", NOTICE.replace("ID", "t-10"))
    place.write("q.ini", NOTICE.replace("ID", "t-1"))
    place.run("merge", "-p", "p.ini", "in", "-o", "in/o.xlsx")
    return (place.inputs("in", "-p", "q.ini")[0], place.inputs("in", "-p", "p.ini")[0],
            ), (("o.xlsx", "read", None), ("o.xlsx", "skipped", "own-output"))


def no_office(place):
    place.write("p.ini", NOTICE.replace("ID", "t-1").replace("推荐单位 = 某厅\n", ""))
    runs = [place.run("merge", "-p", "p.ini", "in", "-o", "in/o.xlsx", "-q")[0] for _ in range(2)]
    return (runs, place.inputs("in", "-p", "p.ini")[0]), ([0, 0], ("o.xlsx", "skipped", "own-output"))


def closed_streams(place):
    place.run("merge", "in", "-o", "open.xlsx")
    status = place.run("merge", "in", "-o", "out.xlsx", shell='exec "$@" <&- >&- 2>&-')[0]
    same = (place.folder / "out.xlsx").read_bytes() == (place.folder / "open.xlsx").read_bytes()
    asked = place.run("merge", "in", "-o", "none.xlsx", "--json", "-", shell='exec "$@" >&-')
    return ((status, same, asked[0], asked[2].count("\n"), place.names()), (0, True, 2, 1, ["in", "open.xlsx", "out.xlsx"]))


def full_output(place):
    shell = 'exec "$@" >/dev/full'
    seen = [place.run(*args, shell=shell) for args in (["-V"], ["-h"], ["profile", "list"], ["dump", "in"], ["extract", "in"],
                                                       ["merge", "in", "-o", "out.xlsx", "--json", "-"])]
    return ([(status, said.count("\n")) for status, _, said in seen], place.names()), ([(2, 1)] * 6, ["in"])


def reader_goes_away(place):
    place.write("in/广州市/汇总.csv", HEADER + ROW * 20000)
    status, out, said = place.run("dump", "in", shell='{ "$@"; echo $? >status; } | head -1')
    code = int((place.folder / "status").read_text())
    return (status, out.count("\n"), said.count("\n") <= 1, code in (2, 141)), (0, 1, True, True)


def same_place_twice(place):
    os.symlink("in", place.folder / "link")
    runs = [place.run("merge", "in", "-o", left, "--json", right)
            for left, right in (("out.xlsx", "./out.xlsx"), ("in/x", "link/x"), ("in/../out.xlsx", "out.xlsx"))]
    return ([(status, said.count("\n")) for status, _, said in runs], place.names()), ([(2, 1)] * 3, ["in", "link"])


def unwritable(place):
    os.chmod(place.folder, 0o755)
    (place.folder / "mine").mkdir()
    os.chmod(place.folder / "mine", 0o777)
    before = NOBODY if os.geteuid() == 0 else []
    # A copy, since nobody may not be able to reach the tree (one cloned below /root).
    (place.folder / "tree/build").mkdir(parents=True)
    binary = shutil.copy(BINARY, place.folder / "tree/build/huizong")
    shutil.copytree(pathlib.Path(__file__).resolve().parents[2] / "templates", place.folder / "tree/templates")
    (place.folder / "locked").mkdir()
    os.chmod(place.folder / "locked", 0o555)
    seen = [place.run("merge", "in", "-o", name, before=before, binary=binary) for name in ("locked/out.xlsx", "none/out.xlsx", "mine/out.xlsx")]
    return ([(status, said.count("\n") == 1) for status, _, said in seen], place.names("mine"), place.names("locked")), \
        ([(2, True), (2, True), (0, False)], ["out.xlsx"], [])


def stopped(place):
    """A run that is stopped at any moment leaves the folder as it was."""
    place.write("in/广州市/汇总.csv", HEADER + "".join(ROW.replace("甲", f"甲{i}") for i in range(20000)))
    seen = set()
    for delay in (0.05, 0.2, 0.5, 1.0):
        with subprocess.Popen([BINARY, "merge", "in", "-o", "out.xlsx", "--json", "r.json", "-q"], cwd=place.folder,
                              stderr=subprocess.DEVNULL) as process:
            time.sleep(delay)
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
        if status in (2, -signal.SIGTERM):  # the latter where it came before the program had begun
            seen.add(tuple(place.names()))
    return seen, {("in",)}


def no_surroundings(place):
    """No HOME, no locale, another folder: the same bytes."""
    place.run("merge", "in", "-o", "a.xlsx", "--json", "a.json")
    ran = subprocess.run([BINARY, "merge", place.folder / "in", "-o", place.folder / "b.xlsx", "--json", place.folder / "b.json"],
                         cwd="/", env={"LC_ALL": "C", "TZ": "America/New_York"}, capture_output=True, check=False, timeout=60)
    same = [(place.folder / f"a.{end}").read_bytes() == (place.folder / f"b.{end}").read_bytes() for end in ("xlsx", "json")]
    return (ran.returncode, same), (0, [True, True])


NOTICE = """[通知]
编号 = ID
名称 = 测试
汇总表标题 = 测试汇总表
推荐单位 = 某厅
[列]
项目名称 = 文本, 必填
申报单位 = 单位, 必填
[配额]
大市 = 2, 广州市
"""


def moved_aside_half_way(place):
    """Killed behind the second name, before the first was replaced: the next run needs no third."""
    place.run("merge", "in", "-o", "out.xlsx")
    place.edit("汇总表", "B4", "改过")
    os.link(place.folder / "out.xlsx", place.folder / "out.bak-1.xlsx")
    status = place.run("merge", "in", "-o", "out.xlsx", "-q")[0]
    kept = openpyxl.load_workbook(place.folder / "out.bak-1.xlsx")["汇总表"]["B4"].value
    return (status in (0, 1), kept, place.names()), (True, "改过", ["in", "out.bak-1.xlsx", "out.xlsx"])


def left_behind(place):
    """What a killed run left beside outputs goes; what a live one holds, and what only looks like that, stays. None of it is an input."""
    dead, alive, shown, other = (f"out/.huizong-000000000000000{n}" for n in range(4))
    for name in dead, alive, shown, f"out/退回/.huizong-{'f' * 16}":
        place.write(f"{name}/new", "half")
        place.write(f"{name}/new.d/part", "half")
        (place.folder / name).chmod(0o755 if name == shown else 0o700)
    place.write(other, "a file")
    lock = os.open(place.folder / alive, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    shutil.move(place.folder / "in/广州市", place.folder / "out/广州市")
    place.run("merge", "out", "-o", "out/o.xlsx", "--json", "out/r.json", "--returns", "out/退回", "-q")
    report = json.loads((place.folder / "out/r.json").read_text("utf-8"))
    os.close(lock)
    stay = [name for name in place.names("out") if name.startswith(".")]
    place.run("check", "out", "--json", "out/r.json", "-q")
    return ((stay, [found["path"] for found in report["inputs"] if "huizong-" in found["path"]], [name for name in place.names("out/退回") if name.startswith(".")],
             [name for name in place.names("out") if name.startswith(".")]),
            ([os.path.basename(name) for name in (alive, shown, other)], [os.path.basename(other)], [], [os.path.basename(name) for name in (shown, other)]))


CASES = [
    ("a workbook that a person changed is moved aside, never overwritten", moved_aside),
    ("one that was only saved again is replaced", saved_again),
    ("one that a person changed is still no input", changed_is_own),
    ("outputs written among the inputs: run again and again", report_among_inputs),
    ("outputs written among the inputs: the third run is the second again, byte by byte", runs_settle),
    ("a report over a workbook that a person has filled in or changed", report_over_a_workbook),
    ("an output over a profile or passwords that were given", what_was_given),
    ("the output of a profile whose id begins alike is another's", id_that_begins_alike),
    ("a profile without an office knows its own output", no_office),
    ("closed standard streams: no file of ours gets their numbers", closed_streams),
    ("standard output that takes nothing: one line, status 2", full_output),
    ("a reader that goes away", reader_goes_away),
    ("one place for two outputs, written in two ways", same_place_twice),
    ("a folder that cannot be written, one that is not there", unwritable),
    ("a run was killed while it moved one aside", moved_aside_half_way),
    ("temporaries of a killed run go, those of a live one stay", left_behind),
    ("SIGTERM leaves nothing behind", stopped),
    ("no HOME, no locale, another folder and time zone: the same bytes", no_surroundings),
]

seen_as_expected(CASES, Place)
