import os

import xlwt

os.makedirs("in")
book = xlwt.Workbook()
page = book.add_sheet("一")
page.write(0, 0, "陈𬭎")
page.write(0, 1, 13800138000)
page.write(2, 0, 0.5)
book.save("in/表.xls")
