from sheets import table, xlsx

xlsx("in/名单/2018.xlsx", {"Sheet1": table("""
    项目名称 | 申报单位
    面向陶瓷行业的窑炉能耗优化平台 | 广州天沃科技有限公司
    注塑车间能耗管理 | 广州海格机械有限公司
""")})
