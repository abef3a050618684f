/* 各市情况: for each region its limit, what it sent, what is wrong; those that sent nothing too. */
#include "output/workbook_room.h"

enum { NUMBER = 1, REGION, GROUP, LIMIT, SENT, OVER, MISSING, ERRORS, STATUS, COLUMNS = STATUS };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_NUMBER, 7, SAY_NOTHING },   { SAY_HEAD_REGION, 22, SAY_NOTHING },
	{ SAY_HEAD_GROUP, 22, SAY_NOTHING },   { SAY_HEAD_LIMIT, 10, SAY_NOTHING },
	{ SAY_HEAD_SENT, 10, SAY_NOTHING },    { SAY_HEAD_OVER, 10, SAY_NOTHING },
	{ SAY_HEAD_MISSING, 10, SAY_NOTHING }, { SAY_HEAD_ERRORS, 10, SAY_NOTHING },
	{ SAY_HEAD_STATUS, 24, SAY_NOTHING },
};

struct tally {
	uint32_t limit; /* PROFILE_NO_LIMIT where there is none */
	uint32_t sent, over, missing, errors;
	size_t first_error; /* index of the finding, where there is one */
};

static bool is_missing(enum rule_id rule)
{
	return rule == RULE_FIELD_MISSING || rule == RULE_DIRECTION_MISSING;
}

/* One tally a region, one behind them for rows of no region, the sum last. */
static struct tally *count_all(struct workbook_room *room)
{
	const struct run *run = room->run;
	uint32_t count = run->profile->region_count;
	struct tally *tally = ARENA_ARRAY(room->arena, struct tally, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		tally[i].limit = run->profile->group[run->profile->region[i].group].limit;
		tally[i].sent = run->regions[i].count;
		tally[i].over = tally[i].sent > tally[i].limit ? tally[i].sent - tally[i].limit : 0;
	}
	tally[count].limit = PROFILE_NO_LIMIT;
	for (size_t i = 0; i < run->findings.findings.count; i++) {
		const struct finding *finding = &run->findings.findings.item[i];
		struct tally *of = &tally[finding->region < count ? finding->region : count];

		if (of->errors == 0)
			of->first_error = i;
		of->missing += is_missing(diag_rule(finding->say));
		of->errors += finding->severity == SEVERITY_ERROR;
	}
	for (size_t i = 0; i < run->records.count; i++)
		tally[count].sent += run->records.item[i].region >= count && run->records.item[i].fate != FATE_FOLDED;
	return tally;
}

/* Errors stand first among the findings: the number leads to them. */
static void write_errors(struct workbook_room *room, struct sheet_page *page, const struct tally *tally)
{
	struct sheet_place place = { 0 };

	if (tally->errors)
		place = workbook_findings_place(room, tally->first_error);
	sheet_number(page, ERRORS, sheet_lead(page, ERRORS, place), tally->errors);
}

static void write_tally(struct sheet_page *page, const struct tally *tally, enum sheet_style style)
{
	if (tally->limit == PROFILE_NO_LIMIT)
		sheet_text(page, LIMIT, style, STR(""));
	else
		sheet_number(page, LIMIT, style, tally->limit);
	sheet_number(page, SENT, style, tally->sent);
	sheet_number(page, OVER, style, tally->over);
	sheet_number(page, MISSING, style, tally->missing);
}

static void write_region(struct workbook_room *room, struct sheet_page *page, uint32_t i, const struct tally *tally)
{
	const struct profile_region *region = &room->run->profile->region[i];
	enum say status = tally->sent == 0 ? SAY_REGION_NOTHING : tally->over ? SAY_REGION_OVER : SAY_REGION_OK;
	enum sheet_style style = tally->sent == 0 ? STYLE_FAINT : tally->over ? STYLE_STRONG : STYLE_CENTRE;

	sheet_number(page, NUMBER, STYLE_CENTRE, i + 1);
	sheet_text(page, REGION, style, region->name);
	sheet_text(page, GROUP, STYLE_CENTRE, room->run->profile->group[region->group].name);
	write_tally(page, tally, STYLE_CENTRE);
	write_errors(room, page, tally);
	sheet_text(page, STATUS, style, workbook_room_word(room, status));
	sheet_row_end(page, 0);
}

/* Rows and errors that belong to no region are told, else the sums would not add up. */
static void write_none(struct workbook_room *room, struct sheet_page *page, const struct tally *tally)
{
	if (tally->sent == 0 && tally->errors == 0)
		return;
	sheet_text(page, NUMBER, STYLE_CENTRE, STR(""));
	sheet_text(page, REGION, STYLE_FAINT, workbook_room_word(room, SAY_REGION_OF_NONE));
	sheet_text(page, GROUP, STYLE_CENTRE, STR(""));
	write_tally(page, tally, STYLE_CENTRE);
	write_errors(room, page, tally);
	sheet_text(page, STATUS, STYLE_CENTRE, STR(""));
	sheet_row_end(page, 0);
}

/* Counties come out of what they and their city may recommend together. Where one has no limit, all have none. */
static uint32_t limit_in_all(const struct profile *profile)
{
	uint32_t limit = 0;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		const struct profile_group *group = &profile->group[profile->region[i].group];
		uint32_t own = group->limit;

		for (uint32_t j = 0; j < profile->group_count; j++)
			if (profile->group[j].of_counties && profile->group[j].city == i)
				own = profile->group[j].together;
		if (group->of_counties)
			continue;
		if (own == PROFILE_NO_LIMIT)
			return own;
		limit += own;
	}
	return limit;
}

static void write_sum(struct workbook_room *room, struct sheet_page *page, const struct tally *tally, uint32_t count)
{
	struct tally sum = { 0 };
	uint32_t sent = 0;
	struct arg arg[2];

	for (uint32_t i = 0; i <= count; i++) {
		sum.sent += tally[i].sent;
		sum.over += tally[i].over;
		sum.missing += tally[i].missing;
		sum.errors += tally[i].errors;
		sent += i < count && tally[i].sent > 0;
	}
	sum.limit = limit_in_all(room->run->profile);
	arg[0] = DIAG_NUMBER(sent);
	arg[1] = DIAG_NUMBER(count);
	sheet_text(page, NUMBER, STYLE_HEAD, STR(""));
	sheet_text(page, REGION, STYLE_HEAD, workbook_room_word(room, SAY_REGIONS_TOTAL));
	sheet_text(page, GROUP, STYLE_HEAD, STR(""));
	write_tally(page, &sum, STYLE_HEAD);
	sheet_number(page, ERRORS, STYLE_HEAD, sum.errors);
	sheet_text(page, STATUS, STYLE_HEAD, workbook_room_sentence(room, SAY_REGIONS_SENT, 2, arg));
	sheet_row_end(page, 0);
}

void workbook_regions_write(struct workbook_room *room)
{
	uint32_t count = room->run->profile->region_count;
	const struct tally *tally = count_all(room);
	double widths[COLUMNS];
	struct sheet_page page = workbook_room_list(room, SAY_SHEET_REGIONS, COLUMNS, columns, widths);

	for (uint32_t i = 0; i < count; i++)
		write_region(room, &page, i, &tally[i]);
	write_none(room, &page, &tally[count]);
	write_sum(room, &page, tally, count);
	sheet_end(&page, room->lang);
}
