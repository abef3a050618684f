#!/usr/bin/python3
"""make bench-nights: folders as they lie there every night, with and without a ledger. By hand: it takes minutes.

Figures, no verdicts. Each line is one call of the program: its seconds of the clock, those of CPU together with its
workers', those of the program itself, its most memory (MB; its workers' is another), the bytes of the ledger behind it.
Folders are made anew from numbers alone, so that every machine has the same. Behind the named ones `--only` picks.
"""
import argparse
import io
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time
import zipfile

import openpyxl
import xlwt

CITIES = "广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮".split()
HEADER = "序号 项目名称 申报单位 申报方向 联系人 联系方式（手机与邮箱）".split()
TRADES = "家电 五金 陶瓷 电子信息 服装 模具 石化 装备 食品 家具 玩具 汽车零部件 纺织 造纸 医药 钢铁 水泥 照明 光学 船舶".split()
WORKS = "工业互联网平台 智能制造云平台 标识解析二级节点 设备上云服务平台 协同设计平台 供应链协同平台 能源管理系统 质量追溯系统".split()
SYLLABLES = "华 信 智 云 南 方 恒 达 天 成 粤 海 星 辰 博 创 联 宏 图 金 域 明 珠 瑞 丰 盛 泰 安 康 新 正 德 美 佳 永 利 兴 凯 德 高".split()
DIRECTIONS = ("特色专业型工业互联网平台", "面向重点行业的解决方案", "跨行业跨领域工业互联网平台", "中德智能制造合作")
ODF = ('<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
       ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
       "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>")


def project(number, wrong=False):
    """One project's row; a wrong one has a telephone number too short and no direction."""
    rng = random.Random(number)
    name = "".join(rng.choices(SYLLABLES, k=3))
    phone = f"139{number % 10 ** 8:08d}"
    return [1, f"{rng.choice(TRADES)}行业{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}{rng.choice(WORKS)}{number:06d}",
            f"{rng.choice(CITIES)}市{name}{number:06d}科技有限公司", "" if wrong else rng.choice(DIRECTIONS), "张三",
            f"{phone[:-3] if wrong else phone} a{number}@example.cn"]


def as_csv(rows):
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode()


def as_xlsx(rows):
    """With what Excel adds, as much as a usual file weighs."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_xls(rows):
    book, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("Sheet1")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.save(out)
    return out.getvalue()


def as_ods(rows):
    table = "".join("<table:table-row>%s</table:table-row>" % "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for value in row) for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", ODF % f'<table:table table:name="Sheet1">{table}</table:table>')
    return out.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}


def path_of(folder, number, kind, folders):
    """In folders of the cities; with more folders than cities in so many below them."""
    place = folder / f"{CITIES[number % len(CITIES)]}市"
    if folders > len(CITIES):
        place /= f"{number % folders // len(CITIES):03d}"
    return place / f"{number:06d}.{kind}"


def padded(data, kind, size):
    """As large as this: blank lines, or in a package what a file of Excel's has beside its table."""
    if len(data) >= size:
        return data
    if kind == "csv":
        return data + b"\r\n" * ((size - len(data)) // 2)
    out = io.BytesIO()
    out.write(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("docProps/thumbnail.jpeg", random.Random(size).randbytes(size - len(data)))
    return out.getvalue()


def put(folder, number, kind, folders, rows=1, wrong=False, night=0, padding=0):
    path = path_of(folder, number, kind, folders)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = WRITERS[kind]([HEADER, *[project(number * rows + at + night * 10 ** 7, wrong) for at in range(rows)]])
    path.write_bytes(padded(data, kind, padding))


def make(place, count, kind="csv", folders=len(CITIES), rows=1, wrong=False, padding=0):
    """A folder of so many files, made once."""
    folder, done = place, place.with_name(place.name + ".made")
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        for number in range(count):
            put(folder, number, kind, folders, rows, wrong, padding=padding)
        done.touch()
    return folder


def look(pid, seen):
    """The most memory of a process and its own seconds of CPU, while it lives."""
    try:
        with open(f"/proc/{pid}/status", "rb") as status:
            for line in status:
                if line.startswith(b"VmHWM"):
                    seen["memory"] = int(line.split()[1]) / 1024
        with open(f"/proc/{pid}/stat", "rb") as stat:
            ticks = stat.read().rpartition(b")")[2].split()[11:13]
            seen["cpu"] = max(seen["cpu"], sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"))
    except OSError:
        pass


class Bench:
    def __init__(self, binary, folder, jobs):
        self.binary, self.folder, self.jobs = binary, folder, jobs

    def run(self, name, inputs, *options, state=None, command="check"):
        """One call: its line. The most memory is asked for until it ends: it never sinks."""
        call = [self.binary, command, "-q", "-j", self.jobs, inputs, *options, *(["--state", state] if state else [])]
        before, seen, begun = os.times(), {"memory": 0, "cpu": 0}, time.monotonic()
        with open(self.folder / "errors.txt", "wb") as errors:
            process = subprocess.Popen(list(map(str, call)), stdout=subprocess.DEVNULL, stderr=errors)
        while process.poll() is None:
            look(process.pid, seen)
            time.sleep(0.01)
        wall, after = time.monotonic() - begun, os.times()
        if process.returncode not in (0, 1):
            sys.exit(f"bench: {name} ended with {process.returncode}: {(self.folder / 'errors.txt').read_text('utf-8')}")
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        size = f"{state.stat().st_size / 1e6:>9.1f}" if state else f"{'-':>9}"
        print(f"  {name:<52}{wall:>8.2f}{cpu:>8.2f}{seen['cpu']:>8.2f}{seen['memory']:>8.1f}{size}")
        sys.stdout.flush()

    def state(self, name):
        path = self.folder / f"{name}.state"
        path.unlink(missing_ok=True)
        return path

    def two_nights(self, name, inputs, *options):
        """Without a ledger, then the first and the second night with one."""
        self.run(f"{name}, no ledger", inputs, *options)
        state = self.state("nights")
        self.run(f"{name}, first night", inputs, *options, state=state)
        self.run(f"{name}, second night, nothing changed", inputs, *options, state=state)
        return state

    def trusted(self, name, inputs, state):
        """Two more, of which the first remembers what the files look like."""
        self.run(f"{name}, third night, --trust-stat", inputs, "--trust-stat", state=state)
        self.run(f"{name}, fourth night, --trust-stat", inputs, "--trust-stat", state=state)


def small(bench):
    for kind in WRITERS:
        bench.two_nights(f"10,000 .{kind}", make(bench.folder / f"small-{kind}", 10000, kind))


def large(bench):
    inputs, name = make(bench.folder / "large", 100000), "100,000 .csv, 21 folders"
    bench.trusted(name, inputs, bench.two_nights(name, inputs))


def spread(bench):
    bench.two_nights("100,000 .csv, 1,000 folders", make(bench.folder / "spread", 100000, folders=1000))


def wrong(bench):
    bench.two_nights("100,000 .csv, findings in each", make(bench.folder / "wrong", 100000, wrong=True))


def usual(bench):
    """As large as offices' tables are."""
    inputs, name = make(bench.folder / "usual", 10000, "xlsx", padding=15000), "10,000 .xlsx of 15 KB"
    bench.trusted(name, inputs, bench.two_nights(name, inputs))


def heavy(bench):
    """1 GB: bounded by the disk and by hashing."""
    inputs, name = make(bench.folder / "heavy", 10000, padding=100000), "10,000 .csv of 100 KB"
    bench.trusted(name, inputs, bench.two_nights(name, inputs))


def change(inputs, night):
    """1 % of 10,000 files have other rows."""
    for number in range(100):
        put(inputs, (night * 100 + number) % 10000, "csv", len(CITIES), night=night)


def year(bench):
    """A year of nights, each with 1 % of other files: what the ledger grows by, and what it then takes to open it."""
    inputs, one = bench.folder / "year", make(bench.folder / "one", 1)
    shutil.rmtree(inputs, ignore_errors=True)
    inputs.with_name("year.made").unlink(missing_ok=True)
    make(inputs, 10000)
    state = bench.state("year")
    bench.run("10,000 .csv, night 1", inputs, state=state)
    for night in range(2, 366):
        change(inputs, night)
        if night in (2, 10, 50, 100, 200, 365):
            bench.run(f"10,000 .csv, night {night}, 100 replaced", inputs, state=state)
            bench.run("  then one file, of another notice", one, "--profile", "miit-2020-240", state=state)
        else:
            subprocess.run([bench.binary, "check", "-q", "-j", str(bench.jobs), inputs, "--state", state],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    bench.run("10,000 .csv, night 366, nothing changed", inputs, state=state)


PARTS = {part.__name__: part for part in (small, usual, large, spread, wrong, heavy, year)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where inputs and ledgers go")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[name for name in PARTS if name != "heavy"])
    given = parser.parse_args()
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.binary.resolve(), folder, given.jobs)
    print(f"  {'':<52}{'wall s':>8}{'CPU s':>8}{'own s':>8}{'MB':>8}{'ledger MB':>9}")
    for name in given.only:
        PARTS[name](bench)


if __name__ == "__main__":
    main()
