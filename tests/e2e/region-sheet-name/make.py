import os

import openpyxl
from sheets import still

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


def project(number, name, unit):
    return [number, name, unit, "特色专业型", "张三", f"1380013800{number} zhang@example.com"]


os.makedirs("in")
book = openpyxl.Workbook()
page = book.active
page.title = "梅州市"
page.append(HEADER)
page.append(project(1, "甲平台", "甲公司"))
page = book.create_sheet("汕尾")
page.append(HEADER)
page.append(project(2, "乙平台", "乙公司"))
book.save("in/表.xlsx")
still("in/表.xlsx")
