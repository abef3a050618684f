#include "output/report_lists.h"

#include "output/index.h"

struct lists {
	struct json *json;
	const struct run *run;
	enum lang lang;
	const struct say_places *places;
	struct buf text; /* of a sentence, one at a time */
};

static const struct str list_words[] = { STR_INIT("recommended"), STR_INIT("awarded"), STR_INIT("received") };

/* What of a list was not read, in words. */
static void add_problems(struct lists *lists, enum list_kind list, uint32_t index)
{
	const struct diag_list *said = &lists->run->listed[list]->findings;

	json_key(lists->json, "problems");
	json_array(lists->json);
	for (size_t i = 0; i < said->findings.count; i++) {
		const struct finding *finding = &said->findings.item[i];
		struct arg arg[2] = { DIAG_PLACE(run_listed_place(list, finding->where)) };
		struct buf words = { 0 };

		if (!index_is_list_problem(finding, index))
			continue;
		say_finding(&words, lists->lang, finding, lists->places);
		arg[1] = DIAG_TEXT(buf_str(&words));
		buf_clear(&lists->text);
		say_sentence(&lists->text, lists->lang, SAY_NOTES_LIST_PROBLEM, 2, arg, lists->places);
		json_text(lists->json, buf_str(&lists->text));
		buf_release(&words);
	}
	json_array_end(lists->json);
}

static void add_list(struct lists *lists, enum list_kind list, uint32_t index)
{
	const struct source *source = &lists->run->listed[list]->sources.item[index];
	struct json *json = lists->json;

	json_object(json);
	json_key(json, "list");
	json_text(json, list_words[list]);
	json_key(json, "path");
	json_text(json, source->path);
	json_key(json, "sha256");
	json_text_or_null(json, source->sha256);
	json_key(json, "rows");
	json_count(json, source->rows_read);
	if (list < LIST_EXCLUDES) {
		json_key(json, "rows_not_compared");
		json_count(json, index_bare_rows(lists->run->listed[list], index));
	}
	add_problems(lists, list, index);
	json_object_end(json);
}

void report_lists_write(struct json *json, const struct run *run, enum lang lang, const struct say_places *places)
{
	struct lists lists = { .json = json, .run = run, .lang = lang, .places = places };

	json_key(json, "lists");
	json_array(json);
	for (enum list_kind list = 0; list < LIST_KINDS; list++)
		for (uint32_t i = 0; run->listed[list] && i < run->listed[list]->sources.count; i++)
			add_list(&lists, list, i);
	json_array_end(json);
	buf_release(&lists.text);
}
