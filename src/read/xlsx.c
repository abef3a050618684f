/* The workbook: from the package to its sheets, in the order in which people see them. */
#include "decode/xml.h"
#include "read/reader.h"
#include "read/xlsx_rels.h"
#include "read/xlsx_sheet.h"

/* Each sheet is a part of its own, so that there are no more than parts. */
enum { SHEETS = ZIP_ENTRIES };
/* Where the name of the first entry stands in an archive. */
enum { LOCAL_NAME = 30 };

struct listed {
	struct str name, id;
	bool hidden;
};

/* A workbook while it is read. Texts live in the input's arena. */
struct reading {
	struct read_context *ctx;
	struct zip_package *package;
	struct xlsx_rels root, rels; /* of the package, of the workbook */
	struct str part;	     /* the workbook's name */
	struct xlsx_book book;
	bool listing; /* within <sheets> */
	LIST_OF(struct listed) sheets;
	struct where where; /* where something was wrong */
	struct buf value;   /* text of the property at hand */
};

static void list_sheet(struct reading *reading, struct xml *xml, const char **attribute)
{
	struct str state = xml_attribute(attribute, "state");
	struct listed *sheet;

	if (reading->sheets.count == SHEETS) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	sheet = LIST_ADD(&reading->sheets);
	sheet->name = arena_copy(reading->ctx->input, xml_attribute(attribute, "name"));
	sheet->id = arena_copy(reading->ctx->input, xml_attribute_prefixed(attribute, "id"));
	sheet->hidden = str_eq(state, STR("hidden")) || str_eq(state, STR("veryHidden"));
}

/* Extensions repeat the names of elements: <x15:workbookPr> says nothing of dates. */
static void workbook_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	if (str_eq(name, STR("sheets")))
		reading->listing = true;
	else if (str_eq(name, STR("sheet")) && reading->listing)
		list_sheet(reading, xml, attribute);
	else if (str_eq(name, STR("workbookPr")))
		reading->book.date1904 |= xml_attribute_is_true(attribute, "date1904", false);
}

static void workbook_end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;

	(void)xml;
	if (str_eq(name, STR("sheets")))
		reading->listing = false;
}

static void ignore_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

static void property_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;

	(void)xml, (void)name, (void)attribute;
	buf_clear(&reading->value);
}

static void property_end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;
	const struct row_sink *sink = reading->ctx->sink;

	(void)xml;
	if (str_eq(name, STR("keywords")))
		sink->mark(sink->user, name, str_trim(buf_str(&reading->value)));
}

static void property_text(void *user, struct str piece)
{
	struct reading *reading = user;

	buf_add(&reading->value, piece);
}

/* The part of a type, or of the name that everyone gives it where no relation says so. */
static size_t find_part(const struct reading *reading, const struct xlsx_rels *rels, struct str type, struct str usual)
{
	const struct xlsx_rel *rel = xlsx_rels_by_type(rels, type);

	return zip_package_find(reading->package, rel ? rel->part : usual);
}

/* What the file says of itself is not worth a file: where that part is damaged nothing is said. */
static void read_marks(struct reading *reading)
{
	struct xml_handler handler = {
		.user = reading, .start = property_start, .end = property_end, .text = property_text
	};
	size_t part = find_part(reading, &reading->root, STR("core-properties"), STR("docProps/core.xml"));

	if (part != ZIP_ABSENT && reading->ctx->sink->mark)
		(void)xml_read(reading->package, part, &handler);
}

static enum say read_workbook(struct reading *reading)
{
	struct xml_handler handler = { .user = reading, .start = workbook_start, .end = workbook_end };
	const struct xlsx_rel *rel;
	size_t part;
	enum say why = xlsx_rels_read(&reading->root, reading->package, STR(""), reading->ctx->input);

	if (why)
		return why;
	rel = xlsx_rels_by_type(&reading->root, STR("officeDocument"));
	reading->part = rel ? rel->part : STR("xl/workbook.xml");
	part = zip_package_find(reading->package, reading->part);
	if (part == ZIP_ABSENT)
		return SAY_WHY_PART;
	why = xml_read(reading->package, part, &handler);
	return why ? why : xlsx_rels_read(&reading->rels, reading->package, reading->part, reading->ctx->input);
}

static enum say read_book(struct reading *reading)
{
	size_t strings = find_part(reading, &reading->rels, STR("sharedStrings"), STR("xl/sharedStrings.xml"));
	size_t styles = find_part(reading, &reading->rels, STR("styles"), STR("xl/styles.xml"));
	enum say why = SAY_NOTHING;

	if (strings != ZIP_ABSENT)
		why = xlsx_strings_read(&reading->book.strings, reading->package, strings, reading->ctx->input);
	if (!why && styles != ZIP_ABSENT)
		why = xlsx_styles_read(&reading->book.styles, reading->package, styles);
	return why;
}

/* A part that is the sheet of two names would be read again and again: no writer does that. */
static enum say find_sheet(struct reading *reading, const struct xlsx_rel *rel, bool *seen, size_t *part)
{
	*part = zip_package_find(reading->package, rel->part);
	if (*part == ZIP_ABSENT || seen[*part])
		return SAY_WHY_PART;
	seen[*part] = true;
	return SAY_NOTHING;
}

/* Charts and macro sheets hold no table and are not counted. */
static enum say read_sheets(struct reading *reading)
{
	struct xlsx_sheet sheet = { .ctx = reading->ctx, .package = reading->package, .book = &reading->book };
	bool seen[ZIP_ENTRIES] = { false };
	enum say why = SAY_NOTHING;

	for (size_t i = 0; i < reading->sheets.count && !why && !sheet.stopped; i++) {
		const struct listed *listed = &reading->sheets.item[i];
		const struct xlsx_rel *rel = xlsx_rels_by_id(&reading->rels, listed->id);

		if (rel && !str_eq(rel->type, STR("worksheet")))
			continue;
		sheet.info = (struct sheet_info){
			.index = sheet.info.index + 1,
			.name = listed->name,
			.hidden = listed->hidden,
		};
		reading->where.sheet = sheet.info.index;
		why = rel ? find_sheet(reading, rel, seen, &sheet.part) : SAY_WHY_PART;
		if (why)
			return why;
		why = xlsx_sheet_read(&sheet);
		reading->where = sheet.where;
	}
	return why;
}

static enum say read_package(struct reading *reading)
{
	enum say why = read_workbook(reading);

	if (!why) {
		read_marks(reading);
		why = read_book(reading);
	}
	return why ? why : read_sheets(reading);
}

static void release(struct reading *reading)
{
	xlsx_rels_release(&reading->root);
	xlsx_rels_release(&reading->rels);
	xlsx_strings_release(&reading->book.strings);
	xlsx_styles_release(&reading->book.styles);
	buf_release(&reading->value);
	free(reading->sheets.item);
	zip_package_close(reading->package);
}

/* The one place that reports why a workbook is given up. */
static bool read(struct read_context *ctx, struct bytes file)
{
	struct reading reading = { .ctx = ctx };
	enum say why = SAY_NOTHING;

	reading.package = zip_package_open(file, &why);
	if (reading.package && ctx->own)
		zip_package_trust(reading.package);
	if (reading.package)
		why = read_package(&reading);
	release(&reading);
	if (why == SAY_ENCRYPTED)
		return diag_add(ctx->diag, SAY_ENCRYPTED, (struct where){ 0 }, 0, NULL);
	if (why)
		return diag_add(ctx->diag, SAY_UNREADABLE, reading.where, 1, (struct arg[]){ DIAG_WORD(why) });
	return true;
}

/* The content types of all kinds of workbooks in XML, and none of the binary one. */
static const struct str workbook_types[] = {
	STR_INIT("spreadsheetml.sheet.main+xml"),
	STR_INIT("spreadsheetml.template.main+xml"),
	STR_INIT("ms-excel.sheet.macroEnabled.main+xml"),
	STR_INIT("ms-excel.template.macroEnabled.main+xml"),
};

struct content_types {
	bool workbook;
};

static void types_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct content_types *types = user;
	struct str type = xml_attribute(attribute, "ContentType");

	(void)name;
	for (size_t i = 0; i < ARRAY_COUNT(workbook_types); i++)
		if (str_has(type, workbook_types[i])) {
			types->workbook = true;
			xml_stop(xml, SAY_NOTHING);
		}
}

static bool names_workbook(struct zip_package *package)
{
	struct content_types types = { false };
	struct xml_handler handler = { .user = &types, .start = types_start, .end = ignore_end };
	size_t part = zip_package_find(package, STR("[Content_Types].xml"));

	if (part != ZIP_ABSENT && xml_read(package, part, &handler) != SAY_NOTHING)
		return false;
	return types.workbook;
}

/*
 * A package that is cut short still begins like one and shows its parts' names.
 * An archive of workbooks shows them too, but begins with a name of its own.
 */
static bool was_workbook(struct bytes file)
{
	static const struct str first[] = { STR_INIT("[Content_Types]"), STR_INIT("_rels/"), STR_INIT("docProps/"),
					    STR_INIT("xl/") };
	struct str all = { (const char *)file.data, file.len };
	struct str name = str_after(all, LOCAL_NAME);

	for (size_t i = 0; i < ARRAY_COUNT(first); i++)
		if (str_starts(name, first[i]))
			return str_has(all, STR("xl/workbook.xml")) || str_has(all, STR("xl/worksheets/"));
	return false;
}

static bool detect(struct bytes file)
{
	struct zip_package *package;
	enum say why;
	bool workbook;

	if (file.len < 4 || memcmp(file.data, "PK\3\4", 4) != 0)
		return false;
	package = zip_package_open(file, &why);
	if (!package)
		return was_workbook(file);
	workbook = zip_package_find(package, STR("xl/workbook.xml")) != ZIP_ABSENT || names_workbook(package);
	zip_package_close(package);
	return workbook;
}

const struct reader xlsx_reader = { STR_INIT("xlsx"), detect, read };
