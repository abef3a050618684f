from pathlib import Path

from documents import Span, docx, docx_table, fods, ods, paragraph, xml2003
from sheets import table, text, xls, xlsx

TITLE, HEAD = "项目汇总表", "序号 | 项目名称 | 申报单位 | 申报方向 | 联系人 | 联系方式"


def rows(city, number, merged):
    """Title, 推荐单位 line, header, two projects under one direction, and a third, whose row is the hidden one."""
    lines = [f"{TITLE} | | | | |", f"推荐单位（盖章）：{city}工业和信息化局 | | | | |", HEAD]
    for i, direction in enumerate(("特色专业型", "" if merged else "特色专业型", "中德智能制造合作"), 1):
        lines.append(f"{i} | {city}平台{i} | {city}公司{i} | {direction} | 张三\\n李四 | 1380013{number:02}{i:02}\\n0755-2600{number:02}{i:02}\\na{i}@example.com")
    return table("\n".join(lines))


def spanned(city, number):
    made = rows(city, number, True)
    made[0][0] = Span(made[0][0], 1, 6)
    made[3][3] = Span(made[3][3], 2, 1)
    return made


def page(city, number):
    """As web systems print it: a merged direction as rowspan, the hidden row by its style."""
    out = ""
    for at, row in enumerate(rows(city, number, True)):
        cells = ""
        for col, cell in enumerate(row):
            if (at, col) == (4, 3):
                continue
            spans = ' colspan="6"' if at == 0 else ' rowspan="2"' if (at, col) == (3, 3) else ""
            if at > 0 or col == 0:
                cells += f"<td{spans}>" + str(cell if cell is not None else "").replace("\n", "<br>") + "</td>"
        out += f'<tr style="display:none">{cells}</tr>' if at == 5 else f"<tr>{cells}</tr>"
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><table>{out}</table></body></html>'


def write(path, data):
    Path("in", path).parent.mkdir(parents=True, exist_ok=True)
    Path("in", path).write_bytes(data)


ods("in/广州市.ods", {"Sheet1": spanned("广州市", 1)}, hidden_rows=[6])
fods("in/深圳市.fods", {"Sheet1": spanned("深圳市", 2)}, hidden_rows=[6])
xml2003("in/珠海市.xls", {"Sheet1": spanned("珠海市", 3)}, hidden_rows=[6], encoding="gb2312")
docx("in/佛山市.docx", paragraph(TITLE), paragraph("推荐单位（盖章）：佛山市工业和信息化局"),
     docx_table(spanned("佛山市", 4)[2:], (700, 3000, 3000, 2600, 1200, 2800), hidden_rows=[4]))
write("惠州市.xls", page("惠州市", 5).encode("gb2312"))
write("东莞市.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb2312\r\n\r\n" + page("东莞市", 6).encode("gb2312"))
text("in/中山市.csv", rows("中山市", 7, False), encoding="gb18030")
xls("in/江门市.xls", {"Sheet1": rows("江门市", 8, True)}, merged=[(0, 0, 0, 5), (3, 4, 3, 3)])
xlsx("in/肇庆市.xlsx", {"Sheet1": rows("肇庆市", 9, True)}, merged=["A1:F1", "D4:D5"], hidden_rows=[6])
