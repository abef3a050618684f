#include "read/html_page.h"

#include "base/cleanup.h"
#include "decode/decoding.h"
#include "read/html_feed.h"

/*
 * DEPTH: how deep elements stand in one another; browsers stop at 512, too.
 * TABLES: of all pages. WRITTEN: text of one cell, or of a page between two tables,
 * while it is collected; a style sheet likewise.
 */
enum { DEPTH = 512, TABLES = 10000, WRITTEN = 32 * 1024 * 1024 };

enum quality {
	BLOCK = 1,   /* stands on lines of its own */
	BREAK = 2,   /* a new line */
	STRUCK = 4,  /* its text is struck through */
	PRE = 8,     /* its white space is kept */
	UNSHOWN = 16 /* no browser shows what is in it */
};

/* What holds within an element and in all below it. */
struct level {
	bool unshown; /* neither text nor tables count */
	bool hidden;  /* not displayed: text does not count, a table is a hidden sheet */
	bool struck, pre, listing, style;
	const struct element *element;
};

struct reading {
	const struct html_page *page;
	htmlParserCtxtPtr parser;
	struct level level[DEPTH + 1];
	size_t depth;
	struct html_table *table; /* the innermost that is open */
	struct html_text outside; /* of all tables */
	struct buf css;
	size_t tables;
	bool ended;

	/* <select>: what its chosen option says is shown. */
	size_t select_at;
	bool select_taken;
};

struct element {
	const char *name;
	unsigned quality;
	void (*begin)(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look);
	void (*end)(struct reading *reading);
};

static void stop(struct reading *reading, enum say why)
{
	if (!reading->ended && why)
		reading->page->out->why = why;
	reading->ended = true;
	xmlStopParser(reading->parser);
}

/* For what may fail by a limit only. */
static void need(struct reading *reading, bool ok)
{
	if (!ok)
		stop(reading, SAY_WHY_TOO_LARGE);
}

/* --- where text goes ------------------------------------------------------------ */

/* Text between rows and cells belongs to what the table stands in, as in a browser. */
static struct html_text *target(struct reading *reading)
{
	for (struct html_table *table = reading->table; table; table = table->parent)
		if (table->in_cell || table->in_caption)
			return &table->writing;
	return &reading->outside;
}

static void flush_outside(struct reading *reading)
{
	if (!html_out_text(reading->page->out, html_text_shown(&reading->outside)))
		stop(reading, SAY_NOTHING);
	html_text_clear(&reading->outside);
}

/* --- tables --------------------------------------------------------------------- */

static void begin_table(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	struct html_table *parent = reading->table;
	bool hidden = level->hidden || (look & HTML_HIDDEN) || (parent && parent->hidden);

	(void)attribute;
	if (!parent)
		flush_outside(reading);
	else if (parent->in_cell)
		need(reading, html_table_settle_text(parent));
	need(reading, ++reading->tables <= TABLES);
	reading->table = html_table_new(parent, hidden);
	level->hidden = level->struck = level->pre = false;
}

static void end_table(struct reading *reading)
{
	struct html_table *table = reading->table;

	if (!table)
		return;
	need(reading, html_table_end(table));
	reading->table = table->parent;
	if (table->parent)
		return;
	flush_outside(reading);
	if (!reading->ended && !html_out_table(reading->page->out, table))
		stop(reading, SAY_NOTHING);
	html_table_free(table);
}

static void close_cell(struct reading *reading)
{
	if (reading->table && reading->table->in_cell)
		need(reading, html_table_end_cell(reading->table));
}

static void close_row(struct reading *reading)
{
	close_cell(reading);
	if (reading->table)
		html_table_end_row(reading->table);
}

static void begin_part(struct reading *reading, enum html_table_part part, struct level *level, unsigned look)
{
	close_row(reading);
	if (reading->table)
		html_table_begin_part(reading->table, part, (look & HTML_HIDDEN) != 0);
	level->hidden = false;
}

static void begin_head(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)attribute;
	begin_part(reading, HTML_HEAD, level, look);
}

static void begin_body(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)attribute;
	begin_part(reading, HTML_BODY, level, look);
}

static void begin_foot(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)attribute;
	begin_part(reading, HTML_FOOT, level, look);
}

static void end_part(struct reading *reading)
{
	close_row(reading);
	if (reading->table)
		html_table_end_part(reading->table);
}

static void begin_row(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)attribute;
	close_row(reading);
	if (reading->table)
		need(reading, html_table_begin_row(reading->table, (look & HTML_HIDDEN) != 0));
	level->hidden = false;
}

static struct str attribute_of(const xmlChar **attribute, const char *name)
{
	return html_names_attribute(attribute, name);
}

/* Excel's x:num and LibreOffice's sdval hold the number behind what is shown. */
static struct str number_of(const xmlChar **attribute)
{
	struct str number = attribute_of(attribute, "x:num");

	return number.len ? number : attribute_of(attribute, "sdval");
}

static void begin_cell(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	struct html_table *table = reading->table;

	close_cell(reading);
	if (!table || reading->ended)
		return;
	if (!table->in_row)
		need(reading, html_table_begin_row(table, false));
	need(reading, html_table_begin_cell(table, attribute_of(attribute, "colspan"),
					    attribute_of(attribute, "rowspan"), (look & HTML_HIDDEN) != 0));
	html_table_set_number(table, number_of(attribute));
	level->hidden = false;
}

static void begin_caption(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)attribute, (void)look, (void)level;
	if (!reading->table || reading->table->in_cell)
		return;
	html_text_clear(&reading->table->writing);
	reading->table->in_caption = true;
}

/* A name has one line. */
static void end_caption(struct reading *reading)
{
	struct html_table *table = reading->table;
	struct buf name = { 0 };

	if (!table || !table->in_caption)
		return;
	table->in_caption = false;
	buf_add(&name, html_text_shown(&table->writing));
	for (size_t i = 0; i < name.len; i++)
		if (name.data[i] == '\n')
			name.data[i] = ' ';
	table->name = arena_copy(reading->page->out->ctx->input, buf_str(&name));
	buf_release(&name);
	html_text_clear(&table->writing);
}

/* --- other elements ------------------------------------------------------------- */

static void begin_style(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)reading, (void)attribute, (void)look;
	level->style = true;
}

static void end_style(struct reading *reading)
{
	need(reading, html_style_add(reading->page->styles, buf_str(&reading->css)));
	buf_clear(&reading->css);
}

static void begin_names(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)reading, (void)attribute, (void)look;
	level->listing = true;
}

/* Fields of a form that a person typed in. */
static void begin_input(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	static const struct str unshown[] = { STR_INIT("hidden"),   STR_INIT("checkbox"), STR_INIT("radio"),
					      STR_INIT("password"), STR_INIT("submit"),	  STR_INIT("button"),
					      STR_INIT("reset"),    STR_INIT("image"),	  STR_INIT("file") };
	struct str type = attribute_of(attribute, "type");

	(void)look;
	for (size_t i = 0; i < ARRAY_COUNT(unshown); i++)
		if (str_eq_nocase(type, unshown[i]))
			return;
	if (!level->hidden)
		html_text_add(target(reading), attribute_of(attribute, "value"), false, level->struck);
}

static void begin_select(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	(void)level, (void)attribute, (void)look;
	html_text_add(target(reading), STR(" "), false, false);
	reading->select_at = target(reading)->text.len;
	reading->select_taken = false;
}

/* The one that is chosen, or the first. */
static void begin_option(struct reading *reading, struct level *level, const xmlChar **attribute, unsigned look)
{
	struct html_text *text = target(reading);
	bool chosen = attribute_of(attribute, "selected").data != NULL;

	(void)look;
	level->hidden |= reading->select_taken && !chosen;
	if (chosen && text->text.len > reading->select_at)
		text->text.len = reading->select_at;
	reading->select_taken = true;
}

static const struct element elements[] = {
	{ "table", BLOCK, begin_table, end_table },
	{ "thead", 0, begin_head, end_part },
	{ "tbody", 0, begin_body, end_part },
	{ "tfoot", 0, begin_foot, end_part },
	{ "tr", BLOCK, begin_row, close_row },
	{ "td", BLOCK, begin_cell, close_cell },
	{ "th", BLOCK, begin_cell, close_cell },
	{ "caption", 0, begin_caption, end_caption },
	{ "br", BREAK, NULL, NULL },
	{ "p", BLOCK, NULL, NULL },
	{ "div", BLOCK, NULL, NULL },
	{ "span", 0, NULL, NULL },
	{ "font", 0, NULL, NULL },
	{ "del", STRUCK, NULL, NULL },
	{ "s", STRUCK, NULL, NULL },
	{ "strike", STRUCK, NULL, NULL },
	{ "pre", BLOCK | PRE, NULL, NULL },
	{ "textarea", PRE, NULL, NULL },
	{ "xmp", BLOCK | PRE, NULL, NULL },
	{ "listing", BLOCK | PRE, NULL, NULL },
	{ "style", UNSHOWN, begin_style, end_style },
	{ "xml", UNSHOWN, begin_names, NULL },
	{ "script", UNSHOWN, NULL, NULL },
	{ "title", UNSHOWN, NULL, NULL },
	{ "noscript", UNSHOWN, NULL, NULL },
	{ "noframes", UNSHOWN, NULL, NULL },
	{ "template", UNSHOWN, NULL, NULL },
	{ "datalist", UNSHOWN, NULL, NULL },
	{ "iframe", UNSHOWN, NULL, NULL },
	{ "rt", UNSHOWN, NULL, NULL },
	{ "rp", UNSHOWN, NULL, NULL },
	{ "input", 0, begin_input, NULL },
	{ "select", 0, begin_select, NULL },
	{ "option", 0, begin_option, NULL },
	{ "h1", BLOCK, NULL, NULL },
	{ "h2", BLOCK, NULL, NULL },
	{ "h3", BLOCK, NULL, NULL },
	{ "h4", BLOCK, NULL, NULL },
	{ "h5", BLOCK, NULL, NULL },
	{ "h6", BLOCK, NULL, NULL },
	{ "hr", BLOCK, NULL, NULL },
	{ "li", BLOCK, NULL, NULL },
	{ "ul", BLOCK, NULL, NULL },
	{ "ol", BLOCK, NULL, NULL },
	{ "dl", BLOCK, NULL, NULL },
	{ "dt", BLOCK, NULL, NULL },
	{ "dd", BLOCK, NULL, NULL },
	{ "body", BLOCK, NULL, NULL },
	{ "center", BLOCK, NULL, NULL },
	{ "blockquote", BLOCK, NULL, NULL },
	{ "address", BLOCK, NULL, NULL },
	{ "article", BLOCK, NULL, NULL },
	{ "aside", BLOCK, NULL, NULL },
	{ "section", BLOCK, NULL, NULL },
	{ "header", BLOCK, NULL, NULL },
	{ "footer", BLOCK, NULL, NULL },
	{ "main", BLOCK, NULL, NULL },
	{ "nav", BLOCK, NULL, NULL },
	{ "figure", BLOCK, NULL, NULL },
	{ "figcaption", BLOCK, NULL, NULL },
	{ "form", BLOCK, NULL, NULL },
	{ "fieldset", BLOCK, NULL, NULL },
	{ "legend", BLOCK, NULL, NULL },
};

static const struct element *find_element(const char *name)
{
	static const struct element other = { "", 0, NULL, NULL };

	for (size_t i = 0; i < ARRAY_COUNT(elements); i++)
		if (elements[i].name[0] == name[0] && strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return &other;
}

/* --- what the parser calls ------------------------------------------------------ */

static unsigned look_of(const struct reading *reading, const char *name, const xmlChar **attribute)
{
	unsigned look = 0;

	if (!attribute)
		return html_style_find(reading->page->styles, str_from(name), STR(""));
	look = html_style_find(reading->page->styles, str_from(name), attribute_of(attribute, "class"));
	look |= html_style_of(attribute_of(attribute, "style"));
	if (attribute_of(attribute, "hidden").data)
		look |= HTML_HIDDEN;
	return look;
}

static bool is_table_part(const struct element *element)
{
	return element->begin == begin_row || element->begin == begin_cell || element->begin == begin_head ||
	       element->begin == begin_body || element->begin == begin_foot || element->begin == begin_table;
}

static void enter(struct reading *reading, struct level *level, const char *name, const xmlChar **attribute)
{
	const struct element *element = level->element;
	unsigned look = look_of(reading, name, attribute);

	if (element->quality & BREAK)
		html_text_break(target(reading));
	else if ((element->quality & BLOCK) && !is_table_part(element))
		html_text_block(target(reading));
	level->struck |= (look & HTML_STRUCK) || (element->quality & STRUCK);
	level->pre |= (look & HTML_PRE) || (element->quality & PRE);
	level->unshown |= (element->quality & UNSHOWN) != 0;
	if (!reading->table || !is_table_part(element))
		level->hidden |= (look & HTML_HIDDEN) && element->begin != begin_table;
	if (element->begin)
		element->begin(reading, level, attribute, look);
	if (!reading->table && is_table_part(element))
		html_text_block(&reading->outside);
}

static void name_sheet(struct reading *reading, struct str element, const xmlChar **attribute)
{
	html_names_start(reading->page->names, element, attribute);
	need(reading, !reading->page->names->full);
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attribute)
{
	struct reading *reading = user;
	struct level *level = &reading->level[reading->depth + 1];

	if (reading->ended)
		return;
	if (reading->depth + 1 == DEPTH) {
		stop(reading, SAY_WHY_TOO_LARGE);
		return;
	}
	reading->depth++;
	*level = level[-1];
	level->element = find_element((const char *)name);
	if (level->listing)
		name_sheet(reading, str_from((const char *)name), attribute);
	else if (!level->unshown)
		enter(reading, level, (const char *)name, attribute);
}

static void on_end(void *user, const xmlChar *name)
{
	struct reading *reading = user;
	const struct level *level = &reading->level[reading->depth], *outer = level - 1;

	if (reading->ended || reading->depth == 0)
		return;
	if (outer->listing)
		html_names_end(reading->page->names, str_from((const char *)name));
	else if (!outer->unshown && level->element->end)
		level->element->end(reading);
	if (!outer->unshown && (level->element->quality & BLOCK) && !is_table_part(level->element))
		html_text_block(target(reading));
	reading->depth--;
}

static void on_text(void *user, const xmlChar *piece, int len)
{
	struct reading *reading = user;
	const struct level *level = &reading->level[reading->depth];
	struct str text = { (const char *)piece, (size_t)len };

	if (reading->ended)
		return;
	if (level->listing) {
		html_names_text(reading->page->names, text);
	} else if (level->style) {
		buf_add(&reading->css, text);
		need(reading, reading->css.len <= WRITTEN);
	} else if (!level->unshown && !level->hidden) {
		html_text_add(target(reading), text, level->pre, level->struck);
		need(reading, target(reading)->text.len <= WRITTEN);
	}
}

static void on_comment(void *user, const xmlChar *comment)
{
	struct reading *reading = user;

	need(reading, html_names_comment(reading->page->names, str_from((const char *)comment)));
}

static void parse(struct reading *reading, const struct encoding_choice *choice, struct bytes text)
{
	struct decoding stream;
	struct decoding_piece piece;
	struct html_feed feed = { .parser = reading->parser };

	if (!decoding_open(&stream, choice->charset, choice->mark, text))
		stop(reading, SAY_WHY_CONVERTER);
	while (!reading->ended && decoding_next(&stream, &piece)) {
		reading->page->out->doubtful |= piece.bad;
		html_feed_add(&feed, piece.text);
	}
	decoding_close(&stream);
	html_feed_end(&feed);
	if (reading->parser->errNo == XML_ERR_NO_MEMORY)
		cleanup_no_memory();
}

/* What is open is closed by the parser at the end, unless it was stopped. */
static void close_all(struct reading *reading)
{
	struct html_table *outermost = reading->table;

	if (!reading->ended) {
		while (reading->table)
			end_table(reading);
		flush_outside(reading);
		if (!reading->ended && !html_out_end(reading->page->out))
			stop(reading, SAY_NOTHING);
		return;
	}
	while (outermost && outermost->parent)
		outermost = outermost->parent;
	html_table_free(outermost);
}

bool html_page_read(const struct html_page *page, const struct encoding_choice *choice, struct bytes text)
{
	htmlSAXHandler handler = { .startElement = on_start,
				   .endElement = on_end,
				   .characters = on_text,
				   .ignorableWhitespace = on_text,
				   .comment = on_comment };
	struct reading reading = { .page = page };

	reading.parser = htmlCreatePushParserCtxt(&handler, &reading, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!reading.parser)
		cleanup_no_memory();
	htmlCtxtUseOptions(reading.parser,
			   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	parse(&reading, choice, text);
	close_all(&reading);
	htmlFreeParserCtxt(reading.parser);
	html_text_release(&reading.outside);
	buf_release(&reading.css);
	return !reading.ended;
}
