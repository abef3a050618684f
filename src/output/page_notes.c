/* 人工核, 规则, 输入文件 and 运行说明: what was checked and what was not, from which files, by what. */
#include "model/manual.h"
#include "output/page_room.h"

/* More than a person looks through here: the rest stands in the JSON report. */
enum { INPUTS_SHOWN = 2000, PROBLEMS_SHOWN = 20 };

/* --- what only a person can check ------------------------------------------------------- */

static void write_manual(struct page_room *room, const struct profile_manual *item)
{
	static const enum say scopes[] = { SAY_NOTES_MANUAL_PROJECT, SAY_NOTES_MANUAL_REGION, SAY_NOTES_MANUAL_ONCE };

	page_room_raw(room, "<tr><th scope=\"row\"");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, item->name);
	page_room_raw(room, "</th>");
	page_room_cell(room, SAY_PAGE_HOW_OFTEN, "");
	page_room_raw(room, ">");
	page_room_say(room, scopes[item->scope], 1, &DIAG_NUMBER(manual_count(room->run, item)));
	page_room_raw(room, "</td>");
	page_room_text_cell(room, SAY_PAGE_TO_CHECK, item->what);
	page_room_text_cell(room, SAY_PAGE_BASIS, item->basis);
	page_room_raw(room, "</tr>\n");
}

bool page_notes_has_manual(const struct page_room *room)
{
	return room->run->profile->manual_count > 0 && !room->run->audit;
}

void page_notes_write_manual(struct page_room *room)
{
	static const enum say heads[] = { SAY_PAGE_ITEM, SAY_PAGE_HOW_OFTEN, SAY_PAGE_TO_CHECK, SAY_PAGE_BASIS };
	const struct profile *profile = room->run->profile;

	page_room_section(room, "manual", SAY_PAGE_MANUAL, profile->manual_count);
	page_room_raw(room, "<p class=\"hint\">");
	page_room_word(room, SAY_PAGE_MANUAL_HOW);
	page_room_raw(room, "</p>\n");
	page_room_table(room, "rows", SAY_PAGE_MANUAL, ARRAY_COUNT(heads), heads);
	for (uint32_t i = 0; i < profile->manual_count; i++)
		write_manual(room, &profile->manual[i]);
	page_room_table_end(room);
	page_room_section_end(room);
}

/* --- rules --------------------------------------------------------------------------- */

static void write_rule(struct page_room *room, enum rule_id id)
{
	static const enum say severities[] = { SAY_ERROR, SAY_WARNING, SAY_INFO, SAY_NOTHING };
	static const enum say words[] = { SAY_PAGE_CHECKED, SAY_RULE_WAS_UNCHECKED, SAY_RULE_WAS_OFF };
	const struct run *run = room->run;
	const struct rule_reason *reason = &run->rule_reason[id];
	bool unchecked = run->rule_status[id] == RULE_UNCHECKED;

	page_room_raw(room, "<tr><th scope=\"row\">");
	page_room_rule(room, id);
	page_room_raw(room, "</th>");
	page_room_word_cell(room, SAY_HEAD_SEVERITY, severities[run->profile->rule[id].severity]);
	page_room_word_cell(room, SAY_HEAD_STATUS, words[run->rule_status[id]]);
	page_room_cell(room, SAY_HEAD_REASON, unchecked ? "" : "none");
	page_room_raw(room, ">");
	if (unchecked)
		page_room_say(room, reason->say, reason->arg_count, reason->arg);
	page_room_raw(room, "</td>");
	page_room_count_cell(room, SAY_PAGE_FINDINGS, room->by_rule[id]);
	page_room_raw(room, "</tr>\n");
}

static void write_rules(struct page_room *room, enum say caption, bool checked)
{
	static const enum say heads[] = { SAY_HEAD_RULE, SAY_HEAD_SEVERITY, SAY_HEAD_STATUS, SAY_HEAD_REASON,
					  SAY_PAGE_FINDINGS };

	page_room_table(room, "rules", caption, ARRAY_COUNT(heads), heads);
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if ((room->run->rule_status[id] == RULE_CHECKED) == checked)
			write_rule(room, id);
	page_room_table_end(room);
}

static uint32_t count_checked(const struct run *run)
{
	uint32_t checked = 0;

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		checked += run->rule_status[id] == RULE_CHECKED;
	return checked;
}

void page_notes_write_rules(struct page_room *room)
{
	uint32_t checked = count_checked(room->run);

	page_room_section(room, "rules", SAY_PAGE_RULES, RULE_COUNT);
	if (checked < RULE_COUNT)
		write_rules(room, SAY_NOTES_UNCHECKED, false);
	page_room_raw(room, "<details><summary>");
	page_room_say(room, SAY_PAGE_RULES_CHECKED, 1, &DIAG_NUMBER(checked));
	page_room_raw(room, "</summary>\n");
	write_rules(room, SAY_PAGE_CHECKED, true);
	page_room_raw(room, "</details>\n");
	page_room_section_end(room);
}

/* --- inputs ------------------------------------------------------------------------------- */

static void write_input(struct page_room *room, const struct source *source)
{
	static const enum say words[] = { SAY_SOURCE_READ, SAY_SOURCE_SKIPPED, SAY_SOURCE_FAILED };
	static const char *const kinds[] = { "<tr>", "<tr class=\"skipped\">", "<tr class=\"over\">" };

	page_room_raw(room, kinds[source->status]);
	page_room_cell(room, SAY_HEAD_FILE, "path");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, source->path);
	page_room_raw(room, "</td>");
	page_room_word_cell(room, SAY_HEAD_STATUS, words[source->status]);
	page_room_word_cell(room, SAY_HEAD_REASON, index_reason(source->reason));
	page_room_text_cell(room, SAY_HEAD_REGION, index_region_name(room->run, source->region));
	page_room_count_cell(room, SAY_HEAD_ROWS, source->rows_read);
	page_room_text_cell(room, SAY_HEAD_FORMAT, source->format);
	page_room_text_cell(room, SAY_HEAD_ENCODING, source->encoding);
	page_room_cell(room, SAY_HEAD_SHA256, source->sha256.len ? "hash" : "none");
	page_room_raw(room, ">");
	page_room_text(room, source->sha256);
	page_room_raw(room, "</td></tr>\n");
}

/* Those with this status, or those with another. */
static void write_some(struct page_room *room, bool read, size_t *shown)
{
	const struct run *run = room->run;

	for (size_t i = 0; i < run->sources.count && *shown < INPUTS_SHOWN && page_room_goes_on(room); i++) {
		if ((run->sources.item[i].status == SOURCE_READ) != read)
			continue;
		write_input(room, &run->sources.item[i]);
		++*shown;
	}
}

void page_notes_write_inputs(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_FILE, SAY_HEAD_STATUS, SAY_HEAD_REASON,   SAY_HEAD_REGION,
					  SAY_HEAD_ROWS, SAY_HEAD_FORMAT, SAY_HEAD_ENCODING, SAY_HEAD_SHA256 };
	size_t count = room->run->sources.count, shown = 0;

	page_room_section(room, "inputs", SAY_PAGE_INPUTS, count);
	page_room_table(room, "inputs", SAY_PAGE_INPUTS, ARRAY_COUNT(heads), heads);
	write_some(room, false, &shown);
	write_some(room, true, &shown);
	page_room_table_end(room);
	page_room_rest(room, count - shown);
	page_room_section_end(room);
}

/* --- how this was made ------------------------------------------------------------------------ */

static void write_fact(struct page_room *room, enum say label, struct str value)
{
	if (value.len == 0)
		return;
	page_room_raw(room, "<div><dt>");
	page_room_word(room, label);
	page_room_raw(room, "</dt><dd");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, value);
	page_room_raw(room, "</dd></div>\n");
}

static void write_say(struct page_room *room, enum say label, enum say say, uint32_t arg_count, const struct arg *arg)
{
	page_room_raw(room, "<div><dt>");
	page_room_word(room, label);
	page_room_raw(room, "</dt><dd>");
	page_room_say(room, say, arg_count, arg);
	page_room_raw(room, "</dd></div>\n");
}

static void write_search(struct page_room *room)
{
	const struct search_counts *search = &room->run->search;
	struct arg arg[] = { DIAG_NUMBER(search->candidates), DIAG_NUMBER(search->cut_blocks),
			     DIAG_NUMBER(search->cut_pairs), DIAG_NUMBER(search->mixed_clusters) };

	if (search->candidates)
		write_say(room, SAY_NOTES_SEARCH, SAY_NOTES_SEARCH_OF, 4, arg);
}

static void write_rulings(struct page_room *room)
{
	const struct run *run = room->run;
	struct arg count[] = { DIAG_NUMBER(run->rulings.count), DIAG_NUMBER(0) };

	if (!run->ruled)
		return;
	for (size_t i = 0; i < run->rulings.count; i++)
		count[1].number += run->rulings.item[i].status != RULING_HONOURED;
	write_say(room, SAY_NOTES_RULINGS, SAY_NOTES_RULINGS_OF, 2, count);
	write_fact(room, SAY_NOTES_RULINGS_SHA256, run->rulings_sha256);
}

/* What of a list was not read: that is not among the findings, since these are about what was sent. */
static void write_problems(struct page_room *room, enum say label, enum list_kind list, uint32_t index)
{
	const struct diag_list *said = &room->run->listed[list]->findings;
	uint32_t shown = 0;

	for (size_t i = 0; i < said->findings.count && shown < PROBLEMS_SHOWN; i++) {
		const struct finding *finding = &said->findings.item[i];
		struct arg arg[2] = { DIAG_PLACE(run_listed_place(list, finding->where)) };
		struct buf words = { 0 };

		if (!index_is_list_problem(finding, index))
			continue;
		say_finding(&words, room->lang, finding, room->places);
		arg[1] = DIAG_TEXT(buf_str(&words));
		write_say(room, label, SAY_NOTES_LIST_PROBLEM, 2, arg);
		buf_release(&words);
		shown++;
	}
}

static void write_list(struct page_room *room, enum list_kind list, uint32_t index)
{
	static const enum say labels[LIST_KINDS] = { SAY_NOTES_LIST_RECOMMENDED, SAY_NOTES_LIST_AWARDED,
						     SAY_NOTES_LIST_RECEIVED };
	const struct run *listed = room->run->listed[list];
	const struct source *source = &listed->sources.item[index];
	uint32_t bare = list < LIST_EXCLUDES ? index_bare_rows(listed, index) : 0;
	struct arg arg[] = { DIAG_TEXT(source->path), DIAG_NUMBER(source->rows_read), DIAG_NUMBER(bare),
			     DIAG_TEXT(source->sha256) };

	write_say(room, labels[list], bare ? SAY_NOTES_LIST_BARE : SAY_NOTES_LIST, 4, arg);
	write_problems(room, labels[list], list, index);
}

void page_notes_write(struct page_room *room)
{
	const struct profile *profile = room->run->profile;

	page_room_raw(room, "<section id=\"notes\"><h2>");
	page_room_word(room, SAY_PAGE_NOTES);
	page_room_raw(room, "</h2>\n<dl class=\"facts\">\n");
	write_fact(room, SAY_NOTES_VERSION, STR("huizong " HUIZONG_VERSION));
	write_fact(room, SAY_NOTES_PROFILE, profile->id);
	write_fact(room, SAY_NOTES_TITLE, profile->title);
	write_fact(room, SAY_NOTES_NUMBER, profile->number);
	write_fact(room, SAY_NOTES_PROFILE_SHA256, profile->sha256);
	write_search(room);
	write_rulings(room);
	for (enum list_kind list = 0; list < LIST_KINDS; list++)
		for (uint32_t i = 0; room->run->listed[list] && i < room->run->listed[list]->sources.count; i++)
			write_list(room, list, i);
	page_room_raw(room, "</dl>\n");
	page_room_section_end(room);
}
