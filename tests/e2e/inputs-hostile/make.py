from archives import table, write
from hostile import FILES

NAMES = ["a billion laughs.xlsx", "a billion laughs.ods", "a billion laughs.docx", "a billion laughs.xml", "an external entity.xlsx",
         "an external subset.xml", "a part of 438 times its size.xlsx", "250 names for one part.xlsx", "200,000 nested elements.xml",
         "20,000 attributes.ods", "a dimension that lies.xlsx", "row 99999999999.xlsx", "column XFE.xlsx"]

for name in NAMES:
    write("in/广州市/" + name, FILES[name]())
write("in/深圳市.csv", table("旁"))
