from pathlib import Path
from protect import compound
from sheets import parts, text

for folder in ("广州市", "深圳市", "佛山市", "东莞市"):
    Path("in", folder).mkdir(parents=True)
Path("in/广州市/汇总表.doc").write_bytes(compound({"WordDocument": bytes(5000)}))
Path("in/佛山市/汇总表.wps").write_bytes(compound({"WordDocument": bytes(100)}))
Path("in/东莞市/汇总表.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100))
parts("in/深圳市/汇总表.xlsb", {"xl/workbook.bin": b"\x83\x01\0"})
text("in/珠海市.csv", [["项目名称", "申报单位"], ["平台", "甲公司"]])
