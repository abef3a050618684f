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
book.save("in/广州市/a.xlsx")
still("in/广州市/a.xlsx")
os.rename("in/广州市/a.xlsx", "in/广州市/表.csv")
with open("in/广州市/表.xls", "w", encoding="utf-8") as file:
    file.write("项目名称\t申报单位\t申报方向\t联系人\t联系方式\n乙平台\t乙公司\t特色专业型\t张三\t13800138002 zhang@example.com\n")
