"""A profile as Notepad saves it: GB18030, UTF-16, UTF-8 with a mark; full-width punctuation."""
import os
from pathlib import Path

TEXT = "\n".join(["[通知]", "编号＝test", "名称＝测试", "汇总表标题＝测试汇总表", "推荐单位＝测试厅", "[列]",
                  "项目名称＝文本，必填", "申报单位＝单位，必填", "[配额]", "组＝3，广州市", ""])
os.makedirs("in/收件")
Path("in/收件/广州市.csv").write_text("项目名称,申报单位\n甲平台,甲公司\n")
Path("in/gb.ini").write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
Path("in/utf16.ini").write_bytes(TEXT.encode("utf-16"))
Path("in/mark.ini").write_bytes(TEXT.encode("utf-8-sig"))
