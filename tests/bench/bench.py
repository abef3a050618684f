#!/usr/bin/python3
"""make bench: the small job and the large one, beside a peer in Python, in one run.

Figures, no verdicts: a machine that is busy is no fault. Fails only where a program fails.
"""

import argparse
import json
import pathlib
import shlex
import shutil
import subprocess
import sys

import xlsxwriter
import xlwt

HERE = pathlib.Path(__file__).resolve().parent
CITIES = ("广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮").split()
HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
LARGE_ROWS = 200_001


def city_rows(at, city):
    yield ["2020年制造业与互联网融合试点示范项目汇总表"]
    yield [f"推荐单位（盖章）：{city}市工业和信息化局"]
    yield HEADER
    for number in range(1, 4):
        yield [number, f"{city}第{number}号工业互联网平台项目", f"{city}市某某科技{number}有限公司", "特色专业型工业互联网平台",
               "张三", f"1380013{at:02d}{number:02d} a{number}@example.cn"]


def write_xls(path, rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.save(str(path))


def write_xlsx(path, rows, **options):
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("Sheet1")
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()


def large_rows():
    yield HEADER
    for number in range(1, LARGE_ROWS):
        yield [number, f"第{number}号平台项目", f"某某科技{number % 977}有限公司", "特色专业型工业互联网平台", "张三", f"138{number:08d}"]


def small_job(folder):
    """21 files of 3 rows, 10 of them .xls; their paths."""
    place = folder / "small"
    if not place.exists():
        place.mkdir(parents=True)
        for at, city in enumerate(CITIES):
            if at < 10:
                write_xls(place / f"{city}市汇总表.xls", city_rows(at, city))
            else:
                write_xlsx(place / f"{city}市汇总表.xlsx", city_rows(at, city))
    return sorted(map(str, place.iterdir()))


def large_files(folder):
    book, text = folder / "large.xlsx", folder / "large.csv"
    if not text.exists():
        write_xlsx(book, large_rows(), constant_memory=True)
        text.write_text("".join(",".join(map(str, row)) + "\r\n" for row in large_rows()), "utf-8")
    return str(book), str(text)


def once(folder, command):
    """CPU seconds, wall seconds and most memory (MB) of one run. By GNU time: a child of this process would inherit its peak."""
    out = folder / "time.txt"
    done = subprocess.run(["time", "--quiet", "-f", "%U %S %e %M", "-o", out, *command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"bench: {shlex.join(command)} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    user, system, wall, most = map(float, out.read_text().split())
    return user + system, wall, most / 1024


def often(folder, commands):
    """CPU and wall seconds of each, the mean of many runs."""
    out = folder / "hyperfine.json"
    subprocess.run(["hyperfine", "--style", "none", "-N", "--ignore-failure", "--warmup", "2", "--runs", "20", "--export-json", out,
                    *[shlex.join(command) for command in commands]], check=True, stdout=subprocess.DEVNULL)
    return [(one["user"] + one["system"], one["mean"]) for one in json.loads(out.read_text("utf-8"))["results"]]


def compare(folder, title, named, small):
    """A table of the programs beside one another; small jobs are over too soon to be timed once."""
    figures = [once(folder, command) for _, command in named]
    if small:
        times = often(folder, [command for _, command in named])
        figures = [(*pair, most) for pair, (_, _, most) in zip(times, figures)]
    print(f"\n{title}")
    print(f"  {'':<34}{'CPU ms':>10}{'wall ms':>10}{'MB':>8}{'CPU ratio':>11}")
    for (name, _), (cpu, wall, most) in zip(named, figures):
        ratio = f"{cpu / figures[0][0]:.1f}" if figures[0][0] else "-"
        print(f"  {name:<34}{cpu * 1000:>10.1f}{wall * 1000:>10.1f}{most:>8.1f}{ratio:>11}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where inputs and outputs go")
    given = parser.parse_args()
    binary, folder = str(given.binary.resolve()), given.folder.resolve()
    for tool in ("hyperfine", "time"):
        if not shutil.which(tool):
            sys.exit(f"bench: {tool} is not installed: sh scripts/setup develop")
    folder.mkdir(parents=True, exist_ok=True)
    small = small_job(folder)
    compare(folder, "21 files of 3 rows (10 .xls, 11 .xlsx) into one workbook", [
        ("huizong merge", [binary, "merge", "-q", str(folder / "small"), "-o", str(folder / "huizong.xlsx")]),
        ("xlrd + openpyxl + xlsxwriter", [sys.executable, str(HERE / "peer.py"), str(folder / "peer.xlsx"), *small])], True)
    for path in large_files(folder):
        kind = pathlib.Path(path).suffix
        peer = "openpyxl read-only + json" if kind == ".xlsx" else "csv + json"
        compare(folder, f"{LARGE_ROWS:,} rows x {len(HEADER)} columns, {kind}, every cell as JSON", [
            ("huizong dump", [binary, "dump", path]),
            (peer, [sys.executable, str(HERE / "peer_dump.py"), path])], False)


if __name__ == "__main__":
    main()
