#include "read/xlsx_cell.h"

#include "decode/xml.h"
#include "decode/xsd.h"
#include "read/number_format.h"

static void take_text(struct cell *cell, struct str text, struct arena *arena)
{
	if (text.len == 0)
		return;
	cell->kind = CELL_TEXT;
	cell->text = arena_copy(arena, text);
}

/*
 * A number that no shared string has: some text stood there and cannot be told.
 * It is marked as such, in its own cell; the others are sound.
 */
static void take_lost(struct cell *cell)
{
	cell->kind = CELL_TEXT;
	cell->flaw = CELL_BAD_BYTES;
	cell->text = STR("\xEF\xBF\xBD");
}

static bool settle_shared(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	uint32_t number;

	(void)arena;
	if (str_trim(raw->value).len == 0)
		return true;
	if (!book->strings.present)
		return false;
	if (!xml_number(raw->value, UINT32_MAX, &number) || number >= book->strings.list.count) {
		take_lost(cell);
		return true;
	}
	cell->text = book->strings.list.item[number].text;
	cell->kind = cell->text.len ? CELL_TEXT : CELL_EMPTY;
	if (book->strings.list.item[number].halved)
		cell->flaw = CELL_BAD_BYTES;
	if (book->strings.list.item[number].strike != XLSX_STRIKE_BY_FONT)
		cell->struck = book->strings.list.item[number].strike == XLSX_STRIKE_ALL;
	return true;
}

static bool settle_string(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	struct buf text = { 0 };
	bool whole = !raw->halved;

	(void)book;
	if (raw->inlined || str_find(raw->value, STR("_x"), 0) == raw->value.len) {
		take_text(cell, raw->value, arena);
	} else {
		buf_add(&text, raw->value);
		whole = xlsx_text_unescape(&text);
		take_text(cell, buf_str(&text), arena);
	}
	if (!whole)
		cell->flaw = CELL_BAD_BYTES;
	if (raw->inlined && raw->strike != XLSX_STRIKE_BY_FONT)
		cell->struck = raw->strike == XLSX_STRIKE_ALL;
	buf_release(&text);
	return true;
}

static bool settle_bool(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			struct cell *cell)
{
	struct str value = str_trim(raw->value);
	bool yes = str_eq(value, STR("1")) || str_eq_nocase(value, STR("true"));

	if (!yes && !str_eq(value, STR("0")) && !str_eq_nocase(value, STR("false")))
		return settle_string(book, raw, arena, cell);
	cell->kind = CELL_BOOL;
	cell->number = yes;
	return true;
}

static bool settle_error(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			 struct cell *cell)
{
	(void)book;
	take_text(cell, str_trim(raw->value), arena);
	if (cell->kind == CELL_TEXT)
		cell->kind = CELL_ERROR;
	return true;
}

static bool settle_date(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			struct cell *cell)
{
	if (!xsd_date(str_trim(raw->value), &cell->number))
		return settle_string(book, raw, arena, cell);
	cell->kind = CELL_DATE;
	return true;
}

static bool settle_number(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena,
			  struct cell *cell)
{
	struct str value = str_trim(raw->value);

	if (value.len == 0)
		return true;
	if (raw->inlined || !xsd_number(value, arena, cell))
		return settle_string(book, raw, arena, cell);
	if (cell->text.len == 0 && xlsx_styles_find(&book->styles, raw->style).date)
		cell->kind = number_format_day(&cell->number, book->date1904) ? CELL_DATE : CELL_NUMBER;
	return true;
}

enum { NUMBER };

static const struct {
	struct str name;
	bool (*settle)(const struct xlsx_book *, const struct xlsx_raw *, struct arena *, struct cell *);
	bool may_be_blank; /* an empty <v> is a result, not the lack of one */
} types[] = {
	[NUMBER] = { STR_INIT("n"), settle_number, false },
	{ STR_INIT("s"), settle_shared, true },
	{ STR_INIT("str"), settle_string, true },
	{ STR_INIT("inlineStr"), settle_string, true },
	{ STR_INIT("b"), settle_bool, false },
	{ STR_INIT("e"), settle_error, false },
	{ STR_INIT("d"), settle_date, false },
};

/* A number, where no type is given or one that nobody knows. */
static size_t find_type(struct str name)
{
	size_t type = 0;

	if (name.len == 0)
		return NUMBER;
	while (type < ARRAY_COUNT(types) && !str_eq(types[type].name, name))
		type++;
	return type < ARRAY_COUNT(types) ? type : NUMBER;
}

bool xlsx_cell_settle(const struct xlsx_book *book, const struct xlsx_raw *raw, struct arena *arena, struct cell *cell)
{
	size_t type = find_type(raw->type);

	cell->kind = CELL_EMPTY;
	cell->struck = xlsx_styles_find(&book->styles, raw->style).struck;
	if (raw->formula && (!raw->valued || (!types[type].may_be_blank && str_trim(raw->value).len == 0))) {
		cell->kind = CELL_TEXT;
		cell->flaw = CELL_NO_RESULT;
		cell->text = STR("");
		return true;
	}
	return !raw->valued || types[type].settle(book, raw, arena, cell);
}
