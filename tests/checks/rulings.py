"""裁定: a person rules in the workbook, the next run honours it, and nothing that was written there is lost."""

import json
import os
import pathlib
import shutil
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

    def mark(self, *projects, word="是", sheet="上报选择", name="out.xlsx"):
        """Fill in 上报 beside these projects; without any, take all marks away."""
        book = openpyxl.load_workbook(self.folder / name)
        for line in range(2, book[sheet].max_row + 1):
            if book[sheet].cell(line, 3).value in projects:
                book[sheet].cell(line, 1, word)
            elif not projects:
                book[sheet].cell(line, 1).value = None
        book.save(self.folder / name)

    def sheet(self, name, columns):
        """These columns of a sheet below its head; of no sheet None."""
        book = openpyxl.load_workbook(self.folder / "out.xlsx")
        if name not in book.sheetnames:
            return None
        return [tuple(line[at] for at in columns) for line in book[name].iter_rows(min_row=2, values_only=True)]

    def form(self):
        """The projects on the first sheet, in its order."""
        book = openpyxl.load_workbook(self.folder / "out.xlsx")
        return [line[1] for line in book["汇总表"].iter_rows(min_row=4, values_only=True) if isinstance(line[0], int)]

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


# --- 上报 ---------------------------------------------------------------------------------

THIRD = row("丙项目", "丙公司", "13600136000")


def picked(report):
    """What the report says of each record: its number on the first sheet, its project, its status."""
    return [(record["seq"], record["project"], record["status"]) for record in report["records"]]


def marks(report):
    return [(item["row"]["project"], item["status"]) for item in report["selected"]]


def selected(place):
    """The first sheet holds what was marked, 未上报 the rest, and the sums hold."""
    place.write(g=ONE + SECOND, s=THIRD)
    before = place.merge(), place.sheet("上报选择", (0, 1, 2, 3)), place.sheet("未上报", (0, 2))
    place.mark("乙项目")
    report = place.merge()
    return ((picked(before[0]), before[1:], picked(report), totals(report), place.form(), place.sheet("上报选择", (0, 2, 8)),
             place.sheet("未上报", (0, 1, 2, 3)), marks(report), found(report, "ruling.stale"), counts(report), place.names()),
            ([(1, "甲项目", "merged"), (2, "乙项目", "merged"), (3, "丙项目", "merged")],
             ([(None, "广州市", "甲项目", "甲公司"), (None, "广州市", "乙项目", "乙公司"), (None, "深圳市", "丙项目", "丙公司")], None),
             [(None, "甲项目", "merged"), (1, "乙项目", "merged"), (None, "丙项目", "merged")], (3, 0, 0), ["乙项目"],
             [(None, "甲项目", None), ("是", "乙项目", "1"), (None, "丙项目", None)],
             [(None, "广州市", "甲项目", "甲公司"), (None, "深圳市", "丙项目", "丙公司")], [("乙项目", "honoured")], [],
             {"广州市": 2, "深圳市": 1}, ["in", "out.xlsx", "r.json"]))


def more_and_fewer(place):
    """Run, mark, run, mark one more on 未上报, run, take all back, run."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("丙项目")
    place.merge()
    first = place.form()
    place.mark("甲项目", sheet="未上报")
    place.merge()
    second = place.form(), place.sheet("未上报", (2,))
    place.mark()
    last = place.merge()
    return ((first, second, place.form(), picked(last)[0], place.sheet("未上报", (0,)), marks(last), place.names()),
            (["丙项目"], (["甲项目", "丙项目"], [("乙项目",)]), ["甲项目", "乙项目", "丙项目"], (1, "甲项目", "merged"), None, [],
             ["in", "out.xlsx", "r.json"]))


def total_of_selected(place):
    """quota.total counts what is selected."""
    place.write(**{city: "".join(row(f"{city}{n}", f"{city}{n}公司", f"1380013{at:02}{n:02}") for n in range(4))
                   for at, city in enumerate(("广州市", "深圳市", "珠海市"))})
    before = found(place.merge(), "quota.total")
    place.mark("广州市0", "深圳市3")
    after = place.merge()
    return (before, found(after, "quota.total"), len(place.form()), totals(after)), ([("quota.total", "warning")], [], 2, (12, 0, 0))


def selected_and_folded(place):
    """Sent in again by the same city, replaced by a correction, folded across by a ruling: the mark stays with its project."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("甲项目", "丙项目")
    place.write(g=ONE + SECOND + ONE)
    again = picked(place.merge())
    place.write(**{"广州市（更正）": row("甲项目", "甲公司", "13500135000")})
    corrected = place.merge()
    kept = corrected["records"][1]
    place.write(广州市=SECOND, s=THIRD + OTHER)
    (place.folder / "in/广州市（更正）.csv").unlink()
    moved = place.merge()
    return ((again, picked(corrected), kept["sources"][0]["path"], kept["phones"], picked(moved), marks(moved),
             found(moved, "ruling.stale"), place.sheet("上报选择", (0, 1, 2, 7))),
            ([(1, "甲项目", "merged"), (None, "乙项目", "merged"), (2, "丙项目", "merged")],
             [(None, "乙项目", "merged"), (1, "甲项目", "merged"), (2, "丙项目", "merged")], "广州市（更正）.csv", ["13500135000"],
             [(None, "乙项目", "merged"), (1, "丙项目", "merged"), (None, "甲项目", "merged")],
             [("甲项目", "stale"), ("丙项目", "honoured")], [("ruling.stale", "warning")],
             [(None, "广州市", "乙项目", "未上报"), ("是", "深圳市", "丙项目", "列入汇总表"), (None, "深圳市", "甲项目", "未上报"),
              ("是", "广州市", "甲项目", "标记没有采用")]))


def selected_and_ruled(place):
    """同一项目 takes a marked row into the earlier city's: that one is sent on; 裁定 and 上报 stand in one file."""
    place.write(g=ONE + SECOND, s=OTHER + THIRD).merge(command="audit")
    place.rule("同一项目")
    report = place.merge()
    place.mark("甲项目")
    both = place.merge()
    return ((totals(report), picked(both), status_of(both), marks(both), place.names()),
            ((3, 1, 0), [(1, "甲项目", "merged"), (None, "乙项目", "merged"), (None, "丙项目", "merged")], ["honoured"],
             [("甲项目", "honoured")], ["in", "out.xlsx", "r.json"]))


def selected_and_held(place):
    """A marked row that an earlier city has sent, too, is held: said, kept, and sent on again once it is released."""
    place.write(s=ONE + THIRD).merge()
    place.mark("甲项目", "丙项目")
    place.write(g=OTHER)
    held = place.merge()
    lines = place.sheet("上报选择", (0, 1, 2, 7))
    place.rule("不同项目")
    released_again = place.merge()
    return ((picked(held), marks(held), found(held, "ruling.stale"), totals(held), lines, picked(released_again), marks(released_again)),
            ([(None, "甲项目", "merged"), (None, "甲项目", "held"), (1, "丙项目", "merged")],
             [("丙项目", "honoured"), ("甲项目", "held")], [("ruling.stale", "warning")], (2, 0, 1),
             [(None, "广州市", "甲项目", "未上报"), ("是", "深圳市", "丙项目", "列入汇总表"), ("是", "深圳市", "甲项目", "标记没有采用")],
             [(None, "甲项目", "merged"), (1, "甲项目", "merged"), (2, "丙项目", "merged")],
             [("丙项目", "honoured"), ("甲项目", "honoured")]))


def selected_and_gone(place):
    """A mark whose row is gone is said and kept; without any other all are sent on; it holds again once the row is back."""
    place.write(g=ONE, s=THIRD).merge()
    place.mark("丙项目")
    place.write(s=SECOND)
    gone = place.merge()
    place.write(s=THIRD)
    back = place.merge()
    return ((picked(gone), marks(gone), found(gone, "ruling.stale"), picked(back), found(back, "ruling.stale")),
            ([(1, "甲项目", "merged"), (2, "乙项目", "merged")], [("丙项目", "stale")], [("ruling.stale", "warning")],
             [(None, "甲项目", "merged"), (1, "丙项目", "merged")], []))


def selected_wider(place):
    """Two rows that say the same cannot be told apart: both are sent on, and it is said."""
    place.write(g=ONE + OTHER, s=THIRD).merge()
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    book["上报选择"]["A2"] = "是"
    book.save(place.folder / "out.xlsx")
    report = place.merge()
    return (picked(report), marks(report)), ([(1, "甲项目", "merged"), (2, "甲项目", "merged"), (None, "丙项目", "merged")],
                                             [("甲项目", "wider")])


def other_mark(place):
    place.write(g=ONE + SECOND).merge()
    place.mark("甲项目", word="要")
    report = place.merge()
    place.mark("乙项目", word="　是 ")
    blanks = place.merge()
    return ((picked(report), marks(report), found(report, "ruling.stale"), picked(blanks), place.sheet("上报选择", (0, 2, 7))),
            ([(1, "甲项目", "merged"), (2, "乙项目", "merged")], [("甲项目", "unknown")], [("ruling.stale", "warning")],
             [(None, "甲项目", "merged"), (1, "乙项目", "merged")],
             [(None, "甲项目", "未上报"), ("是", "乙项目", "列入汇总表"), ("要", "甲项目", "标记没有采用")]))


def marks_refused(place):
    """A workbook with 上报 filled in, on either sheet, is not replaced where it was not given."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("甲项目")
    before = (place.folder / "out.xlsx").read_bytes()
    status, said = place.run("merge", "in", "-o", "out.xlsx")
    same = (place.folder / "out.xlsx").read_bytes() == before
    place.merge()
    place.mark(sheet="上报选择")
    place.mark("丙项目", sheet="未上报")
    return ((status, "--rulings" in said, said.count("\n"), same, place.run("merge", "in", "-o", "out.xlsx")[0]), (2, True, 1, True, 2))


def marks_in_other_files(place):
    """Saved by another program, as .xlsx or .ods, and the English workbook: read all the same."""
    soffice = shutil.which("soffice")
    place.write(g=ONE + SECOND, s=THIRD).merge("--lang", "en")
    place.mark("丙项目")
    seen = [place.form()]
    shutil.copy(place.folder / "out.xlsx", place.folder / "marked.xlsx")
    (place.folder / "out.xlsx").unlink()
    for form in ("xlsx", "ods") if soffice else ():
        home = f"-env:UserInstallation=file://{place.folder.resolve()}/office"
        subprocess.run([soffice, home, "--headless", "--convert-to", form, "--outdir", "saved", "marked.xlsx"], cwd=place.folder,
                       capture_output=True, check=True, timeout=120)
        place.run("merge", "in", "-o", "out.xlsx", "--rulings", f"saved/marked.{form}", "-q")
        seen.append(place.form())
    place.run("merge", "in", "-o", "again.xlsx", "--rulings", "marked.xlsx", "-q")
    (place.folder / "again.xlsx").rename(place.folder / "out.xlsx")
    return (seen[1:], place.form()), ([["丙项目"]] * (2 if soffice else 0), ["丙项目"])


def marks_stable(place):
    """Given again and again the marks give the same bytes, whoever fills them in and in what order they stand."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("乙项目", "丙项目")
    seen = set()
    for _ in range(3):
        place.merge()
        seen.add(((place.folder / "out.xlsx").read_bytes(), (place.folder / "r.json").read_bytes()))
    return len(seen), 1


def marks_in_audit(place):
    """An audit selects nothing and carries the marks on; a merge after it honours them."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("乙项目")
    audit = place.merge(command="audit")
    kept = place.sheet("上报选择", (0, 1, 2, 3, 7))
    return ((totals(audit), found(audit, "ruling.stale"), kept, picked(place.merge())),
            ((3, 0, 0), [], [("是", "广州市", "乙项目", "乙公司", "上次的标记")],
             [(None, "甲项目", "merged"), (1, "乙项目", "merged"), (None, "丙项目", "merged")]))


def other_sheets(place):
    """What goes on is counted of the selected, what the cities sent of all."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    place.mark("乙项目")
    report = place.merge("--html", "r.html")
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    sent = [line[4] for line in book["送达与份数"].iter_rows(values_only=True) if line[1] == "本单位上报"]
    spread = [line[1] for line in book["方向分布"].iter_rows(values_only=True) if line[0] == "中德智能制造合作"]
    asked = {line[2] for line in book["人工核"].iter_rows(min_row=2, values_only=True) if line[0] and line[2] and line[3]}
    fates = [line[1] for line in book["来源追溯"].iter_rows(min_row=2, values_only=True)]
    page = (place.folder / "r.html").read_text("utf-8")
    return ((sent, spread[:1], asked, fates, 'id="unselected"' in page, "上报 1（上限 10），未上报 2" in page, len(report["records"])),
            ([1], [3], {"乙项目"}, ["未上报", "列入汇总表", "未上报"], True, True, 3))


# --- 核对结果 ------------------------------------------------------------------------------


def tick(place, **results):
    """Fill in a matter and the remark beside these projects; 本级 is the last matter, which is checked once."""
    book = openpyxl.load_workbook(place.folder / "out.xlsx")
    sheet = book["人工核"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for project, (result, remark) in results.items():
        line = next(line for line in range(2, sheet.max_row + 1) if project in (sheet.cell(line, 3).value, sheet.cell(line, 1).value))
        once = sheet.cell(line, 1).value == project
        sheet.cell(line, 7 if once else heads["盖章签字"], result)
        sheet.cell(line, 8 if once else heads["备注"], remark)
    book.save(place.folder / "out.xlsx")


WRITTEN = ("符合", "不符合", "缺章", "去电")


def ticked(place):
    """What was filled in: beside which row, and what; of rows that are kept below the name of the matter, too."""
    return [(line[2] or line[0], *[text for text in line[4:] if text in WRITTEN or text == "盖章签字"])
            for line in place.sheet("人工核", range(17)) if any(text in WRITTEN for text in line)]


def ticks_carried(place):
    """What was found of a project stands at it again, wherever its row is now; what has no row is kept below."""
    place.write(g=ONE + SECOND, s=THIRD).merge()
    tick(place, 甲项目=("符合", None), 丙项目=("不符合", "缺章"), 乙项目=(None, "去电"), 报部方式=("符合", "去电"))
    place.merge()
    once = ticked(place)
    place.write(g=SECOND + row("甲 项目", "甲公司", "13800138000")).merge("--lang", "en")
    turned = ticked(place)
    place.mark("乙项目")
    place.merge()
    rest = ticked(place)
    place.mark()
    place.merge()
    return ((once, turned, rest, ticked(place), sorted({name.partition(".bak")[0] for name in place.names()})),
            ([("甲项目", "符合"), ("乙项目", "去电"), ("丙项目", "不符合", "缺章"), ONCE],
             [("乙项目", "去电"), ("甲 项目", "符合"), ("丙项目", "不符合", "缺章"), ONCE],
             [("乙项目", "去电"), ONCE, ("甲 项目", "盖章签字", "符合"), ("丙项目", "盖章签字", "不符合"), ("丙项目", "缺章")],
             [("乙项目", "去电"), ("甲 项目", "符合"), ("丙项目", "不符合", "缺章"), ONCE], ["in", "out", "out.xlsx", "r.json"]))


ONCE = ("纸质两份（两个类别的四份）和光盘，以邮寄或机要报送", "符合", "去电")


def ticks_stable(place):
    place.write(g=ONE + SECOND, s=THIRD).merge()
    tick(place, 甲项目=("符合", "去电"))
    place.mark("乙项目")
    seen = set()
    for _ in range(3):
        place.merge()
        seen.add(((place.folder / "out.xlsx").read_bytes(), (place.folder / "r.json").read_bytes()))
    return (len(seen), place.names()), (1, ["in", "out.bak-1.xlsx", "out.xlsx", "r.json"])


def ticks_not_given(place):
    """A workbook with results is moved aside, also where they were carried into it and nobody has touched it since."""
    place.write(g=ONE, s=THIRD).merge()
    tick(place, 甲项目=("符合", None))
    place.merge()
    place.run("merge", "in", "-o", "out.xlsx", "-q")
    after = ticked(place)
    (place.folder / "out.bak-2.xlsx").rename(place.folder / "out.xlsx")
    return (after, ticked(place), place.names()), ([], [("甲项目", "符合")], ["in", "out.bak-1.xlsx", "out.xlsx", "r.json"])


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
    ("上报 puts what is marked on the first sheet, the rest on 未上报", selected),
    ("marked, marked again, taken back", more_and_fewer),
    ("quota.total counts the selected", total_of_selected),
    ("a mark stays with its project, not with its row", selected_and_folded),
    ("上报 and 裁定 in one file", selected_and_ruled),
    ("a marked row that is held", selected_and_held),
    ("a marked row that is gone", selected_and_gone),
    ("a mark on one of two rows that say the same", selected_wider),
    ("another word than 是", other_mark),
    ("marks that were not given are not overwritten", marks_refused),
    ("marks in files that other programs saved", marks_in_other_files),
    ("marks given again and again, the same bytes", marks_stable),
    ("marks in an audit", marks_in_audit),
    ("copies, directions, 人工核, the page with a selection", other_sheets),
    ("核对结果 stands at its row again", ticks_carried),
    ("核对结果 that was not given is kept aside", ticks_not_given),
    ("核对结果 given again and again, the same bytes", ticks_stable),
]

seen_as_expected(CASES, Place)
