"""The samples of the made-up notice, and a workbook whose days and amounts are no texts."""
import datetime
import shutil
from pathlib import Path

from sheets import xlsx

CODE = "91430600MA4L00088A"
HEAD = ("申报企业 统一社会信用代码 所在县（市、区） 技改项目名称 所属领域 总投资（万元） 企业自筹（万元） 银行贷款（万元） "
        "财政资金（万元） 开工日期 竣工日期 新增岗位（个） 经办人 手机号码 电子信箱").split()

shutil.copytree(Path(__file__).resolve().parents[3] / "samples" / "hunan" / "received", "in")
xlsx("in/岳阳市.xlsx", {"汇总表": [
    HEAD,
    ["岳阳洞庭化工新材料有限公司", CODE, None, "环氧树脂装置安全改造", "新材料", 2000, 1500.25, 499.75, None,
     datetime.date(2099, 4, 1), datetime.date(2100, 4, 1), 12, "郑壬", 13800000009, None],
    ["合计", None, None, None, None, 2000, 1500.25, 499.75, None, None, None, 12, None, None, None],
]})
