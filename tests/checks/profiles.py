"""Profiles: where they are found, what hides what, and that what `show` prints is the profile."""

import os
import pathlib
import re
import subprocess

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "templates"
DEFAULT = "guangdong-2020-971"
OWN = "[通知]\n编号 = own\n汇总表标题 = 自己的表\n[列]\n项目名称 = 文本, 必填\n申报单位 = 单位, 必填\n[配额]\n市 = 1, 甲市\n"


class Place:
    """A folder to work in, with a user's configuration beside it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.here = self.folder / "here"
        self.user = self.folder / "config/huizong"
        self.here.mkdir()
        self.user.mkdir(parents=True)

    def run(self, *args, env=None, binary=BINARY, text=None):
        base = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "XDG_CONFIG_HOME": str(self.folder / "config"),
                **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        base.update(env or {})
        return subprocess.run([binary, *args], cwd=self.here, env=base, capture_output=True, text=True, input=text, timeout=60)

    def listed(self, **options):
        """The names and what stands behind them, our own folders shortened."""
        lines = self.run("profile", "list", "--lang", "zh", **options).stdout.splitlines()
        return dict(line.replace(str(self.folder), "~").replace(str(TEMPLATES), "T").split("\t") for line in lines)

    def title(self, name, **options):
        """The first title that the profile of this name has."""
        shown = self.run("profile", "show", name, **options).stdout
        return re.search(r"^汇总表标题 = (.*)$", shown, re.M).group(1)


def only_shipped(place):
    names = {path.stem for path in TEMPLATES.glob("*.ini")}
    return place.listed(), {name: f"T/{name}.ini" for name in names}


def every_place(place):
    (place.here / "here.ini").write_text(OWN, "utf-8")
    (place.user / "mine.ini").write_text(OWN, "utf-8")
    listed = place.listed()
    return [listed.get(name) for name in ("here", "mine", DEFAULT)], ["./here.ini", "~/config/huizong/mine.ini", f"T/{DEFAULT}.ini"]


def home_where_no_xdg(place):
    folder = place.folder / "home/.config/huizong"
    folder.mkdir(parents=True)
    (folder / "mine.ini").write_text(OWN, "utf-8")
    env = {"XDG_CONFIG_HOME": "", "HOME": str(place.folder / "home")}
    return place.listed(env=env).get("mine"), "~/home/.config/huizong/mine.ini"


def installed(place):
    """bin/huizong finds share/huizong/templates beside bin, through a symbolic link, too."""
    (place.folder / "prefix/bin").mkdir(parents=True)
    templates = place.folder / "prefix/share/huizong/templates"
    templates.mkdir(parents=True)
    (templates / "office.ini").write_text(OWN, "utf-8")
    program = place.folder / "prefix/bin/huizong"
    program.write_bytes(pathlib.Path(BINARY).read_bytes())
    program.chmod(0o755)
    (place.folder / "link").symlink_to(program)
    seen = place.listed(binary=str(place.folder / "link"))
    return seen, {"office": "~/prefix/share/huizong/templates/office.ini"}


def hides(place):
    """This folder before the user's before the shipped; the list says what is hidden."""
    (place.user / f"{DEFAULT}.ini").write_text(OWN.replace("自己", "用户"), "utf-8")
    by_user = place.title(DEFAULT)
    (place.here / f"{DEFAULT}.ini").write_text(OWN, "utf-8")
    line = f"./{DEFAULT}.ini（代替：~/config/huizong/{DEFAULT}.ini、T/{DEFAULT}.ini）"
    return [by_user, place.title(DEFAULT), place.listed()[DEFAULT]], ["用户的表", "自己的表", line]


def said_in_a_run(place):
    """-v tells which file is used and what it hides; without -v nothing is said of it."""
    (place.here / f"{DEFAULT}.ini").write_text(OWN, "utf-8")
    (place.here / "a.csv").write_text("项目名称,申报单位,地区\n甲项目,甲公司,甲市\n", "utf-8")
    loud = place.run("check", "a.csv", "-v", "--lang", "zh").stderr.splitlines()[0].replace(str(TEMPLATES), "T")
    quiet = place.run("check", "a.csv", "--lang", "zh").stderr
    return [loud, "代替" in quiet], [f"huizong: 方案 {DEFAULT}：./{DEFAULT}.ini（代替：T/{DEFAULT}.ini）", False]


def what_is_none(place):
    """A folder, a pipe or a broken link of the name is passed over; other people's .ini files are not listed."""
    (place.here / f"{DEFAULT}.ini").mkdir()
    (place.user / f"{DEFAULT}.ini").symlink_to("nowhere")
    os.mkfifo(place.here / "pipe.ini")
    (place.here / "desktop.ini").write_text("[.ShellClassInfo]\nIconResource=x,1\n", "utf-8")
    (place.here / "wrong.ini").write_text(OWN.replace("必填", "必添"), "utf-8")
    seen = place.listed()
    return [seen[DEFAULT], set(seen) & {"pipe", "desktop", "wrong"}], [f"T/{DEFAULT}.ini", set()]


def a_broken_one_hides(place):
    """One with mistakes is no reason to take another: its mistakes are said."""
    (place.here / f"{DEFAULT}.ini").write_text(OWN.replace("必填", "必添"), "utf-8")
    run = place.run("check", "a.csv")
    return [run.returncode, f"./{DEFAULT}.ini:5:12" in run.stderr], [2, True]


def names_of_paths(place):
    """What has a slash or ends in .ini is a file, and no other is looked for."""
    runs = [place.run("profile", "check", name) for name in (f"{DEFAULT}.ini", f"./{DEFAULT}", f"../{DEFAULT}")]
    return [run.returncode for run in runs], [2, 2, 2]


def a_name_nearly_right(place):
    """The known name that was meant; a name like no other gets none."""
    said = [place.run("profile", "check", name, "--lang", "zh").stderr for name in ("guangdong-2020-917", "zzz")]
    return ([f"是否想写 {DEFAULT}？" in said[0], "是否想写" in said[1], "找不到方案 zzz" in said[1]], [True, False, True])


def shown_is_the_profile(place):
    """Of each profile that ships: what `show` prints loads as the same profile, and is printed so again."""
    wrong = []
    for path in sorted(TEMPLATES.glob("*.ini")):
        shown = place.run("profile", "show", str(path)).stdout
        copy = place.here / "copy.ini"
        copy.write_text(shown, "utf-8")
        again = place.run("profile", "show", str(copy)).stdout
        first, second = (place.run("profile", "check", str(p), "--lang", "en").stdout.splitlines() for p in (path, copy))
        # The last line has the file's name and hash.
        if shown != again or first[:-1] != second[:-1] or len(first) < 50:
            wrong.append(path.name)
    return wrong, []


def through_a_pipe(place):
    shown = place.run("profile", "show").stdout
    run = place.run("profile", "check", "/dev/stdin", "-q", "--lang", "zh", text=shown)
    return [run.returncode, run.stdout.startswith("/dev/stdin：没有错误（SHA-256 ")], [0, True]


def lists_are_there(place):
    (place.here / "名单").mkdir()
    (place.here / "名单/a.csv").write_text("项目名称,申报单位\n", "utf-8")
    (place.here / "p.ini").write_text(OWN + "[名单]\n已获试点示范 = 名单/a.csv, 名单/没有.xls\n", "utf-8")
    shown = place.run("profile", "check", "p.ini", "--lang", "zh").stdout
    both = place.run("profile", "show", "p.ini").stdout
    wanted = ["  已由司局或央企推荐：（无）", "  已获试点示范：2 份", "    名单/a.csv：文件在", "    名单/没有.xls：找不到这个文件"]
    return [[line in shown.splitlines() for line in wanted], "已获试点示范 = 名单/a.csv, 名单/没有.xls\n" in both], [[True] * 4, True]


def too_large(place):
    """The mistake is said, not the machine filled: 20 MB of comment, and one section more than 16 MiB."""
    (place.here / "large.ini").write_text("# 说明\n" * (20 * 1024 * 1024 // 9), "utf-8")
    run = place.run("profile", "check", "large.ini", "--lang", "zh")
    return [run.returncode, "large.ini: 文件超过 16 MiB" in run.stderr], [2, True]


def as_the_page_says(place):
    """docs/profile.zh.md's ten minutes, as a new user would: its profile, its tables, its commands, its findings."""
    page = (TEMPLATES.parent / "docs/profile.zh.md").read_text("utf-8")
    blocks = re.findall(r"^```(ini|csv|text)\n(.*?)^```", page, re.M | re.S)
    profile, *tables, findings = [text for _, text in blocks]
    (place.here / "我的通知.ini").write_text(profile, "utf-8")
    (place.here / "收到").mkdir()
    for name, table in zip(re.findall(r"`收到/(.*?)`", page), tables):
        (place.here / "收到" / name).write_text(table, "utf-8")
    checked = place.run("profile", "check", "我的通知.ini", "--lang", "zh")
    merged = place.run("merge", "-p", "我的通知.ini", "收到", "--lang", "zh", "-j", "1")
    said = [line for line in merged.stderr.splitlines() if line.startswith(("错误 ", "警告 "))]
    (place.here / "错.ini").write_text(profile.replace("县 = 1,", "县 = 一,"), "utf-8")
    wrong = place.run("profile", "check", "错.ini", "--lang", "zh").stderr.splitlines()[0]
    told = re.search(r"`我的通知.ini(:.*?)`（第", page).group(1)
    book = (place.here / "汇总表-yunzhou-2021-12.xlsx").exists()
    explained = place.run("explain", "-p", "我的通知.ini", "一主体多项目", "--lang", "zh").stdout
    form = place.run("form", "-p", "我的通知.ini").returncode
    return ([checked.returncode, merged.returncode, said, book, wrong, "“每个企业只能申报一个车间”" in explained, form],
            [0, 1, findings.splitlines(), True, f"错.ini{told}", True, 0])


CASES = [
    ("the shipped ones", only_shipped),
    ("this folder, the user's, the shipped ones", every_place),
    ("~/.config where XDG_CONFIG_HOME is empty", home_where_no_xdg),
    ("an installed program finds its own", installed),
    ("the nearer one hides the others, and the list says so", hides),
    ("-v says which file is used", said_in_a_run),
    ("folders, pipes and other people's files", what_is_none),
    ("one with mistakes hides the others all the same", a_broken_one_hides),
    ("a path is a path", names_of_paths),
    ("a name that is nearly one", a_name_nearly_right),
    ("what show prints is the profile", shown_is_the_profile),
    ("show through a pipe into check", through_a_pipe),
    ("lists, and whether they are there", lists_are_there),
    ("a file too large", too_large),
    ("the page for clerks, word for word", as_the_page_says),
]

seen_as_expected(CASES, Place)
