#!/usr/bin/python3
"""The peer of `huizong dump` for large files: openpyxl read-only, or csv, one JSON object a cell. peer_dump.py FILE"""

import csv
import json
import sys

import openpyxl


def rows(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8", newline="") as file:
            yield from csv.reader(file)
    else:
        yield from openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)


for number, row in enumerate(rows(sys.argv[1]), 1):
    for column, value in enumerate(row):
        if value not in (None, ""):
            print(json.dumps({"cell": [number, column], "value": value}, ensure_ascii=False, default=str))
