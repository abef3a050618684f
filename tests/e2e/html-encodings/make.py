import os

SHEET = ('<?xml version="1.0" encoding="%s"?><?mso-application progid="Excel.Sheet"?>'
         '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
         '<Worksheet ss:Name="表1"><Table><Row><Cell><Data ss:Type="String">%s</Data></Cell></Row></Table></Worksheet></Workbook>')
FLAT = ('<?xml version="1.0" encoding="%s"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell></table:table-row>'
        '</table:table></office:spreadsheet></office:body></office:document>')
PAGE = "<meta charset=%s><table><tr><td>%s</table>"
MESSAGE = ('MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
           'Content-Type: text/html; charset="%s"\r\n\r\n<table><tr><td>%s</table>\r\n--b--\r\n')

os.makedirs("in")
for name, form, label, text, encoding in (
    ("hkscs.html", PAGE, "big5-hkscs", "深水埗", "big5-hkscs"),
    ("latin.html", PAGE, "iso-8859-1", "À la carte", "latin-1"),
    ("big5.html", PAGE, "big5", "中文", "big5"),
    ("russian.html", PAGE, "koi8-r", "Россия", "koi8-r"),
    ("korean.mht", MESSAGE, "ks_c_5601-1987", "한국", "euc-kr"),
    ("japanese.xml", SHEET.replace("表1", "A"), "Shift_JIS", "日本", "cp932"),
    ("greek.fods", FLAT, "windows-1253", "Ελλάδα", "cp1253"),
):
    with open("in/" + name, "wb") as file:
        file.write((form % (label, text)).encode(encoding))
