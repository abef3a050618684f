"""A file's name in GBK, as old zip programs leave it."""
import os

os.makedirs("in")
with open("in/广州市汇总.csv".encode("gbk"), "w", encoding="utf-8") as file:
    file.write("项目名称,申报单位,申报方向,联系人,联系方式\n甲平台,甲公司,特色专业型,张三,13800138001 zhang@example.com\n")
