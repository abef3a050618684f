#include "read/ods_text.h"

/* Nobody types more blanks in a row; a file could ask for billions. */
enum { BLANKS = 1024 };

/* Within a cell these hold paragraphs; all else holds none of the cell's. */
static const struct str holders[] = {
	STR_INIT("list"),	STR_INIT("list-item"),		STR_INIT("list-header"),
	STR_INIT("section"),	STR_INIT("numbered-paragraph"), STR_INIT("table"),
	STR_INIT("table-rows"), STR_INIT("table-header-rows"),	STR_INIT("table-row-group"),
	STR_INIT("table-row"),	STR_INIT("table-cell"),		STR_INIT("covered-table-cell"),
};

/* Within a paragraph these hold no text of it. */
static const struct str strangers[] = {
	STR_INIT("annotation"), STR_INIT("note"),	    STR_INIT("ruby-text"),
	STR_INIT("frame"),	STR_INIT("rect"),	    STR_INIT("line"),
	STR_INIT("polyline"),	STR_INIT("polygon"),	    STR_INIT("regular-polygon"),
	STR_INIT("path"),	STR_INIT("circle"),	    STR_INIT("ellipse"),
	STR_INIT("g"),		STR_INIT("page-thumbnail"), STR_INIT("measure"),
	STR_INIT("caption"),	STR_INIT("connector"),	    STR_INIT("control"),
	STR_INIT("scene"),	STR_INIT("custom-shape"),   STR_INIT("script"),
	STR_INIT("deletion"),	STR_INIT("object"),
};

static bool is_one_of(struct str name, const struct str *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(name, known[i]))
			return true;
	return false;
}

void ods_text_begin(struct ods_text *text)
{
	buf_clear(&text->text);
	text->skipped = text->inside = text->paragraphs = 0;
	text->kept = text->struck = text->own = false;
}

static void begin_paragraph(struct ods_text *text)
{
	if (text->paragraphs++ > 0)
		buf_add_char(&text->text, '\n');
	text->inside = 1;
	text->begun = text->broken = false;
	text->blanks = 0;
	text->strike[1] = ODS_STRIKE_UNSAID;
}

/* How the letters at hand look. */
static void count_look(struct ods_text *text)
{
	enum ods_strike strike = text->strike[text->inside];

	text->kept |= strike == ODS_STRIKE_NO;
	text->struck |= strike == ODS_STRIKE_YES;
	text->own |= strike == ODS_STRIKE_UNSAID;
}

/*
 * The standard folds all white space, but LibreOffice writes and reads blanks as
 * they were typed: what is folded is what only an indented file has, and at the
 * ends of a paragraph it is nothing.
 */
static void settle_blanks(struct ods_text *text, bool ends)
{
	size_t count = text->broken ? text->begun && !ends : text->blanks;

	memset(buf_reserve(&text->text, count), ' ', count);
	text->text.len += count;
	text->blanks = 0;
	text->broken = false;
	text->begun = true;
}

static void add_blanks(struct ods_text *text, const char **attribute)
{
	struct str said = xml_attribute_prefixed(attribute, "c");
	uint32_t count = 1;

	if (said.data && !xml_number(said, BLANKS, &count))
		count = BLANKS;
	settle_blanks(text, false);
	text->blanks = count;
	settle_blanks(text, false);
}

static void add_sign(struct ods_text *text, char sign)
{
	settle_blanks(text, false);
	buf_add_char(&text->text, sign);
}

static void start_inside(struct ods_text *text, struct str name, const char **attribute)
{
	if (is_one_of(name, strangers, ARRAY_COUNT(strangers)) || text->inside + 1 >= XML_DEPTH) {
		text->skipped = 1;
		return;
	}
	text->inside++;
	text->strike[text->inside] = text->strike[text->inside - 1];
	if (str_eq(name, STR("s"))) {
		add_blanks(text, attribute);
	} else if (str_eq(name, STR("tab"))) {
		add_sign(text, '\t');
	} else if (str_eq(name, STR("line-break"))) {
		add_sign(text, '\n');
	} else if (str_eq(name, STR("span"))) {
		enum ods_strike strike = ods_styles_strike(text->styles, STR("text"),
							   xml_attribute_prefixed(attribute, "style-name"));

		if (strike != ODS_STRIKE_UNSAID)
			text->strike[text->inside] = strike;
	}
}

void ods_text_start(struct ods_text *text, struct str name, const char **attribute)
{
	if (text->skipped > 0)
		text->skipped++;
	else if (text->inside > 0)
		start_inside(text, name, attribute);
	else if (str_eq(name, STR("p")) || str_eq(name, STR("h")))
		begin_paragraph(text);
	else if (!is_one_of(name, holders, ARRAY_COUNT(holders)))
		text->skipped = 1;
}

void ods_text_end(struct ods_text *text)
{
	if (text->skipped > 0)
		text->skipped--;
	else if (text->inside > 0 && --text->inside == 0)
		settle_blanks(text, true);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void ods_text_add(struct ods_text *text, struct str piece)
{
	size_t from = 0;

	if (text->skipped > 0 || text->inside == 0)
		return;
	for (size_t i = 0; i < piece.len; i++) {
		if (!is_blank(piece.data[i])) {
			if (text->blanks > 0 || text->broken)
				settle_blanks(text, false);
			continue;
		}
		buf_add(&text->text, str_part(piece, from, i));
		text->begun |= from < i;
		text->blanks += piece.data[i] == ' ';
		text->broken |= piece.data[i] != ' ';
		from = i + 1;
	}
	buf_add(&text->text, str_after(piece, from));
	text->begun |= from < piece.len;
	if (from < piece.len)
		count_look(text);
}

bool ods_text_struck(const struct ods_text *text, enum ods_strike cell)
{
	if (text->kept || (text->own && cell != ODS_STRIKE_YES))
		return false;
	return text->struck || cell == ODS_STRIKE_YES;
}
