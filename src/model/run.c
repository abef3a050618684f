#include "model/run.h"

void run_hide(struct run *run)
{
	arena_hide(&run->arena);
	LIST_HIDE(&run->sources);
	LIST_HIDE(&run->sheets);
	LIST_HIDE(&run->tables);
	LIST_HIDE(&run->records);
	LIST_HIDE(&run->findings.findings);
}

void run_show(struct run *run)
{
	arena_show(&run->arena);
	LIST_SHOW(&run->sources);
	LIST_SHOW(&run->sheets);
	LIST_SHOW(&run->tables);
	LIST_SHOW(&run->records);
	LIST_SHOW(&run->findings.findings);
}

struct str run_status_word(enum source_status status)
{
	static const struct str words[] = { STR_INIT("read"), STR_INIT("skipped"), STR_INIT("failed") };

	return words[status];
}

struct str run_reason_word(enum source_reason reason)
{
	static const struct str words[REASON_COUNT] = {
		[REASON_NONE] = STR_INIT(""),
		[REASON_ENCRYPTED] = STR_INIT("encrypted"),
		[REASON_UNREADABLE] = STR_INIT("unreadable"),
		[REASON_NO_TABLE] = STR_INIT("no-table"),
		[REASON_UNSUPPORTED] = STR_INIT("unsupported"),
		[REASON_CHANGING] = STR_INIT("changing"),
		[REASON_SYSTEM] = STR_INIT("system"),
		[REASON_OWN_OUTPUT] = STR_INIT("own-output"),
		[REASON_OTHER_DOCUMENT] = STR_INIT("other-document"),
	};

	return words[reason];
}

struct str run_pair_word(enum pair_kind kind)
{
	static const struct str words[] = { STR_INIT("exact"), STR_INIT("likely"), STR_INIT("possible") };

	return words[kind];
}

bool run_is_merged(const struct record *record)
{
	return record->fate == FATE_MERGED || record->fate == FATE_UNSELECTED;
}

struct run_mark run_mark(const struct run *run)
{
	return (struct run_mark){ run->sources.count, run->sheets.count, run->tables.count, run->records.count,
				  run->findings.findings.count };
}

void run_back(struct run *run, const struct run_mark *mark)
{
	run->sources.count = mark->sources;
	run->sheets.count = mark->sheets;
	run->tables.count = mark->tables;
	run->records.count = mark->records;
	run->findings.findings.count = mark->findings;
}

/* Above the bits that number a source: which list, from 1. */
enum { LISTED_AT = 30 };

const struct run *run_of_place(const struct run *run, struct where *where)
{
	uint32_t list = where->source >> LISTED_AT;

	where->source &= ((uint32_t)1 << LISTED_AT) - 1;
	return list && list <= LIST_KINDS && run->listed[list - 1] ? run->listed[list - 1] : run;
}

struct where run_listed_place(enum list_kind list, struct where where)
{
	where.source |= ((uint32_t)list + 1) << LISTED_AT;
	return where;
}

bool run_listing_counts(const struct listing *listing)
{
	return listing->kind != PAIR_POSSIBLE &&
	       (listing->list == LIST_RECOMMENDED || listing->direction != LISTED_OTHER);
}

bool run_is_comparable(const struct record *row)
{
	return row->project_lossless.len && row->applicant_lossless.len;
}

bool run_repeats_source(const struct run *listed, uint32_t source)
{
	struct str sha256 = listed->sources.item[source].sha256;

	for (uint32_t i = 0; sha256.len && i < source; i++)
		if (str_eq(listed->sources.item[i].sha256, sha256))
			return true;
	return false;
}

const struct sheet *run_sheet(const struct run *run, struct where where)
{
	size_t from = 0, to = run->sheets.count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct sheet *sheet = &run->sheets.item[middle];

		if (sheet->source + 1 < where.source ||
		    (sheet->source + 1 == where.source && sheet->index < where.sheet))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < run->sheets.count && run->sheets.item[from].source + 1 == where.source &&
	    run->sheets.item[from].index == where.sheet)
		return &run->sheets.item[from];
	return NULL;
}

static int compare_place(const struct record *record, struct where where)
{
	if (record->source + 1 != where.source)
		return record->source + 1 < where.source ? -1 : 1;
	if (record->sheet != where.sheet)
		return record->sheet < where.sheet ? -1 : 1;
	return (record->row > where.row) - (record->row < where.row);
}

uint32_t run_record_from(const struct run *run, struct where where)
{
	uint32_t from = 0, to = (uint32_t)run->records.count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (compare_place(&run->records.item[middle], where) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

uint32_t run_record(const struct run *run, struct where where)
{
	uint32_t at = run_record_from(run, where);

	return at < run->records.count && compare_place(&run->records.item[at], where) == 0 ? at : RUN_NO_RECORD;
}
