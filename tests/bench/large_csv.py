#!/usr/bin/python3
"""A large CSV of rows as cities send them, 110 to 150 bytes each: large_csv.py MEGABYTES FILE [ENCODING] [--odd]

With --odd every seventh row's contact is written in one of the many ways that people find.
"""
import argparse
import random

HEADER = "序号,项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\r\n"
PLACES = "广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮".split()
TRADES = "家电 五金 陶瓷 电子信息 服装 模具 石化 装备 食品 家具 玩具 汽车零部件".split()
WORKS = "工业互联网平台 智能制造云平台 标识解析二级节点 设备上云服务平台 协同设计平台 供应链协同平台".split()
NAMES = "华信 智云 南方 恒达 天成 粤海 星辰 博创 联创 宏图 金域 明珠".split()
DIRECTIONS = 5 * ["两化融合管理体系贯标", "跨行业跨领域工业互联网平台", "特色专业型工业互联网平台", "中德智能制造合作"] + ["面向重点行业的解决方案"]
PEOPLE = "张伟 王芳 李娜 刘洋 陈静 杨帆 黄磊 赵敏 周杰 吴刚 徐丽 孙浩".split()
JOINTS = [" ", "、", "，", "；", "/", "  "]
ODD = ["手机：{m} 邮箱：{e}", "{m}（微信同号）、{e}", "0757-8{s}转801；{e}", "{m1}-{m2}-{m3} {e}", "+86 {m} {e}", "电话 020-8{s} {e}", "{e} {m}",
       "{m}/{n}、{e}", "QQ:{s} {e}", "手机1：{m} 手机2：{n} {e}", "138oo138000 {e}", "1.38E+10", "{m}", "{e}", "Tel:{m} E-mail:{e}", "{m} {e}；{n}",
       "１３８００１３８０００ {e}", "{m}、a b@c.cn", "{m} {e}@", "{m}a {e}", "{m},{e}", "无", "+852-9123 4567 {e}", "{m} zhang@b,com"]


def contact(rng, at, odd):
    mobile, other = ("1%d%09d" % (rng.choice((3, 5, 7, 8, 9)), rng.randrange(10 ** 9)) for _ in range(2))
    mail = "%s%d@%s" % (rng.choice(("zhangwei", "wang.fang", "li_na", "office", "Project")), rng.randrange(1000),
                        rng.choice(("163.com", "qq.com", "gzhx.com.cn", "Example.CN", "gd.gov.cn")))
    if odd and at % 7 == 0:
        text = rng.choice(ODD).format(m=mobile, n=other, e=mail, s=rng.randrange(10 ** 6, 10 ** 7), m1=mobile[:3], m2=mobile[3:7], m3=mobile[7:])
        return '"%s"' % text if "," in text else text
    return mobile + rng.choice(JOINTS) + mail


def rows(megabytes, odd, encoding):
    rng, number, size = random.Random(971), 0, 0
    yield HEADER
    while size < megabytes * 1000000:
        number += 1
        place = rng.choice(PLACES)
        row = "%d,%s%s%s,%s市%s科技%s有限公司,%s,%s,%s\r\n" % (
            number, rng.choice(TRADES), "行业" if number % 2 else "", rng.choice(WORKS),
            place, rng.choice(NAMES), rng.choice(("", "（集团）", "发展")), rng.choice(DIRECTIONS), rng.choice(PEOPLE), contact(rng, number, odd))
        size += len(row.encode(encoding))
        yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", type=float)
    parser.add_argument("file")
    parser.add_argument("encoding", nargs="?", default="utf-8")
    parser.add_argument("--odd", action="store_true")
    given = parser.parse_args()
    with open(given.file, "w", encoding=given.encoding, newline="") as out:
        out.writelines(rows(given.megabytes, given.odd, given.encoding))


if __name__ == "__main__":
    main()
