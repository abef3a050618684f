import os

import openpyxl
from sheets import still

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


os.makedirs("in/广州市")
book = openpyxl.Workbook()
page = book.active
page.append(["项目名称", "申报单位", "申报方向", "联系人", "手机", "邮箱"])
page.append(["甲平台", "甲公司", "特色专业型", "张三", 13800138001, "zhang@example.com"])
page.append(["乙平台", "乙公司", "特色专业型", "张三", 13800138002.0, "zhang@example.com"])
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
