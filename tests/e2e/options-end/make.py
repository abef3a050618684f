import os
from pathlib import Path

os.makedirs("-in/广州市")
Path("-in/广州市/1.csv").write_text("项目名称,申报单位,申报方向,联系人,联系方式\n甲平台,甲公司,特色专业型,张三,13800138001 zhang@example.com\n")
