#include "profile/ini.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "profile/ini_decode.h"
#include "profile/loader.h"

struct parser {
	struct ini *ini;
	struct mistake_list *mistakes;
	struct ini_text line; /* trimmed */
	bool outside_reported;
	bool spreadsheet; /* reported: a spreadsheet wrote this, each line would be wrong */
};

static bool is_blank(int32_t code)
{
	return code == ' ' || code == '\t' || code == 0xA0 || code == 0x3000 || code == 0xFEFF ||
	       (code >= 0x2000 && code <= 0x200B);
}

int32_t ini_narrow_code(int32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFF01 + '!' : code;
}

struct str ini_narrow(struct arena *arena, struct str text)
{
	/* No narrow form is longer than its full-width one. */
	char *out = ARENA_ARRAY(arena, char, text.len);
	size_t len = 0;

	while (text.len) {
		struct str before = text;
		int32_t code = ini_narrow_code(utf8_next(&text));
		size_t width = before.len - text.len;

		if (code < 0x80) {
			out[len++] = (char)code;
			continue;
		}
		memcpy(out + len, before.data, width);
		len += width;
	}
	return (struct str){ out, len };
}

static size_t last_length(struct str text)
{
	size_t at = text.len;

	do
		at--;
	while (at && ((unsigned char)text.data[at] & 0xC0) == 0x80);
	return text.len - at;
}

struct ini_text ini_trim(struct ini_text text)
{
	while (text.text.len) {
		struct str rest = text.text;

		if (!is_blank(utf8_next(&rest)))
			break;
		text.text = rest;
	}
	while (text.text.len) {
		size_t last = last_length(text.text);

		if (!is_blank(utf8_first(str_after(text.text, text.text.len - last))))
			break;
		text.text.len -= last;
	}
	if (text.text.len)
		text.place.at = text.text.data;
	return text;
}

static struct ini_text after(struct ini_text text, size_t bytes)
{
	text.place.at += bytes;
	text.text = str_after(text.text, bytes);
	return ini_trim(text);
}

static bool separates(int32_t code, enum ini_separator separator)
{
	static const int32_t signs[] = {
		[INI_COMMA] = ',', [INI_PLACE] = ',', [INI_SEMICOLON] = ';', [INI_PLUS] = '+'
	};

	return ini_narrow_code(code) == signs[separator] || (separator == INI_PLACE && code == 0x3001);
}

/* Tabs stand between values that were copied from a spreadsheet, and beside commas for looks. */
static bool parts(int32_t code, struct str rest, enum ini_separator separator)
{
	struct ini_text ahead = { .text = rest };

	if (code != '\t' || (separator != INI_COMMA && separator != INI_PLACE))
		return separates(code, separator);
	ahead = ini_trim(ahead);
	return !separates(utf8_first(ahead.text), separator);
}

bool ini_next(struct ini_text *rest, enum ini_separator separator, struct ini_text *value)
{
	struct str scan = rest->text;
	size_t len = scan.len;

	if (len == 0)
		return false;
	*value = *rest;
	while (scan.len) {
		size_t before = scan.len;

		if (!parts(utf8_next(&scan), scan, separator))
			continue;
		value->text.len = len - before;
		break;
	}
	*value = ini_trim(*value);
	*rest = after(*rest, len - scan.len);
	return true;
}

/* Chinese keyboards have 【 】 where others have [ ]. */
static bool is_mark(int32_t code, int32_t mark)
{
	return ini_narrow_code(code) == mark || (mark == '[' && code == 0x3010) || (mark == ']' && code == 0x3011);
}

/* The bytes before the first `mark`, narrow or full-width, and its own; all and 0 where there is none. */
static size_t before_mark(struct str text, int32_t mark, size_t *width)
{
	struct str scan = text;

	while (scan.len) {
		size_t at = text.len - scan.len;

		if (is_mark(utf8_next(&scan), mark)) {
			*width = text.len - scan.len - at;
			return at;
		}
	}
	*width = 0;
	return text.len;
}

/* Behind the bracket of a section nothing but the commas of empty cells. */
static bool is_padding(struct str text)
{
	bool comma = false;

	while (text.len) {
		int32_t code = utf8_next(&text);

		comma |= code == ',';
		if (code != ',' && !is_blank(code))
			return false;
	}
	return comma;
}

/* As CSV quotes a line that holds commas: the quotes belong to neither the name nor the value. */
static bool is_quoted(struct str line, size_t equals)
{
	size_t quotes = 0;

	if (line.len < 2 || line.data[0] != '"' || line.data[line.len - 1] != '"')
		return false;
	for (size_t i = 0; i < equals; i++)
		quotes += line.data[i] == '"';
	return quotes % 2 == 1;
}

static void report_spreadsheet(struct parser *p)
{
	p->spreadsheet = true;
	mistake_add(p->mistakes, p->line.place, SAY_PROFILE_SPREADSHEET, 0, NULL);
}

static void add_section(struct parser *p)
{
	struct ini_text name = p->line;
	struct str open = name.text;
	size_t bracket, close, width;

	utf8_next(&open);
	bracket = name.text.len - open.len;
	close = before_mark(name.text, ']', &width);
	/* The name is taken all the same, so that its entries are looked at. */
	if (is_padding(str_after(name.text, close + width)))
		report_spreadsheet(p);
	else if (close + width < name.text.len || width == 0)
		mistake_text(p->mistakes, p->line.place, SAY_PROFILE_NO_BRACKET, p->line.text);
	name.text.len = close;
	*LIST_ADD(&p->ini->sections) = (struct ini_section){
		.name = after(name, bracket),
		.first_entry = (uint32_t)p->ini->entries.count,
	};
}

/* （配额）, “[配额]” or 二、配额 are meant for [配额]: taken as that, else all that follows would be wrong, too. */
static bool like_section(struct parser *p)
{
	struct str meant = load_section_like(p->mistakes->arena, p->line.text);
	struct arg arg[] = { mistake_quote(p->mistakes, p->line.text), DIAG_TEXT(meant) };

	if (meant.len == 0)
		return false;
	mistake_add(p->mistakes, p->line.place, SAY_PROFILE_LIKE_SECTION, ARRAY_COUNT(arg), arg);
	*LIST_ADD(&p->ini->sections) = (struct ini_section){
		.name = { meant, p->line.place },
		.first_entry = (uint32_t)p->ini->entries.count,
	};
	return true;
}

static void add_entry(struct parser *p)
{
	size_t width, at = before_mark(p->line.text, '=', &width);
	struct ini_entry *entry;
	struct ini_text key = p->line;

	if (width == 0 && like_section(p))
		return;
	if (is_quoted(p->line.text, at)) {
		report_spreadsheet(p);
		return;
	}
	if (p->ini->sections.count == 0) {
		if (!p->outside_reported)
			mistake_text(p->mistakes, p->line.place, SAY_PROFILE_OUTSIDE, p->line.text);
		p->outside_reported = true;
		return;
	}
	if (width == 0) {
		mistake_text(p->mistakes, p->line.place, SAY_PROFILE_NO_EQUALS, p->line.text);
		return;
	}
	key.text.len = at;
	key = ini_trim(key);
	if (key.text.len == 0) {
		mistake_add(p->mistakes, p->line.place, SAY_PROFILE_NO_KEY, 0, NULL);
		return;
	}
	entry = LIST_ADD(&p->ini->entries);
	*entry = (struct ini_entry){ key, after(p->line, at + width) };
	p->ini->sections.item[p->ini->sections.count - 1].entry_count++;
}

/* Turns the writing direction: what is read is then not what is there. */
static bool is_turning(int32_t code)
{
	return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* Characters that no editor writes: nothing of them may reach a workbook. The first of a line is reported. */
static void check_characters(struct parser *p, struct ini_text line)
{
	struct str rest = line.text;

	while (rest.len) {
		struct mistake_place place = { line.place.line, line.place.start, rest.data };
		int32_t code = utf8_next(&rest);
		bool control = (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0);

		if (!control && !is_turning(code) && (code & 0xFFFE) != 0xFFFE)
			continue;
		mistake_add(p->mistakes, place, SAY_PROFILE_CONTROL, 1,
			    &DIAG_TEXT(arena_printf(p->mistakes->arena, "U+%04X", (unsigned)code)));
		return;
	}
}

static void take_line(struct parser *p, struct ini_text line)
{
	int32_t first;

	check_characters(p, line);
	p->line = ini_trim(line);
	first = ini_narrow_code(utf8_first(p->line.text));
	if (p->line.text.len == 0 || first == '#' || first == ';')
		return;
	if (is_mark(first, '['))
		add_section(p);
	else
		add_entry(p);
}

/* Cut off the next line at LF, CR LF or CR. */
static struct str cut_line(struct str *rest)
{
	size_t end = 0;
	struct str line;

	while (end < rest->len && rest->data[end] != '\n' && rest->data[end] != '\r')
		end++;
	line = str_part(*rest, 0, end);
	if (end + 1 < rest->len && rest->data[end] == '\r' && rest->data[end + 1] == '\n')
		end++;
	*rest = str_after(*rest, end + 1);
	return line;
}

/* Undecodable bytes: the place behind the last character before them. */
static struct mistake_place last_place(struct str text)
{
	struct mistake_place place = { 1, text.data, text.data + text.len };

	for (size_t i = 0; i < text.len; i++) {
		bool crlf = text.data[i] == '\r' && i + 1 < text.len && text.data[i + 1] == '\n';

		if ((text.data[i] == '\n' || text.data[i] == '\r') && !crlf) {
			place.line++;
			place.start = text.data + i + 1;
		}
	}
	return place;
}

/* What people give by mistake: the notice itself, or a table. */
static bool is_document(struct bytes file)
{
	static const struct str begins[] = { STR_INIT("PK\x03\x04"), STR_INIT("\xD0\xCF\x11\xE0"), STR_INIT("%PDF-"),
					     STR_INIT("{\\rtf") };
	const struct str text = { (const char *)file.data, file.len };

	for (size_t i = 0; i < ARRAY_COUNT(begins); i++)
		if (str_starts(text, begins[i]))
			return true;
	return false;
}

bool ini_parse(struct ini *ini, struct arena *arena, struct bytes file, struct mistake_list *mistakes)
{
	struct parser parser = { .ini = ini, .mistakes = mistakes };
	struct str text;
	uint32_t number = 0;

	*ini = (struct ini){ 0 };
	if (file.len > LOAD_BYTES_MAX) {
		mistake_add(mistakes, MISTAKE_NOWHERE, SAY_PROFILE_TOO_LARGE, 1,
			    &DIAG_NUMBER(LOAD_BYTES_MAX / 1024 / 1024));
		return false;
	}
	if (is_document(file)) {
		mistake_add(mistakes, MISTAKE_NOWHERE, SAY_PROFILE_DOCUMENT, 0, NULL);
		return false;
	}
	if (!ini_decode(arena, file, &text)) {
		mistake_add(mistakes, last_place(text), SAY_PROFILE_BYTES, 0, NULL);
		return false;
	}
	while (text.len && !parser.spreadsheet) {
		struct str line = cut_line(&text);

		number++;
		take_line(&parser, (struct ini_text){ line, { number, line.data, line.data } });
	}
	if (parser.spreadsheet)
		return false;
	if (ini->sections.count == 0 && mistakes->found.count == 0) {
		mistake_add(mistakes, MISTAKE_NOWHERE, SAY_PROFILE_EMPTY, 0, NULL);
		return false;
	}
	return true;
}

void ini_release(struct ini *ini)
{
	free(ini->sections.item);
	free(ini->entries.item);
	*ini = (struct ini){ 0 };
}
