"""Folders within folders: with the INPUT's own there are 64, and one more."""
from archives import table, write

write("in/" + "深/" * 63 + "广州市.csv", table("甲"))
write("in/" + "底/" * 64 + "深圳市.csv", table("乙"))
write("in/珠海市.csv", table("丙"))
