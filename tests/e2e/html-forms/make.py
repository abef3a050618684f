import os

HEADER = "<tr><th>序号<th>项目名称<th>申报单位<th>申报方向<th>联系人<th>联系方式</tr>"
PROJECT = "<tr><td>%d<td>%s<td>%s<td>特色专业型<td>张三<td>%s<br>zhang@example.com</tr>"

for folder in ("广州市", "深圳市", "佛山市", "东莞市"):
    os.makedirs("in/" + folder)


def write(name, text, encoding="utf-8"):
    with open("in/" + name, "wb") as file:
        file.write(text.encode(encoding))


# A merged direction, a hidden row, a phone whose digits stand beside what is shown.
write("广州市/汇总.xls", """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td {color:red}</style></head><body>
<center>汇总表<br>推荐单位（盖章）：广州市工业和信息化局</center>
<table border=1>""" + HEADER + """
<tr><td>1<td>甲平台<td>甲公司<td rowspan=2>特色专业型<td>张三<td x:num="13800138001">1.38E+10</tr>
<tr><td>2<td>乙&amp;平台<td>乙公司<td>李四<td>13800138002<br>li@example.com</tr>
<tr style="display:none">""" + PROJECT[4:] % (3, "丙平台", "丙公司", "13800138003") + """
</table><p>注：以上共三项。</p></body></html>""", "gb18030")

# Sent as one file; its encoding is said by the part.
write("深圳市/汇总.mht", """MIME-Version: 1.0
Content-Type: multipart/related; boundary="----=_x"

------=_x
Content-Location: file:///C:/x.htm
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: 8bit

<table><caption>汇总</caption>""" + HEADER + PROJECT % (1, "丁平台", "丁公司", "13800138004") + """</table>
------=_x--
""", "gb18030")

write("佛山市/函.html", "<html><body><p>现报送汇总表，请查收。</p></body></html>")
write("东莞市/汇总.xls", "<table><tr><td>密级<td>无</tr></table>")
