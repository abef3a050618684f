import os

import openpyxl
from sheets import still

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


def project(number, name, unit):
    return [number, name, unit, "特色专业型", "张三", f"1380013800{number} zhang@example.com"]


os.makedirs("in/广州市")
book = openpyxl.Workbook()
page = book.active
page.append(HEADER)
page.append(project(1, "甲平台", "甲公司"))
page.append([2, "乙平台", None, "中德", None, None])
page.append(project(3, "丙平台", "丙公司"))
for area in ("C2:C3", "E2:E3", "F2:F3"):
    page.merge_cells(area)
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
