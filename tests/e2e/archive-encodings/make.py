from struct import pack

from archives import write, zipped


def record(kind, body):
    return pack("<HH", kind, len(body)) + body


def old(page, codec, text):
    """A sheet of Excel 4: the code page, one label."""
    data = text.encode(codec)
    return (record(0x0409, pack("<HHH", 0, 0x10, 0)) + record(0x42, pack("<H", page))
            + record(0x0204, pack("<HHHH", 0, 0, 0, len(data)) + data) + record(0x0A, b""))


def page(label, codec, text):
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head>'
            f"<body><table><tr><td>{text}</td></tr></table></body></html>").encode(codec)


TAIWAN = "繁體中文的編碼測試文件,聯絡人陳大文先生\r\n這是第二行文字,請檢查內容是否正確\r\n"
write("in/a.zip", zipped([
    ("950.xls", old(950, "cp950", "聯絡人")), ("1251.xls", old(1251, "cp1251", "Россия")), ("949.xls", old(949, "cp949", "한국")),
    ("932.xls", old(932, "cp932", "日本")), ("869.xls", old(869, "cp869", "Ελλάδα")), ("9999.xls", old(9999, "ascii", "plain")),
    ("gbk.csv", "联系人,项目名称\r\n张三,平台\r\n".encode("gbk")), ("big5.csv", TAIWAN.encode("big5")),
    ("page-gbk.xls", page("gb2312", "gbk", "联系人张三")), ("page-1252.html", page("windows-1252", "cp1252", "café crème")),
    ("page-1251.html", page("windows-1251", "cp1251", "Россия")), ("page-kr.html", page("EUC-KR", "euc-kr", "한국")),
]))
