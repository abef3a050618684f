"""A folder named in GB18030 (广州市, B9 E3 …) beside one named in UTF-8 that comes before it (东莞市)."""

import os

HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
for folder, project in (("广州市".encode("gb18030"), "甲"), ("东莞市".encode("utf-8"), "乙")):
    os.makedirs(b"in/" + folder)
    with open(b"in/" + folder + b"/a.csv", "w", encoding="utf-8") as file:
        file.write(HEADER + f"1,{project},{project}公司,中德智能制造合作,张三,13800138000 a@b.cn\n")
