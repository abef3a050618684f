#include "read/csv_parse.h"

#include <stdlib.h>

/*
 * A cell of 16 MiB is five times as much as a whole annex: a file with such a
 * one, or with a row of many, is no table, and would only fill the memory.
 */
enum { CELL_LIMIT = 16 * 1024 * 1024, ROW_LIMIT = 64 * 1024 * 1024 };

/* What may be parsed a second time in all, so that no file makes the cost grow with its square. */
enum { ANEW_LIMIT = 64 * 1024 * 1024 };

/* After so many quotes that are never closed each must be closed in its own line. */
enum { UNCLOSED_LIMIT = 2 };

/* A line of so few fields may well stand inside a cell. */
enum { FEWEST_FIELDS_OF_A_ROW = 3 };

static bool give_up(struct csv_parse *p, enum csv_stop why)
{
	if (p->stop == CSV_GOES_ON)
		p->stop = why;
	return false;
}

static struct str field_text(const struct csv_parse *p)
{
	return str_after(buf_str(&p->text), p->field_start);
}

/* ="001" is how Excel is made to keep a text: the value is 001. */
static bool is_formula_text(struct str s)
{
	if (!str_starts(s, STR("=\"")) || !str_ends(s, STR("\"")) || s.len < 3)
		return false;
	for (size_t i = 2; i + 1 < s.len; i++) {
		if (s.data[i] != '"')
			continue;
		if (i + 2 >= s.len || s.data[++i] != '"')
			return false;
	}
	return true;
}

static void unwrap_formula(struct csv_parse *p)
{
	struct str s = field_text(p);
	size_t to = p->field_start;

	for (size_t i = 2; i + 1 < s.len; i++) {
		p->text.data[to++] = s.data[i];
		i += s.data[i] == '"';
	}
	p->text.len = to;
}

static bool is_bad(const struct csv_parse *p)
{
	return p->bad || (p->doubtful && str_has(field_text(p), STR("\xEF\xBF\xBD")));
}

static enum cell_flaw flaw_of(const struct csv_parse *p)
{
	if (is_bad(p))
		return CELL_BAD_BYTES;
	return p->stray ? CELL_STRAY_QUOTE : CELL_SOUND;
}

static void end_field(struct csv_parse *p)
{
	enum cell_flaw flaw = flaw_of(p);

	if (is_formula_text(field_text(p)))
		unwrap_formula(p);
	p->field++;
	if (p->text.len > p->field_start) {
		struct cell *cell = LIST_ADD(&p->cells);

		cell->col = p->field;
		cell->kind = CELL_TEXT;
		cell->flaw = flaw;
		cell->text.len = p->text.len - p->field_start;
		if (p->field > TABLE_COLUMNS || p->text.len > ROW_LIMIT)
			give_up(p, CSV_TOO_LARGE);
	}
	p->field_start = p->text.len;
	p->bad = p->stray = false;
	p->state = CSV_FIELD_START;
}

/* Only now do the texts stay where they are. */
static void place_texts(struct csv_parse *p)
{
	const char *at = p->text.data;

	for (size_t i = 0; i < p->cells.count; i++) {
		p->cells.item[i].text.data = at;
		at += p->cells.item[i].text.len;
	}
}

static void end_record(struct csv_parse *p)
{
	struct csv_record record;

	end_field(p);
	place_texts(p);
	record = (struct csv_record){ p->field, (uint32_t)p->cells.count, p->cells.item };
	if (p->stop == CSV_GOES_ON && !p->record(p->user, &record))
		give_up(p, CSV_STOPPED);
	buf_clear(&p->text);
	p->cells.count = 0;
	p->fields_before = p->field;
	p->field_start = p->field = 0;
	p->in_record = false;
}

static void add_text(struct csv_parse *p, struct str text)
{
	buf_add(&p->text, text);
	if (p->text.len - p->field_start > CELL_LIMIT)
		give_up(p, CSV_TOO_LARGE);
}

/* The quote encloses no field: it is text, and what stands behind it is parsed again. */
static void parse_anew(struct csv_parse *p)
{
	struct buf written = p->written;
	bool again = p->again, doubtful = p->doubtful;

	p->written = (struct buf){ 0 };
	p->parsed_anew += written.len;
	if (p->parsed_anew > ANEW_LIMIT)
		p->quotes_are_text = true;
	p->text.len = p->field_start;
	p->bad = false;
	p->stray = true;
	p->state = CSV_PLAIN;
	add_text(p, STR("\""));
	p->again = true;
	p->doubtful |= p->written_bad;
	csv_parse_feed(p, buf_str(&written), false);
	p->doubtful = doubtful;
	p->again = again;
	buf_release(&written);
}

static void unclosed(struct csv_parse *p)
{
	if (++p->unclosed >= UNCLOSED_LIMIT)
		p->quotes_end_with_line = true;
	parse_anew(p);
}

static bool has_line_end(struct str s)
{
	return memchr(s.data, '\n', s.len) || memchr(s.data, '\r', s.len);
}

/*
 * Text right behind a closing quote. On one line it goes on with the field, as
 * Excel has it ("智慧"平台 is 智慧平台); where lines lie between the two quotes,
 * the first was a stray one that would swallow whole rows.
 */
static void no_closing_quote(struct csv_parse *p)
{
	bool lines = has_line_end(field_text(p));

	if (lines && !p->again) {
		parse_anew(p);
		return;
	}
	p->stray |= lines;
	p->state = CSV_PLAIN;
}

/*
 * Would the lines of a quoted field be rows of their own? One that stands whole inside has as
 * many fields as the record before, or the first would make its own record as long.
 */
static bool holds_rows(const struct csv_parse *p)
{
	struct str text = field_text(p);
	uint32_t fields = p->field + 1, own = 0;
	bool first = true;

	if (p->fields_before < FEWEST_FIELDS_OF_A_ROW || !has_line_end(text))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		own += text.data[i] == p->separator;
		if (text.data[i] != '\n' && text.data[i] != '\r')
			continue;
		if (fields + own == p->fields_before && own + !first >= FEWEST_FIELDS_OF_A_ROW - 1)
			return true;
		first = false;
		fields = 1;
		own = 0;
	}
	return false;
}

static void open_quote(struct csv_parse *p)
{
	p->state = CSV_QUOTED;
	p->in_record = true;
	p->written_bad = false;
	buf_clear(&p->written);
}

static void add_quoted(struct csv_parse *p, struct str text)
{
	buf_add(&p->text, text);
	buf_add(&p->written, text);
}

static bool ends_quoted(const struct csv_parse *p, char c)
{
	return c == '"' || c == '\0' || (p->quotes_end_with_line && (c == '\n' || c == '\r'));
}

static size_t take_quoted(struct csv_parse *p, struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && !ends_quoted(p, s.data[end]))
		end++;
	add_quoted(p, str_part(s, at, end));
	if (p->text.len - p->field_start > CELL_LIMIT || (end < s.len && s.data[end] != '"' && s.data[end])) {
		unclosed(p);
		return end;
	}
	if (end < s.len && s.data[end] == '"') {
		buf_add_char(&p->written, '"');
		p->state = CSV_QUOTE_SEEN;
	}
	return end + 1;
}

/* A second quote is one of the text; a blank belongs to nobody. */
static size_t take_after_quote(struct csv_parse *p, struct str s, size_t at)
{
	if (s.data[at] == '"') {
		add_quoted(p, STR("\""));
		p->state = CSV_QUOTED;
		return at + 1;
	}
	if (s.data[at] == ' ')
		p->state = CSV_PLAIN;
	else
		no_closing_quote(p);
	return at;
}

static bool ends_plain(const struct csv_parse *p, char c)
{
	return c == p->separator || c == '\n' || c == '\r' || c == '\0';
}

static size_t take_plain(struct csv_parse *p, struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && !ends_plain(p, s.data[end]))
		end++;
	add_text(p, str_part(s, at, end));
	p->state = CSV_PLAIN;
	p->in_record = true;
	return end;
}

/* Outside quotes. */
static size_t take(struct csv_parse *p, struct str s, size_t at)
{
	char c = s.data[at];
	bool second_half = p->skip_line_feed && c == '\n';

	if (c == '\0')
		return at + 1;
	p->skip_line_feed = c == '\r';
	if (second_half)
		return at + 1;
	if (p->state == CSV_QUOTE_SEEN && c != '"' && holds_rows(p))
		p->stray = true;
	if (c == '\n' || c == '\r') {
		end_record(p);
		return at + 1;
	}
	if (c == p->separator) {
		end_field(p);
		p->in_record = true;
		return at + 1;
	}
	if (p->state == CSV_QUOTE_SEEN)
		return take_after_quote(p, s, at);
	if (p->state == CSV_FIELD_START && c == '"' && !p->quotes_are_text) {
		open_quote(p);
		return at + 1;
	}
	p->stray |= p->state == CSV_FIELD_START && c == '"';
	return take_plain(p, s, at);
}

bool csv_parse_feed(struct csv_parse *p, struct str piece, bool bad)
{
	for (size_t at = 0; at < piece.len && p->stop == CSV_GOES_ON;)
		at = p->state == CSV_QUOTED ? take_quoted(p, piece, at) : take(p, piece, at);
	if (bad)
		p->bad = p->written_bad = true;
	return p->stop == CSV_GOES_ON;
}

bool csv_parse_end(struct csv_parse *p)
{
	while (p->state == CSV_QUOTED && p->stop == CSV_GOES_ON)
		unclosed(p);
	if (p->in_record && p->stop == CSV_GOES_ON)
		end_record(p);
	return p->stop == CSV_GOES_ON;
}

void csv_parse_release(struct csv_parse *p)
{
	buf_release(&p->text);
	buf_release(&p->written);
	free(p->cells.item);
	*p = (struct csv_parse){ 0 };
}
