from archives import write

HEAD = "项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n"
REST = "特色专业型工业互联网平台,张三,13800138000 a@example.cn\n"

write("in/广州市.csv", (HEAD + '"甲平台,甲公司,' + REST + f"乙平台,乙公司,{REST}").encode())
# The mark before 丙公司 pairs with the one behind 丁平台, a row further on.
write("in/深圳市.csv", (HEAD + '丙平台,"丙公司,' + REST + '丁平台",丁公司,' + REST + f"戊平台,戊公司,{REST}").encode())
