import datetime

from sheets import text, xls, xlsx

HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]
NAMES = ["广州市", "深圳市", "珠海市", "佛山市", "汕头市"]

for at, name in enumerate(NAMES):
    text(f"in/收件/{name}/汇总表.csv", [HEAD, [1, f"{name}的平台", f"{name}甲公司", "特色专业型工业互联网平台", "张三",
                                           f"1380013800{at} zhang@example.com"]])


def register(name, times, names=NAMES):
    text(f"in/{name}.csv", [["地市", "送达时间"], *zip(names, times)])


# To the second, in several ways of writing.
register("文字", ["2020-11-13 17:00:00", "2020-11-13 17:00:01", "2020年11月13日17时", "2020/11/13 下午5:01", "2020-11-12"])
register("按时", ["2020-11-13 17:00"] * 5)
register("只有日期", ["2020-11-12 09:00", "2020-11-13", "2020-11-14", "2020-11-12", "2020-11-13 00:00:00"])
register("缺地市", ["2020-11-12 09:00", "2020-11-16 09:00"])

# Cells that are dates; a time typed to the second, and one a second later.
AT = datetime.datetime(2020, 11, 13, 17)
MOMENTS = [AT, AT + datetime.timedelta(seconds=1), AT - datetime.timedelta(days=1), AT.replace(hour=0), AT.replace(hour=9)]
xlsx("in/日期.xlsx", {"收件": [["粤工信函 收件登记"], ["序号", "地 市", "送达时间"], *([1, *row] for row in zip(NAMES, MOMENTS))]})

# Days and times in columns of their own.
xlsx("in/两列.xlsx", {"收件": [["地市", "送达日期", "送达时间"],
                            *([name, at.date(), at.time()] for name, at in zip(NAMES, MOMENTS[:3])),
                            ["佛山市", "2020年11月13日", "下午4点半"], ["汕头市", "2020-11-13", "2020-11-12 10:00"]]})
