/*
 * 人工核: what only a person can check. Three tables below each other: a row for each project with a column for
 * each matter, as its papers lie in front of who checks them; the same for what is checked once for each
 * region; and all matters, with how to look at them and an answer for what is checked once. Each answer offers
 * a list. What --rulings brings of an earlier workbook stands at its rows again, and where these are gone, below. A
 * workbook with results filled in is changed by a person: it is never overwritten.
 */
#include "model/manual.h"
#include "model/ticks.h"
#include "output/sheet_check.h"
#include "output/workbook_room.h"

enum { SEQ = 1, REGION, PROJECT, APPLICANT, FORM, FIRST_ITEM };

/* The third table has three columns behind FORM. */
enum { TIMES = FIRST_ITEM, RESULT, REMARK, LEAST_COLUMNS = REMARK };

/* More than a person ever ticks off on one sheet; the others are told in words. */
enum { PROJECTS_SHOWN = 2000 };

static const double item_width = 8, remark_width = 12;
/* What a row of the tables below the first takes, in points, rather more; and their titles and heads. */
static const double row_room = 20, head_room = 64;
static const struct workbook_column subject[] = {
	{ SAY_HEAD_SEQ, 7, SAY_NOTHING },      { SAY_HEAD_REGION, 9, SAY_NOTHING },
	{ SAY_HEAD_PROJECT, 23, SAY_NOTHING }, { SAY_HEAD_APPLICANT, 22, SAY_NOTHING },
	{ SAY_HEAD_FORM, 25, SAY_NOTHING },
};

struct manual {
	struct workbook_room *room;
	struct sheet_page page;
	struct ticks ticks; /* of an earlier workbook */
	uint32_t remark;    /* the last column */
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

/* The head stands above the projects only: where these end on the first page, no other page repeats it. */
static void end_projects(struct sheet_page *page)
{
	if (page->full.count > 1 || page->close.count > 1 || page->office.count > 1)
		return;
	page->again = 0;
	page->repeated = 0;
}

/* A table that a page holds is not parted: its rows would stand below the head of another. */
static void keep_together(struct sheet_page *page, uint32_t rows)
{
	double height = head_room + rows * row_room;

	if (height + page->repeated <= page->full.height && !sheet_has_left(page, height))
		sheet_break(page);
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

/*
 * What is filled in is in no hash, but counts when the workbook is looked at: one with results is always one that a
 * person has changed, and is moved aside, never overwritten.
 */
static void answer(struct sheet_page *page, size_t cells)
{
	if (page->book->plan->cells.count > cells)
		page->book->plan->cells.item[cells].is_answer = true;
}

/* A remark of a row, or of an item of it, up to the last column. */
static void write_remark(struct manual *manual, uint32_t first, struct str row_key, struct str item)
{
	size_t cells = manual->page.book->plan->cells.count;

	sheet_span(&manual->page, first, manual->remark, STYLE_ANSWER, ticks_find(&manual->ticks, row_key, item, true));
	answer(&manual->page, cells);
}

/* A matter that does not concern the project is told apart from one that nobody has looked at yet. */
static void write_cell(struct manual *manual, uint32_t col, struct str row_key, const struct profile_manual *item,
		       bool applies)
{
	if (applies)
		sheet_answer(&manual->page, col, ticks_find(&manual->ticks, row_key, item->name, false));
	else
		sheet_text(&manual->page, col, STYLE_FAINT, say_word(LANG_ZH, SAY_MANUAL_NOT_ASKED));
}

/* A list to choose from in the rows from `first` to the one above, with what is to be looked at. */
static void offer(struct manual *manual, uint32_t first, uint32_t col, const struct profile_manual *item)
{
	const struct str words[] = { say_word(LANG_ZH, SAY_MANUAL_FITS), say_word(LANG_ZH, SAY_MANUAL_FAILS),
				     say_word(LANG_ZH, SAY_MANUAL_NOT_HERE) };
	const struct sheet_check check = { .kind = SHEET_CHECK_LIST,
					   .choice_count = ARRAY_COUNT(words),
					   .choice = words,
					   .title = item->name,
					   .help = item->what,
					   .error = workbook_room_word(manual->room, SAY_MANUAL_ONLY) };

	if (manual->page.row > first)
		sheet_check_cells(&manual->page, first, col, manual->page.row - 1, col, &check);
}

/* The columns of a scope, in the head row or, from a row on, what they offer. */
static void write_heads(struct manual *manual, enum manual_scope scope)
{
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	while ((item = next_item(manual->room->run->profile, scope, &at)))
		sheet_text(&manual->page, col++, STYLE_HEAD, item->name);
	sheet_span(&manual->page, col, manual->remark, STYLE_HEAD, workbook_room_word(manual->room, SAY_HEAD_REMARK));
	sheet_row_end(&manual->page, 24);
}

static void offer_all(struct manual *manual, enum manual_scope scope, uint32_t first)
{
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	while ((item = next_item(manual->room->run->profile, scope, &at)))
		offer(manual, first, col++, item);
}

static void write_project(struct manual *manual, const struct record *record)
{
	struct workbook_room *room = manual->room;
	struct sheet_page *page = &manual->page;
	const struct profile_manual *item;
	struct str key = ticks_key(room->arena, room->run, record);
	uint32_t at = 0, col = FIRST_ITEM;

	sheet_link(page, SEQ, workbook_form_row(record->seq), arena_printf(room->arena, "%u", record->seq));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, FORM, STYLE_LEFT, forms_of(room, record));
	while ((item = next_item(room->run->profile, MANUAL_PROJECT, &at)))
		write_cell(manual, col++, key, item, manual_applies(item, record));
	write_remark(manual, col, key, STR(""));
	sheet_row_end(page, 0);
}

static void write_rest(struct manual *manual, uint64_t left)
{
	struct arg arg[] = { DIAG_NUMBER(left), DIAG_NUMBER(PROJECTS_SHOWN) };

	if (left)
		workbook_room_line(&manual->page, 1,
				   workbook_room_sentence(manual->room, SAY_SHEET_MANUAL_REST, ARRAY_COUNT(arg), arg));
}

static void write_projects(struct manual *manual)
{
	const struct run *run = manual->room->run;
	uint64_t left = 0;
	uint32_t shown = 0;

	for (uint32_t i = 0; i < ARRAY_COUNT(subject); i++)
		sheet_text(&manual->page, i + 1, STYLE_HEAD, workbook_room_word(manual->room, subject[i].head));
	write_heads(manual, MANUAL_PROJECT);
	sheet_freeze(&manual->page);
	for (size_t i = 0; i < run->records.count; i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->seq && shown++ < PROJECTS_SHOWN)
			write_project(manual, record);
		else
			left += record->seq > 0;
	}
	offer_all(manual, MANUAL_PROJECT, 2);
	sheet_filter(&manual->page, 1);
	write_rest(manual, left);
	end_projects(&manual->page);
}

static void write_region(struct manual *manual, struct str name)
{
	struct str key = ticks_key_named(manual->room->arena, name);
	const struct profile_manual *item;
	uint32_t at = 0, col = FIRST_ITEM;

	sheet_span(&manual->page, SEQ, FORM, STYLE_LEFT, name);
	while ((item = next_item(manual->room->run->profile, MANUAL_REGION, &at)))
		write_cell(manual, col++, key, item, true);
	write_remark(manual, col, key, STR(""));
	sheet_row_end(&manual->page, 0);
}

static void write_regions(struct manual *manual)
{
	const struct run *run = manual->room->run;
	uint32_t first, rows = 0;

	for (uint32_t i = 0; i < run->profile->region_count; i++)
		rows += run->regions[i].count > 0;
	keep_together(&manual->page, rows);
	sheet_section(&manual->page, workbook_room_word(manual->room, SAY_MANUAL_OF_REGIONS));
	sheet_span(&manual->page, SEQ, FORM, STYLE_HEAD, workbook_room_word(manual->room, SAY_HEAD_REGION));
	write_heads(manual, MANUAL_REGION);
	first = manual->page.row;
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (run->regions[i].count)
			write_region(manual, run->profile->region[i].name);
	offer_all(manual, MANUAL_REGION, first);
}

static void write_item(struct manual *manual, const struct profile_manual *item)
{
	struct sheet_page *page = &manual->page;
	struct str key = ticks_key_named(manual->room->arena, STR(""));
	bool once = item->scope == MANUAL_ONCE;
	uint32_t row = page->row;

	sheet_span(page, SEQ, REGION, STYLE_LEFT, item->name);
	sheet_span(page, PROJECT, FORM, STYLE_LEFT, item->what);
	sheet_number(page, TIMES, STYLE_CENTRE, (double)manual_count(manual->room->run, item));
	write_cell(manual, RESULT, key, item, once);
	write_remark(manual, REMARK, key, item->name);
	sheet_row_end(page, 0);
	if (once)
		offer(manual, row, RESULT, item);
}

static void write_items(struct manual *manual)
{
	const struct profile *profile = manual->room->run->profile;
	struct workbook_room *room = manual->room;
	struct sheet_page *page = &manual->page;

	keep_together(page, profile->manual_count);
	sheet_section(page, workbook_room_word(room, SAY_MANUAL_ALL));
	sheet_span(page, SEQ, REGION, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_ITEM));
	sheet_span(page, PROJECT, FORM, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_WHAT));
	sheet_text(page, TIMES, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_TIMES));
	sheet_text(page, RESULT, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_RESULT));
	sheet_span(page, REMARK, manual->remark, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_REMARK));
	sheet_row_end(page, 24);
	for (uint32_t i = 0; i < profile->manual_count; i++)
		write_item(manual, &profile->manual[i]);
}

/* All rows about which something is asked: a tick belongs to one for certain where no other says the same. */
static void count_rows(struct manual *manual)
{
	const struct run *run = manual->room->run;
	struct arena *arena = manual->room->arena;

	if (run->ticks.count == 0)
		return;
	for (size_t i = 0; i < run->records.count; i++)
		if (run->records.item[i].seq)
			ticks_count_row(&manual->ticks, ticks_key(arena, run, &run->records.item[i]));
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (run->regions[i].count)
			ticks_count_row(&manual->ticks, ticks_key_named(arena, run->profile->region[i].name));
	ticks_count_row(&manual->ticks, ticks_key_named(arena, STR("")));
}

static void write_unplaced_heads(struct manual *manual)
{
	struct workbook_room *room = manual->room;
	struct sheet_page *page = &manual->page;

	sheet_section(page, workbook_room_word(room, SAY_MANUAL_UNPLACED));
	sheet_span(page, SEQ, REGION, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_REGION));
	sheet_text(page, PROJECT, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_PROJECT));
	sheet_text(page, APPLICANT, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_APPLICANT));
	sheet_span(page, FORM, TIMES, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_ITEM));
	sheet_text(page, RESULT, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_RESULT));
	sheet_span(page, REMARK, manual->remark, STYLE_HEAD, workbook_room_word(room, SAY_HEAD_REMARK));
	sheet_row_end(page, 24);
}

static void write_tick(struct manual *manual, const struct tick *tick)
{
	struct sheet_page *page = &manual->page;
	size_t cells;

	sheet_span(page, SEQ, REGION, STYLE_LEFT, tick->row.region);
	sheet_text(page, PROJECT, STYLE_LEFT, tick->row.project);
	sheet_text(page, APPLICANT, STYLE_LEFT, tick->row.applicant);
	sheet_span(page, FORM, TIMES, STYLE_LEFT, tick->item);
	sheet_answer(page, RESULT, tick->is_remark ? STR("") : tick->text);
	cells = page->book->plan->cells.count;
	sheet_span(page, REMARK, manual->remark, STYLE_ANSWER, tick->is_remark ? tick->text : STR(""));
	answer(page, cells);
	sheet_row_end(page, 0);
}

/* Nothing that a person wrote is lost: the rows may come back, or be selected again. */
static void write_unplaced(struct manual *manual)
{
	const struct run *run = manual->room->run;
	bool any = false;

	for (size_t i = 0; i < run->ticks.count && !sheet_full(&manual->page); i++) {
		if (manual->ticks.placed[i])
			continue;
		if (!any)
			write_unplaced_heads(manual);
		any = true;
		write_tick(manual, &run->ticks.item[i]);
	}
}

/* So many columns of matters as the table with the most has. */
static const double *widths_of(struct manual *manual, uint32_t items)
{
	double *width = ARENA_ARRAY(manual->room->arena, double, LEAST_COLUMNS + items);

	manual->remark = FIRST_ITEM + items > LEAST_COLUMNS ? FIRST_ITEM + items : LEAST_COLUMNS;
	for (uint32_t i = 0; i < manual->remark; i++)
		width[i] = i < ARRAY_COUNT(subject) ? subject[i].width : item_width;
	width[manual->remark - 1] = remark_width;
	return width;
}

void workbook_manual_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	struct manual manual = { .room = room };
	uint32_t projects = count_of(profile, MANUAL_PROJECT), regions = count_of(profile, MANUAL_REGION);
	const double *width;

	if (profile->manual_count == 0)
		return;
	width = widths_of(&manual, projects > regions ? projects : regions);
	manual.page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_MANUAL), manual.remark, width);
	ticks_begin(&manual.ticks, room->run, room->arena);
	count_rows(&manual);
	if (projects)
		write_projects(&manual);
	if (regions)
		write_regions(&manual);
	write_items(&manual);
	write_unplaced(&manual);
	ticks_end(&manual.ticks);
	sheet_spread(&manual.page, PROJECT);
	sheet_end(&manual.page, room->lang);
}
