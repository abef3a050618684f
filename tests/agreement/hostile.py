#!/usr/bin/python3
"""Merge 21 good workbooks with every file of the corpus that means harm beside them.

    hostile.py --corpus DIR --dump PROGRAM

The good ones are written here, a city of Guangdong each, ten .xls and eleven .xlsx. Held: the run ends with status 0
or 1; the first sheet of the workbook and the records of the report are byte for byte those of a run without the bad
files; each bad file stands in the report with its outcome; read by itself, inside the sandbox and outside, it takes no
more than SECONDS and MEMORY. The outcomes are written down in the page.
"""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import agree
from sheets import table, xls, xlsx, xlsx_other

SECTION = agree.Section("hostile", "files that mean harm, beside 21 good ones", peer="a run without them")
CITIES = ("广州市 深圳市 珠海市 汕头市 佛山市 韶关市 河源市 梅州市 惠州市 汕尾市 东莞市 "
          "中山市 江门市 阳江市 湛江市 茂名市 肇庆市 清远市 潮州市 揭阳市 云浮市").split()
CATEGORIES = "A8"
CRASHES = "freexl-crash"  # made to crash another reader of .xls
SECONDS = 10  # of CPU: what a worker has for a small input
MEMORY = 64   # MiB; a worker has 1024
WHOLE = 600    # seconds for all of them at once, with sanitizers


def write_good(folder):
    for number, city in enumerate(CITIES):
        rows = table(f"""
            序号 | 项目名称 | 申报单位 | 申报方向 | 联系人 | 联系方式
            1 | {city}平台甲 | {city}甲有限公司 | 特色专业型工业互联网平台 | 张三 | '1380013{number:04d} a{number}@example.cn
            2 | {city}平台乙 | {city}乙有限公司 | 特色专业型工业互联网平台 | 李四 | '1390013{number:04d} b{number}@example.cn
        """)
        write, ending = ((xls, "xls") if number % 2 else (xlsx if number % 4 else xlsx_other, "xlsx"))
        write(os.path.join(folder, "good", city, "汇总表." + ending), {"Sheet1": rows})


def bad_files(given):
    names = [row[0] for row in agree.manifest(given.corpus) if row[1].startswith(CATEGORIES)]
    crashes = [f"{CRASHES}/{name}" for name in os.listdir(os.path.join(given.corpus, CRASHES))]
    return sorted(set(names + crashes))


def alias(number, name):
    """Its name in the run: short, and its own."""
    return f"{number:03d}{pathlib.Path(name).suffix.lower()}"


def limited():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def merge(given, folder):
    """Status, report, the first sheet's bytes and what was said."""
    command = [os.path.abspath(given.dump), "merge", "in", "-o", "out.xlsx", "--json", "out.json", "-q", "--lang", "en"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=WHOLE, check=False, preexec_fn=limited)
    said = run.stderr.decode("utf-8", "replace")
    if run.returncode not in (0, 1) or "Sanitizer" in said:
        SECTION.broken.append(f"merge: status {run.returncode}: {said[:2000]}")
        return None, None
    with zipfile.ZipFile(os.path.join(folder, "out.xlsx")) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    with open(os.path.join(folder, "out.json"), encoding="utf-8") as report:
        return json.load(report), sheet


def measured(command):
    """Seconds of CPU and MiB that a command takes, its children included, and its status."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=WHOLE, check=False,
                                preexec_fn=limited).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write, json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status]).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else [float(WHOLE), float("inf"), -1]


def over_limits(given, name):
    """What of its limits a file breaks, by itself. Sanitizers take memory of their own: then only time is held."""
    path, found = os.path.join(given.corpus, name), []
    sanitized = "asan" in os.path.basename(given.dump)
    for option in ([], ["--no-sandbox"]):
        seconds, memory, status = measured([given.dump, "dump", *option, path])
        if status not in (0, 1, 2):
            found.append(f"{' '.join(option)} status {status}")
        if seconds > SECONDS or (memory > MEMORY and not sanitized):
            found.append(f"{' '.join(option)} {seconds:.1f} s, {memory:.0f} MiB")
    return found


def said_of(report, path):
    """What the report says of an input."""
    of = next((one for one in report["inputs"] if one["path"] == path), None)
    if not of:
        return "not in the report"
    message = next((one["message"] for one in report["findings"] if one["path"] == path and one["rule"].startswith("input.")), "")
    message = message.split(":", 1)[-1].strip() if ":" in message else message
    if of["status"] == "read":
        return f"read, {agree.number_of(of['rows_read'], 'record')}"
    if not of["reason"]:
        return "not read, without a reason"
    return f"{of['status']}, {of['reason']}" + (f": {message}" if message else "")


def records(report):
    return json.dumps([one for one in report["records"]], ensure_ascii=False)


def run(given):
    names = bad_files(given)
    with tempfile.TemporaryDirectory() as folder:
        write_good(os.path.join(folder, "in"))
        alone, first = merge(given, folder)
        if alone and len(alone["records"]) != 2 * len(CITIES):
            SECTION.broken.append(f"{len(alone['records'])} records of the good files alone")
        os.mkdir(os.path.join(folder, "in", "hostile"))
        for number, name in enumerate(names):
            shutil.copyfile(os.path.join(given.corpus, name), os.path.join(folder, "in", "hostile", alias(number, name)))
        beside, second = merge(given, folder)
    if not alone or not beside:
        return {}
    if first != second:
        SECTION.broken.append("the first sheet is another one with bad files beside the good ones")
    if records(alone) != records(beside):
        SECTION.broken.append("the records are others with bad files beside the good ones")
    return {name: said_of(beside, "hostile/" + alias(number, name)) for number, name in enumerate(names)}


def outcome(given, name):
    over = over_limits(given, name)
    if over or said[name].startswith("not "):
        return agree.Outcome(agree.DIFFERS, "; ".join(over) or said[name], [])
    return agree.Outcome(agree.AGREES, "", [])


said = {}


def files(given):
    said.update(run(given))
    SECTION.more = ["Merged beside the 21 good files, whose sheet and records were byte for byte the same; each by itself within "
                    f"{SECONDS} s of CPU and {MEMORY} MiB, inside the sandbox and outside:", "",
                    *agree.table(["file", "what the report says of it"], [[agree.cell_of(name), agree.cell_of(said[name])] for name in sorted(said)])]
    return sorted(said)


SECTION.main(__doc__, files, outcome)
