#include "dedup/mixed.h"

#include <stdlib.h>

struct member {
	uint32_t cluster, entry;
};

static int by_cluster(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Of a larger cluster only so many rows are compared with each other. */
enum { MEMBERS_MOST = 40 };

static bool is_mixed(const struct corpus *corpus, const struct member *member, size_t count)
{
	for (size_t i = 0; i < count && i < MEMBERS_MOST; i++)
		for (size_t j = i + 1; j < count && j < MEMBERS_MOST; j++) {
			const struct entry *a = &corpus->entry[member[i].entry];
			const struct entry *b = &corpus->entry[member[j].entry];

			if (a->bag != b->bag && title_sign_compare(&a->title, &b->title) == TITLE_SIGNS_CONTRADICT)
				return true;
		}
	return false;
}

uint32_t mixed_count(const struct run *run, const struct corpus *corpus)
{
	struct arena scratch = { 0 };
	struct member *member = ARENA_ARRAY(&scratch, struct member, corpus->entry_count);
	size_t count = 0;
	uint32_t mixed = 0;

	for (uint32_t i = 0; i < corpus->entry_count; i++)
		if (run->records.item[corpus->entry[i].record].cluster)
			member[count++] = (struct member){ run->records.item[corpus->entry[i].record].cluster, i };
	if (count)
		qsort(member, count, sizeof(*member), by_cluster);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && member[to].cluster == member[from].cluster; to++)
			;
		mixed += is_mixed(corpus, member + from, to - from);
	}
	arena_release(&scratch);
	return mixed;
}
