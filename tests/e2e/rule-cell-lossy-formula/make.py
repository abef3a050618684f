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
page["C2"] = '="甲"&"公司"'  # this writer calculates nothing: no result is stored
page.append(project(2, "#N/A", "乙公司"))
page["B3"].data_type = "e"
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
