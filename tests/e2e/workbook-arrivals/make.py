from sheets import text

HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式"]
CONTACT = ["张三", "13800138001 zhang@example.com"]


def sent(name, *directions):
    text(f"in/收件/{name}/汇总表.csv",
         [HEAD, *([at, f"{name}项目{'甲乙丙丁'[at - 1]}", f"{name}{'甲乙丙丁'[at - 1]}有限公司", direction, *CONTACT]
                  for at, direction in enumerate(directions, 1))])


# Two directions, two items of one category (one direction), none, one that is not in the notice.
sent("广州市", "两化融合管理体系贯标、特色专业型工业互联网平台", "6.面向行业的特色工业互联网平台建设；7.面向区域的特色工业互联网平台建设")
sent("深圳市", "特色专业型工业互联网平台", "", "智慧农业")
sent("珠海市", "特色专业型工业互联网平台")
sent("汕头市", "特色专业型工业互联网平台")

text("in/登记.csv", [["单位", "送达时间"], ["广州市", "2020-11-12 09:00"], ["广州市", "2020-11-16 09:00"],
                    ["深圳市", "2020-11-13 17:00:30"], ["珠海市", "2020-11-13"], ["某集团", "2020-11-12"]])
