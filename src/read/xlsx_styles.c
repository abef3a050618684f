#include "read/xlsx_styles.h"

#include "decode/xml.h"
#include "read/number_format.h"

/* The lists of the part that matter. Elements of the same names stand in others (dxfs, cellStyleXfs). */
enum section { NONE, FORMATS, FONTS, CELLS };

static const struct {
	struct str name;
	enum section section;
} sections[] = {
	{ STR_INIT("numFmts"), FORMATS },
	{ STR_INIT("fonts"), FONTS },
	{ STR_INIT("cellXfs"), CELLS },
};

struct format {
	uint32_t id;
	bool date;
};

/* The parts of a style by their numbers: formats and fonts may stand behind the cells that name them. */
struct cell_style {
	uint32_t format, font;
};

struct reading {
	enum section section;
	LIST_OF(struct format) formats;
	LIST_OF(bool) fonts; /* struck? */
	LIST_OF(struct cell_style) cells;
};

static uint32_t number_of(const char **attribute, const char *name)
{
	uint32_t number = 0;

	return xml_number(xml_attribute(attribute, name), UINT32_MAX, &number) ? number : 0;
}

static void take_format(struct reading *reading, struct str name, const char **attribute)
{
	struct format *format;

	if (!str_eq(name, STR("numFmt")))
		return;
	format = LIST_ADD(&reading->formats);
	format->id = number_of(attribute, "numFmtId");
	format->date = number_format_is_date(xml_attribute(attribute, "formatCode"));
}

static void take_font(struct reading *reading, struct str name, const char **attribute)
{
	if (str_eq(name, STR("font")))
		*LIST_ADD(&reading->fonts) = false;
	else if (str_eq(name, STR("strike")) && reading->fonts.count > 0)
		reading->fonts.item[reading->fonts.count - 1] = xml_attribute_is_true(attribute, "val", true);
}

static void take_cell(struct reading *reading, struct str name, const char **attribute)
{
	struct cell_style *cell;

	if (!str_eq(name, STR("xf")))
		return;
	cell = LIST_ADD(&reading->cells);
	cell->format = number_of(attribute, "numFmtId");
	cell->font = number_of(attribute, "fontId");
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	static void (*const take[])(struct reading *, struct str, const char **) = {
		[FORMATS] = take_format,
		[FONTS] = take_font,
		[CELLS] = take_cell,
	};
	struct reading *reading = user;

	if (reading->section != NONE)
		take[reading->section](reading, name, attribute);
	else
		for (size_t i = 0; i < ARRAY_COUNT(sections); i++)
			if (str_eq(name, sections[i].name))
				reading->section = sections[i].section;
	if (reading->formats.count > XLSX_STYLES || reading->fonts.count > XLSX_STYLES ||
	    reading->cells.count > XLSX_STYLES)
		xml_stop(xml, SAY_WHY_TOO_LARGE);
}

static void end(void *user, struct xml *xml, struct str name)
{
	struct reading *reading = user;

	(void)xml;
	for (size_t i = 0; i < ARRAY_COUNT(sections); i++)
		if (str_eq(name, sections[i].name) && reading->section == sections[i].section)
			reading->section = NONE;
}

static int by_id(const void *a, const void *b)
{
	const struct format *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* A code that the file gives counts before what Excel knows by number. */
static bool is_date(const struct reading *reading, uint32_t id)
{
	struct format wanted = { .id = id };
	const struct format *found = NULL;

	if (reading->formats.count > 0)
		found = bsearch(&wanted, reading->formats.item, reading->formats.count, sizeof(wanted), by_id);
	return found ? found->date : number_format_is_date_id(id);
}

static void settle(struct xlsx_styles *styles, struct reading *reading)
{
	if (reading->formats.count > 0)
		qsort(reading->formats.item, reading->formats.count, sizeof(*reading->formats.item), by_id);
	for (size_t i = 0; i < reading->cells.count; i++) {
		struct cell_style cell = reading->cells.item[i];
		struct xlsx_style *style = LIST_ADD(&styles->list);

		style->date = is_date(reading, cell.format);
		style->struck = cell.font < reading->fonts.count && reading->fonts.item[cell.font];
	}
}

enum say xlsx_styles_read(struct xlsx_styles *styles, struct zip_package *package, size_t index)
{
	struct reading reading = { .section = NONE };
	struct xml_handler handler = { .user = &reading, .start = start, .end = end };
	enum say why = xml_read(package, index, &handler);

	if (!why)
		settle(styles, &reading);
	free(reading.formats.item);
	free(reading.fonts.item);
	free(reading.cells.item);
	return why;
}

void xlsx_styles_release(struct xlsx_styles *styles)
{
	free(styles->list.item);
	*styles = (struct xlsx_styles){ 0 };
}

struct xlsx_style xlsx_styles_find(const struct xlsx_styles *styles, uint32_t number)
{
	return number < styles->list.count ? styles->list.item[number] : (struct xlsx_style){ 0 };
}
