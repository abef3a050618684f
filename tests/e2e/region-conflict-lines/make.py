import os
from pathlib import Path

HEADER = "项目名称,申报单位,申报方向,联系人,手机,邮箱\n"
ROW = "{0}平台,{0}公司,特色专业型,张三,1380013800{1},a{1}@example.com\n"

os.makedirs("in")
Path("in/x.csv").write_text(
    "推荐单位：广州市\n" + HEADER + ROW.format("甲", 1) + "\n推荐单位：深圳市\n" + HEADER + ROW.format("乙", 2), "utf-8"
)
