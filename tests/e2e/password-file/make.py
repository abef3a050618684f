"""Files of passwords that are not taken, and one that is odd but is."""
from pathlib import Path

from protect import protect
from sheets import table, xlsx

xlsx("in/广州市.xlsx", {"S": table("项目名称 | 申报单位\n甲平台 | 甲公司")})
protect("in/广州市.xlsx", " 有空格 ", "standard")
Path("gbk.txt").write_bytes("secret\n密码\n".encode("gbk"))
Path("long.txt").write_text("a" * 255 + "\n" + "b" * 256 + "\n")
Path("many.txt").write_text("".join(f"{n}\n" for n in range(1001)))
Path("most.txt").write_text("".join(f"{n}\n" for n in range(999)) + "a" * 255 + "\n")
Path("plain.csv").write_text("项目名称,申报单位\n甲平台,甲公司\n", "utf-8")
Path("full.txt").write_text("\n" * (1024 * 1024 - len(" 有空格 ".encode())) + " 有空格 ", "utf-8")
Path("over.txt").write_text("\n" * (1024 * 1024 + 1))
Path("huge.txt").write_text("a\n" * 600000)
Path("empty.txt").write_text("")
Path("good.txt").write_bytes("\n\r\nfalse\n 有空格 ".encode())
