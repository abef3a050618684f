import os
from pathlib import Path

os.makedirs("in")
Path("in/x.csv").write_bytes("繁體中文的編碼測試文件,聯絡人陳大文先生\n這是第二行文字,請檢查內容是否正確\n".encode("big5"))
