import os

import openpyxl
from sheets import still

os.makedirs("in/广州市")
book = openpyxl.Workbook()
page = book.active
page.append(["2020年汇总表"])
page.append(["推荐单位（盖章）：广州市工业和信息化局"])
page.append(["序号", "基本信息", None, None, "联系人信息"])
page.append([None, "项目名称", "申报单位", "申报方向", "姓名", "联系方式"])
page.append([None, None, None, None, None, "手机", "邮箱"])
page.append([1, "甲平台", "甲公司", "特色专业型", "张三", "13800138001", "zhang@example.com"])
for area in ("A1:G1", "A2:G2", "A3:A5", "B3:D3", "B4:B5", "C4:C5", "D4:D5", "E3:G3", "E4:E5", "F4:G4"):
    page.merge_cells(area)
book.save("in/广州市/汇总表.xlsx")
still("in/广州市/汇总表.xlsx")
