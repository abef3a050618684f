"""Packages that are opened, and are no workbook: what they are decides."""
import hashlib
import os
from pathlib import Path

from protect import agile, compound, protect
from sheets import parts, text

os.makedirs("in")


def encrypted(name, package):
    info, body = agile(package, "geheim", spin=10)
    data = compound({"EncryptionInfo": info, "EncryptedPackage": body})
    Path(name).write_bytes(data)
    return data


parts("in/演示.pptx", {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", "media": "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(200))})
protect("in/演示.pptx", "geheim", "agile", spin=10)
encrypted("in/广州市汇总.xlsx", b"\0" * 5000)
encrypted("in/深圳市汇总.xlsx", encrypted("in/two.bin", b"PK" * 2500))
os.remove("in/two.bin")
_, body = agile(b"PK" * 2500, "geheim", spin=10)
Path("in/珠海市汇总.xlsx").write_bytes(compound({"EncryptedPackage": body}))
text("in/佛山市.csv", [["项目名称", "申报单位"], ["甲平台", "甲公司"]])
Path("passwords").write_text("geheim")
