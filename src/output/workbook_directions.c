/* 方向分布: how the merged projects spread over the notice's categories and items, with a chart. */
#include "output/sheet_chart.h"
#include "output/workbook_room.h"

enum { NAME = 1, PROJECTS, SHARE, REMARK, COLUMNS = REMARK };

static const double widths[COLUMNS] = { 58, 12, 12, 44 };

/* Per mille is as fine as it is shown, and comes back from the file as it was written. */
static double share_of(uint32_t count, uint32_t all)
{
	return all ? (double)((count * (uint64_t)2000 + all) / (all * (uint64_t)2)) / 1000 : 0;
}

static uint32_t merged_of(const struct run *run)
{
	return run->merged + run->unselected;
}

/* Of a category; of those that are not known for UINT32_MAX, where a project with several counts once. */
static uint32_t count_category(const struct run *run, uint32_t category)
{
	uint32_t count = 0;

	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];
		bool has = false;

		for (uint32_t j = 0; run_is_merged(record) && j < record->direction_count; j++)
			has = has || record->direction[j].category == category;
		count += has;
	}
	return count;
}

static uint32_t count_none(const struct run *run)
{
	uint32_t count = 0;

	for (size_t i = 0; i < run->records.count; i++)
		count += run_is_merged(&run->records.item[i]) && run->records.item[i].direction_count == 0;
	return count;
}

static uint32_t count_item(const struct run *run, uint32_t number)
{
	uint32_t count = 0;

	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[i];
		bool has = false;

		for (uint32_t j = 0; run_is_merged(record) && j < record->item_count; j++)
			has = has || record->item[j] == number;
		count += has;
	}
	return count;
}

static void write_heads(struct workbook_room *room, struct sheet_page *page, enum say name, enum say remark)
{
	sheet_text(page, NAME, STYLE_HEAD, workbook_room_word(room, name));
	sheet_text(page, PROJECTS, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_PROJECTS));
	sheet_text(page, SHARE, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_SHARE));
	sheet_text(page, REMARK, STYLE_HEAD, workbook_room_word(room, remark));
	sheet_row_end(page, 24);
}

static void write_counts(struct workbook_room *room, struct sheet_page *page, struct str name, uint32_t count,
			 struct str remark)
{
	sheet_text(page, NAME, STYLE_LEFT, name);
	sheet_number(page, PROJECTS, STYLE_CENTRE, count);
	sheet_number(page, SHARE, STYLE_SHARE, share_of(count, merged_of(room->run)));
	sheet_text(page, REMARK, remark.len ? STYLE_LEFT : STYLE_CENTRE, remark);
	sheet_row_end(page, 20);
}

static void write_category(struct workbook_room *room, struct sheet_page *page, uint32_t category)
{
	const struct profile *profile = room->run->profile;
	uint32_t count = count_category(room->run, category);
	bool over = profile->rule[RULE_DIRECTION_CONCENTRATION].severity != SEVERITY_OFF &&
		    (uint64_t)count * 100 > (uint64_t)merged_of(room->run) * profile->concentration;

	sheet_text(page, NAME, STYLE_LEFT, profile->category[category].name);
	sheet_number(page, PROJECTS, STYLE_CENTRE, count);
	sheet_number(page, SHARE, STYLE_SHARE, share_of(count, merged_of(room->run)));
	sheet_text(page, REMARK, over ? STYLE_STRONG : STYLE_CENTRE,
		   over ? workbook_room_sentence(room, SAY_DIRECTIONS_OVER, 1,
						 (struct arg[]){ DIAG_NUMBER(profile->concentration) })
			: STR(""));
	sheet_row_end(page, 20);
}

/* What is in no category is told where there is any, else the sum would not be seen to be whole. */
static void write_rest(struct workbook_room *room, struct sheet_page *page)
{
	uint32_t unknown = count_category(room->run, UINT32_MAX), none = count_none(room->run);

	if (unknown)
		write_counts(room, page, workbook_room_word(room, SAY_DIRECTIONS_UNKNOWN), unknown, STR(""));
	if (none)
		write_counts(room, page, workbook_room_word(room, SAY_DIRECTIONS_NONE), none, STR(""));
	sheet_text(page, NAME, STYLE_HEAD, workbook_room_word(room, SAY_DIRECTIONS_TOTAL));
	sheet_number(page, PROJECTS, STYLE_HEAD, merged_of(room->run));
	sheet_text(page, SHARE, STYLE_HEAD, STR(""));
	sheet_text(page, REMARK, STYLE_HEAD, STR(""));
	sheet_row_end(page, 20);
	workbook_room_line(page, NAME, workbook_room_word(room, SAY_DIRECTIONS_HOW));
}

static void write_items(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile *profile = room->run->profile;

	sheet_span(page, NAME, COLUMNS, STYLE_SECTION, workbook_room_word(room, SAY_DIRECTIONS_ITEMS));
	sheet_row_end(page, 0);
	write_heads(room, page, SAY_HEAD_PLAN_ITEM, SAY_HEAD_CATEGORY);
	for (uint32_t i = 0; i < profile->item_count; i++) {
		const struct profile_item *item = &profile->item[i];
		struct arg arg[] = { DIAG_NUMBER(item->number), DIAG_TEXT(item->name) };

		write_counts(room, page, workbook_room_sentence(room, SAY_DIRECTIONS_ITEM, 2, arg),
			     count_item(room->run, item->number), profile->category[item->category].name);
	}
}

void workbook_directions_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	struct sheet_bars bars = { .first_row = 2, .name_col = NAME, .value_col = PROJECTS };
	struct sheet_page page;

	if (profile->category_count == 0)
		return;
	page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_DIRECTIONS), COLUMNS, widths);
	write_heads(room, &page, SAY_HEAD_CATEGORY, SAY_HEAD_EXPLAINED);
	for (uint32_t i = 0; i < profile->category_count; i++)
		write_category(room, &page, i);
	bars.last_row = page.row - 1;
	bars.title = workbook_room_word(room, SAY_DIRECTIONS_CHART);
	bars.font = profile->body_font.name;
	write_rest(room, &page);
	sheet_row_end(&page, 0);
	sheet_chart_bars(&page, &bars);
	if (profile->item_count) {
		sheet_break(&page);
		write_items(room, &page);
	}
	sheet_end(&page, room->lang);
}
