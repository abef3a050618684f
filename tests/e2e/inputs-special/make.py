"""A link to a folder, a link to a file, a FIFO: nothing of them is read, nothing blocks."""
import os
from pathlib import Path

os.makedirs("in")
os.makedirs("elsewhere")
table = "项目名称,申报单位,申报方向,联系人,联系方式\n{0},{0}公司,特色专业型,张三,13800138001 zhang@example.com\n"
Path("in/广州市.csv").write_text(table.format("甲"))
Path("elsewhere/深圳市.csv").write_text(table.format("乙"))
os.symlink("../elsewhere", "in/elsewhere")
os.symlink("../elsewhere/深圳市.csv", "in/深圳市.csv")
os.symlink(".", "in/loop")
os.mkfifo("in/珠海市.csv")
