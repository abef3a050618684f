"""Every kind of protection; two files need no password of ours, one has a password that nobody knows, and some are odd."""
import struct
import zipfile
from pathlib import Path

from protect import DEFAULT, compound, agile, protect
from sheets import table, xls, xlsx

HEAD = "序号 | 项目名称 | 申报单位 | 申报方向 | 联系人 | 联系方式"
CITIES = ["广州市", "深圳市", "珠海市", "汕头市", "佛山市", "韶关市", "河源市", "梅州市", "惠州市"]


def rows(number):
    name = "甲乙丙丁戊己庚辛壬"[number]
    return {"汇总表": table(f"{HEAD}\n1 | {name}平台 | {name}公司 | 特色专业型 | 张三 | '1380013800{number} {number}@example.com")}


def book(number, make, ending):
    path = f"in/{CITIES[number]}/汇总.{ending}"
    make(path, rows(number))
    return path


protect(book(0, xlsx, "xlsx"), DEFAULT, "agile", spin=100000)
protect(book(1, xls, "xls"), DEFAULT, "rc4")
protect(book(2, xlsx, "xlsx"), "geheim 密码", "standard", bits=192)
protect(book(3, xls, "xls"), "geheim 密码", "cryptoapi")
protect(book(4, xls, "xls"), "geheim", "xor")
protect(book(5, xlsx, "xlsx"), "unknown to us", "agile", hash="sha1", bits=128)

# The password fits, and a byte of the content is another: its sum tells.
path = book(6, xlsx, "xlsx")
info, package = agile(Path(path).read_bytes(), "geheim", spin=10)
package = package[:5000] + bytes([package[5000] ^ 1]) + package[5001:]
Path(path).write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": package}))

# It claims more bytes than there are, and has no sum.
path = book(7, xlsx, "xlsx")
info, package = agile(Path(path).read_bytes(), "geheim", spin=10, integrity=False)
package = struct.pack("<Q", 1 << 40) + package[8:]
Path(path).write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": package}))

# Each try would take an hour.
path = book(8, xlsx, "xlsx")
info, package = agile(Path(path).read_bytes(), "geheim", spin=10)
info = info.replace(b'spinCount="10"', b'spinCount="4294967295"')[:4096]
Path(path).write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": package}))

# OpenDocument has encryption of its own, which its manifest tells of; old ones have a DOCTYPE.
Path("in/清远市").mkdir()
with zipfile.ZipFile("in/清远市/汇总.ods", "w", zipfile.ZIP_STORED) as ods:
    ods.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    ods.writestr("content.xml", "\x07 nothing that anyone could read")
    ods.writestr("META-INF/manifest.xml", """<?xml version="1.0"?>
<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>""")

Path("passwords.txt").write_bytes("\ufeff不对的\r\ngeheim 密码\r\n\r\ngeheim\r\n".encode())
