/* 运行说明: what this workbook was made from, and which rules nobody could check. No clock, host or user. */
#include "model/manual.h"
#include "model/ticks.h"
#include "output/workbook_room.h"

enum { LABEL = 1, VALUE };

/* The columns of the list of inputs; labels and values of the other blocks share them. */
enum { FILE_PATH = 1, FORMAT, ENCODING, STATUS, REASON, REGION, ROWS, BYTES, SHA256, COLUMNS = SHA256 };

static const struct {
	enum say head;
	double width;
} columns[COLUMNS] = {
	{ SAY_HEAD_FILE, 40 },	 { SAY_HEAD_FORMAT, 10 }, { SAY_HEAD_ENCODING, 12 },
	{ SAY_HEAD_STATUS, 12 }, { SAY_HEAD_REASON, 18 }, { SAY_HEAD_REGION, 12 },
	{ SAY_HEAD_ROWS, 10 },	 { SAY_HEAD_BYTES, 12 },  { SAY_HEAD_SHA256, 26 },
};

static const enum say status_words[] = { SAY_SOURCE_READ, SAY_SOURCE_SKIPPED, SAY_SOURCE_FAILED };

static void write_fact(struct workbook_room *room, struct sheet_page *page, enum say label, struct str value)
{
	sheet_text(page, LABEL, STYLE_LEFT, workbook_room_word(room, label));
	sheet_span(page, VALUE, COLUMNS, STYLE_LEFT, value);
	sheet_row_end(page, 0);
}

static void write_section(struct workbook_room *room, struct sheet_page *page, enum say title)
{
	sheet_section(page, workbook_room_word(room, title));
}

static uint32_t count_failed(const struct run *run)
{
	uint32_t failed = 0;

	for (size_t i = 0; i < run->sources.count; i++)
		failed += run->sources.item[i].status == SOURCE_FAILED;
	return failed;
}

static void write_totals(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	struct arg inputs[] = { DIAG_NUMBER(run->sources.count), DIAG_NUMBER(count_failed(run)) };
	struct arg rows[] = { DIAG_NUMBER(index_rows_read(run)), DIAG_NUMBER((int64_t)run->merged + run->unselected),
			      DIAG_NUMBER(run->folded), DIAG_NUMBER(run->held) };

	write_fact(room, page, SAY_NOTES_INPUTS, workbook_room_sentence(room, SAY_NOTES_INPUTS_OF, 2, inputs));
	write_fact(room, page, SAY_NOTES_ROWS,
		   workbook_room_sentence(room, run->audit ? SAY_NOTES_ROWS_AUDIT : SAY_NOTES_ROWS_OF, 4, rows));
}

/* How duplicates were looked for, and what is to be done with those that were found. */
static void write_search(struct workbook_room *room, struct sheet_page *page)
{
	const struct search_counts *search = &room->run->search;
	struct arg counts[] = { DIAG_NUMBER(search->candidates), DIAG_NUMBER(search->cut_blocks),
				DIAG_NUMBER(search->cut_pairs), DIAG_NUMBER(search->mixed_clusters) };

	if (search->candidates)
		write_fact(room, page, SAY_NOTES_SEARCH, workbook_room_sentence(room, SAY_NOTES_SEARCH_OF, 4, counts));
	if (room->run->pairs.count)
		write_fact(room, page, SAY_NOTES_RULING, workbook_room_word(room, SAY_RULING_HOW));
}

static void write_rulings(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	struct arg count[] = { DIAG_NUMBER(run->rulings.count), DIAG_NUMBER(0) };

	if (!run->ruled)
		return;
	for (size_t i = 0; i < run->rulings.count; i++)
		count[1].number += run->rulings.item[i].status != RULING_HONOURED;
	write_fact(room, page, SAY_NOTES_RULINGS, workbook_room_sentence(room, SAY_NOTES_RULINGS_OF, 2, count));
	if (run->rulings.count)
		write_fact(room, page, SAY_NOTES_RULINGS_SHA256, run->rulings_sha256);
}

static void write_selections(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	struct arg count[] = { DIAG_NUMBER(run->selections.count), DIAG_NUMBER(0), DIAG_NUMBER(run->merged),
			       DIAG_NUMBER(run->unselected) };

	if (run->selections.count == 0)
		return;
	for (size_t i = 0; i < run->selections.count; i++)
		count[1].number += run->selections.item[i].status != SELECTION_HONOURED &&
				   run->selections.item[i].status != SELECTION_WIDER;
	if (!run->audit)
		write_fact(room, page, SAY_NOTES_SELECTION,
			   workbook_room_sentence(room, SAY_NOTES_SELECTION_OF, 4, count));
	write_fact(room, page, SAY_NOTES_SELECTION_SHA256, run->selections_sha256);
}

/* Where they stand in the workbook: an audit has no such sheet. */
static void write_ticks(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;

	if (!run->audit && run->ticks.count && run->profile->manual_count)
		write_fact(room, page, SAY_NOTES_TICKS_SHA256, ticks_sha256(room->arena, run));
}

/* A list's file: its rows, those that name too little, and its bytes. */
static void write_list(struct workbook_room *room, struct sheet_page *page, enum list_kind list, uint32_t index)
{
	static const enum say labels[LIST_KINDS] = { SAY_NOTES_LIST_RECOMMENDED, SAY_NOTES_LIST_AWARDED,
						     SAY_NOTES_LIST_RECEIVED };
	uint32_t bare = list < LIST_EXCLUDES ? index_bare_rows(room->run->listed[list], index) : 0;
	const struct source *source = &room->run->listed[list]->sources.item[index];
	struct arg arg[] = { DIAG_TEXT(source->path), DIAG_NUMBER(source->rows_read), DIAG_NUMBER(bare),
			     DIAG_TEXT(source->sha256) };

	write_fact(room, page, labels[list],
		   workbook_room_sentence(room, bare ? SAY_NOTES_LIST_BARE : SAY_NOTES_LIST, 4, arg));
}

/* So many of one list are enough to see that it must be looked at. */
enum { PROBLEMS_SHOWN = 20 };

/* What of a list was not read: that is not among the findings, since these are about what was sent. */
static void write_problems(struct workbook_room *room, struct sheet_page *page, enum list_kind list, uint32_t index)
{
	const struct diag_list *said = &room->run->listed[list]->findings;
	uint32_t shown = 0;

	for (size_t i = 0; i < said->findings.count && shown < PROBLEMS_SHOWN; i++) {
		const struct finding *finding = &said->findings.item[i];
		struct arg arg[2] = { DIAG_PLACE(run_listed_place(list, finding->where)) };

		if (!index_is_list_problem(finding, index))
			continue;
		arg[1] = DIAG_TEXT(workbook_room_finding(room, finding));
		write_fact(room, page, SAY_NOTHING, workbook_room_sentence(room, SAY_NOTES_LIST_PROBLEM, 2, arg));
		shown++;
	}
}

static void write_lists(struct workbook_room *room, struct sheet_page *page)
{
	for (enum list_kind list = 0; list < LIST_KINDS; list++)
		for (uint32_t i = 0; room->run->listed[list] && i < room->run->listed[list]->sources.count; i++) {
			write_list(room, page, list, i);
			write_problems(room, page, list, i);
		}
}

static void write_facts(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile *profile = room->run->profile;

	write_fact(room, page, SAY_NOTES_VERSION, STR("huizong " HUIZONG_VERSION));
	write_fact(room, page, SAY_NOTES_PROFILE, profile->id);
	write_fact(room, page, SAY_NOTES_TITLE, profile->title);
	write_fact(room, page, SAY_NOTES_NUMBER, profile->number);
	write_fact(room, page, SAY_NOTES_PROFILE_SHA256, profile->sha256);
	write_totals(room, page);
	write_search(room, page);
	write_rulings(room, page);
	write_selections(room, page);
	write_ticks(room, page);
	write_lists(room, page);
}

static void write_rule(struct workbook_room *room, struct sheet_page *page, enum rule_id id)
{
	const struct run *run = room->run;
	const struct rule_reason *reason = &run->rule_reason[id];
	bool off = run->rule_status[id] == RULE_OFF;
	struct arg arg[2] = { DIAG_TEXT(diag_rule_at(id)->name), DIAG_TEXT(diag_rule_at(id)->word) };

	sheet_text(page, LABEL, STYLE_LEFT, workbook_room_sentence(room, SAY_NOTES_RULE, 2, arg));
	sheet_span(page, VALUE, VALUE + 1, STYLE_CENTRE,
		   workbook_room_word(room, off ? SAY_RULE_WAS_OFF : SAY_RULE_WAS_UNCHECKED));
	sheet_span(page, VALUE + 2, COLUMNS, STYLE_LEFT,
		   off ? STR("") : workbook_room_sentence(room, reason->say, reason->arg_count, reason->arg));
	sheet_row_end(page, 0);
}

static void write_rules(struct workbook_room *room, struct sheet_page *page)
{
	bool any = false;

	write_section(room, page, SAY_NOTES_UNCHECKED);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		if (room->run->rule_status[id] == RULE_CHECKED)
			continue;
		write_rule(room, page, id);
		any = true;
	}
	if (any)
		return;
	sheet_span(page, LABEL, COLUMNS, STYLE_LEFT, workbook_room_word(room, SAY_NOTES_ALL_CHECKED));
	sheet_row_end(page, 0);
}

static void write_manual_item(struct workbook_room *room, struct sheet_page *page, const struct profile_manual *item)
{
	static const enum say scopes[] = { SAY_NOTES_MANUAL_PROJECT, SAY_NOTES_MANUAL_REGION, SAY_NOTES_MANUAL_ONCE };
	struct arg count = DIAG_NUMBER(manual_count(room->run, item));
	struct arg what[] = { DIAG_TEXT(item->what), DIAG_TEXT(item->basis) };

	sheet_text(page, LABEL, STYLE_LEFT, item->name);
	sheet_span(page, VALUE, VALUE + 1, STYLE_CENTRE, workbook_room_sentence(room, scopes[item->scope], 1, &count));
	sheet_span(page, VALUE + 2, COLUMNS, STYLE_LEFT,
		   item->basis.len ? workbook_room_sentence(room, SAY_NOTES_MANUAL_BASIS, 2, what) : item->what);
	sheet_row_end(page, 0);
}

/* What the sheet 人工核 asks for, with the notice's words, which it has no room for. */
static void write_manual(struct workbook_room *room, struct sheet_page *page)
{
	const struct profile *profile = room->run->profile;

	if (profile->manual_count == 0 || room->run->audit)
		return;
	write_section(room, page, SAY_NOTES_MANUAL);
	for (uint32_t i = 0; i < profile->manual_count; i++)
		write_manual_item(room, page, &profile->manual[i]);
}

static void write_input(struct workbook_room *room, struct sheet_page *page, const struct source *source)
{
	enum sheet_style style = source->status == SOURCE_FAILED ? STYLE_STRONG : STYLE_CENTRE;

	sheet_text(page, FILE_PATH, STYLE_LEFT, source->path);
	sheet_text(page, FORMAT, STYLE_CENTRE, source->format);
	sheet_text(page, ENCODING, STYLE_CENTRE, source->encoding);
	sheet_text(page, STATUS, style, workbook_room_word(room, status_words[source->status]));
	sheet_text(page, REASON, STYLE_CENTRE, workbook_room_word(room, index_reason(source->reason)));
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(room->run, source->region));
	sheet_number(page, ROWS, STYLE_CENTRE, source->rows_read);
	sheet_number(page, BYTES, STYLE_CENTRE, (double)source->bytes);
	sheet_text(page, SHA256, STYLE_HASH, source->sha256);
	sheet_row_end(page, 0);
}

static void write_inputs(struct workbook_room *room, struct sheet_page *page)
{
	uint32_t head;

	write_section(room, page, SAY_NOTES_INPUTS);
	head = page->row;
	for (uint32_t i = 0; i < COLUMNS; i++)
		sheet_text(page, i + 1, STYLE_HEAD, workbook_room_word(room, columns[i].head));
	sheet_row_end(page, 0);
	sheet_repeat(page);
	for (size_t i = 0; i < room->run->sources.count; i++)
		write_input(room, page, &room->run->sources.item[i]);
	sheet_filter(page, head);
}

void workbook_notes_write(struct workbook_room *room)
{
	double widths[COLUMNS];
	struct sheet_page page;

	for (uint32_t i = 0; i < COLUMNS; i++)
		widths[i] = columns[i].width;
	page = sheet_begin(room->book, workbook_room_word(room, SAY_SHEET_NOTES), COLUMNS, widths);
	write_facts(room, &page);
	write_rules(room, &page);
	write_manual(room, &page);
	write_inputs(room, &page);
	sheet_end(&page, room->lang);
}
