/*
 * 变化: what changed since the run before, with --state only. A change a row, or of a record each field that is
 * another one; what wants a hand first. Where there is nothing to compare with, or nothing changed, a line says so.
 */
#include "model/change.h"
#include "output/changed.h"
#include "output/workbook_room.h"

enum { KIND = 1, CHANGE, REGION, WHAT, COLUMN, BEFORE, AFTER, FILE_PATH, SHEET, AT, COLUMNS = AT };

/* Of each kind of change as many as a person ever looks through: a flood of one hides no other. */
enum { CHANGES_SHOWN = 2000 };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_OF, 9, SAY_NOTHING },     { SAY_HEAD_CHANGED, 12, SAY_NOTHING },
	{ SAY_HEAD_REGION, 9, SAY_NOTHING }, { SAY_HEAD_WHO, 30, SAY_NOTHING },
	{ SAY_HEAD_FIELD, 13, SAY_NOTHING }, { SAY_HEAD_BEFORE, 32, SAY_NOTHING },
	{ SAY_HEAD_AFTER, 32, SAY_NOTHING }, { SAY_HEAD_FILE, 24, SAY_NOTHING },
	{ SAY_HEAD_SHEET, 11, SAY_NOTHING }, { SAY_HEAD_AT, 7, SAY_NOTHING },
};

static enum sheet_style style_of(enum changed_group group)
{
	switch (group) {
	case CHANGED_ERROR:
	case CHANGED_WITHDRAWN:
		return STYLE_STRONG;
	case CHANGED_HINT:
		return STYLE_FAINT;
	default:
		return STYLE_CENTRE;
	}
}

static void write_row(struct workbook_room *room, struct sheet_page *page, enum changed_group group,
		      const struct changed_row *row)
{
	sheet_text(page, KIND, STYLE_CENTRE, workbook_room_word(room, changed_kind(group)));
	sheet_text(page, CHANGE, style_of(group), workbook_room_word(room, changed_word(group)));
	sheet_text(page, REGION, STYLE_CENTRE, row->region);
	sheet_text(page, WHAT, STYLE_LEFT, row->what);
	sheet_text(page, COLUMN, STYLE_LEFT, row->column);
	sheet_text(page, BEFORE, STYLE_LEFT, row->before);
	sheet_text(page, AFTER, STYLE_LEFT, row->after);
	sheet_text(page, FILE_PATH, STYLE_LEFT, row->path);
	sheet_text(page, SHEET, STYLE_LEFT, row->sheet);
	sheet_text(page, AT, STYLE_CENTRE, row->at);
	sheet_row_end(page, 0);
}

static void write_change(struct workbook_room *room, struct sheet_page *page, const struct changed *changed,
			 enum changed_group group, const struct change *change)
{
	uint32_t count = changed_rows(group, change);

	for (uint32_t i = 0; i < count && !sheet_full(page); i++) {
		struct changed_row row;

		changed_row(room->arena, room->lang, changed, group, change, i, &row);
		write_row(room, page, group, &row);
	}
}

static void write_group(struct workbook_room *room, struct sheet_page *page, const struct changed *changed,
			enum changed_group group)
{
	uint32_t count = changed->group[group].count, shown = count < CHANGES_SHOWN ? count : CHANGES_SHOWN;

	for (uint32_t i = 0; i < shown; i++)
		write_change(room, page, changed, group, changed->group[group].item[i]);
}

/* What was left out, below all: a filter takes in what stands between. */
static void write_rests(struct workbook_room *room, struct sheet_page *page, const struct changed *changed)
{
	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++) {
		struct arg arg[] = { DIAG_WORD(changed_kind(group)), DIAG_WORD(changed_word(group)),
				     DIAG_NUMBER(changed->group[group].count - (int64_t)CHANGES_SHOWN) };

		if (arg[2].number > 0)
			workbook_room_line(page, KIND, workbook_room_sentence(room, SAY_CHANGED_REST, 3, arg));
	}
}

/* With which run it is compared, and how much of each kind there is. */
static void write_summary(struct workbook_room *room, struct sheet_page *page, const struct changed *changed)
{
	buf_clear(&room->text);
	changed_say_since(&room->text, room->lang, changed);
	workbook_room_line(page, KIND, arena_copy(room->arena, buf_str(&room->text)));
	for (enum night_kind kind = 0; kind <= NIGHT_FINDING && changed_any(changed); kind++) {
		buf_clear(&room->text);
		if (changed_say_counts(&room->text, room->lang, changed, kind))
			workbook_room_line(page, KIND, arena_copy(room->arena, buf_str(&room->text)));
	}
}

static void write_changes(struct workbook_room *room, struct sheet_page *page, const struct changed *changed)
{
	uint32_t head = page->row;

	for (uint32_t i = 0; i < COLUMNS; i++)
		sheet_text(page, i + 1, STYLE_HEAD, workbook_room_word(room, columns[i].head));
	sheet_row_end(page, 24);
	sheet_freeze(page);
	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++)
		write_group(room, page, changed, group);
	sheet_filter(page, head);
	write_rests(room, page, changed);
}

void workbook_changes_write(struct workbook_room *room)
{
	struct changed changed;
	double widths[COLUMNS];
	struct sheet_page page;

	if (!room->run->changes)
		return;
	changed_make(room->arena, room->run, &changed);
	for (uint32_t i = 0; i < COLUMNS; i++)
		widths[i] = columns[i].width;
	page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_CHANGES), COLUMNS, widths);
	write_summary(room, &page, &changed);
	if (changed_any(&changed))
		write_changes(room, &page, &changed);
	sheet_end(&page, room->lang);
	changed_release(&changed);
}
