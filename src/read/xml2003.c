/*
 * The XML spreadsheet of Excel 2002 and 2003 ("XML Spreadsheet Reference",
 * urn:schemas-microsoft-com:office:spreadsheet), as many web systems export it, often named .xls.
 */
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "decode/markup.h"
#include "decode/xml.h"
#include "decode/xsd.h"
#include "read/merges.h"
#include "read/number_format.h"
#include "read/reader.h"
#include "read/xml2003_styles.h"

/* As many as an .xlsx has. */
enum { SHEETS = 1000 };

/* How deep we are: each level knows only the elements that belong there. */
enum level {
	OUTSIDE,
	IN_BOOK,
	IN_STYLES,
	IN_STYLE,
	IN_SHEET,
	IN_OPTIONS,
	IN_VISIBLE,
	IN_TABLE,
	IN_ROW,
	IN_CELL,
	IN_DATA
};

/* What is known of a sheet once the first pass is through. */
struct sheet_facts {
	bool hidden;
	size_t first, merges;
};

enum type { STRING, NUMBER, DATE, BOOLEAN, ERROR };

struct reading {
	struct read_context *ctx;
	bool facts_only; /* the first pass: what stands behind the rows of each sheet, or among them */
	bool found, date1904, stopped;
	struct where where;
	struct merges merges;
	LIST_OF(struct sheet_facts) facts;
	struct xml2003_styles styles;

	enum level level;
	uint32_t skipped;
	uint32_t index; /* of the sheet */
	struct buf value;

	uint64_t next_row;
	uint32_t span; /* rows that the one at hand also stands for */
	struct row row;
	struct xml2003_style row_style;
	LIST_OF(struct cell) cells;

	uint64_t next_col;
	struct cell cell;
	struct xml2003_style style;
	enum type type;
	bool valued;		 /* has <Data> */
	uint32_t markup, strike; /* levels within <Data>, the one from which all is struck */
	bool kept, struck;	 /* letters that are not struck by the markup, that are */
};

static void refuse(struct reading *reading, struct xml *xml, enum say why)
{
	reading->where.row = (uint32_t)(reading->next_row <= TABLE_ROWS ? reading->next_row : 0);
	xml_stop(xml, why);
}

static uint32_t number_of(const char **attribute, const char *name, uint32_t missing)
{
	struct str said = xml_attribute_prefixed(attribute, name);
	uint32_t number;

	return said.data && xml_number(said, UINT32_MAX, &number) ? number : missing;
}

static bool is_true(struct str said)
{
	return str_eq(said, STR("1")) || str_eq_nocase(said, STR("true"));
}

/* --- sheets ----------------------------------------------------------------- */

static void begin_sheet(struct reading *reading, struct xml *xml, const char **attribute)
{
	const struct row_sink *sink = reading->ctx->sink;
	struct sheet_info info = { .index = ++reading->index, .name = xml_attribute_prefixed(attribute, "Name") };
	const struct sheet_facts *facts;

	reading->level = IN_SHEET;
	reading->where = (struct where){ .sheet = reading->index };
	reading->next_row = 1;
	if (reading->index > SHEETS) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	if (reading->facts_only) {
		LIST_ADD(&reading->facts)->first = reading->merges.list.count;
		return;
	}
	facts = &reading->facts.item[reading->index - 1];
	info.hidden = facts->hidden;
	info.merge_count = (uint32_t)facts->merges;
	if (info.merge_count > 0)
		info.merge = &reading->merges.list.item[facts->first];
	reading->stopped = !sink->sheet_begin(sink->user, &info);
	if (reading->stopped)
		xml_stop(xml, SAY_NOTHING);
}

static void end_sheet(struct reading *reading, struct xml *xml)
{
	const struct row_sink *sink = reading->ctx->sink;
	struct sheet_facts *facts = &reading->facts.item[reading->index - 1];

	reading->level = IN_BOOK;
	if (reading->facts_only) {
		facts->merges = reading->merges.list.count - facts->first;
		merges_sort(&reading->merges, facts->first);
		return;
	}
	reading->stopped = !sink->sheet_end(sink->user);
	if (reading->stopped)
		xml_stop(xml, SAY_NOTHING);
}

static void end_visible(struct reading *reading)
{
	struct str said = str_trim(buf_str(&reading->value));

	reading->level = IN_OPTIONS;
	if (reading->facts_only && (str_eq(said, STR("SheetHidden")) || str_eq(said, STR("SheetVeryHidden"))))
		reading->facts.item[reading->index - 1].hidden = true;
}

/* --- rows ------------------------------------------------------------------- */

static void begin_row(struct reading *reading, struct xml *xml, const char **attribute)
{
	uint64_t last = reading->next_row;
	struct str style = xml_attribute_prefixed(attribute, "StyleID");

	reading->level = IN_ROW;
	reading->next_row = number_of(attribute, "Index", (uint32_t)last);
	reading->span = number_of(attribute, "Span", 0);
	reading->row = (struct row){ .hidden = is_true(xml_attribute_prefixed(attribute, "Hidden")) };
	reading->row_style = xml2003_styles_find(&reading->styles, style.len ? style : STR("Default"));
	reading->cells.count = 0;
	reading->next_col = 1;
	if (!reading->facts_only)
		arena_reset(reading->ctx->row);
	if (reading->next_row == 0 || reading->next_row > TABLE_ROWS)
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
	else if (reading->next_row < last)
		refuse(reading, xml, SAY_WHY_CELL_ORDER);
}

static void end_row(struct reading *reading, struct xml *xml)
{
	const struct row_sink *sink = reading->ctx->sink;

	reading->level = IN_TABLE;
	reading->row.number = (uint32_t)reading->next_row;
	reading->row.count = (uint32_t)reading->cells.count;
	reading->row.cell = reading->cells.item;
	if (reading->row.count > 0 && !sink->row(sink->user, &reading->row)) {
		reading->stopped = true;
		xml_stop(xml, SAY_NOTHING);
	}
	reading->next_row += (uint64_t)reading->span + 1;
	if (reading->next_row > (uint64_t)TABLE_ROWS + 1)
		reading->next_row = (uint64_t)TABLE_ROWS + 1;
}

/* --- cells ------------------------------------------------------------------ */

static void begin_cell(struct reading *reading, struct xml *xml, const char **attribute)
{
	uint64_t last = reading->next_col;
	struct str style = xml_attribute_prefixed(attribute, "StyleID");
	uint32_t across = number_of(attribute, "MergeAcross", 0), down = number_of(attribute, "MergeDown", 0);

	reading->level = IN_CELL;
	reading->next_col = number_of(attribute, "Index", (uint32_t)last);
	reading->valued = false;
	buf_clear(&reading->value);
	if (reading->next_col == 0 || reading->next_col > TABLE_COLUMNS) {
		refuse(reading, xml, SAY_WHY_CELL_PLACE);
		return;
	}
	if (reading->next_col < last) {
		refuse(reading, xml, SAY_WHY_CELL_ORDER);
		return;
	}
	reading->cell = (struct cell){ .col = (uint32_t)reading->next_col,
				       .computed = xml_attribute_prefixed(attribute, "Formula").len > 0 };
	reading->style = style.len ? xml2003_styles_find(&reading->styles, style) : reading->row_style;
	if (reading->facts_only && !merges_add(&reading->merges, (uint32_t)reading->next_row, reading->cell.col,
					       (uint64_t)down + 1, (uint64_t)across + 1))
		refuse(reading, xml, SAY_WHY_TOO_LARGE);
	reading->next_col += (uint64_t)across + 1;
}

static void begin_data(struct reading *reading, const char **attribute)
{
	static const struct str types[] = {
		[STRING] = STR_INIT("String"),	 [NUMBER] = STR_INIT("Number"), [DATE] = STR_INIT("DateTime"),
		[BOOLEAN] = STR_INIT("Boolean"), [ERROR] = STR_INIT("Error"),
	};
	struct str said = xml_attribute_prefixed(attribute, "Type");

	reading->level = IN_DATA;
	reading->valued = true;
	reading->markup = reading->strike = 0;
	reading->kept = reading->struck = false;
	reading->type = STRING;
	for (size_t i = 0; i < ARRAY_COUNT(types); i++)
		if (str_eq(said, types[i]))
			reading->type = (enum type)i;
}

static void take_text(struct reading *reading, struct str value)
{
	if (value.len == 0)
		return;
	reading->cell.kind = CELL_TEXT;
	reading->cell.text = arena_copy(reading->ctx->row, value);
	if (reading->type == ERROR)
		reading->cell.kind = CELL_ERROR;
	/* U+FFFD is what undecodable bytes became: only of text that was decoded here. */
	if (reading->ctx->encoding.len && str_has(value, STR("\xEF\xBF\xBD")))
		reading->cell.flaw = CELL_BAD_BYTES;
}

static bool take_number(struct reading *reading, struct str value)
{
	struct cell *cell = &reading->cell;

	if (!xsd_number(value, reading->ctx->row, cell))
		return false;
	if (cell->text.len == 0 && reading->style.date && number_format_day(&cell->number, reading->date1904))
		cell->kind = CELL_DATE;
	return true;
}

static bool take_date(struct reading *reading, struct str value)
{
	if (!xsd_date(value, &reading->cell.number))
		return false;
	reading->cell.kind = CELL_DATE;
	return true;
}

static bool take_truth(struct reading *reading, struct str value)
{
	if (!is_true(value) && !str_eq(value, STR("0")) && !str_eq_nocase(value, STR("false")))
		return false;
	reading->cell.kind = CELL_BOOL;
	reading->cell.number = is_true(value);
	return true;
}

static void settle_cell(struct reading *reading)
{
	static bool (*const take[])(struct reading *, struct str) = {
		[NUMBER] = take_number, [DATE] = take_date, [BOOLEAN] = take_truth, [ERROR] = NULL
	};
	struct str value = buf_str(&reading->value);
	struct cell *cell = &reading->cell;

	cell->struck = !reading->kept && (reading->struck || reading->style.struck);
	if (!reading->valued) {
		if (cell->computed) {
			cell->kind = CELL_TEXT;
			cell->flaw = CELL_NO_RESULT;
		}
		return;
	}
	if (reading->type == STRING || !take[reading->type] || !take[reading->type](reading, str_trim(value)))
		take_text(reading, value);
}

static void end_cell(struct reading *reading)
{
	reading->level = IN_ROW;
	if (reading->facts_only)
		return;
	settle_cell(reading);
	if (reading->cell.kind != CELL_EMPTY)
		*LIST_ADD(&reading->cells) = reading->cell;
}

/* Text with a look of its own is HTML within <Data>: its letters are the text. */
static void start_markup(struct reading *reading, struct str name)
{
	reading->markup++;
	if (str_eq_nocase(name, STR("br")))
		buf_add_char(&reading->value, '\n');
	if (reading->strike == 0 &&
	    (str_eq_nocase(name, STR("s")) || str_eq_nocase(name, STR("strike")) || str_eq_nocase(name, STR("del"))))
		reading->strike = reading->markup;
}

static void end_markup(struct reading *reading)
{
	if (reading->strike == reading->markup)
		reading->strike = 0;
	reading->markup--;
}

/* --- the walk --------------------------------------------------------------- */

static const struct {
	enum level in;
	struct str name;
	enum level to;
} plain_steps[] = {
	{ OUTSIDE, STR_INIT("Workbook"), IN_BOOK },	 { IN_BOOK, STR_INIT("Styles"), IN_STYLES },
	{ IN_SHEET, STR_INIT("Table"), IN_TABLE },	 { IN_SHEET, STR_INIT("WorksheetOptions"), IN_OPTIONS },
	{ IN_OPTIONS, STR_INIT("Visible"), IN_VISIBLE },
};

static bool step(struct reading *reading, struct str name)
{
	for (size_t i = 0; i < ARRAY_COUNT(plain_steps); i++)
		if (plain_steps[i].in == reading->level && str_eq(plain_steps[i].name, name)) {
			reading->level = plain_steps[i].to;
			reading->found |= reading->level == IN_BOOK;
			buf_clear(&reading->value);
			return true;
		}
	return false;
}

static void begin_style(struct reading *reading, struct xml *xml, const char **attribute)
{
	reading->level = IN_STYLE;
	if (!xml2003_styles_begin(&reading->styles, xml_attribute_prefixed(attribute, "ID"),
				  xml_attribute_prefixed(attribute, "Parent")))
		xml_stop(xml, SAY_WHY_TOO_LARGE);
}

/* Elements of which no more is known than that they are none of the table's. */
static void pass_over(struct reading *reading, struct str name, const char **attribute)
{
	if (reading->level == IN_STYLE && !reading->facts_only)
		xml2003_styles_take(&reading->styles, name, attribute);
	reading->skipped = 1;
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	if (reading->skipped > 0) {
		reading->skipped++;
		/* <ExcelWorkbook><Date1904/>: it is passed over, all but this. */
		reading->date1904 |= reading->level == IN_BOOK && str_eq(name, STR("Date1904"));
	} else if (reading->level == IN_DATA) {
		start_markup(reading, name);
	} else if (reading->level == IN_CELL && str_eq(name, STR("Data")) && !reading->valued) {
		begin_data(reading, attribute);
	} else if (reading->level == IN_ROW && str_eq(name, STR("Cell"))) {
		begin_cell(reading, xml, attribute);
	} else if (reading->level == IN_TABLE && str_eq(name, STR("Row"))) {
		begin_row(reading, xml, attribute);
	} else if (reading->level == IN_BOOK && str_eq(name, STR("Worksheet"))) {
		begin_sheet(reading, xml, attribute);
	} else if (reading->level == IN_STYLES && str_eq(name, STR("Style")) && !reading->facts_only) {
		begin_style(reading, xml, attribute);
	} else if (!step(reading, name)) {
		pass_over(reading, name, attribute);
	}
}

static void end(void *user, struct xml *xml, struct str name)
{
	static const enum level outer[] = {
		[IN_BOOK] = OUTSIDE,	 [IN_STYLES] = IN_BOOK, [IN_STYLE] = IN_STYLES,
		[IN_OPTIONS] = IN_SHEET, [IN_TABLE] = IN_SHEET, [IN_DATA] = IN_CELL,
	};
	struct reading *reading = user;

	(void)name;
	if (reading->skipped > 0)
		reading->skipped--;
	else if (reading->level == IN_DATA && reading->markup > 0)
		end_markup(reading);
	else if (reading->level == IN_CELL)
		end_cell(reading);
	else if (reading->level == IN_ROW)
		end_row(reading, xml);
	else if (reading->level == IN_SHEET)
		end_sheet(reading, xml);
	else if (reading->level == IN_VISIBLE)
		end_visible(reading);
	else
		reading->level = outer[reading->level];
}

static void text(void *user, struct str piece)
{
	struct reading *reading = user;

	if (reading->skipped > 0 || (reading->level != IN_DATA && reading->level != IN_VISIBLE))
		return;
	buf_add(&reading->value, piece);
	if (reading->level == IN_DATA && str_trim(piece).len > 0) {
		reading->struck |= reading->strike > 0;
		reading->kept |= reading->strike == 0 && !reading->style.struck;
	}
}

/* Scripts of web systems print &nbsp; and the like, which are names of HTML; others stand as they were written. */
static void entity(void *user, struct str name)
{
	struct reading *reading = user;
	const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)arena_cstring(reading->ctx->row, name));
	char letter[4];

	if (known)
		text(user, (struct str){ letter, utf8_write(letter, (int32_t)known->value) });
	else
		text(user, arena_printf(reading->ctx->row, "&%.*s;", STR_ARG(name)));
}

static enum say read_source(struct reading *reading, const struct xml_source *source)
{
	struct xml_handler handler = { .user = reading, .start = start, .end = end, .text = text, .entity = entity };
	enum say why;

	reading->facts_only = true;
	why = xml_read_source(source, &handler);
	reading->facts_only = false;
	reading->index = 0;
	return why ? why : xml_read_source(source, &handler);
}

/* The one place that reports why a file is given up. */
static bool read(struct read_context *ctx, struct bytes file)
{
	struct reading reading = { .ctx = ctx, .styles.arena = ctx->input };
	struct xml_source source;
	enum say why = xml_source_file(&source, file, ctx->hint_count, ctx->hint);

	if (!why) {
		ctx->encoding = source.encoding.name;
		reader_say_encoding(ctx, &source.encoding);
		why = read_source(&reading, &source);
	}
	if (!why && !reading.found)
		why = SAY_WHY_PART;
	merges_release(&reading.merges);
	xml2003_styles_release(&reading.styles);
	free(reading.facts.item);
	free(reading.cells.item);
	buf_release(&reading.value);
	if (why)
		return diag_add(ctx->diag, SAY_UNREADABLE, reading.where, 1, (struct arg[]){ DIAG_WORD(why) });
	return true;
}

static bool detect(struct bytes file)
{
	return markup_names(file, STR("urn:schemas-microsoft-com:office:spreadsheet")) &&
	       markup_names(file, STR("workbook"));
}

const struct reader xml2003_reader = { STR_INIT("xml2003"), detect, read };
