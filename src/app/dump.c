#include "app/dump.h"

#include "app/lines.h"
#include "app/trouble.h"
#include "model/cell.h"

struct dump {
	struct lines lines;
	struct str path, sheet_name;
	bool hidden;
	struct arena sheet, cell; /* reset at each sheet and row */
	struct buf text;
};

static const struct str kind_words[] = {
	[CELL_EMPTY] = STR_INIT("text"), [CELL_TEXT] = STR_INIT("text"), [CELL_NUMBER] = STR_INIT("number"),
	[CELL_DATE] = STR_INIT("date"),	 [CELL_BOOL] = STR_INIT("bool"), [CELL_ERROR] = STR_INIT("error"),
};

static bool take_sheet(void *user, uint32_t source, const struct message_sheet *sheet)
{
	struct dump *dump = user;

	dump->path = dump->lines.run.sources.item[source].path;
	arena_reset(&dump->sheet);
	dump->sheet_name = arena_copy(&dump->sheet, sheet->name);
	dump->hidden = sheet->hidden;
	return true;
}

/* The stored value: a number or a truth as JSON knows them, all else as text. */
static void put_value(struct dump *dump, const struct cell *cell, struct str text)
{
	json_key(dump->lines.json, "value");
	switch (cell->kind) {
	case CELL_NUMBER:
		json_number(dump->lines.json, text);
		break;
	case CELL_BOOL:
		json_bool(dump->lines.json, cell->number > 0 || cell->number < 0);
		break;
	case CELL_EMPTY:
	case CELL_TEXT:
	case CELL_DATE:
	case CELL_ERROR:
		json_text(dump->lines.json, text);
		break;
	}
}

static void put_text(struct dump *dump, const char *key, struct str text)
{
	json_key(dump->lines.json, key);
	json_text(dump->lines.json, text);
}

static bool put_cell(struct dump *dump, uint32_t row, const struct cell *cell)
{
	struct str text = cell_text(cell, &dump->cell);

	/* A formula without a stored result is there, and empty: not silently nothing. */
	if (text.len == 0 && cell->flaw == CELL_SOUND)
		return true;
	buf_clear(&dump->text);
	cell_reference(&dump->text, row, cell->col);
	json_object(dump->lines.json);
	put_text(dump, "path", dump->path);
	put_text(dump, "sheet", dump->sheet_name);
	json_key(dump->lines.json, "hidden");
	json_bool(dump->lines.json, dump->hidden);
	put_text(dump, "cell", buf_str(&dump->text));
	put_text(dump, "type", kind_words[cell->kind]);
	put_value(dump, cell, text);
	put_text(dump, "text", text);
	json_object_end(dump->lines.json);
	return lines_next(&dump->lines);
}

static bool take_row(void *user, const struct message_row *row)
{
	struct dump *dump = user;
	bool ok = true;

	for (uint32_t i = 0; ok && i < row->count; i++)
		ok = put_cell(dump, row->number, &row->cell[i]);
	arena_reset(&dump->cell);
	return ok;
}

int dump_run(const struct options *options)
{
	struct dump dump = { 0 };
	int status = STATUS_NOT_DONE;

	if (lines_open(&dump.lines, options, true)) {
		dump.lines.intake.collector.on_sheet = take_sheet;
		dump.lines.intake.collector.on_row = take_row;
		dump.lines.intake.collector.user = &dump;
		status = lines_run(&dump.lines, options);
	}
	lines_close(&dump.lines);
	buf_release(&dump.text);
	arena_release(&dump.sheet);
	arena_release(&dump.cell);
	return status;
}
