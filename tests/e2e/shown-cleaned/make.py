import os
from pathlib import Path

os.makedirs("in")
Path("in/广州市.csv").write_text("项目名称,申报单位,申报方向,联系人,联系方式\n"
                              "\u3000Ａ甲\x07平　台 ,\ufeff甲公司\u00a0,特色专业型,张三,13800138001 zhang@example.com\n")
