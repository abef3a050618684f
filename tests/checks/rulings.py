"""裁定: a person rules in the workbook, the next run honours it, and nothing that was written there is lost."""

import json
import os
import pathlib
import subprocess

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
GUANGZHOU, SHENZHEN = "in/广州市.csv", "in/深圳市.csv"


def row(project, applicant, mobile):
    return f"1,{project},{applicant},中德智能制造合作,张三,{mobile} a@b.cn\n"


ONE = row("甲项目", "甲公司", "13800138000")
OTHER = row("甲项目", "甲公司", "13900139000")
SECOND = row("乙项目", "乙公司", "13700137000")


class Place:
    """A folder with the tables of two cities, and the program run in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def write(self, **cities):
        for name, rows in cities.items():
            path = self.folder / {"g": GUANGZHOU, "s": SHENZHEN}.get(name, f"in/{name}.csv")
            path.parent.mkdir(exist_ok=True)
            path.write_text(HEADER + rows, "utf-8")
        return self

    def run(self, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run([BINARY, *args], cwd=self.folder, env=env, capture_output=True, text=True, check=False, timeout=60)
        return ran.returncode, ran.stderr

    def merge(self, *args, command="merge"):
        """The report of a run that honours the rulings in out.xlsx."""
        status, said = self.run(command, "in", "-o", "out.xlsx", "--rulings", "out.xlsx", "--json", "r.json", "-q", *args)
        if status == 2:
            raise AssertionError(said)
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def rule(self, *words, name="out.xlsx"):
        """Fill in 裁定 from the first line down."""
        book = openpyxl.load_workbook(self.folder / name)
        for at, word in enumerate(words):
            book["疑似重复"].cell(2 + at, 1, word)
        book.save(self.folder / name)

    def lines(self):
        book = openpyxl.load_workbook(self.folder / "out.xlsx")
        return [(line[0], line[3]) for line in book["疑似重复"].iter_rows(min_row=2, values_only=True)]

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())


def totals(report):
    return tuple(report["totals"][key] for key in ("rows_merged", "rows_folded", "rows_held"))


def found(report, *rules):
    return [(item["rule"], item["severity"]) for item in report["findings"] if item["rule"] in rules]


def counts(report):
    return {region["name"]: region["count"] for region in report["regions"] if region["count"]}


def status_of(report):
    return [ruling["status"] for ruling in report["rulings"]]


def released(place):
    place.write(g=ONE, s=OTHER)
    before = totals(place.merge())
    place.rule("不同项目")
    after = place.merge()
    return ((before, totals(after), found(after, "duplicate.region"), after["duplicates"], status_of(after), place.lines(),
             place.names()),
            ((1, 0, 1), (2, 0, 0), [], [], ["honoured"], [("不同项目", "裁定为不同")], ["in", "out.xlsx", "r.json"]))


def folded_across(place):
    """The earlier region's record is kept; the folded row counts in its own region's quota."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("同一项目")
    report = place.merge()
    record = report["records"][0]
    return ((totals(report), len(report["records"]), record["region"], [source["path"] for source in record["sources"]],
             counts(report), found(report, "duplicate.region", "duplicate.exact", "region.missing")[:1],
             [pair["kind"] for pair in report["duplicates"]], place.lines()),
            ((1, 1, 0), 1, "广州市", ["广州市.csv", "深圳市.csv"], {"广州市": 1, "深圳市": 1}, [("region.missing", "warning")],
             ["exact"], [("同一项目", "按裁定合并")]))


def quota_once(place):
    """Two rows of a region that are one project with another region's are one of its own."""
    place.write(g=ONE, s=OTHER + OTHER).merge()
    place.rule("同一项目", "同一项目")
    report = place.merge()
    return (totals(report), counts(report)), ((1, 2, 0), {"广州市": 1, "深圳市": 1})


def folded_within(place):
    place.write(g=ONE + OTHER)
    before = place.merge()
    place.rule("同一项目")
    after = place.merge()
    return ((totals(before), found(before, "duplicate.likely"), totals(after), found(after, "duplicate.likely", "duplicate.exact"),
             len(after["records"][0]["sources"])),
            ((2, 0, 0), [("duplicate.likely", "warning")], (1, 1, 0), [("duplicate.exact", "info")], 2))


def kept_apart(place):
    place.write(g=ONE + ONE)
    before = totals(place.merge())
    place.rule("不同项目")
    return (before, totals(place.merge())), ((1, 1, 0), (2, 0, 0))


def refused(place):
    """A workbook with rulings that were not given is not replaced, and the message says what to do."""
    place.write(g=ONE, s=OTHER)
    place.merge()
    place.rule("不同项目")
    before = (place.folder / "out.xlsx").read_bytes()
    status, said = place.run("merge", "in", "-o", "out.xlsx")
    other = place.run("merge", "in", "-o", "other.xlsx", "-q")[0]
    given = place.run("merge", "in", "-o", "out.xlsx", "--rulings", "other.xlsx", "-q")[0]
    return ((status, "--rulings" in said, said.count("\n"), other, given, (place.folder / "out.xlsx").read_bytes() == before),
            (2, True, 1, 1, 2, True))


def stale(place):
    """Rows that are gone: said, and the ruling kept until they are back."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("不同项目")
    place.write(s=SECOND)
    gone = place.merge()
    lines = place.lines()
    place.write(s=OTHER)
    back = place.merge()
    return ((status_of(gone), found(gone, "ruling.stale"), lines, status_of(back), found(back, "ruling.stale"), totals(back)),
            (["stale"], [("ruling.stale", "warning")], [("不同项目", "裁定失效")], ["honoured"], [], (2, 0, 0)))


def no_place(place):
    """Matched by what the rows say, not by where they stand."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("不同项目")
    (place.folder / SHENZHEN).unlink()
    place.write(**{"深圳市（盖章）": SECOND + row("甲 项目", "甲公司", "13600136000")})
    report = place.merge()
    return (status_of(report), totals(report)), (["honoured"], (3, 0, 0))


def absent(place):
    place.write(g=ONE)
    return (place.run("merge", "in", "-o", "out.xlsx", "--rulings", "none.xlsx", "-q")[0], place.names()), (0, ["in", "out.xlsx"])


def no_workbook(place):
    """What is none of ours, what is no file at all."""
    place.write(g=ONE)
    (place.folder / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    (place.folder / "y.xlsx").write_bytes(b"PK\3\4")
    seen = [place.run("merge", "in", "-o", "out.xlsx", "--rulings", name) for name in ("x.csv", "y.xlsx", "in")]
    return ([(status, said.count("\n")) for status, said in seen], place.names()), ([(2, 1)] * 3, ["in", "x.csv", "y.xlsx"])


def words(place):
    """Another word is not guessed at, blanks around one do not matter."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("同一")
    unknown = place.merge()
    kept = place.lines()
    place.rule(None, " 不同 项目 ")
    blanks = place.merge()
    return ((status_of(unknown), found(unknown, "ruling.stale"), totals(unknown), kept, status_of(blanks), totals(blanks)),
            (["unknown"], [("ruling.stale", "warning")], (1, 0, 1), [(None, "后者未列入"), ("同一", "裁定失效")],
             ["honoured"], (2, 0, 0)))


def at_odds(place):
    """Of rows with the same three texts two rulings may contradict each other: neither is honoured."""
    place.write(g=ONE + OTHER + row("甲项目", "甲公司", "13600136000")).merge()
    place.rule("同一项目", "不同项目")
    report = place.merge()
    return ((status_of(report), found(report, "ruling.stale"), totals(report)),
            (["contradicted"] * 2, [("ruling.stale", "warning")] * 2, (3, 0, 0)))


def changed_too(place):
    """Another cell that was changed is kept aside; the ruling is honoured all the same."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("不同项目")
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    book["问题清单"]["A2"] = "改过"
    book.save(place.folder / "out.xlsx")
    return (totals(place.merge()), place.names()), ((2, 0, 0), ["in", "out.bak-1.xlsx", "out.xlsx", "r.json"])


def in_audit(place):
    """An audit folds nothing: what was ruled different is silent, what was ruled the same stands."""
    place.write(g=ONE + SECOND, s=OTHER + SECOND).merge(command="audit")
    place.rule("不同项目", "同一项目")
    report = place.merge(command="audit")
    return ((totals(report), len(report["duplicates"]), found(report, "duplicate.region"), status_of(report), sorted(place.lines())),
            ((4, 0, 0), 1, [("duplicate.region", "error")], ["honoured"] * 2,
             [("不同项目", "裁定为不同"), ("同一项目", "裁定为同一")]))


def not_paired(place):
    """Rulings of an audit hold in a merge, also on rows that it pairs with another one only."""
    place.write(g=ONE, s=OTHER, 珠海市=OTHER).merge(command="audit")
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    sheet = book["疑似重复"]
    for line in range(2, 5):
        if (sheet.cell(line, 10).value, sheet.cell(line, 11).value) == ("深圳市", "珠海市"):
            sheet.cell(line, 1, "同一项目")
    book.save(place.folder / "rulings.xlsx")
    (place.folder / "out.xlsx").unlink()
    status, _ = place.run("merge", "in", "-o", "out.xlsx", "--rulings", "rulings.xlsx", "--json", "r.json", "-q")
    report = json.loads((place.folder / "r.json").read_text("utf-8"))
    return ((status, totals(report), status_of(report), len(report["duplicates"])), (1, (1, 1, 1), ["honoured"], 3))


def in_english(place):
    place.write(g=ONE, s=OTHER).merge("--lang", "en")
    place.rule("不同项目")
    return (status_of(place.merge("--lang", "en")), totals(place.merge())), (["honoured"], (2, 0, 0))


def stable(place):
    """Given again and again the rulings give the same bytes."""
    place.write(g=ONE + SECOND, s=OTHER).merge()
    place.rule("不同项目", "同一项目")
    seen = set()
    for _ in range(3):
        place.merge()
        seen.add(((place.folder / "out.xlsx").read_bytes(), (place.folder / "r.json").read_bytes()))
    return len(seen), 1


def answers_are_no_change(place):
    """Filling in 裁定 is no change of the workbook: nothing is moved aside."""
    place.write(g=ONE, s=OTHER).merge()
    place.rule("同一项目")
    place.merge()
    place.rule("不同项目")
    return (totals(place.merge()), place.names()), ((2, 0, 0), ["in", "out.xlsx", "r.json"])


CASES = [
    ("不同项目 releases a held row", released),
    ("同一项目 across regions keeps the earlier one's record", folded_across),
    ("a region's rows in another's record count once in its quota", quota_once),
    ("同一项目 folds a likely pair", folded_within),
    ("不同项目 keeps equal rows of a region apart", kept_apart),
    ("rulings that were not given are not overwritten", refused),
    ("a ruling whose rows are gone is said and kept", stale),
    ("a ruling holds wherever its rows stand", no_place),
    ("the file may be absent", absent),
    ("a file that is none of ours is refused", no_workbook),
    ("another word is not honoured", words),
    ("rulings that contradict each other are not honoured", at_odds),
    ("another cell that was changed is kept aside", changed_too),
    ("in an audit", in_audit),
    ("an audit's rulings in a merge", not_paired),
    ("an English workbook", in_english),
    ("again and again, the same bytes", stable),
    ("a ruling is no change of the workbook", answers_are_no_change),
]

seen_as_expected(CASES, Place)
