/*
 * 人工核: what only a person can check, a row each time it is to be done, with a column 核对结果 that a
 * person fills in. A region's own rows come first, then those of its projects, as the papers lie in its
 * envelope; the office's own come last. A workbook with results filled in is changed by a person: it is
 * never overwritten.
 */
#include "model/manual.h"
#include "output/workbook_room.h"

enum { SEQ = 1, REGION, PROJECT, APPLICANT, FORM, ITEM, WHAT, RESULT, REMARK, COLUMNS = REMARK };

/* More than a person ever ticks off: what is to be done stands in 运行说明 as well. */
enum { ROWS_SHOWN = 10000 };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_SEQ, 8, SAY_NOTHING },      { SAY_HEAD_REGION, 9, SAY_NOTHING },
	{ SAY_HEAD_PROJECT, 27, SAY_NOTHING }, { SAY_HEAD_APPLICANT, 25, SAY_NOTHING },
	{ SAY_HEAD_FORM, 24, SAY_NOTHING },    { SAY_HEAD_ITEM, 14, SAY_NOTHING },
	{ SAY_HEAD_WHAT, 46, SAY_NOTHING },    { SAY_HEAD_RESULT, 9, SAY_NOTHING },
	{ SAY_HEAD_REMARK, 12, SAY_NOTHING },
};

struct ticks {
	struct workbook_room *room;
	struct sheet_page page;
	uint64_t left; /* that found no place */
};

/* A line each. */
static struct str forms_of(struct workbook_room *room, const struct record *record)
{
	buf_clear(&room->text);
	for (uint32_t i = 0; i < record->direction_count; i++) {
		struct str form = manual_form(room->run->profile, record, i);

		if (form.len && room->text.len)
			buf_add_char(&room->text, '\n');
		buf_add(&room->text, form);
	}
	return arena_copy(room->arena, buf_str(&room->text));
}

static void write_subject(struct ticks *ticks, const struct record *record, struct str form)
{
	struct sheet_page *page = &ticks->page;

	sheet_link(page, SEQ, workbook_form_row(record->seq), arena_printf(ticks->room->arena, "%u", record->seq));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(ticks->room->run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, FORM, STYLE_LEFT, form);
}

static void write_no_subject(struct ticks *ticks, struct str name)
{
	struct sheet_page *page = &ticks->page;

	sheet_text(page, SEQ, STYLE_CENTRE, STR(""));
	sheet_text(page, REGION, STYLE_CENTRE, name);
	for (uint32_t col = PROJECT; col <= FORM; col++)
		sheet_text(page, col, STYLE_LEFT, STR(""));
}

/* What is filled in here is no answer that --rulings reads: the cells count as any other. */
static void write_item(struct ticks *ticks, const struct profile_manual *item)
{
	struct sheet_page *page = &ticks->page;

	sheet_text(page, ITEM, STYLE_CENTRE, item->name);
	sheet_text(page, WHAT, STYLE_LEFT, item->what);
	sheet_text(page, RESULT, STYLE_ANSWER, STR(""));
	sheet_text(page, REMARK, STYLE_ANSWER, STR(""));
	sheet_row_end(page, 0);
}

static bool has_room(struct ticks *ticks)
{
	bool has = ticks->page.row <= ROWS_SHOWN + 1;

	ticks->left += !has;
	return has;
}

/* All of a scope that are about no single project. */
static void write_named(struct ticks *ticks, enum manual_scope scope, struct str name)
{
	const struct profile *profile = ticks->room->run->profile;

	for (uint32_t i = 0; i < profile->manual_count; i++) {
		if (profile->manual[i].scope != scope || !has_room(ticks))
			continue;
		write_no_subject(ticks, name);
		write_item(ticks, &profile->manual[i]);
	}
}

static void write_project(struct ticks *ticks, const struct record *record)
{
	const struct profile *profile = ticks->room->run->profile;
	struct str form = forms_of(ticks->room, record);

	/* The forms stand in the first of its rows only: there may be ten, and these are long. */
	for (uint32_t i = 0; i < profile->manual_count; i++) {
		const struct profile_manual *item = &profile->manual[i];

		if (item->scope != MANUAL_PROJECT || !manual_applies(item, record) || !has_room(ticks))
			continue;
		write_subject(ticks, record, form);
		write_item(ticks, item);
		form = STR("");
	}
}

/* Records stand in the order of their regions: each region goes on where the one before ended. */
static void write_regions(struct ticks *ticks)
{
	const struct run *run = ticks->room->run;
	size_t at = 0;

	for (uint32_t region = 0; region < run->profile->region_count; region++) {
		if (run->regions[region].count)
			write_named(ticks, MANUAL_REGION, run->profile->region[region].name);
		for (; at < run->records.count; at++) {
			const struct record *record = &run->records.item[run->order[at]];

			if (record->region != region)
				break;
			if (record->seq)
				write_project(ticks, record);
		}
	}
}

void workbook_manual_write(struct workbook_room *room)
{
	struct ticks ticks = { .room = room };
	double widths[COLUMNS];
	struct arg arg[2];

	if (room->run->profile->manual_count == 0)
		return;
	ticks.page = workbook_room_list(room, SAY_SHEET_MANUAL, COLUMNS, columns, widths);
	write_regions(&ticks);
	write_named(&ticks, MANUAL_ONCE, workbook_room_word(room, SAY_MANUAL_OFFICE));
	sheet_choice_checked(&ticks.page, RESULT, room->lang);
	sheet_filter(&ticks.page, 1);
	arg[0] = DIAG_NUMBER(ticks.left);
	arg[1] = DIAG_NUMBER(ROWS_SHOWN);
	if (ticks.left)
		workbook_room_line(&ticks.page, 1, workbook_room_sentence(room, SAY_SHEET_MANUAL_REST, 2, arg));
	sheet_end(&ticks.page, room->lang);
}
