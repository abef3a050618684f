"""Three .xls, record by record, and the first of them in archives.

广州市: a string's formatting runs reach from one CONTINUE of the shared strings into the
next, which freexl takes for the beginning of the next string. Ours is right.
佛山市: both read the same; text of a code page, and a number.
韶关市: an empty string among the shared ones, for which freexl refuses the file.
"""
import pathlib
import struct

import xlwt.CompoundDoc

from archives import disc, tarred, write, zipped
from protect import protect

BOF, EOF, SHEET, CODEPAGE, SST, CONTINUE, DIMENSIONS, LABEL, LABELSST, NUMBER = (
    0x809, 0x0A, 0x85, 0x42, 0xFC, 0x3C, 0x200, 0x204, 0xFD, 0x203)
HEADER = ["项目名称", "申报单位", "联系方式"]


def record(kind, *parts):
    body = b"".join(parts)
    return struct.pack("<HH", kind, len(body)) + body


def book(path, version, page, globals_records, sheet_records):
    """Globals with one sheet, then the sheet."""
    def begin(kind):
        return record(BOF, struct.pack("<HHHH", version, kind, 0x0DBB, 0x07CC), b"\0" * (8 if version == 0x600 else 0))

    name = b"S" if version == 0x500 else b"\0S"
    before = begin(5) + record(CODEPAGE, struct.pack("<H", page))
    listed = len(record(SHEET, struct.pack("<IBBB", 0, 0, 0, 1), name)) + len(globals_records) + len(record(EOF))
    before += record(SHEET, struct.pack("<IBBB", len(before) + listed, 0, 0, 1), name) + globals_records + record(EOF)
    size = struct.pack("<IIHHH" if version == 0x600 else "<HHHHH", 0, 9, 0, 9, 0)
    stream = before + begin(16) + record(DIMENSIONS, size) + sheet_records + record(EOF)
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        xlwt.CompoundDoc.XlsDoc().save(file, stream)


def utf16(text):
    return text.encode("utf-16-le")


def string(text):
    """Of the shared strings: length, flags (1: two bytes a character), characters."""
    return struct.pack("<HB", len(text), 1) + utf16(text)


def cell_shared(row, column, index):
    return record(LABELSST, struct.pack("<HHHI", row, column, 0, index))


def cell_text(row, column, text):
    return record(LABEL, struct.pack("<HHHH", row, column, 0, len(text.encode("gbk"))), text.encode("gbk"))


def guangzhou():
    plain = HEADER + ["项目甲", "甲公司"]
    runs = [struct.pack("<HH", 1, 5), struct.pack("<HH", 3, 0x4100)]
    shared = struct.pack("<II", len(plain) + 2, len(plain) + 2) + b"".join(map(string, plain))
    shared += struct.pack("<HBH", 4, 0x09, len(runs)) + utf16("项目")
    records = record(SST, shared)
    records += record(CONTINUE, b"\x01", utf16("乙期"), runs[0])
    records += record(CONTINUE, runs[1], string("乙公司"))
    sheet = b"".join(cell_shared(row, column, index) for row, column, index in
                     [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 3), (1, 1, 4), (2, 0, 5), (2, 1, 6)])
    book("in/广州市.xls", 0x600, 1200, records, sheet)


def foshan():
    sheet = b"".join(cell_text(0, column, text) for column, text in enumerate(HEADER))
    sheet += cell_text(1, 0, "项目丙") + cell_text(1, 1, "丙公司")
    sheet += record(NUMBER, struct.pack("<HHHd", 1, 2, 0, 13800138000))
    book("in/佛山市.xls", 0x500, 936, b"", sheet)


def shaoguan():
    texts = HEADER + ["项目丁", "丁公司", ""]
    shared = struct.pack("<II", len(texts), len(texts)) + b"".join(map(string, texts))
    sheet = b"".join(cell_shared(row, column, index) for row, column, index in
                     [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 3), (1, 1, 4), (1, 2, 5)])
    book("in/韶关市.xls", 0x600, 1200, record(SST, shared), sheet)


guangzhou()
foshan()
shaoguan()
disputed = pathlib.Path("in/广州市.xls").read_bytes()
undisputed = pathlib.Path("in/佛山市.xls").read_bytes()
write("packed/广州市.tar.gz", tarred([("一.xls", undisputed), ("汇总.xls", disputed), ("二.xls", undisputed)], "w:gz"))
write("packed/深圳市.iso", disc([("A.XLS", undisputed), ("B.XLS", disputed)]))
write("packed/珠海市.zip", zipped([("内.tar", tarred([("汇总.xls", disputed)]))]))
for city, kind in [("广州市", "rc4"), ("深圳市", "cryptoapi"), ("珠海市", "xor")]:
    write(f"protected/{city}.xls", disputed)
    protect(f"protected/{city}.xls", "geheim", kind)
pathlib.Path("passwords.txt").write_text("other\ngeheim\n")
