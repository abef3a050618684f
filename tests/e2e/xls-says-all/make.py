import os

import xlwt

HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]


def project(number, name, unit):
    return [number, name, unit, "特色专业型", "张三", f"1380013800{number} zhang@example.com"]


os.makedirs("in/广州市")
book = xlwt.Workbook()
page = book.add_sheet("汇总表")
struck = xlwt.easyxf("font: struck_out on")
rows = [HEADER, project(1, "甲平台", "甲公司"), project(2, "乙平台", "乙公司"), project(3, "丙平台", "丙公司"),
        project(4, "丁平台", "丁公司"), [5, "戊平台", "戊公司", "特色专业型", None, None]]
for at, row in enumerate(rows):
    for column, value in enumerate(row):
        if value is not None and (at, column) not in ((4, 4), (4, 5)):
            page.write(at, column, value, struck if at == 3 else xlwt.Style.default_style)
page.row(2).hidden = True
page.write_merge(4, 5, 4, 4, "张三")
page.write_merge(4, 5, 5, 5, "13800138004 zhang@example.com")
other = book.add_sheet("旧表")
other.visibility = 2
for at, row in enumerate([HEADER, project(6, "己平台", "己公司")]):
    for column, value in enumerate(row):
        other.write(at, column, value)
book.save("in/广州市/汇总表.xls")
