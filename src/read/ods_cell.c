#include "read/ods_cell.h"

#include "decode/xsd.h"

/* Attributes by their local names: the prefixes are the writer's. */
enum place { TYPE, VALUE, STRING_VALUE, STYLE, FORMULA, REPEATED, COLUMNS, ROWS };

static const struct {
	struct str name;
	enum place place;
} places[] = {
	{ STR_INIT("value-type"), TYPE },
	{ STR_INIT("value"), VALUE },
	{ STR_INIT("style-name"), STYLE },
	{ STR_INIT("date-value"), VALUE },
	{ STR_INIT("time-value"), VALUE },
	{ STR_INIT("boolean-value"), VALUE },
	{ STR_INIT("string-value"), STRING_VALUE },
	{ STR_INIT("formula"), FORMULA },
	{ STR_INIT("number-columns-repeated"), REPEATED },
	{ STR_INIT("number-columns-spanned"), COLUMNS },
	{ STR_INIT("number-rows-spanned"), ROWS },
};

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static uint32_t count_of(const char *text)
{
	uint32_t count;

	return xml_number(str_from(text), UINT32_MAX, &count) && count > 0 ? count : 1;
}

/* LibreOffice gives a type twice, of which its own knows errors. */
static void take_type(struct ods_raw *raw, const char *value, const char **type)
{
	if (strcmp(value, "error") == 0)
		raw->error = true;
	else
		*type = value;
}

static struct str keep(struct buf *values, const char *text, size_t *at)
{
	struct str kept = str_part(buf_str(values), *at, *at + (text ? strlen(text) : 0));

	*at += kept.len;
	return kept;
}

/* Views into `values`, once it has stopped growing. */
static void keep_all(struct ods_raw *raw, const char *type, const char *value, const char *style)
{
	size_t at = 0;

	buf_clear(&raw->values);
	buf_add(&raw->values, str_from(type));
	buf_add(&raw->values, str_from(value));
	buf_add(&raw->values, str_from(style));
	raw->type = keep(&raw->values, type, &at);
	raw->value = keep(&raw->values, value, &at);
	raw->style = keep(&raw->values, style, &at);
}

void ods_cell_begin(struct ods_raw *raw, const char **attribute)
{
	const char *type = NULL, *value = NULL, *style = NULL;

	*raw = (struct ods_raw){ .values = raw->values, .repeated = 1, .rows = 1, .cols = 1 };
	for (; *attribute; attribute += 2) {
		const char *name = local_name(attribute[0]);
		size_t i = 0;

		while (i < ARRAY_COUNT(places) && strcmp(places[i].name.data, name) != 0)
			i++;
		if (i == ARRAY_COUNT(places))
			continue;
		switch (places[i].place) {
		case TYPE:
			take_type(raw, attribute[1], &type);
			break;
		case STRING_VALUE:
			raw->string_value = true;
			value = attribute[1];
			break;
		case VALUE:
			value = attribute[1];
			break;
		case STYLE:
			style = attribute[1];
			break;
		case FORMULA:
			raw->formula = true;
			break;
		case REPEATED:
			raw->repeated = count_of(attribute[1]);
			break;
		case COLUMNS:
			raw->cols = count_of(attribute[1]);
			break;
		case ROWS:
			raw->rows = count_of(attribute[1]);
			break;
		}
	}
	raw->typed = type != NULL || raw->error;
	raw->valued = value != NULL;
	keep_all(raw, type, value, style);
}

/* --- what it means -------------------------------------------------------- */

static void take_text(struct cell *cell, struct str text, struct arena *arena)
{
	if (text.len == 0)
		return;
	cell->kind = CELL_TEXT;
	cell->text = arena_copy(arena, text);
}

static bool settle_number(const struct ods_raw *raw, struct arena *arena, struct cell *cell)
{
	return raw->valued && xsd_number(str_trim(raw->value), arena, cell);
}

static bool settle_date(const struct ods_raw *raw, struct arena *arena, struct cell *cell)
{
	struct str value = str_trim(raw->value);

	if (value.len == 0)
		return false;
	cell->kind = CELL_DATE;
	if (!xsd_date(value, &cell->number))
		take_text(cell, value, arena); /* a day before 1900: as ISO 8601, too */
	return true;
}

static bool settle_bool(const struct ods_raw *raw, struct arena *arena, struct cell *cell)
{
	struct str value = str_trim(raw->value);
	bool yes = str_eq_nocase(value, STR("true")) || str_eq(value, STR("1"));

	(void)arena;
	if (!yes && !str_eq_nocase(value, STR("false")) && !str_eq(value, STR("0")))
		return false;
	cell->kind = CELL_BOOL;
	cell->number = yes;
	return true;
}

static bool settle_string(const struct ods_raw *raw, struct arena *arena, struct cell *cell)
{
	if (!raw->string_value)
		return false;
	take_text(cell, raw->value, arena);
	return true;
}

/* Each answers whether it could be told; else the cell is the text that it shows. */
static const struct {
	struct str name;
	bool (*settle)(const struct ods_raw *, struct arena *, struct cell *);
} types[] = {
	{ STR_INIT("string"), settle_string },	 { STR_INIT("float"), settle_number },
	{ STR_INIT("currency"), settle_number }, { STR_INIT("percentage"), settle_number },
	{ STR_INIT("date"), settle_date },	 { STR_INIT("time"), settle_date },
	{ STR_INIT("boolean"), settle_bool },
};

/* Excel's names of errors, which other programs show, too; LibreOffice's own are "Err:502". */
static const struct str errors[] = {
	STR_INIT("#N/A"),   STR_INIT("#DIV/0!"), STR_INIT("#VALUE!"), STR_INIT("#REF!"),
	STR_INIT("#NAME?"), STR_INIT("#NUM!"),	 STR_INIT("#NULL!"),
};

static bool is_error(struct str text)
{
	for (size_t i = 0; i < ARRAY_COUNT(errors); i++)
		if (str_eq(text, errors[i]))
			return true;
	return str_starts(text, STR("Err:")) && str_digits(text, 4) == text.len - 4;
}

/* A number that is shown as an error, or the result of a formula; what somebody typed is text. */
static bool shows_error(const struct ods_raw *raw, struct str shown)
{
	if (raw->error)
		return shown.len > 0;
	return (raw->formula || str_eq(raw->type, STR("float"))) && is_error(shown);
}

static bool settle_type(const struct ods_raw *raw, struct arena *arena, struct cell *cell)
{
	for (size_t i = 0; i < ARRAY_COUNT(types); i++)
		if (str_eq(types[i].name, raw->type))
			return types[i].settle(raw, arena, cell);
	return false;
}

void ods_cell_settle(const struct ods_raw *raw, const struct ods_text *text, struct arena *arena, struct cell *cell)
{
	struct str shown = buf_str(&text->text);

	cell->kind = CELL_EMPTY;
	cell->computed = raw->formula;
	cell->struck = ods_text_struck(text, raw->strike);
	if (shows_error(raw, shown)) {
		take_text(cell, shown, arena);
		cell->kind = CELL_ERROR;
	} else if (!settle_type(raw, arena, cell)) {
		take_text(cell, shown, arena);
	}
	if (cell->kind == CELL_EMPTY && raw->formula && !raw->typed) {
		cell->kind = CELL_TEXT;
		cell->flaw = CELL_NO_RESULT;
	}
}
