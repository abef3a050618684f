/* input.unsupported: a file that cannot be read but is named like a table, or is all that its region sent. */
#include "base/path.h"
#include "rules/rule.h"

/* Words in the name of a file that is meant as a table. */
static const struct str table_words[] = { STR_INIT("汇总"), STR_INIT("报送表"), STR_INIT("推荐表") };

/* By its own name: the folder that all came in is often called 汇总, too. */
static bool named_like_table(const struct run *run, const struct source *source)
{
	struct str name = path_name(source->path);

	for (size_t i = 0; i < ARRAY_COUNT(table_words); i++)
		if (str_has(name, table_words[i]))
			return true;
	return (run->profile->table_title.len && str_has(name, run->profile->table_title)) ||
	       (run->profile->title.len && str_has(name, run->profile->title));
}

static bool is_all_its_region_sent(const struct run *run, const struct source *source)
{
	if (source->region == REGION_NONE || run->regions[source->region].count > 0)
		return false;
	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].region == source->region && run->sources.item[i].status == SOURCE_FAILED)
			return false; /* that one is found already */
	return true;
}

void inputs_check_run(struct run *run, const struct diag_sink *diag)
{
	for (uint32_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		if (source->reason != REASON_UNSUPPORTED)
			continue;
		if (named_like_table(run, source) || is_all_its_region_sent(run, source))
			diag_add(diag, SAY_UNSUPPORTED, (struct where){ .source = i + 1 }, 1,
				 (struct arg[]){ DIAG_TEXT(source->kind) });
	}
}
