#include "rules/correction.h"

#include "base/utf8.h"

/*
 * Above a table of Word a whole letter may stand, in which 修改 means what it means: a
 * title is a line that fits on one, without the stops of a sentence. Characters.
 */
enum { TITLE_LENGTH = 40 };

static const struct {
	struct str word;
	uint32_t rank;
} words[] = {
	/* What a region sends back stands on what it sent before, the last of that included. */
	{ STR_INIT("退回单"), CORRECTION_SLIP },
	{ STR_INIT("最终"), 2 },
	{ STR_INIT("终稿"), 2 },
	{ STR_INIT("定稿"), 2 },
	{ STR_INIT("修改"), 1 },
	{ STR_INIT("更正"), 1 },
	{ STR_INIT("修订"), 1 },
	{ STR_INIT("订正"), 1 },
	{ STR_INIT("补正"), 1 },
	{ STR_INIT("改正"), 1 },
};

static uint32_t rank_of(struct str text)
{
	uint32_t rank = 0;

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (words[i].rank > rank && str_has(text, words[i].word))
			rank = words[i].rank;
	return rank;
}

static bool is_title(struct str line)
{
	int length = 0;

	if (str_has(line, STR("，")) || str_has(line, STR("。")) || str_has(line, STR("；")))
		return false;
	for (; line.len > 0 && length <= TITLE_LENGTH; length++)
		(void)utf8_next(&line);
	return length <= TITLE_LENGTH;
}

uint32_t correction_rank(struct str file_name, struct str above)
{
	uint32_t rank = rank_of(file_name), said;
	struct str line;

	while (str_split(&above, '\n', &line)) {
		said = is_title(line) ? rank_of(line) : 0;
		if (said > rank)
			rank = said;
	}
	return rank;
}
