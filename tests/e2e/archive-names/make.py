import tarfile

from archives import table, tarred, write, zipped

# A name is a label, whatever it looks like.
NAMES = ["../../上.csv", "/etc/绝对.csv", "C:\\x\\盘.csv", "同.csv", "同.csv", "同.csv", "n" * 300 + ".csv", "<b>.csv", "-o", "换\n行.csv",
         "\x1b[31m红.csv", "\u202evsc.反", "a//b/./c.csv"]
write("in/广州市.tar", tarred([(name, table("甲%d" % at)) for at, name in enumerate(NAMES)], form=tarfile.PAX_FORMAT))
write("in/深圳市.zip", zipped([("同.csv", table("乙")), ("同.csv", table("丙"))]))
