"""The mark says UTF-8; one byte of the project's name cannot be."""
import os
from pathlib import Path

os.makedirs("in/广州市")
text = "项目名称,申报单位,申报方向,联系人,联系方式\n甲?平台,甲公司,特色专业型,张三,13800138001 zhang@example.com\n"
Path("in/广州市/汇总表.csv").write_bytes(text.encode("utf-8-sig").replace(b"?", b"\xff"))
