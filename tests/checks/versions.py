"""Versions of a file over several nights: what replaces what, and that a record that is corrected is changed, not withdrawn and new."""

import json
import os
import pathlib
import shutil
import subprocess

import openpyxl

from taps import seen_as_expected

BINARY = os.environ["HUIZONG"]
HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
CITY = "广州市/"
CONTACT = "联系方式（手机与邮箱）"


def row(project, mobile, applicant="公司"):
    return f"1,{project},{project[0]}{applicant},中德智能制造合作,张三,{mobile} a@b.cn\n"


A, A2, A3 = (row("甲项目", mobile) for mobile in ("13800138000", "13900139000", "13700137000"))
B = row("乙项目", "13600136000")
C = row("丙项目", "13500135000")
WRONG = row("甲项目", "138001380")


class Place:
    """A folder with one city's tables in in/广州市/."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def write(self, name, *rows):
        path = self.folder / "in" / CITY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + "".join(rows), "utf-8")

    def remove(self, name):
        (self.folder / "in" / CITY / name).unlink()

    def night(self, *args):
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        ran = subprocess.run([BINARY, "check", "in", "--state", "led", "--json", "r.json", "-q", *args], cwd=self.folder, env=env,
                             capture_output=True, text=True, check=False, timeout=60)
        assert ran.returncode in (0, 1), ran.stderr
        return json.loads((self.folder / "r.json").read_text("utf-8"))

    def told(self, *args):
        return told(self.night(*args))


def name_of(path):
    return path.removeprefix(CITY) if path else None


def told(report):
    """The changes in a few words: inputs with what replaces them, records with their fields, findings of the rows' own."""
    changes = report["changes"]
    fields = {CONTACT: "联系"}
    return ([(item["change"], name_of(item["path"]), *((name_of(item["superseded_by"]),) if item["superseded_by"] else ()))
             for item in changes["inputs"]],
            [(item["change"], item["project"], *((fields.get(field["name"], field["name"]), mobile(field["before"]), mobile(field["after"]))
                                                 for field in item["fields"])) for item in changes["records"]],
            [(item["change"], item["rule"]) for item in changes["findings"]
             if item["rule"] in ("phone.invalid", "input.superseded", "duplicate.differs")])


def mobile(text):
    return text.split("\n")[0] if text else text


def corrected(place):
    """汇总 and then 汇总（修改稿）, the original taken away, a second 修改稿 that leaves 乙 out, the first one taken away."""
    place.write("汇总.csv", A, B)
    seen = [place.told()]
    place.write("汇总（修改稿）.csv", A2, B)
    seen.append(place.told())
    seen.append(place.told())
    place.remove("汇总.csv")
    seen.append(place.told())
    place.write("汇总（修改稿2）.csv", A3, C)
    seen.append(place.told())
    place.remove("汇总（修改稿）.csv")
    seen.append(place.told())
    return seen, [
        ([("new", "汇总.csv")], [("new", "甲项目"), ("new", "乙项目")], []),
        ([("superseded", "汇总.csv", "汇总（修改稿）.csv"), ("new", "汇总（修改稿）.csv")],
         [("changed", "甲项目", ("联系", "13800138000", "13900139000"))], [("new", "duplicate.differs"), ("new", "input.superseded")]),
        ([], [], []),
        ([("gone", "汇总.csv", "汇总（修改稿）.csv")], [], [("mended", "duplicate.differs"), ("mended", "input.superseded")]),
        ([("new", "汇总（修改稿2）.csv")], [("changed", "甲项目", ("联系", "13900139000", "13700137000")), ("new", "丙项目")],
         [("new", "duplicate.differs")]),
        ([("gone", "汇总（修改稿）.csv")], [("withdrawn", "乙项目")], [("mended", "duplicate.differs")]),
    ]


def final_over_corrected(place):
    """最终 replaces 修改 whichever came first; a correction that is taken away leaves the original as it was."""
    place.write("汇总.csv", A)
    place.write("汇总最终.csv", A3)
    seen = [place.told()]
    place.write("汇总修改.csv", A2)
    seen.append(place.told())
    place.remove("汇总最终.csv")
    seen.append(place.told())
    place.remove("汇总修改.csv")
    seen.append(place.told())
    return seen, [
        ([("new", "汇总.csv", "汇总最终.csv"), ("new", "汇总最终.csv")], [("new", "甲项目")],
         [("new", "duplicate.differs"), ("new", "input.superseded")]),
        ([("new", "汇总修改.csv", "汇总最终.csv")], [], [("new", "duplicate.differs"), ("new", "input.superseded")]),
        ([("superseded", "汇总.csv", "汇总修改.csv"), ("changed", "汇总修改.csv"), ("gone", "汇总最终.csv")],
         [("changed", "甲项目", ("联系", "13700137000", "13900139000"))], BOTH_MENDED),
        ([("changed", "汇总.csv"), ("gone", "汇总修改.csv")], [("changed", "甲项目", ("联系", "13900139000", "13800138000"))], BOTH_MENDED),
    ]


BOTH_MENDED = [("mended", "duplicate.differs"), ("mended", "input.superseded")]


def by_slip(place):
    """A return slip that comes back mended: what it replaces, and what it mends."""
    place.write("汇总.csv", WRONG, B)
    seen = [place.told("--returns", "slips")]
    book = openpyxl.load_workbook(place.folder / "slips/退回单-广州市.xlsx")
    for cells in book.worksheets[0].iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and "138001380" in cell.value:
                cell.value = "13900139000\na@b.cn"
    book.save(place.folder / "in" / CITY / "退回单-广州市.xlsx")
    seen.append(place.told("--returns", "slips"))
    slips = sorted(path.name for path in (place.folder / "slips").iterdir())
    seen.append(place.told("--returns", "slips"))
    place.remove("汇总.csv")
    seen.append(place.told("--returns", "slips"))
    return (seen, slips), ([
        ([("new", "汇总.csv")], [("new", "甲项目"), ("new", "乙项目")], [("new", "phone.invalid")]),
        ([("superseded", "汇总.csv", "退回单-广州市.xlsx"), ("new", "退回单-广州市.xlsx")],
         [("changed", "甲项目", ("联系", "138001380", "13900139000"))], [("new", "input.superseded"), ("mended", "phone.invalid")]),
        ([], [], []),
        ([("gone", "汇总.csv", "退回单-广州市.xlsx")], [], [("mended", "input.superseded")]),
    ], [])


def renamed_and_sent_again(place):
    """The same bytes under the name of a correction are one file that was renamed; other bytes under one name, a file replaced."""
    place.write("汇总.csv", A, B)
    seen = [place.told()]
    os.rename(place.folder / "in" / CITY / "汇总.csv", place.folder / "in" / CITY / "汇总（最终）.csv")
    seen.append(place.told())
    place.write("汇总（最终）.csv", A2, B)
    seen.append(place.told())
    return seen, [([("new", "汇总.csv")], [("new", "甲项目"), ("new", "乙项目")], []),
                  ([("moved", "汇总（最终）.csv")], [], []),
                  ([("replaced", "汇总（最终）.csv")], [("changed", "甲项目", ("联系", "13800138000", "13900139000"))], [])]


def title_corrected(place):
    """A project that a correction calls otherwise is another record: the old one stands until its file is taken away."""
    place.write("汇总.csv", A, B)
    place.night()
    place.write("汇总（更正）.csv", row("甲新项目", "13800138000"), B)
    seen = [place.told()[:2]]
    place.remove("汇总.csv")
    seen.append(place.told()[:2])
    return seen, [([("new", "汇总（更正）.csv")], [("new", "甲新项目")]), ([("gone", "汇总.csv")], [("withdrawn", "甲项目")])]


def in_archive(place):
    """Members of an archive are inputs of their own, and may be corrected by a file beside it."""
    import zipfile
    (place.folder / "in" / CITY).mkdir(parents=True)
    with zipfile.ZipFile(place.folder / "in" / CITY / "报送.zip", "w") as archive:
        archive.writestr("汇总.csv", HEADER + A + B)
    seen = [place.told()]
    place.write("汇总（修改稿）.csv", A2, B)
    seen.append(place.told())
    place.remove("报送.zip")
    seen.append(place.told())
    member = "报送.zip!/汇总.csv"
    return seen, [
        ([("new", "报送.zip"), ("new", member)], [("new", "甲项目"), ("new", "乙项目")], []),
        ([("superseded", member, "汇总（修改稿）.csv"), ("new", "汇总（修改稿）.csv")],
         [("changed", "甲项目", ("联系", "13800138000", "13900139000"))], [("new", "duplicate.differs"), ("new", "input.superseded")]),
        ([("gone", "报送.zip"), ("gone", member, "汇总（修改稿）.csv")], [], [("mended", "duplicate.differs"), ("mended", "input.superseded")]),
    ]


def slip_of_nobody(place):
    """Where the notice lists no regions nobody knows one that sends nothing any more: its slip goes all the same, and nothing else."""
    def night(*offices):
        shutil.rmtree(place.folder / "in", ignore_errors=True)
        for office in offices:
            path = place.folder / "in" / office / "汇总.csv"
            path.parent.mkdir(parents=True)
            path.write_text(HEADER + WRONG, "utf-8")
        place.night("-p", "miit-2020-240", "--returns", "slips")
        return sorted(path.name for path in slips.iterdir())

    slips = place.folder / "slips"
    one, two = "退回单-中国甲集团有限公司.xlsx", "退回单-中国乙集团有限公司.xlsx"
    seen = [night("中国甲集团有限公司")]
    shutil.copy(slips / one, slips / "退回单-副本.xlsx")
    (slips / "退回单-别的.xlsx").write_bytes(b"PK and whatever")
    seen.append(night("中国乙集团有限公司"))
    return seen, [[one], sorted([two, "退回单-副本.xlsx", "退回单-别的.xlsx"])]


CASES = [
    ("修改稿 over its original, and another over that", corrected),
    ("最终 over 修改, whichever came first", final_over_corrected),
    ("a return slip that comes back", by_slip),
    ("a file renamed, a file sent again", renamed_and_sent_again),
    ("a correction that changes the title", title_corrected),
    ("a member of an archive", in_archive),
    ("a slip of an office that sends nothing any more", slip_of_nobody),
]

seen_as_expected(CASES, Place)
