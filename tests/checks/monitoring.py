"""--nagios: one line and its status, however the run ends; --quiet: silence where all is well; --log: what each line bears."""

import fcntl
import os
import pathlib
import re
import signal
import subprocess
import time

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
# A profile of two regions without a quota: nothing is found of a table that is well filled in.
PROFILE = """[通知]
编号 = two
汇总表标题 = 两市汇总表
[列]
项目名称 = 文本, 必填
申报单位 = 单位, 必填
联系方式 = 手机+邮箱, 必填
[配额]
市 = 9, 广州市, 深圳市
"""
GOOD = "项目名称,申报单位,联系方式\n甲项目,甲公司,13800138000 a@b.cn\n"
WARNED = GOOD.replace("\n甲", "\n甲", 1) + "甲项目,甲公司,13800138000 c@b.cn\n"  # the same row, another mail
WRONG = GOOD.replace("13800138000", "138001380")
LINE = re.compile(r"HUIZONG (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]+)(?: \| ([^|\n]+))?\n")
FIGURE = re.compile(r"([a-z_]+)=(\d+);(0?);(0?);0")


class Place:
    """Two cities' tables in in/, a profile, and the program run there."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.write("p.ini", PROFILE)
        self.write("in/广州市/汇总.csv", GOOD)
        self.write("in/深圳市/汇总.csv", GOOD.replace("甲", "乙").replace("13800138000", "13900139000"))

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def start(self, *args, env=None, binary=BINARY, **more):
        own = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k},
               **(env or {})}
        return subprocess.Popen([binary, *args], cwd=self.folder, env=own, text=True,
                                **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more})

    def run(self, *args, **more):
        process = self.start(*args, **more)
        said, errors = process.communicate(timeout=120)
        return process.returncode, said, errors

    def nagios(self, *args, command="check", inputs=("in",), **more):
        """The status, the line's word, text and figures; and that it is one line."""
        status, said, errors = self.run(command, *inputs, "-p", "p.ini", "--nagios", *args, **more)
        match = LINE.fullmatch(said)
        assert match, (said, errors)
        figures = dict((label, int(value)) for label, value, _, _ in FIGURE.findall(match[3] or ""))
        assert len(figures) == len((match[3] or "").split()), match[3]
        return status, match[1], match[2], figures


def by_severity(place):
    def seen(text, **more):
        place.write("in/广州市/汇总.csv", text)
        status, word, _, figures = place.nagios(**more)
        return status, word, figures["errors"], figures["warnings"]

    found = [seen(GOOD), seen(WARNED), seen(WRONG)]
    return found, [(0, "OK", 0, 0), (1, "WARNING", 0, 1), (2, "CRITICAL", 1, 0)]


def whatever_fails(place):
    place.write("in/广州市/汇总.csv", WARNED)
    seen = [place.nagios("--fail-on", word)[:2] for word in ("error", "warning", "never")]
    return seen, [(1, "WARNING")] * 3


def every_run(place):
    os.remove(place.folder / "in/深圳市/汇总.csv")
    seen = [(*place.nagios(command=command, *more)[:2], figures.get("regions_missing"), "pairs_exact" in figures)
            for command, more in (("merge", ["-o", "o.xlsx"]), ("check", []), ("audit", []), ("核查", []))
            for figures in [place.nagios(command=command, *more)[3]]]
    return seen, [(1, "WARNING", 1, False), (1, "WARNING", 1, False), (0, "OK", None, True), (1, "WARNING", 1, False)]


def figures_add_up(place):
    place.write("in/广州市/汇总.csv", WARNED)
    place.write("in/广州市/thumbs.db", "x")
    place.write("in/深圳市/坏.xlsx", "PK\x03\x04 no archive")
    figures = place.nagios()[3]
    keys = ["inputs", "inputs_skipped", "inputs_failed", "rows", "merged", "folded", "held", "regions_missing", "errors",
            "warnings", "hints"]
    return ([figures.pop(key) for key in keys], figures), ([4, 1, 1, 3, 2, 1, 0, 0, 1, 1, 1], {})


def since_last_night(place):
    place.nagios("--state", "led")
    place.write("in/广州市/汇总.csv", WRONG + "新项目,新公司,13700137000 a@b.cn\n")
    (place.folder / "in/深圳市/汇总.csv").rename(place.folder / "in/深圳市/另名.csv")
    place.write("in/深圳市/新来.csv", GOOD.replace("甲", "丙").replace("13800138000", "13600136000"))
    first = place.nagios("--state", "led")[3]
    place.write("in/广州市/汇总.csv", GOOD)
    os.remove(place.folder / "in/深圳市/新来.csv")
    second = place.nagios("--state", "led")[3]
    keys = ["inputs_reused", "inputs_new", "inputs_replaced", "inputs_moved", "inputs_gone", "records_new", "records_changed",
            "records_gone", "findings_new", "findings_mended"]
    # A name that is another is another key for a table of text: its sheet is called by it.
    return [[night[key] for key in keys] for night in (first, second)], [[0, 1, 1, 1, 0, 2, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 2, 0, 1]]


def not_done(place):
    (place.folder / "empty").mkdir()
    place.write("led", "no ledger at all, but long enough to be something else")
    ways = [["check", "--nagios", "nowhere"], ["check", "in", "--nagios", "--no-such"], ["check", "--no-such", "--nagio", "in"],
            ["--nagios"], ["dump", "--nagios", "in"], ["check", "in", "--nagios", "-p", "none"],
            ["check", "in", "--nagios", "--json", "-"], ["check", "--json=-", "in", "--nagios"], ["check", "in", "--nagios=yes"],
            ["check", "empty", "--nagios"], ["check", "in", "--nagios", "--state", "led"],
            ["check", "in", "--nagios", "--html", "."], ["merge", "in", "--nagios", "-o", "/dev/full"]]
    seen = []
    for way in ways:
        status, said, errors = place.run(*way, "--lang", "en") if "--" not in way else place.run(*way)
        last = errors.splitlines()[-1].removeprefix("huizong: ")
        seen.append((status, said == f"HUIZONG UNKNOWN - {last}\n"))
    # What stands behind -- is no option, nor is an option's value.
    seen.append(place.run("check", "--no-such", "--", "--nagios")[:2])
    seen.append(place.run("check", "in", "-p", "p.ini", "--json", "--nagios")[:2])
    return seen, [(3, True)] * len(ways) + [(2, ""), (0, "")]


def by_signals(place):
    """The profile comes from a pipe that nobody writes: there it waits."""
    seen = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGBUS):
        process = place.start("check", "in", "--nagios", "-p", "/dev/stdin", stdin=subprocess.PIPE)
        for _ in range(500):
            if "pipe_read" in pathlib.Path(f"/proc/{process.pid}/wchan").read_text() or "pipe" in os.readlink(f"/proc/{process.pid}/fd/0") and \
                    pathlib.Path(f"/proc/{process.pid}/stat").read_text().split(") ")[1][0] == "S":
                break
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(number)
        said, errors = process.communicate(timeout=60)
        seen.append((process.returncode, bool(LINE.fullmatch(said)) and said.startswith("HUIZONG UNKNOWN - "), bool(errors)))
    return seen, [(3, True, False)] * 3 + [(3, True, True)]


def held_by_another(place):
    place.nagios("--state", "led")
    with open(place.folder / "led", "r+b") as ledger:
        fcntl.fcntl(ledger, fcntl.F_OFD_SETLK, __import__("struct").pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 1 << 62, 1, 0))
        status, word, text, _ = place.nagios("--state", "led", "--lang", "en")
    return (status, word, "another run" in text), (3, "UNKNOWN", True)


def names_with_bars(place):
    place.write("in/广州市/a|b'\"=;\n汇总.xlsx", "PK\x03\x04")
    status, word, text, figures = place.nagios()
    return (status, word, "a｜b'\"=; 汇总.xlsx" in text, figures["inputs_failed"]), (2, "CRITICAL", True, 1)


def nobody_listens(place):
    with open("/dev/full", "w") as full:
        process = place.start("check", "in", "-p", "p.ini", "--nagios", "-q", stdout=full)
        return (process.wait(60), len(process.communicate()[1].splitlines())), (3, 1)


def in_both_languages(place):
    place.write("in/广州市/汇总.csv", WRONG)
    texts = [place.nagios("--lang", lang)[2] for lang in ("en", "zh")]
    return [bool(re.match(pattern, text)) for pattern, text in
            zip((r"errors: 1, warnings: 0; files: 2, rows: 2; regions without a project: 0; first: 广州市",
                 r"错误 1 个，警告 0 个；文件 2 个，共 2 行；没有项目的推荐单位 0 个；首先：广州市"), texts)], [True, True]


def silent(place):
    ways = [["check"], ["merge", "-o", "o.xlsx", "--returns", "r", "--html", "h.html", "--json", "j.json"], ["audit"],
            ["check", "--state", "led"], ["merge", "-o", "o.xlsx", "--state", "led"]]
    return [place.run(*way, "in", "-p", "p.ini", "-q") for way in ways], [(0, "", "")] * len(ways)


def not_silent(place):
    place.write("in/广州市/汇总.csv", WRONG)
    place.write("in/深圳市/坏.xlsx", "PK\x03\x04")
    (place.folder / "bad").mkdir()
    place.write("bad/坏.xlsx", "PK\x03\x04")
    seen = [place.run("check", "in", "-q", *more)[::2] for more in (["-p", "p.ini"], ["-p", "p.ini", "--fail-on", "never"])]
    seen += [(status, len(errors.splitlines())) for status, _, errors in
             (place.run("extract", "in", "-q", "-p", "p.ini"), place.run("check", "bad", "-q", "-p", "p.ini"))]
    return seen, [(1, "错误 2 个，警告 0 个，提示 0 个\n"), (0, ""), (1, 1), (2, 2)]


def in_a_log(place):
    """No line without its mark, no colour, no progress, nothing but the mark added."""
    place.write("in/广州市/汇总.csv", WRONG)
    plain = place.run("check", "in", "-p", "p.ini", "-v")[2]
    journal = place.run("check", "in", "-p", "p.ini", "-v", "--log", "journal", "--color", "always")[2]
    levels = place.run("check", "in", "-p", "p.ini", "-v", "--log=levels", "--color", "always", env={"TZ": "Asia/Shanghai"})[2]
    mark = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 (error|warning|notice|info|debug) ")
    return (re.sub(r"^<[3-7]>", "", journal, flags=re.M) == plain.replace("\n\n", "\n"),
            {line[:3] for line in journal.splitlines()},
            all(mark.match(line) for line in levels.splitlines()), "\x1b" in journal + levels,
            place.run("check", "nowhere", "--log", "journal")[2][:12]), \
        (True, {"<3>", "<5>", "<6>", "<7>"}, True, False, "<3>huizong: ")


def to_the_journal(place):
    """It is the journal where the variable names what standard error is, and not where somebody sent that elsewhere."""
    def seen(errors_to, named, *more):
        with open(place.folder / errors_to, "w+") as errors, open(place.folder / named, "a") as other:
            st = os.fstat(other.fileno())
            place.start("check", "nowhere", *more, stderr=errors, env={"JOURNAL_STREAM": f"{st.st_dev}:{st.st_ino}"}).wait(60)
            return (place.folder / errors_to).read_text().startswith("<3>")

    return [seen("a", "a"), seen("a", "b"), seen("a", "a", "--log", "plain")], [True, False, False]


CASES = [
    ("the status is the strongest finding's", by_severity),
    ("whatever --fail-on says", whatever_fails),
    ("merge, check, audit", every_run),
    ("the figures", figures_add_up),
    ("what changed since the night before", since_last_night),
    ("what is not done is unknown, and why stands in the line", not_done),
    ("a signal", by_signals),
    ("another run has the ledger", held_by_another),
    ("names that would end the text", names_with_bars),
    ("standard output takes nothing", nobody_listens),
    ("the text in both languages", in_both_languages),
    ("--quiet: not a byte where all is well", silent),
    ("--quiet: what must be said", not_silent),
    ("--log: marks", in_a_log),
    ("--log: the journal", to_the_journal),
]

seen_as_expected(CASES, Place)
