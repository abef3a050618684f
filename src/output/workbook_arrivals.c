/* 送达与份数: what arrived when, by the register; what each region owes on paper and disc; what the office sends on. */
#include "output/workbook_room.h"

#include "model/copies.h"

enum { NUMBER = 1, REGION, ARRIVED, IN_TIME, PROJECTS, TWO, LETTER, MATERIAL, DISC, REMARK, COLUMNS = REMARK };

static const struct {
	enum say head;
	double width;
} columns[COLUMNS] = {
	{ SAY_HEAD_NUMBER, 7 },	  { SAY_HEAD_REGION, 18 },    { SAY_HEAD_ARRIVED, 22 }, { SAY_HEAD_IN_TIME, 12 },
	{ SAY_HEAD_PROJECTS, 9 }, { SAY_HEAD_TWO, 15 },	      { SAY_HEAD_LETTER, 16 },	{ SAY_HEAD_MATERIAL, 16 },
	{ SAY_HEAD_DISC, 12 },	  { SAY_HEAD_EXPLAINED, 50 },
};

struct due {
	uint32_t projects, two, letter, material, disc;
};

static struct due due_of(const struct run *run, uint32_t region)
{
	struct copies copies = copies_of_region(run, region);

	return (struct due){ copies.projects, copies.two, copies.projects ? run->profile->copies_letter : 0,
			     copies.material, copies.projects ? run->profile->copies_disc : 0 };
}

static void write_due(struct sheet_page *page, const struct due *due, enum sheet_style style)
{
	sheet_number(page, PROJECTS, style, due->projects);
	sheet_number(page, TWO, style, due->two);
	sheet_number(page, LETTER, style, due->letter);
	sheet_number(page, MATERIAL, style, due->material);
	sheet_number(page, DISC, style, due->disc);
}

static struct str moment_shown(struct workbook_room *room, const struct delivery *delivery)
{
	buf_clear(&room->text);
	if (delivery->is_moment)
		moment_text(&room->text, delivery->moment);
	else
		buf_add(&room->text,
			record_shown(&room->run->listed[LIST_RECEIVED]->records.item[delivery->record], ARRIVAL_TIME));
	return arena_copy(room->arena, buf_str(&room->text));
}

static struct str remark_of(struct workbook_room *room, const struct arrival *arrival)
{
	struct arg arg[] = { DIAG_NUMBER(arrival->count), DIAG_NUMBER(arrival->late) };

	if (arrival->why)
		return workbook_room_word(room, arrival->why);
	if (arrival->state == ARRIVAL_IN_TIME && arrival->late)
		return workbook_room_sentence(room, SAY_ARRIVED_MORE_LATE, 2, arg);
	return arrival->count > 1 ? workbook_room_sentence(room, SAY_ARRIVED_TIMES, 2, arg) : STR("");
}

/* Without a register nobody knows: the cells say so, and are not empty as if all were well. */
static void write_arrival(struct workbook_room *room, struct sheet_page *page, uint32_t region)
{
	static const struct {
		enum say word;
		enum sheet_style style;
	} looks[] = { [ARRIVAL_UNCHECKED] = { SAY_ARRIVED_UNCHECKED, STYLE_FAINT },
		      [ARRIVAL_IN_TIME] = { SAY_ARRIVED_IN_TIME, STYLE_CENTRE },
		      [ARRIVAL_LATE] = { SAY_ARRIVED_LATE, STYLE_STRONG },
		      [ARRIVAL_NOTHING] = { SAY_ARRIVED_NOTHING, STYLE_FAINT } };
	const struct run *run = room->run;
	static const struct arrival unknown = { .state = ARRIVAL_UNCHECKED };
	const struct arrival *arrival = run->arrivals ? &run->arrivals[region] : &unknown;

	sheet_text(page, ARRIVED, STYLE_CENTRE,
		   arrival->count ? moment_shown(room, &run->deliveries.item[arrival->delivery]) : STR(""));
	sheet_text(page, IN_TIME, looks[arrival->state].style, workbook_room_word(room, looks[arrival->state].word));
}

static void write_region(struct workbook_room *room, struct sheet_page *page, uint32_t region, struct due *sum)
{
	const struct run *run = room->run;
	struct due due = due_of(run, region);

	sheet_number(page, NUMBER, STYLE_CENTRE, region + 1);
	sheet_text(page, REGION, due.projects ? STYLE_CENTRE : STYLE_FAINT, run->profile->region[region].name);
	write_arrival(room, page, region);
	write_due(page, &due, due.projects ? STYLE_CENTRE : STYLE_FAINT);
	sheet_text(page, REMARK, STYLE_LEFT, run->arrivals ? remark_of(room, &run->arrivals[region]) : STR(""));
	sheet_row_end(page, 0);
	sum->projects += due.projects;
	sum->two += due.two;
	sum->letter += due.letter;
	sum->material += due.material;
	sum->disc += due.disc;
}

static void write_sum(struct workbook_room *room, struct sheet_page *page, const struct due *sum)
{
	sheet_text(page, NUMBER, STYLE_HEAD, STR(""));
	sheet_text(page, REGION, STYLE_HEAD, workbook_room_word(room, SAY_REGIONS_TOTAL));
	sheet_text(page, ARRIVED, STYLE_HEAD, STR(""));
	sheet_text(page, IN_TIME, STYLE_HEAD, STR(""));
	write_due(page, sum, STYLE_HEAD);
	sheet_text(page, REMARK, STYLE_HEAD, STR(""));
	sheet_row_end(page, 0);
}

/* Which deadlines there are, and whether anything is known of arrivals. */
static void write_deadlines(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile *profile = room->run->profile;
	struct arg arg[] = { DIAG_TEXT(profile->region_deadline.text), DIAG_TEXT(profile->office_deadline.text) };

	if (profile->region_deadline.text.len == 0)
		return;
	workbook_room_line(
		page, NUMBER,
		workbook_room_sentence(room, arg[1].text.len ? SAY_ARRIVALS_DEADLINES : SAY_ARRIVALS_DEADLINE, 2, arg));
	if (!room->run->arrivals)
		workbook_room_line(page, NUMBER, workbook_room_word(room, SAY_ARRIVALS_UNREGISTERED));
}

static void write_heads(struct workbook_room *room, struct sheet_page *page)
{
	for (uint32_t i = 0; i < COLUMNS; i++)
		sheet_text(page, i + 1, STYLE_HEAD, workbook_room_word(room, columns[i].head));
	sheet_row_end(page, 34);
	sheet_freeze(page);
}

static void write_how(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile_copies *copies = copies_due(room->run->profile);
	struct arg arg[] = { DIAG_NUMBER(copies->one), DIAG_NUMBER(copies->two) };

	if (copies->one || copies->two)
		workbook_room_line(page, NUMBER, workbook_room_sentence(room, SAY_COPIES_HOW, 2, arg));
}

/* What goes to the ministry, of what stands on the first sheet: a row under the same heads. */
static void write_office(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile *profile = room->run->profile;
	struct copies copies = copies_of_office(room->run);
	struct arg copy[] = { DIAG_NUMBER(profile->copies_ministry.one), DIAG_NUMBER(profile->copies_ministry.two) };
	struct arg by[] = { DIAG_TEXT(profile->office_deadline.text) };

	if (!copies_are_sent_on(profile))
		return;
	sheet_text(page, NUMBER, STYLE_HEAD, STR(""));
	sheet_text(page, REGION, STYLE_HEAD, workbook_room_word(room, SAY_COPIES_MINISTRY));
	sheet_text(page, ARRIVED, STYLE_HEAD,
		   by[0].text.len ? workbook_room_sentence(room, SAY_COPIES_MINISTRY_BY, 1, by) : STR(""));
	sheet_text(page, IN_TIME, STYLE_HEAD, STR(""));
	sheet_number(page, PROJECTS, STYLE_HEAD, copies.projects);
	sheet_number(page, TWO, STYLE_HEAD, copies.two);
	sheet_text(page, LETTER, STYLE_HEAD, STR(""));
	sheet_number(page, MATERIAL, STYLE_HEAD, copies.material);
	sheet_text(page, DISC, STYLE_HEAD, STR(""));
	sheet_text(page, REMARK, STYLE_LEFT, workbook_room_sentence(room, SAY_COPIES_MINISTRY_MORE, 2, copy));
	sheet_row_end(page, 0);
}

static void write_section(struct workbook_room *room, struct sheet_page *page, enum say title)
{
	sheet_section(page, workbook_room_word(room, title));
}

/* A row that two regions stand in may be told twice: each asks for it. */
static void write_unused(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	bool any = false;

	for (size_t i = 0; i < run->deliveries.count && !sheet_full(page); i++) {
		const struct delivery *delivery = &run->deliveries.item[i];
		const struct run *received = run->listed[LIST_RECEIVED];
		const struct record *record = &received->records.item[delivery->record];
		struct where where = { record->source + 1, record->sheet, record->row, 0 };
		struct arg arg[] = { DIAG_PLACE(run_listed_place(LIST_RECEIVED, where)),
				     DIAG_TEXT(record_shown(record, ARRIVAL_REGION)), DIAG_WORD(delivery->why) };

		if (!delivery->why)
			continue;
		if (!any)
			write_section(room, page, SAY_ARRIVALS_UNUSED);
		any = true;
		workbook_room_line(page, NUMBER, workbook_room_sentence(room, SAY_ARRIVALS_UNUSED_ROW, 3, arg));
	}
}

static bool has_copies(const struct profile *profile)
{
	return profile->copies_letter || profile->copies_disc || profile->copies_province.one ||
	       profile->copies_ministry.one;
}

void workbook_arrivals_write(struct workbook_room *room)
{
	const struct profile *profile = room->run->profile;
	struct due sum = { 0 };
	double widths[COLUMNS];
	struct sheet_page page;

	if (profile->region_deadline.text.len == 0 && !has_copies(profile))
		return;
	for (uint32_t i = 0; i < COLUMNS; i++)
		widths[i] = columns[i].width;
	page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_ARRIVALS), COLUMNS, widths);
	write_deadlines(room, &page);
	write_heads(room, &page);
	for (uint32_t i = 0; i < profile->region_count; i++)
		write_region(room, &page, i, &sum);
	write_sum(room, &page, &sum);
	write_office(room, &page);
	write_how(room, &page);
	write_unused(room, &page);
	sheet_end(&page, room->lang);
}
