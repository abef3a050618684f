import os
from pathlib import Path

LINES = [
    "推薦單位（蓋章）：廣州市工業和信息化局",
    "序號,項目名稱,申報單位,申報方向,聯繫人,手機,電子郵箱",
    "1,智慧製造平臺,廣東某某科技有限公司,兩化融合管理體系貫標,張三,13800138001,zhang@example.com",
    "合計,1個",
    "註：以上",
]

os.makedirs("in")
Path("in/x.csv").write_bytes("\r\n".join(LINES).encode("big5"))
