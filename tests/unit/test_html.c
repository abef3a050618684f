/* Web pages as spreadsheets, programs and browsers write them: what becomes of tables, text and encodings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "read/html_page.h"
#include "seen_fixture.h"

static bool read_page(struct seen *seen, struct str page, struct str *encoding)
{
	return seen_read(seen, &html_reader, page, encoding);
}

struct page_case {
	const char *name;
	struct str page;
	const char *out;
};

static void hold(const struct page_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct seen seen = { 0 };
		bool read = read_page(&seen, cases[i].page, NULL);

		buf_add_char(&seen.out, '\0');
		if (!read || strcmp(seen.out.data, cases[i].out) != 0)
			print_error("%s: %s, said %d\n", cases[i].name, seen.out.data, (int)seen.say);
		assert_true(read);
		assert_string_equal(seen.out.data, cases[i].out);
		buf_release(&seen.out);
	}
}

static void tables(void **state)
{
	static const struct page_case cases[] = {
		{ "a table", STR_INIT("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"),
		  "[表1]A1=a|B1=b|A2=c|" },
		{ "end tags left out", STR_INIT("<table><tr><td>a<td>b<tr><td>c"), "[表1]A1=a|B1=b|A2=c|" },
		{ "a cell without a row", STR_INIT("<table><td>a<td>b</table>"), "[表1]A1=a|B1=b|" },
		{ "an empty row counts", STR_INIT("<table><tr></tr><tr><td>a</table>"), "[表1]A2=a|" },
		{ "an empty cell has its place", STR_INIT("<table><tr><td></td><td>&nbsp;</td><td>c</table>"),
		  "[表1]C1=c|" },
		{ "a caption names the sheet", STR_INIT("<table><caption>广州市\n 汇总表</caption><tr><td>a</table>"),
		  "[广州市 汇总表]A1=a|" },
		{ "several tables are several sheets", STR_INIT("<table><tr><td>a</table><table><tr><td>b</table>"),
		  "[表1]A1=a|[表2]A1=b|" },
		{ "an empty table is none", STR_INIT("<table><tr><td></table><table><tr><td>b</table>"), "[表1]A1=b|" },
		{ "head, foot and bodies in their order",
		  STR_INIT("<table><tfoot><tr><td>f</tfoot><tbody><tr><td>b</tbody><thead><tr><td>h</thead></table>"),
		  "[表1]A1=h|A2=b|A3=f|" },
		{ "only the first head moves",
		  STR_INIT("<table><tbody><tr><td>b</tbody><thead><tr><td>h</thead><thead><tr><td>i</thead></table>"),
		  "[表1]A1=h|A2=b|A3=i|" },
		{ "a page without a table", STR_INIT("<html><p>函</p><p>此复</p></html>"), "[表1]A1=函|A2=此复|" },
		{ "a page with nothing", STR_INIT("<table<>"), "" },
		{ "text goes on behind the end of a page",
		  STR_INIT("<html><body><table><tr><td>a</table></body></html><table><tr><td>b</table>"),
		  "[表1]A1=a|[表2]A1=b|" },
		{ "one page behind another",
		  STR_INIT("<html><head></head><body><table><tr><td>a</table></body></html>"
			   "<!DOCTYPE html><html><head></head><body><table><tr><td>b</table></body></html>"),
		  "[表1]A1=a|[表2]A1=b|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void spans(void **state)
{
	static const struct page_case cases[] = {
		{ "colspan", STR_INIT("<table><tr><td colspan=2>a<td>b</table>"), "[表1]{A1:B1}A1=a|C1=b|" },
		{ "rowspan", STR_INIT("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>"),
		  "[表1]{A1:A2}A1=a|B1=b|B2=c|" },
		{ "both", STR_INIT("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d</table>"),
		  "[表1]{A1:B2}A1=a|C1=b|C2=c|A3=d|" },
		{ "a rowspan ends with its table", STR_INIT("<table><tr><td rowspan=99>a<td>b<tr><td>c</table>"),
		  "[表1]{A1:A2}A1=a|B1=b|B2=c|" },
		{ "rowspan=0 is the rest of its part",
		  STR_INIT("<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c</tbody><tbody><tr><td>d</table>"),
		  "[表1]{A1:A2}A1=a|B1=b|B2=c|A3=d|" },
		{ "a rowspan ends with its part",
		  STR_INIT("<table><thead><tr><td rowspan=5>a<td>b</thead><tbody><tr><td>c<td>d</table>"),
		  "[表1]A1=a|B1=b|A2=c|B2=d|" },
		{ "ranges move with their part",
		  STR_INIT("<table><tbody><tr><td colspan=2>b</tbody><thead><tr><td rowspan=2>h<td>i<tr><td>j"),
		  "[表1]{A1:A2}{A3:B3}A1=h|B1=i|B2=j|A3=b|" },
		{ "ranges lie below the text above", STR_INIT("<p>t</p><table><tr><td colspan=2>a</table>"),
		  "[表1]{A2:B2}A1=t|A2=a|" },
		{ "nonsense spans are one",
		  STR_INIT("<table><tr><td colspan=0>a<td colspan=-3>b<td rowspan=x>c<tr><td>d</table>"),
		  "[表1]A1=a|B1=b|C1=c|A2=d|" },
		{ "a huge colspan is a thousand",
		  STR_INIT("<table><tr><td colspan=99999999999999999999>a<td>b</table>"),
		  "[表1]{A1:ALL1}A1=a|ALM1=b|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void around(void **state)
{
	static const struct page_case cases[] = {
		{ "text above a table", STR_INIT("<h1>汇总表</h1><p>推荐单位：广州市</p><table><tr><td>a</table>"),
		  "[表1]A1=汇总表|A2=推荐单位：广州市|A3=a|" },
		{ "lines of it are rows", STR_INIT("<div>汇总表<br>推荐单位：广州市</div><table><tr><td>a</table>"),
		  "[表1]A1=汇总表|A2=推荐单位：广州市|A3=a|" },
		{ "text below the last table", STR_INIT("<table><tr><td>a</table><p>注：完</p>"),
		  "[表1]A1=a|A2=注：完|" },
		{ "text between tables stands above the second",
		  STR_INIT("<table><tr><td>a</table>二<table><tr><td>b</table>"), "[表1]A1=a|[表2]A1=二|A2=b|" },
		{ "text between rows is above its table", STR_INIT("<table>t<tr><td>a</td>u</tr></table>"),
		  "[表1]A1=tu|A2=a|" },
		{ "a frame of layout is no sheet",
		  STR_INIT("<table><tr><td>推荐单位：</td><td>广州市</td></tr><tr><td colspan=2>"
			   "<table><tr><td>a<td>b<tr><td>c<td>d<tr><td>e<td>f</table></td></tr><tr><td>注</table>"),
		  "[表1]A1=推荐单位： 广州市|A2=a|B2=b|A3=c|B3=d|A4=e|B4=f|A5=注|" },
		{ "frames within frames",
		  STR_INIT("<table><tr><td><table><tr><td>t<tr><td><table><tr><td>a<td>b</table></table></table>"),
		  "[表1]A1=t|A2=a|B2=b|" },
		{ "a small table within a cell is a sheet of its own",
		  STR_INIT("<table><tr><td>a<td>b<tr><td>c<td>d<table><tr><td>x<td>y</table>e<tr><td>f<td>g</table>"),
		  "[表1]A1=a|B1=b|A2=c|B2=d\ne|A3=f|B3=g|[表2]A1=x|B1=y|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void texts(void **state)
{
	static const struct page_case cases[] = {
		{ "white space is one blank", STR_INIT("<table><tr><td> \r\n a \t b\n</table>"), "[表1]A1=a b|" },
		{ "&nbsp; stays", STR_INIT("<table><tr><td>a&nbsp;&nbsp;b&#160;</table>"), "[表1]A1=a  b|" },
		{ "<br>", STR_INIT("<table><tr><td>a<br>b<br/>c</br>d<br></table>"), "[表1]A1=a\nb\nc\nd|" },
		{ "blocks", STR_INIT("<table><tr><td><p>a</p><p>b</p><div>c</div>d</table>"), "[表1]A1=a\nb\nc\nd|" },
		{ "inline elements", STR_INIT("<table><tr><td><font>a</font><b>b</b> <i>c</i></table>"),
		  "[表1]A1=ab c|" },
		{ "<pre>", STR_INIT("<table><tr><td><pre>a  b\nc</pre></table>"), "[表1]A1=a  b\nc|" },
		{ "entities", STR_INIT("<table><tr><td>&lt;A&amp;B&gt; &#20013;&#x56FD; &quot;&copy;</table>"),
		  "[表1]A1=<A&B> 中国 \"©|" },
		{ "no tags", STR_INIT("<table><tr><td>a < b & c</table>"), "[表1]A1=a < b & c|" },
		{ "scripts, styles, comments",
		  STR_INIT("<table><tr><td>a<script>if (1 < 2) x('<td>');</script><style>td {}</style><!-- <td>z -->b"),
		  "[表1]A1=ab|" },
		{ "conditional marks", STR_INIT("<table><![if x]><tr><![endif]><td>a<!--[if y]>z<![endif]-->b</table>"),
		  "[表1]A1=ab|" },
		{ "a title is no text", STR_INIT("<html><head><title>t</title></head><table><tr><td>a</table>"),
		  "[表1]A1=a|" },
		{ "struck through",
		  STR_INIT("<table><tr><td><s>a</s><td><del>b</del> c<td style='text-decoration:line-through'>d"),
		  "[表1]A1-=a|B1=b c|C1-=d|" },
		{ "struck through by class",
		  STR_INIT("<style><!-- .xl65 {color:red;\n text-decoration : line-through;} --></style>"
			   "<table><tr><td class=xl64>a<td class='x xl65'>b"),
		  "[表1]A1=a|B1-=b|" },
		{ "phonetic signs are left out", STR_INIT("<table><tr><td><ruby>漢<rp>(</rp><rt>han</rt></ruby>"),
		  "[表1]A1=漢|" },
		{ "fields of forms",
		  STR_INIT("<table><tr><td><input value='张三'><input type=hidden value=z>"
			   "<td><select><option>a<option selected>b<option>c</select>"
			   "<td><select><option>d<option>e</select><td><textarea>f\n g</textarea>"),
		  "[表1]A1=张三|B1=b|C1=d|D1=f\n g|" },
		{ "NULs are no text", STR_INIT("<table><tr><td>a\0b</table>                                  "),
		  "[表1]A1=ab|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void hidden(void **state)
{
	static const struct page_case cases[] = {
		{ "a hidden row",
		  STR_INIT("<table><tr style='color:red; DISPLAY: none'><td>a<tr hidden><td>b<tr><td>c</table>"),
		  "[表1]A1~=a|A2~=b|A3=c|" },
		{ "a hidden part",
		  STR_INIT("<table><tbody style=display:none><tr><td>a</tbody><tbody><tr><td>b</table>"),
		  "[表1]A1~=a|A2=b|" },
		{ "a hidden table", STR_INIT("<table style='display:none'><tr><td>a</table><table><tr><td>b</table>"),
		  "[表1~]A1=a|[表2]A1=b|" },
		{ "a table in a hidden block", STR_INIT("<div style='display:none'>x<table><tr><td>a</table></div>"),
		  "[表1~]A1=a|" },
		{ "hidden text is not shown",
		  STR_INIT("<table><tr><td><span style='display:none'>20201113</span>11月13日</table>"),
		  "[表1]A1=11月13日|" },
		{ "hidden cells stand behind the others, so that columns stay in line",
		  STR_INIT("<table><tr><th>a<th>b<tr><td style='display:none'>7<td>c<td>d</table>"),
		  "[表1]A1=a|B1=b|A2=c|B2=d|C2=7|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void numbers(void **state)
{
	static const struct page_case cases[] = {
		{ "an exact number behind an exponent", STR_INIT("<table><tr><td x:num=\"13800138000\">1.38E+10"),
		  "[表1]A1#=13800138000|" },
		{ "LibreOffice's", STR_INIT("<table><tr><td sdval=\"13800138000\" sdnum=\"1033;\">1.38E+10"),
		  "[表1]A1#=13800138000|" },
		{ "behind ####", STR_INIT("<table><tr><td x:num='2.5'>####"), "[表1]A1#=2.5|" },
		{ "what is shown stands otherwise", STR_INIT("<table><tr><td x:num='44148'>2020-11-13"),
		  "[表1]A1=2020-11-13|" },
		{ "rounded as shown", STR_INIT("<table><tr><td x:num='1200.504'>1,200.50"), "[表1]A1=1,200.50|" },
		{ "an exponent without a number stays", STR_INIT("<table><tr><td x:num>1.38E+10"),
		  "[表1]A1=1.38E+10|" },
		{ "nonsense is no number", STR_INIT("<table><tr><td x:num='1;DROP'>1.38E+10"), "[表1]A1=1.38E+10|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

#define LIST                                                                                                           \
	"<xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>广州&amp;深圳</x:Name>"                \
	"</x:ExcelWorksheet><x:ExcelWorksheet><x:Name>附表</x:Name><x:WorksheetOptions><x:Visible>SheetHidden"       \
	"</x:Visible></x:WorksheetOptions></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml>"

static void names(void **state)
{
	static const struct page_case cases[] = {
		{ "Excel's names in a conditional comment",
		  STR_INIT("<html><head><!--[if gte mso 9]>" LIST "<![endif]--></head><table><tr><td>a</table>"
			   "<table><tr><td>b</table><table><tr><td>c</table>"),
		  "[广州&深圳]A1=a|[附表~]A1=b|[表3]A1=c|" },
		{ "and without one", STR_INIT("<html><head>" LIST "</head><table><tr><td>a</table>"),
		  "[广州&深圳]A1=a|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

static void encodings(void **state)
{
	static const struct {
		const char *name;
		struct str page;
		const char *encoding, *out;
	} cases[] = {
		{ "GBK by meta",
		  STR_INIT("<meta http-equiv=Content-Type content=\"text/html; "
			   "charset=gb2312\"><table><tr><td>\xD6\xD0"),
		  "GB18030", "[表1]A1=中|" },
		{ "GBK without a word", STR_INIT("<table><tr><td>\xCF\xEE\xC4\xBF\xC3\xFB\xB3\xC6"), "GB18030",
		  "[表1]A1=项目名称|" },
		{ "Big5 by meta", STR_INIT("<meta charset='big5'><table><tr><td>\xA4\xA4\xA4\xE5"), "BIG5",
		  "[表1]A1=中文|" },
		{ "meta says gb2312, the bytes are UTF-8", STR_INIT("<meta charset=gb2312><table><tr><td>广州市"),
		  "UTF-8", "[表1]A1=广州市|" },
		{ "meta says UTF-8, the bytes are GBK",
		  STR_INIT("<meta charset=utf-8><table><tr><td>\xB9\xE3\xD6\xDD\xCA\xD0"), "GB18030",
		  "[表1]A1=广州市|" },
		{ "meta says Latin 1, the bytes are GBK",
		  STR_INIT("<meta charset=iso-8859-1><table><tr><td>\xB9\xE3\xD6\xDD\xCA\xD0"), "GB18030",
		  "[表1]A1=广州市|" },
		{ "Latin 1", STR_INIT("<meta charset=iso-8859-1><table><tr><td>\xC0 la carte"), "CP1252",
		  "[表1]A1=À la carte|" },
		{ "XHTML's",
		  STR_INIT("<?xml version='1.0' encoding='GBK'?><html><table><tr><td>\xD6\xD0</td></tr></table>"),
		  "GB18030", "[表1]A1=中|" },
		{ "UTF-8 with a mark", STR_INIT("\xEF\xBB\xBF<table><tr><td>中"), "UTF-8", "[表1]A1=中|" },
		{ "UTF-16 with a mark",
		  STR_INIT("\xFF\xFE<\0t\0a\0b\0l\0e\0>\0<\0t\0r\0>\0<\0t\0d\0>\0\x2D\x4E<\0/\0t\0d\0>\0"), "UTF-16LE",
		  "[表1]A1=中|" },
		{ "a byte that is none",
		  STR_INIT("<meta charset=utf-8><table><tr><td>项目名称<td>a\xFFz<td>申报单位<td>广州市"), "UTF-8",
		  "[表1]A1=项目名称|B1!=a\xEF\xBF\xBDz|C1=申报单位|D1=广州市|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct seen seen = { 0 };
		struct str encoding;
		bool read = read_page(&seen, cases[i].page, &encoding);

		buf_add_char(&seen.out, '\0');
		if (!read || strcmp(seen.out.data, cases[i].out) != 0 || !str_eq(encoding, str_from(cases[i].encoding)))
			print_error("%s: %s in %.*s\n", cases[i].name, seen.out.data, STR_ARG(encoding));
		assert_true(read);
		assert_string_equal(seen.out.data, cases[i].out);
		assert_true(str_eq(encoding, str_from(cases[i].encoding)));
		buf_release(&seen.out);
		arena_release(&arena);
	}
}

static void messages(void **state)
{
	static const struct page_case cases[] = {
		{ "one page, quoted-printable",
		  STR_INIT("MIME-Version: 1.0\r\nContent-Type: text/html;\r\n charset=\"gb2312\"\r\n"
			   "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
			   "<table><tr><td class=3Dx>=D6=D0=B9=\r\n=FA=</td></tr></table>"),
		  "[表1]A1=中国=|" },
		{ "base64, headers in any case and order",
		  STR_INIT("From: <Saved by a browser>\nSubject: x\nmime-version: 1.0\n"
			   "content-type: multipart/related; type=\"text/html\"; boundary=----b\n\n"
			   "preamble\n------b\nContent-Type: text/html; charset=utf-8\n"
			   "Content-Transfer-Encoding: "
			   "base64\n\nPHRhYmxlPjx0cj48dGQ+5L\n2g5aW9PC90YWJsZT4=\n------b--\n"),
		  "[表1]A1=你好|" },
		{ "Excel's sheets with their names, hidden and in their order",
		  STR_INIT("MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
			   "Content-Type: multipart/related; boundary=\"--=_N\"\r\n\r\nThis is …\r\n\r\n"
			   "----=_N\r\nContent-Location: file:///C:/1/x.htm\r\nContent-Type: text/html\r\n\r\n"
			   "<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>"
			   "<x:ExcelWorksheet><x:Name>甲</x:Name><x:WorksheetSource HRef=\"x.files/sheet002.htm\"/>"
			   "</x:ExcelWorksheet><x:ExcelWorksheet><x:Name>乙</x:Name>"
			   "<x:WorksheetSource HRef=\"x.files/sheet001.htm\"/><x:Visible>SheetHidden</x:Visible>"
			   "</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>"
			   "<frameset><frame><noframes><p>no frames</p></noframes></frameset></html>\r\n"
			   "----=_N\r\nContent-Location: file:///C:/1/x.files/stylesheet.css\r\n"
			   "Content-Type: text/css\r\n\r\n.s {text-decoration:line-through}\r\n"
			   "----=_N\r\nContent-Location: file:///C:/1/x.files/tabstrip.htm\r\n"
			   "Content-Type: text/html\r\n\r\n<table><tr><td>甲<td>乙</table>\r\n"
			   "----=_N\r\nContent-Location: file:///C:/1/x.files/sheet001.htm\r\n"
			   "Content-Type: text/html\r\n\r\n<table><tr><td>b</table>\r\n"
			   "----=_N\r\nContent-Location: file:///C:/1/x.files/sheet002.htm\r\n"
			   "Content-Type: text/html\r\n\r\n<table><tr><td class=s>a</table>\r\n----=_N--\r\n"),
		  "[甲]A1-=a|[乙~]A1=b|" },
		{ "cut short",
		  STR_INIT(
			  "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
			  "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<table><tr><td>a=3"),
		  "[表1]A1=a=3|" },
	};

	(void)state;
	hold(cases, ARRAY_COUNT(cases));
}

/* The same again and again, between a beginning and an end. */
static struct str repeat(struct buf *page, const char *begin, const char *piece, uint32_t times, const char *end)
{
	buf_clear(page);
	buf_add(page, str_from(begin));
	for (uint32_t i = 0; i < times; i++)
		buf_add(page, str_from(piece));
	buf_add(page, str_from(end));
	return buf_str(page);
}

static void told(void **state)
{
	static const struct {
		struct str file;
		bool is;
	} cases[] = {
		{ STR_INIT("<html>"), true },
		{ STR_INIT("<!DOCTYPE HTML PUBLIC>"), true },
		{ STR_INIT("  \r\n<TABLE border=1>"), true },
		{ STR_INIT("\xEF\xBB\xBF<table>"), true },
		{ STR_INIT("<!-- a < b --> <html xmlns:x='urn:schemas-microsoft-com:office:excel'>"), true },
		{ STR_INIT("<?xml version='1.0'?><!DOCTYPE html><html>"), true },
		{ STR_INIT("<meta charset=gb2312><style>"), true },
		{ STR_INIT("<br />\n<b>Notice</b>: x<table>"), true },
		{ STR_INIT("<div>no such thing</div>"), false },
		{ STR_INIT("<tablet>,b\n"), false },
		{ STR_INIT("<?xml version='1.0'?><Workbook "
			   "xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Table>"),
		  false },
		{ STR_INIT("项目,<table>\n"), false },
		{ STR_INIT("<不公开>,<table>\n"), false },
		{ STR_INIT("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"), true },
		{ STR_INIT("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"), false },
		{ STR_INIT("Content-Type: text/html\n\n<table>"), false },
		{ STR_INIT("项目: a\nMIME-Version: 1.0\nContent-Type: text/html\n\n"), false },
		{ STR_INIT(""), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		if (html_reader.detect(str_bytes(cases[i].file)) != cases[i].is)
			print_error("%.*s\n", STR_ARG(cases[i].file));
		assert_int_equal(html_reader.detect(str_bytes(cases[i].file)), cases[i].is);
	}
}

static void limits(void **state)
{
	static const struct {
		const char *name;
		const char *begin, *piece, *end;
		uint32_t most; /* as many are read, one more is refused */
	} cases[] = {
		{ "elements within elements", "<body><p>", "<b>", "x", 508 },
		{ "tables", "<body>", "<table><tr><td>a</td></tr></table>", "", 10000 },
		{ "columns", "<table><tr>", "<td>", "<td>x</table>", 16383 },
		{ "wide cells", "<table><tr>", "<td colspan=1000>", "</table>", 17 },
	};
	struct buf page = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (uint32_t over = 0; over < 2; over++) {
			struct seen seen = { 0 };
			struct str text = repeat(&page, cases[i].begin, cases[i].piece, cases[i].most + over,
						 cases[i].end);
			bool read = read_page(&seen, text, NULL);

			if (read == (over > 0))
				print_error("%s: %u of them\n", cases[i].name, cases[i].most + over);
			assert_int_equal(read, over == 0);
			assert_int_equal(seen.say, over ? SAY_WHY_TOO_LARGE : SAY_NOTHING);
			buf_release(&seen.out);
		}
	}
	buf_release(&page);
}

/* A long comment or style sheet hides the first element, or the table, from a short look. */
static void told_late(void **state)
{
	static const struct {
		const char *begin, *end;
		bool is;
	} cases[] = {
		{ "<!--", "--><p>x</p><TABLE>", true },
		{ "<style>", "</style><table>", true },
		{ "<!--", "--><a/>", false },
		{ "<项目>,", "<table>", false },
	};
	struct buf page = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct str text = repeat(&page, cases[i].begin, " ", 100000, cases[i].end);

		assert_int_equal(html_reader.detect(str_bytes(text)), cases[i].is);
	}
	buf_release(&page);
}

/* 1,000 columns that reach down through so many rows: 16 Mi places are read, more are not. */
static void covered(void **state)
{
	static const uint32_t most = 16 * 1024 * 1024 / 1000;
	struct buf page = { 0 };

	(void)state;
	for (uint32_t over = 0; over < 2; over++) {
		struct seen seen = { 0 };
		struct str text = repeat(&page, "<table><tr><td rowspan=0 colspan=1000>a</tr>", "<tr></tr>",
					 most + over, "</table>");

		assert_int_equal(read_page(&seen, text, NULL), over == 0);
		buf_release(&seen.out);
	}
	buf_release(&page);
}

static void stopped(void **state)
{
	static const struct str page = STR_INIT("<table><tr><td>a<tr><td>b</table><table><tr><td>c</table>");
	struct seen seen = { .stop_after = 1 };

	(void)state;
	assert_true(read_page(&seen, page, NULL));
	assert_int_equal(seen.rows, 1);
	assert_false(seen.ended);
	assert_int_equal(seen.say, SAY_NOTHING);
	buf_release(&seen.out);
}

/* Pieces of 64 KiB are cut anywhere: what matters must not be told by where. */
static void pieces(void **state)
{
	struct buf page = { 0 };

	(void)state;
	for (uint32_t blanks = 65536 - 60; blanks < 65536; blanks++) {
		struct seen seen = { 0 };

		repeat(&page, "<!--", " ", blanks, "--><table><![if x]><tr><td>甲</br>b<td>&amp;c</table>");
		assert_true(read_page(&seen, buf_str(&page), NULL));
		buf_add_char(&seen.out, '\0');
		assert_string_equal(seen.out.data, "[表1]A1=甲\nb|B1=&c|");
		buf_release(&seen.out);
	}
	buf_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables),  cmocka_unit_test(spans),	cmocka_unit_test(around),
		cmocka_unit_test(texts),   cmocka_unit_test(hidden),	cmocka_unit_test(numbers),
		cmocka_unit_test(names),   cmocka_unit_test(encodings), cmocka_unit_test(messages),
		cmocka_unit_test(told),	   cmocka_unit_test(limits),	cmocka_unit_test(covered),
		cmocka_unit_test(stopped), cmocka_unit_test(told_late), cmocka_unit_test(pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
