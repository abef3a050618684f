/*
 * Tables of a Word document (.docx, ECMA-376 part 1, 17.4). Each is a sheet; the
 * paragraphs above it are rows of one cell before its own, since titles and the
 * 推荐单位 line stand there, those behind the last are rows below it. A table
 * within a cell is a sheet of its own behind the outer one. The document is held
 * in memory: what is merged downwards is known only rows later.
 *
 * Text is as Word shows it once all changes are accepted. Numbers that Word counts
 * itself stand nowhere in the file: their cells stay empty. Hidden text is left out
 * where there is other, and its row counts as hidden.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "decode/xml.h"
#include "read/docx_styles.h"
#include "read/docx_symbol.h"
#include "read/docx_tables.h"
#include "read/reader.h"
#include "read/xlsx_rels.h"

/* Elements whose content is not shown, or is shown by another branch. */
static const struct str unseen[] = {
	STR_INIT("del"),	 STR_INIT("moveFrom"),	 STR_INIT("Fallback"),	 STR_INIT("instrText"),
	STR_INIT("delText"),	 STR_INIT("rt"),	 STR_INIT("pPrChange"),	 STR_INIT("rPrChange"),
	STR_INIT("tblPrChange"), STR_INIT("tcPrChange"), STR_INIT("trPrChange"), STR_INIT("tblGridChange"),
};

/* Where the name of the first entry stands in an archive. */
enum { LOCAL_NAME = 30 };
/* Word's pages end at 22 inches. Twentieths of a point. */
enum { DOCX_WIDEST = 31680 };

struct reading {
	struct docx_tables tables;
	struct docx_styles styles;
	uint32_t skipped;
	uint32_t runs; /* levels deep: shapes hold paragraphs of their own */
	bool in_row_properties, in_run_properties, taking;
	bool strike, vanish; /* of the run */
	bool ticked;	     /* the box at hand */
};

static bool is_on(const char **attribute)
{
	struct str value = xml_attribute_prefixed(attribute, "val");

	return !str_eq(value, STR("0")) && !str_eq(value, STR("false")) && !str_eq(value, STR("none"));
}

static uint32_t value_of(const char **attribute)
{
	uint32_t value;

	return xml_number(xml_attribute_prefixed(attribute, "val"), DOCX_COLUMNS + 1, &value) ? value : 1;
}

/* A width that is no number is that of a column the grid lacks. */
static uint32_t width_of(const char **attribute)
{
	uint32_t width;

	return xml_number(xml_attribute_prefixed(attribute, "w"), DOCX_WIDEST, &width) ? width : DOCX_WIDEST;
}

static bool is_unseen(struct str name)
{
	for (size_t i = 0; i < ARRAY_COUNT(unseen); i++)
		if (str_eq(name, unseen[i]))
			return true;
	return false;
}

static void add(struct reading *reading, struct str text)
{
	docx_tables_text(&reading->tables, text, reading->strike, reading->vanish);
}

/* What is not known stands as U+FFFD, and is told of its cell. */
static void add_symbol(struct reading *reading, const char **attribute)
{
	struct str known = docx_symbol_text(xml_attribute_prefixed(attribute, "font"),
					    xml_attribute_prefixed(attribute, "char"));

	if (known.len == 0)
		docx_tables_flaw(&reading->tables);
	add(reading, known.len > 0 ? known : STR("\xEF\xBF\xBD"));
}

static void start_run_property(struct reading *reading, struct str name, const char **attribute)
{
	if (str_eq(name, STR("strike")) || str_eq(name, STR("dstrike")))
		reading->strike |= is_on(attribute);
	else if (str_eq(name, STR("vanish")))
		reading->vanish = is_on(attribute);
}

/* False where it is none of a run's own. */
static bool start_in_run(struct reading *reading, struct str name, const char **attribute)
{
	if (str_eq(name, STR("rPr")))
		reading->in_run_properties = true;
	else if (reading->in_run_properties)
		start_run_property(reading, name, attribute);
	else if (str_eq(name, STR("t")))
		reading->taking = true;
	else if (str_eq(name, STR("br")) || str_eq(name, STR("cr")))
		add(reading, STR("\n"));
	else if (str_eq(name, STR("tab")) || str_eq(name, STR("ptab")))
		add(reading, STR("\t"));
	else if (str_eq(name, STR("noBreakHyphen")))
		add(reading, STR("-"));
	else if (str_eq(name, STR("sym")))
		add_symbol(reading, attribute);
	else if (str_eq(name, STR("checkBox")))
		reading->ticked = false;
	else if (str_eq(name, STR("default")) || str_eq(name, STR("checked")))
		reading->ticked = is_on(attribute);
	else
		return false;
	return true;
}

static void start_property(struct reading *reading, struct str name, const char **attribute)
{
	struct str value = xml_attribute_prefixed(attribute, "val");

	if (str_eq(name, STR("gridSpan")))
		docx_tables_span(&reading->tables, value_of(attribute));
	else if (str_eq(name, STR("gridBefore")))
		docx_tables_skip(&reading->tables, value_of(attribute));
	else if (str_eq(name, STR("gridCol")))
		docx_tables_grid(&reading->tables, width_of(attribute));
	else if (str_eq(name, STR("vMerge")))
		docx_tables_merge(&reading->tables, str_eq(value, STR("restart")), true);
	else if (str_eq(name, STR("hMerge")))
		docx_tables_merge(&reading->tables, str_eq(value, STR("restart")), false);
	else if (str_eq(name, STR("tblCaption")))
		docx_tables_caption(&reading->tables, value);
	else if (str_eq(name, STR("pStyle")) && docx_styles_is_caption(&reading->styles, value))
		docx_tables_caption_line(&reading->tables);
	else if (str_eq(name, STR("trPr")))
		reading->in_row_properties = true;
	else if (str_eq(name, STR("hidden")) && reading->in_row_properties && is_on(attribute))
		docx_tables_hide_row(&reading->tables);
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	if (reading->skipped > 0) {
		reading->skipped++;
	} else if (is_unseen(name)) {
		if (reading->in_row_properties && str_eq(name, STR("del")))
			docx_tables_drop_row(&reading->tables);
		reading->skipped = 1;
	} else if (str_eq(name, STR("tbl"))) {
		docx_tables_begin(&reading->tables);
	} else if (str_eq(name, STR("tr"))) {
		docx_tables_begin_row(&reading->tables);
	} else if (str_eq(name, STR("tc"))) {
		docx_tables_begin_cell(&reading->tables);
	} else if (str_eq(name, STR("p"))) {
		docx_tables_begin_line(&reading->tables);
	} else if (str_eq(name, STR("r"))) {
		reading->runs++;
		reading->in_run_properties = reading->strike = reading->vanish = false;
	} else if (reading->runs == 0 || !start_in_run(reading, name, attribute)) {
		start_property(reading, name, attribute);
	}
	if (reading->tables.why)
		xml_stop(xml, reading->tables.why);
}

static void end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;

	if (reading->skipped > 0)
		reading->skipped--;
	else if (str_eq(name, STR("t")))
		reading->taking = false;
	else if (str_eq(name, STR("r")))
		reading->runs--;
	else if (str_eq(name, STR("checkBox")) && reading->runs > 0)
		add(reading, reading->ticked ? STR(DOCX_SYMBOL_TICKED) : STR(DOCX_SYMBOL_OPEN));
	else if (str_eq(name, STR("rPr")))
		reading->in_run_properties = false;
	else if (str_eq(name, STR("trPr")))
		reading->in_row_properties = false;
	else if (str_eq(name, STR("p")))
		docx_tables_end_line(&reading->tables);
	else if (str_eq(name, STR("tc")))
		docx_tables_end_cell(&reading->tables);
	else if (str_eq(name, STR("tr")))
		docx_tables_end_row(&reading->tables);
	else if (str_eq(name, STR("tbl")))
		docx_tables_end(&reading->tables);
	if (reading->tables.why)
		xml_stop(xml, reading->tables.why);
}

static void text(void *user, struct str piece)
{
	struct reading *reading = user;

	if (reading->taking && reading->skipped == 0)
		add(reading, piece);
}

/* The part that a relation of that kind names, else the one where it usually stands. */
static struct str part_of(struct zip_package *package, struct str from, struct str type, struct str usual,
			  struct arena *arena, enum say *why)
{
	struct xlsx_rels rels = { 0 };
	const struct xlsx_rel *rel;
	struct str part = usual;

	*why = xlsx_rels_read(&rels, package, from, arena);
	rel = xlsx_rels_by_type(&rels, type);
	if (rel)
		part = rel->part;
	xlsx_rels_release(&rels);
	return part;
}

static void read_styles(struct reading *reading, struct zip_package *package, struct str document, struct arena *arena)
{
	enum say why;
	struct str name = part_of(package, document, STR("styles"), STR("word/styles.xml"), arena, &why);
	size_t part = zip_package_find(package, name);

	reading->styles.arena = arena;
	if (part != ZIP_ABSENT)
		docx_styles_read(&reading->styles, package, part);
}

static enum say read_document(struct reading *reading, struct zip_package *package, struct arena *arena)
{
	struct xml_handler handler = { .user = reading, .start = start, .end = end, .text = text };
	enum say why;
	struct str name = part_of(package, STR(""), STR("officeDocument"), STR("word/document.xml"), arena, &why);
	size_t part = zip_package_find(package, name);

	if (why)
		return why;
	if (part == ZIP_ABSENT)
		return SAY_WHY_PART;
	read_styles(reading, package, name, arena);
	return xml_read(package, part, &handler);
}

static bool read(struct read_context *ctx, struct bytes file)
{
	struct reading reading = { .tables.arena = ctx->input };
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);

	if (package)
		why = read_document(&reading, package, ctx->input);
	zip_package_close(package);
	if (!why)
		why = docx_tables_push(&reading.tables, ctx->sink);
	docx_tables_release(&reading.tables);
	docx_styles_release(&reading.styles);
	if (why == SAY_ENCRYPTED)
		return diag_add(ctx->diag, SAY_ENCRYPTED, (struct where){ 0 }, 0, NULL);
	if (why)
		return diag_add(ctx->diag, SAY_UNREADABLE, (struct where){ 0 }, 1, (struct arg[]){ DIAG_WORD(why) });
	return true;
}

/* One that is cut short still begins like a package and shows the name of its text. */
static bool detect(struct bytes file)
{
	struct str all = { (const char *)file.data, file.len };
	enum say why;
	struct zip_package *package;
	bool found;

	if (!str_starts(all, STR("PK\3\4")) || !str_has(all, STR("word/")))
		return false;
	package = zip_package_open(file, &why);
	found = package ? zip_package_find(package, STR("word/document.xml")) != ZIP_ABSENT
			: str_eq(str_part(all, LOCAL_NAME, LOCAL_NAME + 15), STR("[Content_Types]"));
	zip_package_close(package);
	return found;
}

const struct reader docx_reader = { STR_INIT("docx"), detect, read };
