from sheets import table, text, xls, xlsx

xls("in/广州市/空.xls", {"Sheet1": [], "Sheet2": [], "Sheet3": []})
xlsx("in/深圳市/空.xlsx", {"Sheet1": [], "备用": table("电话 | 12")}, hidden=("备用",))
text("in/珠海市/空白.csv", [["", ""], [" ", ""]])
xlsx("in/汕头市/名单.xlsx", {"Sheet1": table("姓名 | 电话")})
xlsx("in/佛山市/汇总.xlsx", {"Sheet1": table("""
    序号 | 项目名称 | 申报单位
    1 | 平台 | 甲公司
""")})
