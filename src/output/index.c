#include "output/index.h"

#include "model/fate.h"

/* A counting sort: how many went into each, where each one's part begins, then the parts themselves. */
static void gather_folded(struct index *index, struct arena *arena)
{
	const struct run *run = index->run;
	size_t count = run->records.count;
	uint32_t *next = ARENA_ARRAY(arena, uint32_t, count + 1);

	index->first = ARENA_ARRAY(arena, uint32_t, count + 1);
	index->folded = ARENA_ARRAY(arena, uint32_t, run->folded + 1);
	for (size_t i = 0; i < count; i++)
		if (run->records.item[i].fate == FATE_FOLDED)
			index->first[fate_root(run, (uint32_t)i) + 1]++;
	for (size_t i = 0; i < count; i++) {
		index->first[i + 1] += index->first[i];
		next[i] = index->first[i];
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t record = run->order[i];

		if (run->records.item[record].fate == FATE_FOLDED)
			index->folded[next[fate_root(run, record)]++] = record;
	}
}

void index_init(struct index *index, const struct run *run, struct arena *arena)
{
	index->run = run;
	gather_folded(index, arena);
}

const uint32_t *index_folded(const struct index *index, uint32_t record, uint32_t *count)
{
	*count = index->first[record + 1] - index->first[record];
	return &index->folded[index->first[record]];
}

struct str index_sheet_name(const struct run *run, const struct record *record)
{
	return run->sheets.item[run->tables.item[record->table].sheet].name;
}

struct str index_region_name(const struct run *run, uint32_t region)
{
	return region < run->profile->region_count ? run->profile->region[region].name : STR("");
}

uint64_t index_rows_read(const struct run *run)
{
	return (uint64_t)run->merged + run->folded + run->held + run->unselected;
}

uint32_t index_bare_rows(const struct run *listed, uint32_t source)
{
	uint32_t bare = 0;

	for (size_t i = 0; i < listed->records.count; i++)
		bare += listed->records.item[i].source == source && !run_is_comparable(&listed->records.item[i]);
	return bare;
}

bool index_is_list_problem(const struct finding *finding, uint32_t source)
{
	static const enum rule_id rules[] = { RULE_SHEET_HIDDEN, RULE_SHEET_IGNORED, RULE_ROW_IGNORED,
					      RULE_ENCODING_GUESSED };

	for (size_t i = 0; i < ARRAY_COUNT(rules); i++)
		if (diag_rule(finding->say) == rules[i])
			return finding->where.source == source + 1;
	return false;
}

enum say index_reason(enum source_reason reason)
{
	static const enum say words[REASON_COUNT] = {
		[REASON_NONE] = SAY_NOTHING,
		[REASON_ENCRYPTED] = SAY_REASON_ENCRYPTED,
		[REASON_UNREADABLE] = SAY_REASON_UNREADABLE,
		[REASON_NO_TABLE] = SAY_REASON_NO_TABLE,
		[REASON_UNSUPPORTED] = SAY_REASON_UNSUPPORTED,
		[REASON_CHANGING] = SAY_REASON_CHANGING,
		[REASON_SYSTEM] = SAY_REASON_SYSTEM,
		[REASON_OWN_OUTPUT] = SAY_REASON_OWN_OUTPUT,
		[REASON_OTHER_DOCUMENT] = SAY_REASON_OTHER_DOCUMENT,
	};

	return words[reason];
}
