import pathlib

from sheets import sheet_parts, parts, text, xlsx

HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]
NAMES = ["广州市", "深圳市", "珠海市", "佛山市", "汕头市"]

for at, name in enumerate(NAMES):
    text(f"in/收件/{name}/汇总表.csv", [HEAD, [1, f"{name}的平台", f"{name}甲公司", "特色专业型工业互联网平台", "张三",
                                           f"1380013800{at} zhang@example.com"]])

# Several deliveries of one region; two regions in one row; a county; a city without 市; names that are none.
text("in/多次.csv", [["单位", "收件时间", "备注"],
                   ["广州", "2020-11-16 09:00", "更正件"], ["广州市工业和信息化局", "2020-11-12 09:00", ""],
                   ["深圳市", "2020-11-16 09:00", ""], ["深圳市", "2020-11-17 09:00", ""],
                   ["珠海市、汕头市", "2020-11-13 10:00", "一并送来"],
                   ["顺德区", "2020-11-14 10:00", ""], ["佛山市", "昨天下午", ""],
                   ["广东某某集团", "2020-11-12 09:00", ""], ["惠州市", "", "尚未送达"],
                   ["梅州市", "2020-11-18 10:00", "只有纸质件"]], encoding="gb18030")

# A merged cell over two deliveries, and a struck row: struck out is not counted.
xlsx("in/合并.xlsx", {"Sheet1": [["地市", "送达时间"], ["广州市", "2020-11-16 10:00"], [None, "2020-11-12 10:00"],
                               ["深圳市", "2020-11-12 10:00"], ["珠海市", "2020-11-12 10:00"], ["佛山市", "2020-11-12 10:00"],
                               ["汕头市", "2020-11-12 10:00"]]}, merged=("A2:A3",), struck_rows=(7,))

# A formula has its stored result, or none; a day in 1900 and a slip in the year are not believed.
CELL = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c>'
ROWS = ['<row r="1">' + CELL.format(1, "地市") + '<c r="B1" t="inlineStr"><is><t>送达时间</t></is></c></row>']
RESULTS = ['<f>NOW()</f><v>44148.708333333336</v>', '<f>NOW()</f>', '<v>13.5</v>', '<f>B2+1/86400</f><v>44148.70834490741</v>',
           '<v>43418.5</v>']
for at, (name, result) in enumerate(zip(NAMES, RESULTS), 2):
    ROWS.append(f'<row r="{at}">' + CELL.format(at, name) + f'<c r="B{at}" s="1">{result}</c></row>')
MEMBERS = sheet_parts("".join(ROWS))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEMBERS["xl/styles.xml"] = (f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
                            '<xf numFmtId="22"/></cellXfs></styleSheet>')
RELS = "xl/_rels/workbook.xml.rels"
MEMBERS[RELS] = MEMBERS[RELS].replace("</Relationships>", '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/'
                                      'officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>')
parts("in/公式.xlsx", MEMBERS)

text("in/无表头.csv", [["广州市", "2020-11-12 09:00"]])

# The profile's own register stands beside it.
notice = next(parent / "templates" for parent in pathlib.Path(__file__).resolve().parents if (parent / "templates").exists())
text("in/方案/登记.csv", [["地市", "送达时间"], ["广州", "2020-11-12"], ["深圳", "2020-11-16"], ["汕头市", "2020-11-12 16:00"]])
written = (notice / "guangdong-2020-971.ini").read_text("utf-8").replace("\n收件登记 =\n", "\n收件登记 = 登记.csv\n")
pathlib.Path("in/方案/通知.ini").write_text(written, "utf-8")
