"""The same table as different programs save it."""
import os
from pathlib import Path

def table(city, mark=",", end="\n"):
    rows = [["项目名称", "申报单位", "申报方向", "联系人", "联系方式"],
            [city + "平台", city + "公司", "特色专业型", "张三", f'"13800138001{end}zhang@example.com"']]
    return "".join(mark.join(row) + end for row in rows)

def put(city, data):
    Path(f"in/{city}.csv").write_bytes(data)

os.makedirs("in")
put("广州市", table("广州", ";").encode())
put("深圳市", table("深圳", "\t", "\r\n").encode("utf-8-sig"))
put("珠海市", table("珠海").encode("gb18030"))
put("佛山市", table("佛山", "\t", "\r\n").encode("utf-16"))
put("惠州市", table("惠州").encode("utf-16-be"))
put("东莞市", b"\xfe\xff" + table("东莞").encode("utf-16-be"))
put("中山市", table("中山").encode("utf-16-le"))
put("江门市", table("𠮷").encode("gb18030"))
