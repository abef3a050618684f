#include "rules/regions.h"

#include "base/path.h"
#include "rules/recommenders.h"
#include "rules/rule.h"

/* One source of a region: what it is called, what it says, which region that names. */
struct witness {
	enum say kind;
	struct str text;
	struct where where;
	uint32_t region;
};

struct regions {
	struct run *run;
	const struct diag_sink *diag;
	struct recommenders recommenders;
	/* Of the sheet at hand. */
	struct witness first; /* the strongest but for rows' own columns; region REGION_NONE where there is none */
	bool reported;	      /* region.conflict, once a sheet */
};

static void report_conflict(struct regions *regions, const struct witness *first, const struct witness *other)
{
	const struct profile_region *region = regions->run->profile->region;
	struct where where = other->where.row ? other->where : first->where;
	struct finding finding;
	const struct arg arg[] = {
		DIAG_WORD(first->kind), DIAG_TEXT(first->text), DIAG_TEXT(region[first->region].name),
		DIAG_WORD(other->kind), DIAG_TEXT(other->text), DIAG_TEXT(region[other->region].name),
	};

	if (regions->reported)
		return;
	regions->reported = true;
	finding = diag_finding(SAY_REGION_CONFLICT, where, ARRAY_COUNT(arg), arg);
	finding.region = first->region;
	regions->diag->add(regions->diag->user, &finding);
}

static bool is_county_of(const struct regions *regions, uint32_t county, uint32_t city)
{
	const struct profile *profile = regions->run->profile;
	const struct profile_group *group = &profile->group[profile->region[county].group];

	return group->of_counties && group->city == city;
}

/* A city and its county do not contradict each other. */
static bool agree(const struct regions *regions, uint32_t a, uint32_t b)
{
	return a == b || is_county_of(regions, a, b) || is_county_of(regions, b, a);
}

/*
 * Take one more source of the sheet: the first that names a region wins, another one contradicts it. A county's
 * file in its city's folder is the county's, but what the city itself recommends (推荐单位) stays the city's.
 */
static void hear(struct regions *regions, enum say kind, struct str text, struct where where)
{
	struct witness witness = { kind, text, where, recommenders_find(&regions->recommenders, text) };

	if (witness.region == REGION_NONE)
		return;
	if (regions->first.region == REGION_NONE)
		regions->first = witness;
	else if (!agree(regions, regions->first.region, witness.region))
		report_conflict(regions, &regions->first, &witness);
	else if (regions->first.kind != SAY_BY_LINE && is_county_of(regions, witness.region, regions->first.region))
		regions->first = witness;
}

/* An archive is a folder, and its ! but the sign of that. */
static struct str folder_name(const struct source *source, struct str part)
{
	if (source->is_member && str_ends(part, STR("!")))
		part.len--;
	return part;
}

/* The path's folders from the innermost out. */
static void hear_folders(struct regions *regions, const struct source *source, struct where where)
{
	struct str path = source->path;
	size_t end = path.len;

	while (end > 0) {
		size_t start;

		end--;
		while (end > 0 && path.data[end] != '/')
			end--;
		if (end == 0 && path.data[0] != '/')
			return;
		start = end;
		while (start > 0 && path.data[start - 1] != '/')
			start--;
		hear(regions, SAY_BY_FOLDER, folder_name(source, str_part(path, start, end)), where);
	}
}

static void hear_path(struct regions *regions, const struct source *source, struct where where)
{
	hear_folders(regions, source, where);
	hear(regions, SAY_BY_INPUT, source->input, where);
	hear(regions, SAY_BY_FILE, path_name(source->path), where);
}

static void begin_sheet(struct regions *regions, const struct source *source, const struct sheet *sheet)
{
	struct where where = { sheet->source + 1, sheet->index, 0, 0 };

	regions->first = (struct witness){ .region = REGION_NONE };
	regions->reported = false;
	for (const struct sheet_line *line = sheet->line; line; line = line->next)
		hear(regions, SAY_BY_LINE, line->text, line->where);
	hear_path(regions, source, where);
	hear(regions, SAY_BY_SHEET, sheet->name, where);
}

static bool take_own(const struct regions *regions, const struct record *record, const struct record_part *part,
		     struct witness *own)
{
	*own = (struct witness){ SAY_BY_COLUMN, part->shown, rule_row(regions->run, record), REGION_NONE };
	own->where.col = part->col;
	return true;
}

/* The form's own column of regions (地区). */
static bool form_region(const struct regions *regions, const struct record *record, struct witness *own)
{
	const struct profile *profile = regions->run->profile;
	uint32_t column = profile->region_column;
	struct record_parts parts;
	struct record_part part;

	if (column >= profile->column_count || profile->column[column].type != COLUMN_REGION)
		return false;
	parts = record_parts(record, column);
	return record_parts_next(&parts, &part) && part.shown.len && take_own(regions, record, &part, own);
}

/* The row's own region column, where the table has one and the cell is filled in. */
static bool own_region(const struct regions *regions, const struct record *record, struct witness *own)
{
	const struct table *table = &regions->run->tables.item[record->table];
	struct record_parts parts = record_parts(record, regions->run->profile->column_count);
	struct record_part part;

	while (record_parts_next(&parts, &part))
		if (part.column < table->column_count && table->column[part.column].field == FIELD_REGION)
			return take_own(regions, record, &part, own);
	return false;
}

/* What the form's own column says must be one of its regions. */
static void report_no_region(const struct regions *regions, const struct witness *own)
{
	const struct profile *profile = regions->run->profile;

	diag_add(regions->diag, SAY_OPTION_REGION, own->where, 2,
		 (struct arg[]){ DIAG_TEXT(own->text), DIAG_TEXT(profile->column[profile->region_column].name) });
}

static void settle_record(struct regions *regions, struct record *record)
{
	bool of_form;
	struct witness own;

	record->region = regions->first.region;
	of_form = form_region(regions, record, &own);
	if (!of_form && !own_region(regions, record, &own))
		return;
	own.region = recommenders_find(&regions->recommenders, own.text);
	if (own.region == REGION_NONE) {
		if (of_form)
			report_no_region(regions, &own);
		return;
	}
	/* A row of a county's table that names the city is the county's all the same. */
	if (record->region == REGION_NONE || !is_county_of(regions, record->region, own.region))
		record->region = own.region;
	if (regions->first.region != REGION_NONE && !agree(regions, regions->first.region, own.region))
		report_conflict(regions, &own, &regions->first);
}

/* The region that a path alone names: of a file without rows, which contradicts nobody. */
static uint32_t region_of_path(struct regions *regions, const struct source *source)
{
	regions->first = (struct witness){ .region = REGION_NONE };
	regions->reported = true;
	hear_path(regions, source, (struct where){ 0 });
	return regions->first.region;
}

/* A source has a region where all its rows have one and the same. */
static void settle_sources(struct regions *regions)
{
	struct run *run = regions->run;
	uint32_t next = 0;

	for (uint32_t i = 0; i < run->sources.count; i++) {
		struct source *source = &run->sources.item[i];
		uint32_t from = next;

		while (next < run->records.count && run->records.item[next].source == i)
			next++;
		source->region = from < next ? run->records.item[from].region : region_of_path(regions, source);
		for (uint32_t j = from; j < next; j++)
			if (run->records.item[j].region != source->region)
				source->region = REGION_NONE;
	}
}

struct regions *regions_new(struct run *run, const struct diag_sink *diag)
{
	struct regions *regions = ARENA_NEW(&run->arena, struct regions);

	*regions = (struct regions){ .run = run, .diag = diag };
	recommenders_init(&regions->recommenders, run);
	return regions;
}

void regions_free(struct regions *regions)
{
	recommenders_release(&regions->recommenders);
}

void regions_begin_sheet(struct regions *regions, const struct sheet *sheet)
{
	begin_sheet(regions, &regions->run->sources.item[sheet->source], sheet);
}

void regions_settle_record(struct regions *regions, struct record *record)
{
	settle_record(regions, record);
}

/* --- all at once --------------------------------------------------------------- */

void regions_settle(struct run *run, const struct diag_sink *diag)
{
	struct regions *regions = regions_new(run, diag);
	uint32_t record = 0;

	/* Sheets and records stand in reading order, so one walk serves both. */
	for (uint32_t i = 0; i < run->sheets.count; i++) {
		const struct sheet *sheet = &run->sheets.item[i];

		/* What nothing was read of contradicts nobody. */
		if (run->sources.item[sheet->source].status != SOURCE_READ)
			continue;
		regions_begin_sheet(regions, sheet);
		for (; record < run->records.count && run->records.item[record].source == sheet->source &&
		       run->records.item[record].sheet == sheet->index;
		     record++)
			settle_record(regions, &run->records.item[record]);
	}
	settle_sources(regions);
	recommenders_order(&regions->recommenders);
	regions_free(regions);
}

/* --- afterwards ------------------------------------------------------------ */

/* The sheet's first record; NULL where it has none. */
static const struct record *first_of_sheet(const struct run *run, struct where where)
{
	uint32_t at = run_record_from(run, where);
	const struct record *record = at < run->records.count ? &run->records.item[at] : NULL;

	return record && record->source + 1 == where.source && record->sheet == where.sheet ? record : NULL;
}

uint32_t regions_of(const struct run *run, struct where where)
{
	const struct record *first;
	uint32_t at, region;

	if (where.source == 0 || where.source > run->sources.count)
		return REGION_NONE;
	at = where.row ? run_record(run, where) : RUN_NO_RECORD;
	if (at != RUN_NO_RECORD)
		return run->records.item[at].region;
	region = run->sources.item[where.source - 1].region;
	if (region != REGION_NONE || where.sheet == 0 || where.row)
		return region;
	/* An input with several regions has one a sheet, as a rule: the sheet's first row tells which. */
	first = first_of_sheet(run, where);
	return first ? first->region : REGION_NONE;
}

static void report_unknown(const struct run *run, const struct diag_sink *diag)
{
	for (uint32_t i = 0; i < run->records.count; i++)
		if (run->records.item[i].region == REGION_NONE)
			diag_add(diag, SAY_REGION_UNKNOWN, rule_row(run, &run->records.item[i]), 0, NULL);
}

/* Its inputs that could not be read, behind its name. */
static uint32_t unread_of(const struct run *run, uint32_t region, struct arg *arg)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		if (source->region == region && source->status != SOURCE_READ && source->reason != REASON_SYSTEM &&
		    source->reason != REASON_OWN_OUTPUT && source->reason != REASON_OTHER_DOCUMENT)
			arg[count++] = DIAG_PLACE(((struct where){ .source = i + 1 }));
	}
	return count;
}

static void report_missing(struct run *run, uint32_t region, struct arg *arg, const struct diag_sink *diag)
{
	uint32_t unread = unread_of(run, region, arg + 1);
	struct finding finding;

	arg[0] = DIAG_TEXT(run->profile->region[region].name);
	finding = diag_finding(unread ? SAY_REGION_MISSING_UNREAD : SAY_REGION_MISSING, (struct where){ 0 }, 1 + unread,
			       arg);
	finding.region = region;
	diag->add(diag->user, &finding);
}

/* A city whose counties reported is none; where a city and all its counties are silent, the city alone is told. */
static bool is_silent(const struct run *run, uint32_t region)
{
	const struct profile_group *group = &run->profile->group[run->profile->region[region].group];

	return run->regions[region].together == 0 && !(group->of_counties && run->regions[group->city].together == 0);
}

void regions_check_run(struct run *run, const struct diag_sink *diag)
{
	struct arena scratch = { 0 };
	struct arg *arg = ARENA_ARRAY(&scratch, struct arg, run->sources.count + 1);

	report_unknown(run, diag);
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (is_silent(run, i))
			report_missing(run, i, arg, diag);
	arena_release(&scratch);
}
