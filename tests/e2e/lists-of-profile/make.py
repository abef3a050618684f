import pathlib

notice = next(parent / "templates" for parent in pathlib.Path(__file__).resolve().parents if (parent / "templates").exists())
text = (notice / "guangdong-2020-971.ini").read_text("utf-8")
text = text.replace("已获试点示范 = 错误", "已获试点示范 = 错误, 暂缓")
text = text.replace("\n已获试点示范 =\n", "\n已获试点示范 = 往年/2018.csv, 往年/2019.csv\n")
folder = pathlib.Path("in/方案")
folder.mkdir(parents=True, exist_ok=True)
(folder / "通知.ini").write_text(text, "utf-8")
