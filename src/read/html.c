#include "read/reader.h"

#include "read/html_page.h"
#include "read/mht.h"

/*
 * LOOK: how far markup is looked at to tell what it is. META: how far a page's own
 * word on its encoding is looked for; browsers look at 1,024 bytes, Excel's pages
 * have it further down where their head is long.
 */
enum { LOOK = 64 * 1024, META = 32 * 1024 };

/* --- is it one? ------------------------------------------------------------------- */

/* With one of these a page begins, and nothing else does. */
static const struct str sure[] = {
	STR_INIT("!doctype html"), STR_INIT("html"), STR_INIT("head"),
	STR_INIT("meta"),	   STR_INIT("body"), STR_INIT("table"),
};

/* A page may begin with these, but so may a table of text: a table must follow. */
static const struct str likely[] = {
	STR_INIT("title"), STR_INIT("style"),  STR_INIT("link"),    STR_INIT("script"), STR_INIT("div"),
	STR_INIT("p"),	   STR_INIT("center"), STR_INIT("span"),    STR_INIT("font"),	STR_INIT("br"),
	STR_INIT("b"),	   STR_INIT("h1"),     STR_INIT("h2"),	    STR_INIT("h3"),	STR_INIT("h4"),
	STR_INIT("form"),  STR_INIT("thead"),  STR_INIT("tbody"),   STR_INIT("tr"),	STR_INIT("caption"),
	STR_INIT("base"),  STR_INIT("strong"), STR_INIT("section"), STR_INIT("xml"),	STR_INIT("a"),
	STR_INIT("hr"),	   STR_INIT("main"),   STR_INIT("article"),
};

/* The beginning in lower case, without NULs, so that UTF-16 is looked at in the same way. */
static struct str fold(struct bytes file, struct buf *folded)
{
	char *to = buf_reserve(folded, LOOK);

	for (size_t i = 0; i < file.len && folded->len < LOOK; i++)
		if (file.data[i])
			to[folded->len++] = str_lower((char)file.data[i]);
	return buf_str(folded);
}

static bool is_mark_or_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (unsigned char)c >= 0xBB;
}

/* The first element: behind a mark, blanks, comments and processing instructions. */
static struct str first_element(struct str text)
{
	for (;;) {
		size_t marks = 0;

		while (text.len && marks++ < LOOK && is_mark_or_blank(text.data[0]))
			text = str_after(text, 1);
		if (str_starts(text, STR("<!--")))
			text = str_after(text, str_find(text, STR("-->"), 4) + 3);
		else if (str_starts(text, STR("<?")))
			text = str_after(text, str_find(text, STR(">"), 2) + 1);
		else
			return str_starts(text, STR("<")) ? str_after(text, 1) : STR("");
	}
}

static bool has_comment_first(struct str text)
{
	size_t at = 0;

	while (at < text.len && is_mark_or_blank(text.data[at]))
		at++;
	return str_starts(str_after(text, at), STR("<!--")) || str_starts(str_after(text, at), STR("<?"));
}

static bool begins_with_any(struct str text, const struct str *name, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str behind = str_after(text, name[i].len);

		if (str_starts(text, name[i]) && (!behind.len || memchr(" \t\r\n\f>/", behind.data[0], 7) != NULL))
			return true;
	}
	return false;
}

static bool has_table(struct bytes file)
{
	static const struct str tag = STR_INIT("<table");
	struct str rest = { (const char *)file.data, file.len };

	for (size_t at = str_find(rest, STR("<"), 0); at < rest.len; at = str_find(rest, STR("<"), at + 1))
		if (str_eq_nocase(str_part(rest, at, at + tag.len), tag))
			return true;
	return false;
}

/* Comments and style sheets may be longer than what is looked at: then the table is looked for in all of it. */
static bool is_page(struct bytes file)
{
	struct buf folded = { 0 };
	struct str text = fold(file, &folded), first = first_element(text);
	bool sure_of = begins_with_any(first, sure, ARRAY_COUNT(sure)) || str_starts(first, STR("table<"));
	bool may_be = begins_with_any(first, likely, ARRAY_COUNT(likely)) ||
		      (first.len == 0 && text.len == LOOK && has_comment_first(text));
	bool is = sure_of || (may_be && (str_has(text, STR("<table")) || has_table(file)));

	buf_release(&folded);
	return is;
}

static bool detect(struct bytes file)
{
	return file.len > 0 && (is_page(file) || mht_is(file));
}

/* --- what it says of its encoding ------------------------------------------------- */

static bool is_label_char(char c)
{
	char lower = str_lower(c);

	return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

/* The word behind charset= or encoding=, in quotes or not. */
static struct str label_behind(struct str tag, struct str name)
{
	struct str rest = str_trim(str_after(tag, str_find(tag, name, 0) + name.len));
	size_t len = 0;

	if (!str_starts(rest, STR("=")))
		return STR("");
	rest = str_trim(str_after(rest, 1));
	if (str_starts(rest, STR("\"")) || str_starts(rest, STR("'")))
		rest = str_after(rest, 1);
	while (len < rest.len && is_label_char(rest.data[len]))
		len++;
	return str_part(rest, 0, len);
}

/* <meta charset=…>, <meta http-equiv… content="…charset=…">, <?xml encoding="…"?>. Lower case, in the arena. */
static struct str find_label(struct arena *arena, struct bytes text)
{
	struct buf folded = { 0 };
	struct str head = str_part(fold(text, &folded), 0, META), label = STR("");
	size_t at = str_find(head, STR("<?xml"), 0);

	if (at < head.len)
		label = label_behind(str_part(head, at, str_find(head, STR(">"), at)), STR("encoding"));
	for (at = str_find(head, STR("<meta"), 0); at < head.len && !label.len;
	     at = str_find(head, STR("<meta"), at + 1))
		label = label_behind(str_part(head, at, str_find(head, STR(">"), at)), STR("charset"));
	label = arena_copy(arena, label);
	buf_release(&folded);
	return label;
}

/* --- reading ------------------------------------------------------------------------ */

struct reading {
	struct read_context *ctx;
	struct html_names names;
	struct html_styles styles;
	struct html_out out;
};

static bool give_up(struct reading *reading, enum say why)
{
	reading->out.why = why;
	return false;
}

static bool is_ascii(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] >= 0x80 || text.data[i] == 0)
			return false;
	return true;
}

/* Of several parts the first that is more than ASCII tells the input's encoding. */
static bool read_page(struct reading *reading, struct bytes text, struct str label)
{
	struct read_context *ctx = reading->ctx;
	struct html_page page = { &reading->out, &reading->names, &reading->styles };
	struct encoding_choice choice;
	enum encoding_answer answer;

	if (!label.len)
		label = find_label(ctx->input, text);
	answer = encoding_choose_declared(text, label, ctx->hint_count, ctx->hint, &choice);
	if (answer != ENCODING_TOLD)
		return give_up(reading, answer == ENCODING_UNKNOWN ? SAY_WHY_DECODE : SAY_WHY_CONVERTER);
	if (!ctx->encoding.len || (str_eq(ctx->encoding, STR("UTF-8")) && !is_ascii(text)))
		ctx->encoding = choice.name;
	reader_say_encoding(ctx, &choice);
	return html_page_read(&page, &choice, text);
}

/* Behind the last slash, as parts name one another: "sheet001.htm". */
static struct str file_of(struct str location)
{
	size_t at = location.len;

	while (at > 0 && location.data[at - 1] != '/' && location.data[at - 1] != '\\')
		at--;
	return str_after(location, at);
}

/* The strip of a workbook's tabs holds the sheets' names once more. */
static bool is_strip(const struct mht_part *part)
{
	return str_eq_nocase(str_part(file_of(part->location), 0, 8), STR("tabstrip"));
}

static bool read_part(struct reading *reading, struct mht_part *part, const struct html_name *name)
{
	if (part->kind != MHT_HTML || !part->body.len)
		return true;
	part->kind = MHT_OTHER; /* each once */
	reading->out.given = name;
	return read_page(reading, part->body, part->charset);
}

static bool read_listed(struct reading *reading, struct mht_parts *parts, size_t index)
{
	struct html_name name = reading->names.list.item[index];
	struct str file = file_of(name.source);

	for (size_t i = 0; file.len && i < parts->list.count; i++)
		if (str_eq_nocase(file, file_of(parts->list.item[i].location)))
			return read_part(reading, &parts->list.item[i], &name);
	return true;
}

static bool read_styles(struct reading *reading, const struct mht_parts *parts)
{
	for (size_t i = 0; i < parts->list.count; i++) {
		const struct mht_part *part = &parts->list.item[i];

		if (part->kind == MHT_CSS &&
		    !html_style_add(&reading->styles, (struct str){ (const char *)part->body.data, part->body.len }))
			return false;
	}
	return true;
}

/* The first page says which parts are sheets, in their order; what it leaves out is read behind them. */
static bool read_parts(struct reading *reading, struct mht_parts *parts)
{
	bool ok = read_styles(reading, parts) || give_up(reading, SAY_WHY_TOO_LARGE), first = true;

	for (size_t i = 0; ok && first && i < parts->list.count; i++) {
		first = parts->list.item[i].kind != MHT_HTML;
		ok = read_part(reading, &parts->list.item[i], NULL);
	}
	for (size_t i = 0; ok && i < reading->names.list.count; i++)
		ok = read_listed(reading, parts, i);
	for (size_t i = 0; ok && i < parts->list.count; i++)
		if (!is_strip(&parts->list.item[i]) || !reading->names.list.count)
			ok = read_part(reading, &parts->list.item[i], NULL);
	return ok;
}

static bool read_message(struct reading *reading, struct bytes file)
{
	struct mht_parts parts = { .arena = reading->ctx->input };
	bool ok = mht_read(&parts, file) || give_up(reading, SAY_WHY_TOO_LARGE);

	ok = ok && read_parts(reading, &parts);
	mht_release(&parts);
	return ok;
}

static bool read(struct read_context *ctx, struct bytes file)
{
	struct reading reading = { .ctx = ctx, .names.arena = ctx->input };
	bool ok;
	enum say why;

	reading.out = (struct html_out){ .ctx = ctx, .names = &reading.names };
	ok = mht_is(file) ? read_message(&reading, file) : read_page(&reading, file, STR(""));
	why = reading.out.why;
	html_out_release(&reading.out);
	html_style_release(&reading.styles);
	html_names_release(&reading.names);
	if (!ok && why != SAY_NOTHING)
		return diag_add(ctx->diag, SAY_UNREADABLE, (struct where){ 0 }, 1, &DIAG_WORD(why));
	return true;
}

const struct reader html_reader = { STR_INIT("html"), detect, read };
