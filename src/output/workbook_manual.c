/*
 * 人工核: what only a person can check. Three tables below each other: a row for each project with a column for
 * each matter, as its papers lie in front of who checks them; the same for what is checked once for each
 * region; and all matters, with how to look at them and an answer for what is checked once. Each answer offers
 * a list. A workbook with results filled in is changed by a person: it is never overwritten.
 */
#include "model/manual.h"
#include "output/sheet_check.h"
#include "output/workbook_room.h"

enum { SEQ = 1, REGION, PROJECT, APPLICANT, FORM, FIRST_ITEM };

/* The third table has three columns behind FORM. */
enum { TIMES = FIRST_ITEM, RESULT, REMARK, LEAST_COLUMNS = REMARK };

/* More than a person ever ticks off on one sheet; the others are told in words. */
enum { PROJECTS_SHOWN = 2000 };

static const double item_width = 8, remark_width = 12;
static const struct workbook_column subject[] = {
	{ SAY_HEAD_SEQ, 7, SAY_NOTHING },      { SAY_HEAD_REGION, 9, SAY_NOTHING },
	{ SAY_HEAD_PROJECT, 23, SAY_NOTHING }, { SAY_HEAD_APPLICANT, 22, SAY_NOTHING },
	{ SAY_HEAD_FORM, 25, SAY_NOTHING },
};

struct ticks {
	struct workbook_room *room;
	struct sheet_page page;
	uint32_t remark; /* the last column */
};

static uint32_t count_of(const struct profile *profile, enum manual_scope scope)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < profile->manual_count; i++)
		count += profile->manual[i].scope == scope;
	return count;
}

/* The next matter of this scope; NULL behind the last. */
static const struct profile_manual *next_item(const struct profile *profile, enum manual_scope scope, uint32_t *at)
{
	while (*at < profile->manual_count && profile->manual[*at].scope != scope)
		++*at;
	return *at < profile->manual_count ? &profile->manual[(*at)++] : NULL;
}

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

/* What is filled in here is no answer that --rulings reads: the cells count as any other. */
static void write_open(struct sheet_page *page, uint32_t first, uint32_t last)
{
	sheet_span(page, first, last, STYLE_ANSWER, STR(""));
}

/* A matter that does not concern the project is told apart from one that nobody has looked at yet. */
static void write_cell(struct sheet_page *page, uint32_t col, bool applies)
{
	sheet_text(page, col, applies ? STYLE_ANSWER : STYLE_FAINT, applies ? STR("") : STR("\xE2\x80\x94"));
}

/* A list to choose from in the rows from `first` to the one above, with what is to be looked at. */
static void offer(struct ticks *ticks, uint32_t first, uint32_t col, const struct profile_manual *item)
{
	const struct str words[] = { say_word(LANG_ZH, SAY_MANUAL_FITS), say_word(LANG_ZH, SAY_MANUAL_FAILS),
				     say_word(LANG_ZH, SAY_MANUAL_NOT_HERE) };
	const struct sheet_check check = { .kind = SHEET_CHECK_LIST,
					   .choice_count = ARRAY_COUNT(words),
					   .choice = words,
					   .title = item->name,
					   .help = item->what,
					   .error = workbook_room_word(ticks->room, SAY_MANUAL_ONLY) };

	if (ticks->page.row > first)
		sheet_check_cells(&ticks->page, first, col, ticks->page.row - 1, col, &check);
}

/* The columns of a scope, in the head row or, from a row on, what they offer. */
static void write_heads(struct ticks *ticks, enum manual_scope scope)
{
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	while ((item = next_item(ticks->room->run->profile, scope, &at)))
		sheet_text(&ticks->page, col++, STYLE_HEAD, item->name);
	sheet_span(&ticks->page, col, ticks->remark, STYLE_HEAD, workbook_room_word(ticks->room, SAY_HEAD_REMARK));
	sheet_row_end(&ticks->page, 24);
}

static void offer_all(struct ticks *ticks, enum manual_scope scope, uint32_t first)
{
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	while ((item = next_item(ticks->room->run->profile, scope, &at)))
		offer(ticks, first, col++, item);
}

static void write_project(struct ticks *ticks, const struct record *record)
{
	struct workbook_room *room = ticks->room;
	struct sheet_page *page = &ticks->page;
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	sheet_link(page, SEQ, workbook_form_row(record->seq), arena_printf(room->arena, "%u", record->seq));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, FORM, STYLE_LEFT, forms_of(room, record));
	while ((item = next_item(room->run->profile, MANUAL_PROJECT, &at)))
		write_cell(page, col++, manual_applies(item, record));
	write_open(page, col, ticks->remark);
	sheet_row_end(page, 0);
}

static void write_rest(struct ticks *ticks, uint64_t left)
{
	struct arg arg[] = { DIAG_NUMBER(left), DIAG_NUMBER(PROJECTS_SHOWN) };

	if (left)
		workbook_room_line(&ticks->page, 1,
				   workbook_room_sentence(ticks->room, SAY_SHEET_MANUAL_REST, ARRAY_COUNT(arg), arg));
}

static void write_projects(struct ticks *ticks)
{
	const struct run *run = ticks->room->run;
	uint64_t left = 0;
	uint32_t shown = 0;

	for (uint32_t i = 0; i < ARRAY_COUNT(subject); i++)
		sheet_text(&ticks->page, i + 1, STYLE_HEAD, workbook_room_word(ticks->room, subject[i].head));
	write_heads(ticks, MANUAL_PROJECT);
	sheet_freeze(&ticks->page);
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->seq && shown++ < PROJECTS_SHOWN)
			write_project(ticks, record);
		else
			left += record->seq > 0;
	}
	offer_all(ticks, MANUAL_PROJECT, 2);
	sheet_filter(&ticks->page, 1);
	write_rest(ticks, left);
}

static void write_region(struct ticks *ticks, struct str name, uint32_t items)
{
	uint32_t col = FIRST_ITEM;

	sheet_span(&ticks->page, SEQ, FORM, STYLE_LEFT, name);
	for (uint32_t i = 0; i < items; i++)
		write_cell(&ticks->page, col++, true);
	write_open(&ticks->page, col, ticks->remark);
	sheet_row_end(&ticks->page, 0);
}

static void write_regions(struct ticks *ticks, uint32_t items)
{
	const struct run *run = ticks->room->run;
	uint32_t first;

	sheet_section(&ticks->page, workbook_room_word(ticks->room, SAY_MANUAL_OF_REGIONS));
	sheet_span(&ticks->page, SEQ, FORM, STYLE_HEAD, workbook_room_word(ticks->room, SAY_HEAD_REGION));
	write_heads(ticks, MANUAL_REGION);
	first = ticks->page.row;
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (run->regions[i].count)
			write_region(ticks, run->profile->region[i].name, items);
	offer_all(ticks, MANUAL_REGION, first);
}

static void write_item(struct ticks *ticks, const struct profile_manual *item)
{
	struct sheet_page *page = &ticks->page;
	bool once = item->scope == MANUAL_ONCE;
	uint32_t row = page->row;

	sheet_span(page, SEQ, REGION, STYLE_LEFT, item->name);
	sheet_span(page, PROJECT, FORM, STYLE_LEFT, item->what);
	sheet_number(page, TIMES, STYLE_CENTRE, (double)manual_count(ticks->room->run, item));
	write_cell(page, RESULT, once);
	write_open(page, REMARK, ticks->remark);
	sheet_row_end(page, 0);
	if (once)
		offer(ticks, row, RESULT, item);
}

static void write_items(struct ticks *ticks)
{
	const struct profile *profile = ticks->room->run->profile;
	struct workbook_room *room = ticks->room;
	struct sheet_page *page = &ticks->page;

	sheet_section(page, workbook_room_word(room, SAY_MANUAL_ALL));
	sheet_span(page, SEQ, REGION, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_ITEM));
	sheet_span(page, PROJECT, FORM, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_WHAT));
	sheet_text(page, TIMES, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_TIMES));
	sheet_text(page, RESULT, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_RESULT));
	sheet_span(page, REMARK, ticks->remark, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_REMARK));
	sheet_row_end(page, 24);
	for (uint32_t i = 0; i < profile->manual_count; i++)
		write_item(ticks, &profile->manual[i]);
}

/* So many columns of matters as the table with the most has. */
static const double *widths_of(struct ticks *ticks, uint32_t items)
{
	double *width = ARENA_ARRAY(ticks->room->arena, double, LEAST_COLUMNS + items);

	ticks->remark = FIRST_ITEM + items > LEAST_COLUMNS ? FIRST_ITEM + items : LEAST_COLUMNS;
	for (uint32_t i = 0; i < ticks->remark; i++)
		width[i] = i < ARRAY_COUNT(subject) ? subject[i].width : item_width;
	width[ticks->remark - 1] = remark_width;
	return width;
}

void workbook_manual_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	struct ticks ticks = { .room = room };
	uint32_t projects = count_of(profile, MANUAL_PROJECT), regions = count_of(profile, MANUAL_REGION);
	const double *width;

	if (profile->manual_count == 0)
		return;
	width = widths_of(&ticks, projects > regions ? projects : regions);
	ticks.page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_MANUAL), ticks.remark, width);
	if (projects)
		write_projects(&ticks);
	if (regions)
		write_regions(&ticks, regions);
	write_items(&ticks);
	sheet_spread(&ticks.page, PROJECT);
	sheet_end(&ticks.page, room->lang);
}
