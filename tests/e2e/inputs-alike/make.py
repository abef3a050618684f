import os

table = "项目名称,申报单位,申报方向,联系人,联系方式\n项目{0},单位{0},特色专业型,张三,13800138001 zhang@example.com\n"
names = [b"\xff.csv", b"\xfe.csv", "\ufffd.csv#2".encode(), "广州.csv".encode("gbk"), "广州.csv".encode()]
os.makedirs("in/广州市")
for number, name in enumerate(names):
    with open(os.path.join(os.fsencode("in/广州市"), name), "w", encoding="utf-8") as file:
        file.write(table.format(number))
