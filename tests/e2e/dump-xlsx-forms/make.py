from sheets import parts, sheet_parts

SHARED = """<si><t>甲</t><rPh sb="0" eb="1"><t>ジア</t></rPh></si>
<si><r><t>乙</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 丙</t></r></si>"""
ROWS = """<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><v>&#20013;&#x56FD;</v></c></row>
<row r="5"><c r="C5" t="d"><v>2020-11-13</v></c><c r="D5" t="b"><v>0</v></c><c r="E5"><v>1.38E10</v></c>
<c r="F5"/><c r="G5" t="inlineStr"><is><t>丁</t></is></c><c r="H5" t="e"><v>#DIV/0!</v></c></row>"""
parts("in/表.xlsx", sheet_parts(ROWS, SHARED, "表一"))
