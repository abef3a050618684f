#!/usr/bin/python3
"""Make samples/ministry: what provinces, departments and central groups send to a ministry.

    /usr/bin/python3 scripts/make-samples-ministry.py

Projects and applicants are invented, numbers too; the recommenders have the names that such have. What must be
found in the files is written down by hand in samples/ministry.md, not computed here. The same files come out
byte by byte at each call. Needs Debian's python3-xlsxwriter and python3-xlwt.
"""

import csv
import datetime
import io
import shutil
from pathlib import Path

import xlsxwriter
import xlwt

HERE = Path(__file__).resolve().parents[1] / "samples/ministry"
TITLE = "2020年制造业与互联网融合试点示范项目汇总表"
HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
M, X, S, G = "两化融合管理体系贯标", "2020年跨行业跨领域工业互联网平台", "特色专业型工业互联网平台", "中德智能制造合作"
LETTER = "工业和信息化部办公厅：\n现将我市推荐的三个项目报上，请予审核。推荐意见：同意推荐。\n北京市经济和信息化局\n"

YANSHAN = ("燕山装备协同制造平台", "北京燕云装备有限公司", S, "阎北海", 1)
BEIJING = [YANSHAN, ("医药流通数据管理", "北京永定医药有限公司", M, "穆怀柔", 2), ("京畿工业互联网平台", "北京京畿网络科技有限公司", X, "丁延庆", 3)]
ZHEJIANG = [
    ("中德轴承联合实验", "杭州湘湖轴承有限公司", f"{G}、{S}", "沈越溪", 4),
    ("丝绸面料供应商分级", "湖州苕溪丝绸有限公司", M, "顾南浔", 5),
    ("缝纫机远程诊断", "台州椒江缝制设备有限公司", M, "蒋天台", 6),
    ("低压电器集群平台", "温州瓯海电器有限公司", S, "夏雁荡", 7),
    ("化纤聚合工艺知识库", "绍兴鉴湖化纤有限公司", S, "章兰亭", 8),
    ("港口装卸设备云服务", "宁波东钱港机有限公司", S, "郑象山", 9),
    ("袜业柔性排产", "诸暨浣江针织有限公司", M, "宣枫桥", 10),
    ("之江工业互联网平台", "杭州之江智联科技有限公司", X, "马西溪", 11),
    ("职业技工联合培训", "嘉兴南湖技师学院", G, "陆海宁", 12),
    ("水泵订单准时交付", "温岭月河水泵有限公司", M, "叶松门", 13),
    ("木门定制设计平台", "衢州江山木业有限公司", S, "毛开化", 14),
]
CORPS = [("棉花加工全流程追溯", "石河子天山棉业有限公司", M, "白绿洲", 15)]
MACHINERY = [
    ("数控刀具寿命管理", "株洲渌水刀具有限公司", S, "贺醴陵", 16),
    ("高铁齿轮箱健康管理", "戚墅堰运河齿轮有限公司", S, "管武进", 17),
    ("铸造车间精益改造", "洛阳伊河铸造有限公司", M, "范龙门", 18),
    ("增材制造中德合作", "西安灞桥增材科技有限公司", G, "雷蓝田", 19),
    ("农机作业大数据", "潍坊白浪农业机械有限公司", S, "隋昌乐", 20),
    ("印刷机在线升级", "高邮盂城印刷设备有限公司", M, "嵇甘垛", 21),
]
SOFTWARE = [("仿真云公共服务平台", "南京栖霞仿真软件有限公司", X, "凌江浦", 22)]
STEEL = [
    ("冷轧产线能效优化", "上海吴淞冷轧有限公司", S, "盛月浦", 23),
    ("矿石采购协同", "马鞍山采石矿业有限公司", M, "唐雨山", 24),
    ("特钢质量追溯平台", "湛江东海特钢有限公司", S, "庞硇洲", 25),
    YANSHAN,
]
OIL = [("油气管道数字孪生", "中国石油天然气集团有限公司", M, "赵大港", 26), ("炼化设备预测维护平台", "大连金石炼化有限公司", S, "于旅顺", 27)]
OIL_MORE = [("加油站云仓配送平台", "中国石油天然气集团有限公司", S, "赵大港", 26), ("钻井工程一体化研发", "天津渤海钻井有限公司", M, "刘塘沽", 28)]
MINING = [("选矿过程数据建模", "固安永清选矿设备有限公司", M, "石大兴", 29)]
JOINT = [("药品冷链追溯", "三九雪岭医药有限公司", M, "童沙田", 30), ("大飞机部件协同平台", "上海临港航空部件有限公司", S, "包惠南", 31)]
SHENZHEN = [("无人机机群调度平台", "深圳鹏翔无人机有限公司", S, "冼大鹏", 32)]


def line(number, project, applicant, direction, person, contact):
    return [number, project, applicant, direction, person, f"138001390{contact:02} p{contact:02}@example.com"]


def sheet(office, projects, header=HEADER):
    """The form of the province's annex 7: title, 推荐单位 line, header, rows."""
    return [[TITLE], [f"推荐单位（盖章）：{office}"], header, *(line(i, *p) for i, p in enumerate(projects, 1))]


def xlsx(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2020, 11, 18, 8, 0)})
    page = book.add_worksheet()
    for i, row in enumerate(rows):
        page.write_row(i, 0, row)
    book.close()
    return out.getvalue()


def xls(rows):
    book, out = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("汇总表")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            page.write(i, j, value)
    book.save(out)
    return out.getvalue()


def text(rows, encoding):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def joint():
    """One table of two groups, each row with its own 推荐单位."""
    rows = [[TITLE], [*HEADER, "推荐单位"]]
    for i, (office, project) in enumerate(zip(("华润（集团）有限公司", "中国商用飞机有限责任公司"), JOINT), 1):
        rows.append([*line(i, *project), office])
    return rows


FILES = {
    "北京市/北京市经济和信息化局汇总表.xlsx": xlsx(sheet("北京市经济和信息化局", BEIJING)),
    "北京市/推荐意见函.txt": LETTER.encode("utf-8"),
    "浙江省经济和信息化厅.csv": text(sheet("浙江省经济和信息化厅", ZHEJIANG), "gb18030"),
    "新疆生产建设兵团.xlsx": xlsx(sheet("新疆生产建设兵团工业和信息化局", CORPS)),
    "部内/装备工业一司.xls": xls(sheet("工业和信息化部装备工业一司", MACHINERY)),
    "部内/信息技术发展司推荐项目汇总表.xlsx": xlsx(sheet("信息技术发展司", SOFTWARE)),
    "中国宝武钢铁集团有限公司/汇总表.xlsx": xlsx(sheet("", STEEL)),
    "央企/中国石油天然气集团有限公司.xlsx": xlsx(sheet("中国石油天然气集团有限公司（盖章）　2020年11月16日", OIL)),
    "央企/中石油汇总表.csv": text(sheet("中国石油天然气集团公司", OIL_MORE), "utf-8-sig"),
    "央企/北京矿冶科技集团有限公司.xlsx": xlsx(sheet("北京矿冶科技集团有限公司", MINING)),
    "央企/合报.xlsx": xlsx(joint()),
    "深圳市工业和信息化局.xlsx": xlsx(sheet("深圳市工业和信息化局", SHENZHEN)),
}

shutil.rmtree(HERE, ignore_errors=True)
for name, data in FILES.items():
    (HERE / name).parent.mkdir(parents=True, exist_ok=True)
    (HERE / name).write_bytes(data)
