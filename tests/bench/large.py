#!/usr/bin/python3
"""make bench-large: 1 GB of CSV through extract, a sheet of 1,048,576 rows, 100,000 rows through check. By hand: it takes minutes and 3 GB of disk.

Figures, no verdicts. Each is that of the whole: seconds of CPU and of the clock, the most memory of any one process.
"""
import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def make(path, *command):
    if not path.exists():
        subprocess.run([sys.executable, *map(str, command)], cwd=HERE, check=True)
    return path


def measure(folder, name, bytes_in, command):
    out = folder / "time.txt"
    done = subprocess.run(["time", "--quiet", "-f", "%U %S %e %M", "-o", out, *map(str, command)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"bench: {name} ended with {done.returncode}")
    user, system, wall, most = map(float, out.read_text().split())
    print(f"  {name:<44}{user + system:>8.1f}{wall:>8.1f}{bytes_in / wall / 1e6:>8.1f}{most / 1024:>8.1f}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where inputs go")
    parser.add_argument("--megabytes", type=int, default=1000, help="of each CSV")
    given = parser.parse_args()
    binary, folder = given.binary.resolve(), given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    size = given.megabytes
    utf8 = make(folder / f"{size}.csv", "large_csv.py", size, folder / f"{size}.csv")
    gbk = make(folder / f"{size}-gb18030.csv", "large_csv.py", size, folder / f"{size}-gb18030.csv", "gb18030")
    inline = make(folder / "inline.xlsx", "large_xlsx.py", folder / "inline.xlsx")
    shared = make(folder / "shared.xlsx", "large_xlsx.py", folder / "shared.xlsx", "--shared")
    rows = make(folder / "16.csv", "large_csv.py", 16, folder / "16.csv")
    print(f"  {'':<44}{'CPU s':>8}{'wall s':>8}{'MB/s':>8}{'MB':>8}")
    for name, path, command in ((f"extract, CSV in UTF-8, {size} MB", utf8, "extract"), (f"extract, CSV in GB18030, {size} MB", gbk, "extract"),
                                ("extract, .xlsx, 1,048,576 rows, inline", inline, "extract"),
                                ("extract, .xlsx, 1,048,576 rows, shared", shared, "extract"),
                                ("dump, .xlsx, 1,048,576 rows, shared", shared, "dump"), ("check, CSV of 100,000 rows", rows, "check")):
        measure(folder, name, path.stat().st_size, [binary, command, "-q", path])


if __name__ == "__main__":
    main()
