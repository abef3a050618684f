#include "shape/rowkind.h"

#include "base/utf8.h"
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

static const struct str line_words[] = {
	STR_INIT("推荐单位"), STR_INIT("报送单位"), STR_INIT("上报单位"), STR_INIT("推荐部门"),
	STR_INIT("报送地市"), STR_INIT("推荐地市"), STR_INIT("填报单位"), STR_INIT("报送部门"),
};

static bool is_blank_code(int32_t code)
{
	return code == ' ' || code == 0x3000 || code == 0xA0 || code == '\n';
}

/* Cut a bracketed remark (盖章) off the front. */
static struct str skip_bracket(struct str text)
{
	size_t end = text.len;

	if (str_starts(text, STR("（")) || str_starts(text, STR("(")) || str_starts(text, STR("["))) {
		static const struct str close[] = { STR_INIT("）"), STR_INIT(")"), STR_INIT("]") };

		for (size_t i = 0; i < ARRAY_COUNT(close); i++) {
			size_t at = str_find(text, close[i], 0);

			if (at < text.len && at + close[i].len < end)
				end = at + close[i].len;
		}
		if (end < text.len || str_ends(text, STR("）")) || str_ends(text, STR(")")))
			return str_after(text, end);
	}
	return text;
}

static struct str skip_blanks(struct str text)
{
	while (text.len) {
		struct str rest = text;

		if (!is_blank_code(utf8_next(&rest)))
			break;
		text = rest;
	}
	return text;
}

static bool cut_colon(struct str *text)
{
	if (str_starts(*text, STR(":")))
		*text = str_after(*text, 1);
	else if (str_starts(*text, STR("：")))
		*text = str_after(*text, STR("：").len);
	else
		return false;
	return true;
}

/* The first character of a text as words have it: few words begin so, and only those are looked at closely. */
struct opening {
	char byte[4];
	size_t len;
};

static struct opening opening_of(struct str text)
{
	struct opening opening = { .len = 0 };

	text = skip_blanks(text);
	if (text.len)
		opening.len = utf8_write(opening.byte, variant_fold(utf8_next(&text)));
	return opening;
}

static bool opens(const struct opening *opening, struct str word)
{
	size_t len = opening->len;

	/* The last byte tells most ideographs apart. */
	return len && word.len >= len && word.data[len - 1] == opening->byte[len - 1] &&
	       memcmp(word.data, opening->byte, len) == 0;
}

/* Does the text begin with the word, perhaps spread by blanks (合  计) or traditional (註)? Then *rest follows it. */
static bool starts_word(struct str text, struct str word, struct str *rest)
{
	while (word.len) {
		text = skip_blanks(text);
		if (!text.len || variant_fold(utf8_next(&text)) != utf8_next(&word))
			return false;
	}
	*rest = skip_blanks(text);
	return true;
}

/*
 * Does the text begin with the word as a label: the word, a digit or a bracket, then a
 * colon? *rest is what stands behind the colon.
 */
static bool labelled(struct str text, struct str word, struct str *rest)
{
	if (!starts_word(text, word, &text))
		return false;
	while (text.len && text.data[0] >= '0' && text.data[0] <= '9')
		text = str_after(text, 1);
	text = skip_blanks(skip_bracket(skip_blanks(text)));
	*rest = text;
	return cut_colon(rest);
}

static bool labelled_any(struct str text, const struct str *word, size_t count)
{
	struct opening opening = opening_of(text);
	struct str rest;

	for (size_t i = 0; i < count; i++)
		if (opens(&opening, word[i]) && labelled(text, word[i], &rest))
			return true;
	return false;
}

/* The label alone in its cell may lack the colon where the next cell holds the value. */
static bool label_alone(struct str text, struct str word)
{
	struct str rest;

	return starts_word(text, word, &rest) && skip_blanks(skip_bracket(rest)).len == 0;
}

bool rowkind_region_line(const struct line *line, struct str *value, uint32_t *col)
{
	for (uint32_t i = 0; i < line->count; i++) {
		struct opening opening = opening_of(line->cell[i].shown);

		for (size_t j = 0; j < ARRAY_COUNT(line_words); j++) {
			struct str rest = STR("");
			bool found;

			if (!opens(&opening, line_words[j]))
				continue;
			found = labelled(line->cell[i].shown, line_words[j], &rest);
			if (!found && !(i + 1 < line->count && label_alone(line->cell[i].shown, line_words[j])))
				continue;
			*value = skip_blanks(rest);
			*col = line->cell[i].col;
			if (value->len == 0 && i + 1 < line->count) {
				*value = line->cell[i + 1].shown;
				*col = line->cell[i + 1].col;
			}
			return true;
		}
	}
	return false;
}

static bool is_dots(struct str text)
{
	while (text.len) {
		int32_t code = utf8_next(&text);

		if (code != '.' && code != 0x2026 && code != 0xB7 && code != 0x22EF && code != 0x3002 &&
		    code != 0xFF0E && !is_blank_code(code))
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
		if ((code < '0' || code > '9') && (code < 0xFF10 || code > 0xFF19) && !is_blank_code(code) &&
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
	struct opening opening = opening_of(text);
	struct str rest;

	if (labelled_any(text, note_words, ARRAY_COUNT(note_words)) || is_page_or_date(text))
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
		if (opens(&opening, ends[i]) && starts_word(text, ends[i], &rest) && !says_something(rest))
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

	if (starts_word(text, STR("共"), &rest))
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
		bool note = (name || (sum.all_notes && !cell->filled)) && is_note(cell->shown);
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
	struct opening opening = opening_of(text);

	for (size_t i = 0; i < ARRAY_COUNT(total_words); i++) {
		struct str rest;

		if (!opens(&opening, total_words[i]) || !starts_word(text, total_words[i], &rest))
			continue;
		if (rest.len == 0 || cut_colon(&rest))
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
		if (rowkind_region_line(line, &value, &col))
			return ROWKIND_LINE;
		if (labelled_any(sum.first, note_words, ARRAY_COUNT(note_words)))
			return ROWKIND_NOTE;
		if (is_total(sum.first, true))
			return ROWKIND_TOTAL;
	}
	return sum.project || sum.applicant ? ROWKIND_RECORD : ROWKIND_OTHER;
}
