#include "rules/correction.h"

static const struct {
	struct str word;
	uint32_t rank;
} words[] = {
	{ STR_INIT("最终"), 2 }, { STR_INIT("终稿"), 2 }, { STR_INIT("定稿"), 2 },
	{ STR_INIT("修改"), 1 }, { STR_INIT("更正"), 1 }, { STR_INIT("修订"), 1 },
	{ STR_INIT("订正"), 1 }, { STR_INIT("补正"), 1 }, { STR_INIT("改正"), 1 },
};

uint32_t correction_rank(struct str file_name, struct str title)
{
	uint32_t rank = 0;

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (words[i].rank > rank && (str_has(file_name, words[i].word) || str_has(title, words[i].word)))
			rank = words[i].rank;
	return rank;
}
