import os

import openpyxl
from sheets import still

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


def project(number, name, unit):
    return [number, name, unit, "特色专业型", "张三", f"1380013800{number} zhang@example.com"]


os.makedirs("in/广州市")
book = openpyxl.Workbook()
page = book.active
page.title = "一"
page.append(HEADER)
page.append(project(1, "甲平台", "甲公司"))
page.append([])
page.append(["第二批"])
page.append(["申报单位", "项目名称", "申报方向", "联系人", "手机", "邮箱"])
page.append(["乙公司", "乙平台", "中德", "李四", "13800138002", "li@example.com"])
page = book.create_sheet("二")
page.append(HEADER)
page.append(project(3, "丙平台", "丙公司"))
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
