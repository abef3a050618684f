#!/usr/bin/python3
"""Make samples/received: what 21 cities of a province send, as it really comes.

    /usr/bin/python3 scripts/make-samples.py

Names, companies and numbers are invented. What must be found in the files is
written down by hand in samples/README.md, not computed here. The same files come out
byte by byte at each call: no clock, no user name, fixed times inside archives.

Needs Debian's python3-openpyxl, python3-xlsxwriter and python3-xlwt.
"""

import io
import re
import shutil
import struct
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
import xlwt

HERE = Path(__file__).resolve().parents[1] / "samples/received"
TITLE = "2020年制造业与互联网融合试点示范项目汇总表"
HEADER = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
APART = HEADER[:5] + ["联系电话", "电子邮箱"]
NOTE = ("注：申报方向为“两化融合管理体系贯标、2020年跨行业跨领域工业互联网平台、"
        "特色专业型工业互联网平台、中德智能制造合作”四个类别。")

MANAGEMENT = "两化融合管理体系贯标"
PLATFORM = "2020年跨行业跨领域工业互联网平台"
SPECIAL = "特色专业型工业互联网平台"
GERMAN = "中德智能制造合作"


def sheet(city, rows, header=HEADER, below=()):
    """The notice's form: title, 推荐单位 line, header, rows, and what stands below."""
    return [[TITLE], [f"推荐单位（盖章）：{city}工业和信息化局"], header, *rows, *below]


def put(path, data):
    target = HERE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def still(data):
    """The same archive with fixed times, so that each call gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2020-11-10T08:00:00Z", body)
            new.writestr(zipfile.ZipInfo(name, (2020, 11, 10, 8, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# Writers: one a program that people use.

def by_xlwt(rows, name="汇总表"):
    """.xls, as old Excel and WPS save it."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(name)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                page.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_openpyxl(sheets, merges=(), hidden=()):
    """.xlsx with shared strings."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    page.cell(r, c, value)
        if name in hidden:
            page.sheet_state = "hidden"
    for area in merges:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


def by_xlsxwriter(sheets):
    """.xlsx with shared strings, the title merged over the table."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    centre = book.add_format({"align": "center", "bold": True, "font_size": 16})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    page.write(r, c, value)
        if rows[0][0] == TITLE:
            page.merge_range(0, 0, 0, len(rows[2]) - 1, TITLE, centre)
    book.close()
    return still(out.getvalue())


def letter(column):
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def text_str(prefix, place, value):
    """LibreOffice keeps the text of a cell that was a formula like this."""
    return f'<{prefix}c{place} t="str"><{prefix}v>{escape(value)}</{prefix}v></{prefix}c>'


def text_inline(prefix, place, value):
    return (f'<{prefix}c{place} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">'
            f"{escape(value)}</{prefix}t></{prefix}is></{prefix}c>")


def text_runs(prefix, place, value):
    """Rich text: two runs in one cell, as a pasted text has them."""
    half = len(value) // 2
    runs = "".join(f"<{prefix}r><{prefix}rPr><{prefix}b/></{prefix}rPr>"
                   f'<{prefix}t xml:space="preserve">{escape(part)}</{prefix}t></{prefix}r>'
                   for part in (value[:half], value[half:]) if part)
    return f'<{prefix}c{place} t="inlineStr"><{prefix}is>{runs}</{prefix}is></{prefix}c>'


def by_hand(rows, text, prefix="", places=True, name="Sheet1"):
    """.xlsx in the manner of WPS and LibreOffice: no shared strings, perhaps a prefixed namespace or no references."""
    p = prefix + ":" if prefix else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    space = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = ""
    for r, row in enumerate(rows, 1):
        cells = ""
        for c, value in enumerate(row):
            place = f' r="{letter(c)}{r}"' if places else ""
            if value is None:
                cells += "" if places else f"<{p}c/>"
            elif isinstance(value, str):
                cells += text(p, place, value)
            else:
                cells += f'<{p}c{place} t="n"><{p}v>{value}</{p}v></{p}c>'
        body += f'<{p}row r="{r}">{cells}</{p}row>' if places else f"<{p}row>{cells}</{p}row>"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml":
            f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels":
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml":
            f'{head}<{p}workbook {space} xmlns:r="{rel}"><{p}sheets>'
            f'<{p}sheet name="{name}" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels":
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml":
            f"{head}<{p}worksheet {space}><{p}sheetData>{body}</{p}sheetData></{p}worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2020, 11, 10, 8, 0, 0)), xml.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def separated(rows, mark):
    """Rows as Excel saves them: quotes where needed, CR LF, the same number of fields in each row."""
    width = max(len(row) for row in rows)
    lines = []
    for row in rows:
        fields = ["" if value is None else str(value) for value in row] + [""] * (width - len(row))
        lines.append(mark.join('"' + f.replace('"', '""') + '"' if any(x in f for x in (mark, '"', "\n")) else f
                               for f in fields))
    return "\r\n".join(lines) + "\r\n"


# The cities, in the notice's order.

def guangzhou():
    """Four projects where three are allowed; phones stored as numbers; a scan and a letter beside the table."""
    put("广州市/广州市汇总表.xls", by_xlwt(sheet("广州市", [
        [1, "精密注塑协同制造平台", "广州云岭精密机械有限公司", SPECIAL, "陈一鸣", 13800138001, "chenym@example.com"],
        [2, "轨道交通装备全生命周期服务", "广州珠水轨道装备有限公司", MANAGEMENT, "李尔梅", 13800138002, "lierm@example.com"],
        [3, "面向日化行业的供应链协同平台", "广州白鹭日化科技有限公司", SPECIAL, "张三木", 13800138003, "zhangsm@example.com"],
        [4, "岭云工业互联网平台", "广州岭云网络科技有限公司", PLATFORM, "赵四海", 13800138004, "zhaosh@example.com"],
    ], APART, [[NOTE]])))
    put("广州市/报送函.pdf", pdf())
    put("广州市/盖章页.png", png())
    put("广州市/Thumbs.db", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))


def shenzhen():
    """Two header rows with a merged head; one applicant with two projects; somebody has the file open."""
    rows = [[TITLE], ["推荐单位（盖章）：深圳市工业和信息化局"],
            ["序号", "项目名称", "申报单位", "申报方向", "联系人信息"],
            [None, None, None, None, "姓名", "手机", "邮箱"],
            [1, "智能终端柔性制造平台", "深圳海角智能终端有限公司", SPECIAL, "周五福", "13800138005", "zhouwf@example.com"],
            [2, "电子信息产业链数据管理", "深圳鹏云电子股份有限公司", MANAGEMENT + "、" + GERMAN, "吴六安",
             "13800138006", "wula@example.com"],
            [3, "高端装备远程运维服务", "深圳海角智能终端有限公司", SPECIAL, "周五福", "13800138005", "zhouwf@example.com"],
            [NOTE]]
    merges = ["A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "A8:G8"]
    put("深圳市/深圳市汇总表.xlsx", by_openpyxl({"Sheet1": rows}, merges))
    name = "办公室".encode("utf-16-le")
    put("深圳市/~$深圳市汇总表.xlsx", (b"\x06" + b"Office" + b" " * 48 + struct.pack("<H", 3) + name).ljust(165, b" "))
    put("深圳市/desktop.ini", b"[.ShellClassInfo]\r\nLocalizedResourceName=@shell32.dll,-21770\r\n")


def zhuhai():
    """CSV in GB18030; the contact's name has a character of four bytes."""
    rows = sheet("珠海市", [
        [1, "海洋工程装备运维平台", "珠海蓝湾海洋装备有限公司", SPECIAL, "陈𬭎", "13800138007\nchenhong@example.com"],
    ], below=[[NOTE]])
    put("珠海市汇总表.csv", separated(rows, ",").encode("gb18030"))


def foshan():
    """A column that the notice does not ask for; its second project is one that another city sends, too."""
    header = HEADER + ["项目总投资（万元）"]
    rows = sheet("佛山市", [
        [1, "建筑陶瓷智能工厂能力建设", "佛山窑火陶瓷有限公司", MANAGEMENT, "郑七夕", "13800138008\nzhengqx@example.com", 3200],
        [2, "面向日化行业的供应链协同平台", "广州白鹭日化科技有限公司", SPECIAL, "张三木", "13800138003\nzhangsm@example.com", 1500],
    ], header, [[NOTE]])
    put("佛山市汇总表.xlsx", by_xlsxwriter({"汇总表": rows}))


def huizhou():
    """A corrected file: the first contact's number was wrong."""
    for name, phone in (("盖章版", "13800138009"), ("更正", "13800138010")):
        put(f"惠州市/惠州市汇总表（{name}）.xlsx", by_openpyxl({"Sheet1": sheet("惠州市", [
            [1, "锂电池生产过程数字孪生", "惠州东岸新能源有限公司", MANAGEMENT, "王八方", f"{phone}\nwangbf@example.com"],
            [2, "电子元器件云平台", "惠州西岸电子有限公司", SPECIAL, "冯九州", "13800138011\nfengjz@example.com"],
        ])}))


def dongguan():
    """The same rows in two files."""
    rows = sheet("东莞市", [
        [1, "家具个性化定制平台", "东莞松影家居有限公司", SPECIAL, "褚十全", "13800138012\nchusq@example.com"],
        [2, "中德精密模具联合创新", "东莞虎溪模具制造有限公司", GERMAN, "卫东升", "13800138013\nweids@example.com"],
    ])
    put("东莞市/东莞市汇总表.xlsx", by_hand(rows, text_str))
    put("东莞市/东莞市汇总表（报送版）.xls", by_xlwt(rows))


def zhongshan():
    """Only the 推荐单位 line says which city it is; the second contact has no e-mail address."""
    put("附件7：项目汇总表.xlsx", by_hand(sheet("中山市", [
        [1, "灯饰产业集群平台", "中山古灯照明有限公司", SPECIAL, "蒋南山", "13800138014 jiangns@example.com"],
        [2, "五金制品供应链管控", "中山榄叶五金有限公司", MANAGEMENT, "沈北望", "13800138015"],
    ], below=[[NOTE]]), text_inline, prefix="x"))


def jiangmen():
    """UTF-8 CSV with a mark; Excel has turned a phone into 1.38E+10 before saving."""
    rows = sheet("江门市", [
        [1, "摩托车零部件协同制造", "江门蓬山摩托部件有限公司", SPECIAL, "韩春生", "1.38E+10", "hancs@example.com"],
        [2, "造纸行业能源管理", "江门银岸纸业有限公司", MANAGEMENT, "杨夏至", "13800138017", "yangxz@example.com"],
    ], APART)
    put("江门市/汇总表.csv", separated(rows, ",").encode("utf-8-sig"))


def zhaoqing():
    """Excel's "Unicode text"; a mistake in the e-mail address."""
    rows = sheet("肇庆市", [
        [1, "金属压铸工艺优化平台", "肇庆砚湖压铸有限公司", SPECIAL, "朱秋实", "13800138018\nzhuqs@@example.com"],
    ], below=[[NOTE]])
    put("肇庆市.txt", b"\xff\xfe" + separated(rows, "\t").encode("utf-16-le"))


def shantou():
    """Two digits of the phone are missing."""
    put("汕头市项目汇总表.xlsx", by_xlsxwriter({"Sheet1": sheet("汕头市", [
        [1, "玩具行业设计协同平台", "汕头澄光玩具有限公司", SPECIAL, "秦冬至", "138001380\nqindz@example.com"],
    ])}))


def shaoguan():
    """Three categories where two are allowed."""
    put("韶关市/韶关市汇总表.xls", by_xlwt(sheet("韶关市", [
        [1, "钢铁流程智能管控", "韶关丹岩钢铁有限公司", "、".join([MANAGEMENT, SPECIAL, GERMAN]), "尤青松",
         "13800138020\nyouqs@example.com"],
    ], below=[[NOTE]])))


def heyuan():
    """A direction of its own; numbered but empty rows, dots, a total and a note below."""
    put("河源市汇总表.xlsx", by_openpyxl({"Sheet1": sheet("河源市", [
        [1, "电声器件数字化车间", "河源槎江电声有限公司", "智慧园区建设", "许白云", "13800138021\nxuby@example.com"],
    ], below=[[2], [3], ["... ..."], ["合计", "1个项目"], [NOTE]])}))


def meizhou():
    """Last year's project is still there, on a hidden sheet."""
    now = sheet("梅州市", [
        [1, "铜箔行业质量追溯平台", "梅州客岭铜箔有限公司", SPECIAL, "何清泉", "13800138022\nheqq@example.com"]])
    old = sheet("梅州市", [
        [1, "电路板车间改造", "梅州程水电路板有限公司", MANAGEMENT, "吕明月", "13800138023\nlvmy@example.com"]])
    put("梅州市/梅州市汇总表.xlsx", by_openpyxl({"Sheet1": now, "上年": old}, hidden=["上年"]))


def shanwei():
    """A second sheet that is no table of projects."""
    put("汕尾市汇总表.xlsx", by_xlsxwriter({
        "汇总表": sheet("汕尾市", [
            [1, "首饰行业设计云平台", "汕尾海丰谷首饰有限公司", SPECIAL, "施细雨", "13800138024\nshixy@example.com"]]),
        "值班安排": [["星期一", "工业科"], ["星期二", "信息化科"]],
    }))


def yangjiang():
    """The first upload broke off; the city sent it again."""
    data = by_xlsxwriter({"Sheet1": sheet("阳江市", [
        [1, "五金刀剪行业平台", "阳江漠川刀剪有限公司", SPECIAL, "张和风", "13800138025\nzhanghf@example.com"]])})
    put("阳江市/阳江市汇总表(1).xlsx", data)
    put("阳江市/阳江市汇总表.xlsx", data[:len(data) // 2])


def zhanjiang():
    """All in order."""
    put("湛江市汇总表.xls", by_xlwt(sheet("湛江市", [
        [1, "临港产业工业互联网平台", "湛江硇云数据科技有限公司", PLATFORM, "孔长风", "13800138026\nkongcf@example.com"],
    ])))


def maoming():
    """Columns in another order and by other names, the phone a number; a letter beside the table."""
    header = ["序号", "申报单位名称", "申报项目", "申报类别", "姓名", "E-mail", "手机"]
    put("茂名市/茂名市汇总表.xlsx", by_openpyxl({"Sheet1": sheet("茂名市", [
        [1, "茂名荔乡石化设备有限公司", "炼化设备预测性维护平台", SPECIAL, "曹听雨", "caoty@example.com", 13800138027],
    ], header)}))
    put("茂名市/报送函.txt", (
        "茂名市工业和信息化局关于报送试点示范项目的函\r\n\r\n省工业和信息化厅：\r\n\r\n"
        "    按照通知要求，现将我市推荐的1个项目报送贵厅，请予审定。\r\n\r\n"
        "    茂名市工业和信息化局\r\n    2020年11月10日\r\n").encode())


def qingyuan():
    """Nothing but a scan of the table."""
    put("清远市/清远市项目汇总表.pdf", pdf())


def chaozhou():
    """The direction is given by its item; text in runs, no cell references."""
    put("潮州市汇总表.xlsx", by_hand(sheet("潮州市", [
        [1, "陶瓷卫浴设计制造平台", "潮州韩山卫浴有限公司", "6.面向行业的特色工业互联网平台建设", "严晓星",
         "13800138028\nyanxx@example.com"],
    ]), text_runs, places=False))


def yunfu():
    """A land line, but no mobile."""
    put("云浮市/云浮市汇总表.xlsx", by_hand(sheet("云浮市", [
        [1, "石材行业两化融合", "云浮罗定江石材有限公司", MANAGEMENT, "金晨露", "0766-8123456\njincl@example.com"],
    ]), text_inline))


# What stands beside tables.

def png():
    """One grey pixel."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b""))


def pdf():
    """One empty page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (out + b"xref\n0 4\n0000000000 65535 f \n" + table
            + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out))


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    for make in (guangzhou, shenzhen, zhuhai, foshan, huizhou, dongguan, zhongshan, jiangmen, zhaoqing, shantou,
                 shaoguan, heyuan, meizhou, shanwei, yangjiang, zhanjiang, maoming, qingyuan, chaozhou, yunfu):
        make()  # 揭阳市 sends nothing
    put(".DS_Store", b"\x00\x00\x00\x01Bud1" + bytes(56))


if __name__ == "__main__":
    main()
