from documents import Span, docx, docx_table, paragraph
from sheets import table

HEAD = "序号 | 项目名称 | 申报单位 | 申报方向 | 联系人 | 联系方式"
WIDTHS = (700, 3000, 3000, 2600, 1200, 2800)

docx("in/广州市/报送函.docx", paragraph("关于报送汇总表的函"), paragraph("省工业和信息化厅："),
     paragraph("现报送我市项目汇总表，请查收。如需修改请联系我局。"))
docx("in/广州市/申报书.docx", docx_table(table("企业名称 | 甲公司\n注册资本 | 100万元"), (2000, 6000)))

# Two tables; in the first a border was dragged by a hair below the header, a direction is merged downwards over it.
one = table(HEAD + "\n1 | 甲平台 | 甲公司 | X | 张三 | 13800138001\\nzhang@example.com\n2 | 乙平台 | 乙公司 | | 李四 | 13800138002\\nli@example.com")
one[1][3] = Span("特色专业型", 2, 1)
grid = (700, 3000, 3000, 15, 2585, 1200, 2800)
two = table(HEAD + "\n1 | 丙平台 | 丙公司 | 中德智能制造合作 | 王五 | 13800138003\\nwang@example.com")
docx("in/广州市/汇总表.docx",
     paragraph("各有关单位："), paragraph("我局已组织修改完善申报材料，现将最终结果报送如下。"),
     paragraph("推荐单位（盖章）：广州市工业和信息化局"), paragraph("表 1 第一批", "a4"),
     docx_table(one, WIDTHS, grid, [(0, 1, 2, 3, 5, 6), (0, 1, 2, 4, 5, 6), (0, 1, 2, 3, 5, 6)]),
     paragraph("表 2 第二批", "a4"), docx_table(two, WIDTHS, hidden_rows=[2]), paragraph("注：以上共三项。"))
