#!/usr/bin/python3
"""The peer: what an officer's nephew writes with xlrd, openpyxl and xlsxwriter. peer.py OUTPUT FILE...

It takes the rows below the third of every first sheet and writes them below one another. It checks nothing.
"""

import sys

import openpyxl
import xlrd
import xlsxwriter


def rows(path):
    if path.endswith(".xls"):
        sheet = xlrd.open_workbook(path).sheet_by_index(0)
        return [sheet.row_values(at) for at in range(sheet.nrows)]
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


output, *paths = sys.argv[1:]
book = xlsxwriter.Workbook(output)
sheet = book.add_worksheet("汇总表")
line = 0
for path in paths:
    taken = rows(path)
    for row in taken if line == 0 else taken[3:]:
        sheet.write_row(line, 0, ["" if value is None else value for value in row])
        line += 1
book.close()
