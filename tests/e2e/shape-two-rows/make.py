import os

import openpyxl
from sheets import still

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


os.makedirs("in/广州市")
book = openpyxl.Workbook()
page = book.active
page.append(["2020年汇总表"])
page.append(["序号", "项目名称", "申报单位", "申报方向", "联系人信息"])
page.append([None, None, None, None, "姓名", "手机", "邮箱"])
page.append([1, "甲平台", "甲公司", "特色专业型", "张三", "13800138001", "zhang@example.com"])
for area in ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"):
    page.merge_cells(area)
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
