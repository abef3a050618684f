import datetime
import os

import xlsxwriter

os.makedirs("in")
book = xlsxwriter.Workbook("in/表.xlsx")
book.set_properties({"created": datetime.datetime(2020, 11, 13)})
day = book.add_format({"num_format": "yyyy-mm-dd"})
minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
bold = book.add_format({"bold": True})
page = book.add_worksheet("一")
page.write_string("A1", "007")
page.write_number("B1", 13800138000)
page.write_number("C1", 0.1)
page.write_number("D1", 1e20)
page.write_number("E1", -2.50)
page.write_datetime("A2", datetime.date(2020, 11, 13), day)
page.write_datetime("B2", datetime.datetime(2020, 11, 13, 17, 0, 0), minute)
page.write_boolean("C2", True)
page.write_formula("D2", "=NA()", None, "#N/A")
page.write_formula("A3", "=1+1", None, 2)
page.write_formula("B3", '="a"&"b"', None, "ab")
page.write_rich_string("C3", "粗", bold, "体", "字")
page.write_string("XFD4", "&<>")
hidden = book.add_worksheet("二")
hidden.hide()
hidden.write_string("B2", "底稿")
book.close()
