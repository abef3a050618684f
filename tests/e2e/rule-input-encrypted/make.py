"""A workbook of new Excel and one of old Excel that need a password; nobody knows it."""
import os
import struct
from pathlib import Path

import xlwt
from xlwt.CompoundDoc import XlsDoc


def compound(streams):
    """An OLE2 file with these streams of 4096 bytes each."""
    sectors, fat, entries = [], [], []
    for name, data in streams.items():
        start = len(sectors)
        data = data.ljust(4096, b"\0")
        sectors += [data[at:at + 512] for at in range(0, 4096, 512)]
        fat += [start + at + 1 for at in range(7)] + [0xFFFFFFFE]
        entries.append((name, 2, start, 4096))
    directory = len(sectors)
    entries.insert(0, ("Root Entry", 5, 0xFFFFFFFE, 0))
    body = b""
    for at, (name, kind, start, size) in enumerate(entries):
        text = name.encode("utf-16-le") + b"\0\0"
        right = at + 1 if 0 < at < len(entries) - 1 else 0xFFFFFFFF
        child = 1 if at == 0 else 0xFFFFFFFF
        body += (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
                 + bytes(36) + struct.pack("<IQ", start, size))
    while len(body) % 512:
        body += bytes(66) + struct.pack("<BB", 0, 1) + b"\xff" * 12 + bytes(48)
    sectors += [body[at:at + 512] for at in range(0, len(body), 512)]
    count = len(body) // 512
    fat += [directory + at + 1 for at in range(count - 1)] + [0xFFFFFFFE, 0xFFFFFFFD]
    sectors.append(struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat))))
    header = (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
              + struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
              + struct.pack("<109I", len(sectors) - 1, *[0xFFFFFFFF] * 108))
    return header + b"".join(sectors)


os.makedirs("in/广州市")
info = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption/>'
Path("in/广州市/汇总表.xlsx").write_bytes(compound({"EncryptedPackage": b"\x55" * 4096, "EncryptionInfo": info}))

book = xlwt.Workbook()
book.add_sheet("汇总表").write(0, 0, "项目名称")
stream = book.get_biff_data()
begin = 4 + struct.unpack_from("<H", stream, 2)[0]
lock = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + b"\x5a" * 48
XlsDoc().save("in/广州市/旧表.xls", stream[:begin] + lock + stream[begin:])

Path("in/深圳市.csv").write_text("项目名称,申报单位,申报方向,联系人,联系方式\n甲平台,甲公司,特色专业型,张三,13800138001 zhang@example.com\n")
