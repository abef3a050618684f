import gzip
import tarfile

from archives import rar4, rar5, table, tarred, write, zipped

# The region is named by the archive, by a folder in it, by the archive around it.
write("in/广州市.zip", zipped([("汇总.csv", table("甲"))], "gbk"))
write("in/报送.zip", zipped([("深圳市/汇总.csv", table("乙")), ("珠海市\\汇总.csv", table("丙")), ("珠海市/说明.pdf", b"%PDF-1.4\n"),
                            ("__MACOSX/深圳市/._汇总.csv", b"\0\5\26\7"), ("深圳市/.DS_Store", b"\0"), ("深圳市/~$汇总.csv", b"x")], "gbk"))
write("in/外.zip", zipped([("佛山市.zip", zipped([("内.zip", zipped([("汇总.csv", table("丁"))], "utf-8"))], "unicode path"))]))
write("in/汕头市.tar.gz", tarred([("./a/汇总.csv", table("戊"))], "w:gz",
                               [("链.csv", "/etc/passwd", tarfile.SYMTYPE), ("硬.csv", "a/汇总.csv", tarfile.LNKTYPE),
                                ("零.csv", "", tarfile.CHRTYPE), ("a", "", tarfile.DIRTYPE)]))
write("in/中山市汇总.csv.gz", gzip.compress(table("己"), mtime=0))
write("in/东莞市.rar", rar4([("汇总.csv", table("庚"))]))
write("in/五.rar", rar5([("江门市/汇总.csv", table("辛"))]))
# "!" sorts behind a blank: this one stands between the archive and its members.
write("in/广州市.zip 2.csv", table("壬"))
