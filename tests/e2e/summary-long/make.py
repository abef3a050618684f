"""广州市 recommends a hundred projects: a line nobody would read to its end."""

import pathlib

ROWS = "".join(f"{i},平台{i},广州第{i}公司,特色专业型工业互联网平台,张三,13800138000 a@b.cn\n" for i in range(1, 101))
HEAD = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"

pathlib.Path("in").mkdir(exist_ok=True)
pathlib.Path("in/广州市.csv").write_text(HEAD + ROWS, "utf-8")
