#include "shape/rowkind.h"

#include "base/utf8.h"
#include "shape/leading.h"
#include "shape/region_line.h"
#include "text/variant.h"

/* A label is one of these where a colon, a number or a bracket follows (注1：, 备注：, 填报人（签字）：). */
static const struct str note_words[] = {
	STR_INIT("注"),	      STR_INIT("备注"),	      STR_INIT("说明"),		  STR_INIT("填表说明"),
	STR_INIT("填报说明"), STR_INIT("附注"),	      STR_INIT("填表人"),	  STR_INIT("填报人"),
	STR_INIT("审核人"),   STR_INIT("经办人"),     STR_INIT("制表人"),	  STR_INIT("制表"),
	STR_INIT("负责人"),   STR_INIT("单位负责人"), STR_INIT("联系人"),	  STR_INIT("联系电话"),
	STR_INIT("填报日期"), STR_INIT("填表日期"),   STR_INIT("日期"),		  STR_INIT("报送日期"),
	STR_INIT("审核"),     STR_INIT("填报单位"),   STR_INIT("填报单位联系人"), STR_INIT("NOTE"),
	STR_INIT("Note"),
};

static const struct str total_words[] = {
	STR_INIT("合计"), STR_INIT("总计"), STR_INIT("小计"), STR_INIT("共计"), STR_INIT("累计"),
};

static bool is_dots(struct str text)
{
	while (text.len) {
		int32_t code = utf8_next(&text);

		if (code != '.' && code != 0x2026 && code != 0xB7 && code != 0x22EF && code != 0x3002 &&
		    code != 0xFF0E && !leading_is_blank(code))
			return false;
	}
	return true;
}

/* Digits with what stands around a row's number: 1, 1., （1）, 一 counts too. */
static bool is_row_number(struct str text)
{
	static const struct str around = STR_INIT(".、．()（） 第号一二三四五六七八九十");

	while (text.len) {
		struct str before = text;
		int32_t code = utf8_next(&text);
		struct str one = str_part(before, 0, before.len - text.len);

		if ((code < '0' || code > '9') && (code < 0xFF10 || code > 0xFF19) && !str_has(around, one))
			return false;
	}
	return true;
}

/* Punctuation alone ("/", "—") writes nothing into a name's cell. */
static bool says_something(struct str text)
{
	while (text.len) {
		int32_t code = utf8_next(&text);

		if ((code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
		    code == '#' || (code >= 0xC0 && code < 0x2000) || (code >= 0x3005 && code <= 0x3007) ||
		    (code >= 0x3021 && code < 0xFF00) || (code >= 0xFF10 && code <= 0xFF5A) || code >= 0xFFFD ||
		    (code >= 0x2E80 && code < 0x3000))
			return true;
	}
	return false;
}

/* 第 1 页 共 2 页, 2020年11月10日, - 1 -: what stands below a table or at a page's end. */
static bool is_page_or_date(struct str text)
{
	static const struct str signs = STR_INIT("年月日号第页共.-/—－～~,，、()（）");
	bool page = false, year = false, month = false;

	while (text.len) {
		struct str before = text;
		int32_t code = variant_fold(utf8_next(&text));

		page |= code == 0x9875 /* 页 */;
		year |= code == 0x5E74 /* 年 */;
		month |= code == 0x6708 /* 月 */;
		if ((code < '0' || code > '9') && (code < 0xFF10 || code > 0xFF19) && !leading_is_blank(code) &&
		    code != 0x9875 && !str_has(signs, str_part(before, 0, before.len - text.len)))
			return false;
	}
	return page || (year && month);
}

/* 填报人：张三, a date, 以下空白, an office with its seal: none of them is a name, wherever it stands. */
static bool is_note(struct str text)
{
	static const struct str ends[] = { STR_INIT("以下空白"), STR_INIT("以下无正文"), STR_INIT("此页无正文") };
	static const struct str seals[] = { STR_INIT("（盖章）"), STR_INIT("(盖章)"), STR_INIT("（公章）"),
					    STR_INIT("(公章)"),	  STR_INIT("（章）"), STR_INIT("（签章）") };
	struct leading opening = leading_of(text);
	struct str rest;

	if (leading_any_label(text, note_words, ARRAY_COUNT(note_words)) || is_page_or_date(text))
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
		if (leading_may_be(&opening, ends[i]) && leading_word(text, ends[i], &rest) && !says_something(rest))
			return true;
	for (size_t i = 0; i < ARRAY_COUNT(seals); i++)
		if (str_ends(text, seals[i]))
			return true;
	return false;
}

/* 3, 3项, 共3家企业. */
static bool is_figure(struct str text)
{
	struct str rest = text;

	if (leading_word(text, STR("共"), &rest))
		text = rest;
	return text.len && text.data[0] >= '0' && text.data[0] <= '9';
}

struct summary {
	uint32_t own;  /* cells of the row's own that show something */
	bool all_dots; /* but for the number */
	bool all_notes;
	bool only_figures; /* behind its first cell: 3项 */
	bool numbered_only;
	bool project, applicant;
	struct str first; /* its first own text */
};

static struct summary summarize(const struct fields *fields, const struct header *header, const struct line *line)
{
	struct summary sum = { .all_dots = true, .all_notes = true, .only_figures = true, .numbered_only = true };

	for (uint32_t i = 0; i < line->count; i++) {
		const struct line_cell *cell = &line->cell[i];
		uint32_t field = header_field(header, cell->col);
		bool is_number = field < fields->profile->column_count &&
				 fields->profile->column[field].type == COLUMN_SEQUENCE && is_row_number(cell->shown);
		bool name = fields_is_key(fields, field);
		bool note = (name || (sum.all_notes && !cell->filled)) &&
			    (is_note(cell->shown) || str_eq(cell->shown, fields->profile->note));
		bool says = name && (says_something(cell->shown) || cell->flaw != CELL_SOUND) && !note;

		sum.project |= field == fields->profile->project && says;
		sum.applicant |= field == fields->profile->applicant && says;
		if (cell->filled)
			continue;
		if (sum.own++ == 0)
			sum.first = cell->shown;
		else
			sum.only_figures = sum.only_figures && is_figure(cell->shown);
		sum.numbered_only &= is_number;
		sum.all_notes &= note;
		sum.all_dots = sum.all_dots && (is_number || is_dots(cell->shown));
	}
	return sum;
}

/* 合计, 合计：…; where it `may_go_on` 合计3 and 共计（3项） too. */
static bool is_total(struct str text, bool may_go_on)
{
	struct leading opening = leading_of(text);

	for (size_t i = 0; i < ARRAY_COUNT(total_words); i++) {
		struct str rest;

		if (!leading_may_be(&opening, total_words[i]) || !leading_word(text, total_words[i], &rest))
			continue;
		if (rest.len == 0 || leading_cut_colon(&rest))
			return true;
		if (may_go_on && ((rest.data[0] >= '0' && rest.data[0] <= '9') || str_starts(rest, STR("（")) ||
				  str_starts(rest, STR("("))))
			return true;
	}
	return false;
}

enum rowkind rowkind_of(const struct fields *fields, const struct header *header, const struct line *line)
{
	struct summary sum = summarize(fields, header, line);
	struct str value;
	uint32_t col;

	if (sum.own == 0 || sum.numbered_only || sum.all_dots)
		return ROWKIND_BLANK;
	if (sum.only_figures && is_total(sum.first, false))
		return ROWKIND_TOTAL;
	if (sum.all_notes)
		return ROWKIND_NOTE;
	/* A row with both names is a record, whatever else its first cell says. */
	if (!(sum.project && sum.applicant)) {
		if (region_line_find(line, &value, &col))
			return ROWKIND_LINE;
		if (leading_any_label(sum.first, note_words, ARRAY_COUNT(note_words)))
			return ROWKIND_NOTE;
		if (is_total(sum.first, true))
			return ROWKIND_TOTAL;
	}
	return sum.project || sum.applicant ? ROWKIND_RECORD : ROWKIND_OTHER;
}
