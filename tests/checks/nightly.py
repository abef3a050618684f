"""scripts/nightly: what `make install` lays down, the units, the filter of system calls, a night and its mail, and docs/operations.md line by line."""

import ctypes
import ctypes.util
import email
import email.policy
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import time

import archives
import formats
import protect
from taps import done, tap

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ["HUIZONG"]).resolve().parent / "huizong"
HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
SERVICE = ROOT / "scripts/nightly/huizong.service.in"
HIGHEST = 2.0  # of systemd-analyze security


def row(number, phone="13800138000"):
    return ["1", f"项目{number}", f"公司{number}", "中德智能制造合作", "张三", f"{phone} a@b.cn"]


def run(command, env=None, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=110, check=False,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **(env or {})}, **more)


class Place:
    """`make install` below a folder, with a configuration whose folders lie there, too."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.prefix, self.etc, self.state = self.folder / "usr", self.folder / "usr/etc", self.folder / "state"
        self.input, self.output = self.folder / "in", self.folder / "out"
        for path in (self.input, self.output):
            path.mkdir()
        made = self.make("install")
        assert made.returncode == 0, made.stderr
        self.config = self.etc / "huizong/nightly.conf"

    def make(self, goal):
        return run(["make", "-C", ROOT, "-o", f"{PROGRAM.parent}/huizong", goal, f"BUILD={PROGRAM.parent}", f"PREFIX={self.prefix}"],
                   {"MAKEFLAGS": ""})

    def set(self, **values):
        """On top of what ships; the first time with the folders of this place."""
        text = self.config.read_text("utf-8")
        for name, value in {"INPUT": self.input, "OUTPUT": self.output, "STATE": self.state, "SETTLE": 0, **values}.items():
            text, count = re.subn(rf'^#?HUIZONG_{name}=.*$', f'HUIZONG_{name}="{value}"', text, flags=re.M)
            assert count == 1, name
        self.config.write_text(text, "utf-8")

    def send(self, name, *rows):
        (self.input / name).write_text("\n".join(",".join(cells) for cells in (HEADER, *rows)) + "\n", "utf-8")

    def nightly(self, *args, **env):
        return run([self.prefix / "bin/huizong-nightly", *args], env)

    def mail(self, *args, **env):
        return run([self.prefix / "bin/huizong-mail", *args], env)

    def unit(self, name):
        return self.prefix / "lib/systemd/system" / name

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


# --- installing and the units ----------------------------------------------------------------

def uninstalled(place):
    before = place.files()
    assert place.make("uninstall").returncode == 0
    after = place.files()
    assert len(before) > 12 and not after, after
    place.make("install")
    place.set(MAIL_TO="a@b.cn")
    place.make("install")
    assert 'HUIZONG_MAIL_TO="a@b.cn"' in place.config.read_text("utf-8"), "the configuration was replaced"
    place.make("uninstall")
    assert place.files() == ["usr/etc/huizong/nightly.conf"], place.files()


def verified(place):
    units = [place.unit(name) for name in ("huizong.service", "huizong.timer", "huizong-mail@.service")]
    found = run(["systemd-analyze", "verify", "--recursive-errors=no", *units])
    said = [line for line in found.stderr.splitlines() if "huizong" in line]
    assert found.returncode == 0 and not said, found.stderr
    # That it can fail:
    units[0].write_text(units[0].read_text().replace("ExecStart=", "ExecStart=/nowhere"))
    assert run(["systemd-analyze", "verify", "--recursive-errors=no", units[0]]).returncode != 0


def confined(place):
    def exposure(path):
        return float(re.search(r"exposure level for \S+: ([0-9.]+)", run(["systemd-analyze", "security", "--offline=true", path]).stdout)[1])

    shipped = exposure(place.unit("huizong.service"))
    open_one = place.unit("open.service")
    open_one.write_text("[Service]\nExecStart=/bin/true\n")
    assert shipped < HIGHEST < exposure(open_one), shipped


def settled(place):
    """The timer's night leaves alone what changed just now, without a word in the configuration."""
    place.send("广州市.csv", row(1))
    place.set()
    place.config.write_text(re.sub(r'^HUIZONG_SETTLE=.*$', '#', place.config.read_text("utf-8"), flags=re.M), "utf-8")
    night = place.nightly()
    assert night.returncode == 2 and "[input.changing]" in night.stderr, night


# --- the filter of system calls ----------------------------------------------------------------

def group(name):
    """The calls of a group of systemd's, with those of the groups in it."""
    calls = set()
    for line in run(["systemd-analyze", "syscall-filter", name]).stdout.splitlines():
        word = line.strip()
        if word.startswith("@") and word != name:
            calls |= group(word)
        elif word and not word.startswith(("#", "@")):
            calls.add(word)
    return calls


def allowed(unit):
    """What the unit's lines leave: the first one says that it is a list of what is allowed."""
    calls = group("@default")
    for value in re.findall(r"^SystemCallFilter=(.+)$", unit.read_text("utf-8"), re.M):
        words = {call for word in value.lstrip("~").split() for call in (group(word) if word.startswith("@") else [word])}
        calls = calls - words if value.startswith("~") else calls | words
    return calls


def filtering(calls):
    """For subprocess: whatever else is called ends the process (libseccomp, as the unit's filter does it)."""
    library = ctypes.CDLL(ctypes.util.find_library("seccomp") or "libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    allow, kill_process = 0x7FFF0000, 0x80000000
    numbers = [number for number in (library.seccomp_syscall_resolve_name(call.encode()) for call in sorted(calls)) if number >= 0]

    def confine():
        context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(kill_process)))
        for number in numbers:
            library.seccomp_rule_add_array(context, ctypes.c_uint32(allow), number, 0, None)
        if library.seccomp_load(context) != 0:
            os._exit(126)

    return confine


def every_format(folder):
    """A table of one row in every format that is read, in archives, and under passwords."""
    for number, form in enumerate(formats.FORMATS.values()):
        if not any(form.lacks(text) for text in HEADER + row(number)):
            (folder / f"广州市{number}.{form.ending}").write_bytes(form.make([HEADER, row(number)]))
    for kind, form in (("agile", "xlsx, shared"), ("rc4", "xls")):
        locked = folder / f"深圳市锁.{formats.FORMATS[form].ending}"
        locked.write_bytes(formats.FORMATS[form].make([HEADER, row(form)]))
        protect.protect(locked, "secret", kind)
    (folder / "深圳市包.rar").write_bytes(archives.rar5([("表.csv", ",".join(HEADER).encode() + b"\n" + ",".join(row(101)).encode())]))
    (folder / "深圳市盘.iso").write_bytes(archives.disc([("A.CSV", ",".join(HEADER).encode() + b"\n" + ",".join(row(102)).encode())]))
    (folder.parent / "passwords").write_text("secret\n")
    for name in (ROOT / "samples/received").iterdir():
        (shutil.copytree if name.is_dir() else shutil.copy)(name, folder / name.name)


def not_killed(place):
    """Two nights under the unit's own list give what they give without it."""
    every_format(place.input)
    # The owner of a file that is replaced is kept, which is a call of its own.
    calls, seen = allowed(SERVICE), {}
    for name, more in (("free", {}), ("confined", {"preexec_fn": filtering(calls)})):
        for _ in range(2):
            night = run([PROGRAM, "merge", "in", "--nagios", "-o", f"{name}.xlsx", "--html", f"{name}.html", "--json", f"{name}.json", "--returns",
                         f"{name}.slips", "--state", f"{name}.ledger", "--password-file", "passwords", "--rulings", f"{name}.xlsx"],
                        cwd=place.folder, **more)
            assert night.returncode == 2, (name, night)
        seen[name] = [night.stdout.replace(name, ""), *((place.folder / f"{name}.{end}").read_bytes() for end in ("html", "json"))]
    assert seen["free"] == seen["confined"], "what is read under the filter is other"
    report = seen["free"][2].decode()
    assert report.count('"status":"read"') + report.count('"status": "read"') > 40, "not every format was read"
    # That the filter bites: without a call that workers need nothing comes out.
    night = run([PROGRAM, "check", "in", "--nagios"], cwd=place.folder, preexec_fn=filtering(calls - {"clone", "clone3"}))
    assert night.returncode not in (0, 1, 2), night


# --- a night and what is told of it ------------------------------------------------------------

def nights(place):
    place.set(MAIL_TO="office@example.cn, second@example.cn")
    seen = []
    assert place.nightly("--status").returncode == 3
    for rows in ([row(1)], [row(1, "138001380")], [row(1)]):
        place.send("广州市.csv", *rows)
        night = place.nightly()
        seen.append((night.returncode, place.nightly("--status").returncode, night.stdout.startswith("HUIZONG ")))
    shutil.rmtree(place.input)
    night = place.nightly()
    seen.append((night.returncode, place.nightly("--status").returncode, night.stdout.startswith("HUIZONG UNKNOWN")))
    # The other regions have sent nothing: a warning.
    assert seen == [(1, 1, True), (1, 2, True), (1, 1, True), (2, 3, True)], seen
    os.utime(place.state / "last/line", (time.time() - 27 * 3600,) * 2)
    stale = place.nightly("--status")
    assert stale.returncode == 3 and "26 hours" in stale.stdout, stale


def forgets(place):
    """HUIZONG_KEEP: the ledger is asked to forget what is older, and what it cannot is no night that failed."""
    spy = place.folder / "spy"
    spy.write_text(f'#!/bin/sh\necho "$*" >>{place.folder}/called\nexec {place.prefix}/bin/huizong "$@"\n')
    spy.chmod(0o755)
    place.send("广州市.csv", row(1))
    place.set()
    nights = [place.nightly(HUIZONG_PROGRAM=str(spy))]
    for keep in ("400d", "soon"):
        place.set(KEEP=keep)
        nights.append(place.nightly(HUIZONG_PROGRAM=str(spy)))
    called = [line.split()[:3] for line in (place.folder / "called").read_text().splitlines() if not line.startswith("merge")]
    assert called == [["prune", "--keep", "400d"], ["prune", "--keep", "soon"]], called
    assert [night.returncode for night in nights] == [1, 1, 1] and ["soon" in night.stderr for night in nights] == [False, False, True], nights


def levels(place):
    place.set()
    place.send("广州市.csv", row(1, "138001380"))
    plain, journal = place.nightly().stderr, place.folder / "journal"
    with open(journal, "w+", encoding="utf-8") as file:
        st = os.fstat(file.fileno())
        own = {"PATH": os.environ["PATH"], "JOURNAL_STREAM": f"{st.st_dev}:{st.st_ino}"}
        subprocess.run([place.prefix / "bin/huizong-nightly"], env=own, stderr=file, stdout=subprocess.DEVNULL, timeout=60, check=False)
        plain += place.nightly(**own).stderr  # standard error is another
    journal = journal.read_text("utf-8")
    assert all(re.match(r"\d{4}-\d\d-\d\dT\S+ (error|warning|notice|info) ", line) for line in plain.splitlines()), plain
    assert journal and all(re.match(r"<[3-6]>", line) for line in journal.splitlines()), journal


def stopped(place):
    """What ends the service ends the night: what was said until then is told, and a monitoring knows."""
    place.set()
    slow = place.folder / "slow"
    slow.write_text(f'#!/bin/sh\necho said >&2\ntouch {place.folder}/begun\nexec {place.prefix}/bin/huizong check --nagios -p /dev/stdin .\n')
    slow.chmod(0o755)
    read_end, write_end = os.pipe()
    process = subprocess.Popen([place.prefix / "bin/huizong-nightly"], env={"PATH": os.environ["PATH"], "HUIZONG_PROGRAM": str(slow)}, stdin=read_end,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (place.folder / "begun").exists():
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(process.pid, 15)
    said, errors = process.communicate(timeout=60)
    os.close(write_end)
    assert (process.returncode, errors) == (2, "said\n") and place.nightly("--status").returncode == 3, (process.returncode, said, errors)


def parsed(text):
    message = email.message_from_string(text, policy=email.policy.default)
    wrong = [*message.defects, *((name, header.defects) for name, header in message.items() if header.defects)]
    assert not wrong, wrong
    assert all(len(line) <= 78 for line in text.splitlines()) and text.isascii(), text
    return message


def mailed(place):
    place.set(MAIL_TO="office@example.cn")
    place.send("广州市.csv", row(1, "138001380"))
    place.nightly()
    message = parsed(place.mail().stdout)
    body = message.get_content()
    assert message["Subject"] == "汇总 错误 1，警告 20，变化 24", message["Subject"]
    assert (message["To"], message["From"]) == ("office@example.cn", f"huizong@{os.uname().nodename}") and message["Date"].datetime and message["Message-ID"]
    wanted = ["退出状态：2", "没有可以比较的", "共 1 行 = 汇总 1", "没有项目的地市：", "深圳市", "phone.invalid", "有错误",
              "\n错误 广州市.csv ", "\n警告 "]
    assert all(text in body for text in wanted), body
    assert not re.search(r"^(<\d>|\d{4}-|(error|warning|notice|info) )", body, re.M), body
    english = parsed(place.mail(HUIZONG_CONFIG=str(english_config(place))).stdout)
    assert english["Subject"].startswith("huizong errors 1, warnings") and "Exit status: 2" in english.get_content(), english


def english_config(place):
    path = place.etc / "english.conf"
    path.write_text(place.config.read_text("utf-8") + 'HUIZONG_LANG="en"\n', "utf-8")
    return path


def when_mailed(place):
    """By choice: what changed, what is wrong, always, never; what was not done is told unless never."""
    sent = {}
    for when in ("changed", "wrong", "always", "never"):
        place.set(MAIL_TO="a@b.cn", MAIL_WHEN=when)
        shutil.rmtree(place.state, ignore_errors=True)
        place.input.mkdir(exist_ok=True)
        (place.folder / "one.ini").write_text("[通知]\n编号 = one\n汇总表标题 = 表\n[列]\n项目名称 = 文本, 必填\n申报单位 = 单位, 必填\n[配额]\n市 = 9, 广州市\n", "utf-8")
        place.set(OPTIONS=f"-p {place.folder}/one.ini")
        told = []
        for step in ("new", "same", "wrong", "same", "gone"):
            if step == "gone":
                shutil.rmtree(place.input)
            else:
                text = {"new": "项目名称,申报单位\n甲,乙\n", "wrong": "项目名称,申报单位\n甲,\n"}.get(step)
                if text:
                    (place.input / "广州市.csv").write_text(text, "utf-8")
            place.nightly()
            told.append(bool(place.mail().stdout))
        sent[when] = told
    assert sent == {"changed": [True, False, True, False, True], "wrong": [False, False, True, True, True], "always": [True] * 5,
                    "never": [False] * 5}, sent
    place.set(MAIL_TO="", MAIL_WHEN="always")
    assert not place.mail().stdout


def handed_over(place):
    place.set(MAIL_TO="a@b.cn", SENDMAIL=f"tee {place.folder}/sent")
    place.send("广州市.csv", row(1))
    place.nightly()
    assert place.mail("--send").returncode == 0 and parsed((place.folder / "sent").read_text())["To"] == "a@b.cn"
    place.set(SENDMAIL="false")
    refused = place.mail("--send")
    assert refused.returncode == 1 and refused.stderr, refused
    killed = place.mail(MONITOR_SERVICE_RESULT="timeout")
    assert "timeout" in parsed(killed.stdout).get_content()


def answered(place):
    """What a person filled in is honoured the next night, without a word to anybody."""
    import openpyxl
    place.set()
    place.send("广州市.csv", row("面向注塑行业的工业互联网平台"), row("面向注塑行业的工业互联网平台建设", "13900139000"))
    place.send("深圳市.csv", row(7, "13700137000"))
    place.nightly()
    book = openpyxl.load_workbook(place.output / "汇总表.xlsx")
    sheet = book["上报选择"]
    at = {cell.value: (cell.row, cell.column) for cells in sheet.iter_rows(max_row=6) for cell in cells}["上报"]
    sheet.cell(at[0] + 1, at[1]).value = "是"
    book.save(place.output / "汇总表.xlsx")
    night = place.nightly()
    assert night.returncode == 1 and "上报 1 个" in night.stderr, night
    assert place.nightly().returncode == 1


def cron_line(place):
    """As cron runs it: an empty environment and /bin/sh. The line's log must be there."""
    place.set()
    place.send("广州市.csv", row(1))
    text = (place.prefix / "share/doc/huizong/huizong.cron").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("30 2 "))
    command = line.split(" ", 6)[6].replace("/var/log/huizong", str(place.folder))
    night = subprocess.run(["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "/bin/sh", "-c", command],
                           capture_output=True, timeout=60, check=False)
    assert (night.returncode, night.stdout, night.stderr) == (0, b"", b""), night
    log = (place.folder / "nightly.log").read_text("utf-8")
    assert "HUIZONG WARNING" in log and " notice 共 1 行" in log, log
    assert stat.S_IMODE((place.output / "汇总表.xlsx").stat().st_mode) == 0o660


# --- the page ------------------------------------------------------------------------------------

PAGES = [ROOT / "docs/operations.md", ROOT / "docs/operations.zh.md"]
# What needs the machine: said that it was called, or does what stands behind it.
STUBS = {name: "" for name in ("systemd-sysusers", "systemd-tmpfiles", "usermod", "useradd", "systemctl", "journalctl", "apt-get", "setfacl")}
STUBS["runuser"] = '[ "$1 $2 $3" = "-u huizong --" ] || exit 9; shift 3; exec "$@"'


def blocks(page):
    return re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


def as_here(place, block):
    """The page's folders are this place's; there is no user huizong here, nor need anything be built again."""
    for name, path in (("/srv/huizong/in", place.input), ("/srv/huizong/out", place.output), ("/var/lib/huizong", place.state),
                       ("/etc/huizong", place.etc / "huizong"), ("/usr/local", place.prefix), ("/var/backups", place.folder / "backups"),
                       ("/var/log/huizong", place.folder / "log"), ("/etc/cron.d", place.folder / "cron"), ("/etc/logrotate.d", place.folder / "rotate")):
        block = re.sub(re.escape(name) + r"\b", str(path), block)
    return block.replace("-o huizong -g huizong ", "").replace("sh scripts/setup run", "sh -n scripts/setup")


def page_runs(place):
    stubs = place.folder / "stubs"
    stubs.mkdir()
    for name in ("cron", "rotate"):
        (place.folder / name).mkdir()
    for name, does in STUBS.items():
        (stubs / name).write_text(f"#!/bin/sh\necho {name} \"$@\" >>{place.folder}/called\n{does}\n")
    (stubs / "make").write_text(f'#!/bin/sh\nexec /usr/bin/make -o "{PROGRAM}" BUILD="{PROGRAM.parent}" PREFIX="{place.prefix}" '
                                f'"${{1:-{PROGRAM}}}"\n')
    for stub in stubs.iterdir():
        stub.chmod(0o755)
    place.config.unlink()
    expected = {"runuser -u huizong -- huizong check /srv/huizong/in": 1, "runuser -u huizong -- huizong-nightly": 1,
                "runuser -u huizong -- huizong-nightly --status": 2, "runuser -u huizong -- huizong check --nagios -q /srv/huizong/in": 2}
    env = {"PATH": f"{stubs}:{place.prefix}/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    count = 0
    for block in blocks(PAGES[0]):
        for line in block.splitlines():
            own = as_here(place, line)
            if line.startswith("runuser -u huizong -- huizong-nightly") and place.config.exists():
                place.set()
            ran = run(["/bin/sh", "-c", own], env, cwd=ROOT)
            assert ran.returncode == expected.get(line, 0), (line, ran)
            assert "integrity_check" not in line or ran.stdout == "ok\n", ran
            assert "--always" not in line or parsed(ran.stdout), ran
            count += 1
    assert count > 35 and not (place.prefix / "bin/huizong").exists(), count


def told_of_the_ledger():
    """Whatever the program says of the ledger has its line in both pages' tables."""
    words = (ROOT / "src/diag/words.def").read_text("utf-8")
    missing = []
    for sentences in re.findall(r'^WORD\(TROUBLE_STATE\w*, "([^"]+)", "([^"]+)"\)$', words, re.M):
        for page, sentence in zip(PAGES, reversed(sentences)):
            cells = re.findall(r"^\| ([^|]+) \|", page.read_text("utf-8"), re.M)
            ways = [re.escape(way.strip()).replace("…", ".*") for cell in cells for way in cell.split(" / ")]
            if not any(re.match(way, sentence) for way in ways if len(way) > 6):
                missing.append((page.name, sentence))
    return missing and f"no line for {missing}"


def pages_alike():
    english, chinese = map(blocks, PAGES)
    return None if english == chinese else "the two pages have other commands"



def placed(function):
    def check():
        with tempfile.TemporaryDirectory(prefix="huizong-") as folder:
            return function(Place(folder))
    return check


CASES = [
    ("what is installed is uninstalled, what people wrote stays", uninstalled, False),
    ("the units are right", verified, True),
    (f"the service is confined: exposure below {HIGHEST}", confined, True),
    ("what changed just now waits for the next night", settled, False),
    ("the service's filter lets everything be read, and ends what it does not list", not_killed, True),
    ("statuses of nights", nights, False),
    ("what is kept", forgets, False),
    ("the service is stopped", stopped, False),
    ("the log's marks", levels, False),
    ("the mail: a message with all that it should tell", mailed, False),
    ("when there is mail", when_mailed, False),
    ("the mail is handed over", handed_over, False),
    ("what was filled in is honoured", answered, False),
    ("cron's line", cron_line, False),
    ("docs/operations.md: every command", page_runs, False),
]

for title, case, needs_systemd in CASES:
    if needs_systemd and not shutil.which("systemd-analyze"):
        tap(f"{title} # SKIP there is no systemd-analyze", lambda: None)
    else:
        tap(title, placed(case))
tap("docs/operations*.md: what the program says of the ledger", told_of_the_ledger)
tap("docs/operations.zh.md has the same commands", pages_alike)
done()
