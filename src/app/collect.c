#include "app/collect.h"

#include "app/returns.h"
#include "app/settle.h"
#include "app/verify.h"
#include "base/path.h"
#include "base/utf8.h"
#include "diag/say.h"
#include "output/workbook.h"
#include "rules/correction.h"
#include "text/clean.h"

static struct source *source_of(const struct collector *collector)
{
	return &collector->run->sources.item[collector->at.source];
}

/* Of a workbook of ours only the first sheet is read: the others repeat it for people. */
static bool is_passed_over(const struct collector *collector)
{
	size_t count = collector->run->sheets.count;

	return collector->at.mark.len && count > collector->at.before.sheets &&
	       collector->run->sheets.item[count - 1].index > 1;
}

/* In the run's arena, once where it is what it was the last time. */
static struct str keep(const struct collector *collector, struct str *last, struct str text)
{
	if (!str_eq(*last, text))
		*last = arena_copy(&collector->run->arena, text);
	return *last;
}

static struct sheet *last_sheet(const struct collector *collector)
{
	return &collector->run->sheets.item[collector->run->sheets.count - 1];
}

static bool is_broken(struct collector *collector)
{
	collector->broken = true;
	return false;
}

static void hand_out(struct collector *collector, uint32_t row)
{
	collector->row = row;
	collector->row_source = collector->at.source;
	collector->out = true;
}

static bool take_input(struct collector *collector, const struct message *message)
{
	struct arena *arena = &collector->run->arena;

	if (collector->resumed && collector->depth == 0 && message->as.input.kind != INPUT_ARCHIVE)
		return is_broken(collector);
	collector->at.input = message->as.input;
	collector->at.input.name = message->as.input.name.len ? arena_copy(arena, message->as.input.name) : STR("");
	source_of(collector)->format = collector->at.input.format = keep(collector, &collector->format,
									 message->as.input.format);
	return true;
}

static bool take_sheet(struct collector *collector, const struct message *message)
{
	struct sheet *sheet;

	if (message->as.sheet.index <= collector->at.sheet)
		return is_broken(collector);
	collector->at.sheet = message->as.sheet.index;
	collector->at.row = 0;
	sheet = RUN_ADD(collector->run, sheets);
	sheet->source = collector->at.source;
	sheet->index = message->as.sheet.index;
	sheet->name = clean_shown(&collector->run->arena, arena_copy(&collector->run->arena, message->as.sheet.name));
	sheet->hidden = message->as.sheet.hidden;
	return !collector->on_sheet || collector->on_sheet(collector->user, collector->at.source, &message->as.sheet);
}

static bool same_columns(const struct table *table, const struct message_table *from)
{
	bool same = table->column_count == from->column_count;

	for (uint32_t i = 0; same && i < from->column_count; i++) {
		const struct message_column *a = &table->column[i], *b = &from->column[i];

		same = a->col == b->col && a->field == b->field && a->part == b->part && str_eq(a->label, b->label);
	}
	return same;
}

/* Thousands of files are the same form. */
static const struct message_column *keep_columns(const struct run *run, struct arena *arena,
						 const struct message_table *from)
{
	struct message_column *column;

	if (run->tables.count && same_columns(&run->tables.item[run->tables.count - 1], from))
		return run->tables.item[run->tables.count - 1].column;
	column = ARENA_ARRAY(arena, struct message_column, from->column_count);
	for (uint32_t i = 0; i < from->column_count; i++) {
		column[i] = from->column[i];
		column[i].label = arena_copy(arena, from->column[i].label);
	}
	return column;
}

static bool take_table(struct collector *collector, const struct message *message)
{
	const struct message_table *from = &message->as.table;
	const struct message_column *column;
	struct source *source = source_of(collector);
	uint32_t rank;

	if (is_passed_over(collector))
		return true;
	column = keep_columns(collector->run, &collector->run->arena, from);
	*RUN_ADD(collector->run,
		 tables) = (struct table){ collector->at.source, (uint32_t)collector->run->sheets.count - 1,
					   from->header_row,	 keep(collector, &collector->title, from->title),
					   from->column_count,	 column };
	rank = correction_rank(path_name(source->path), from->title);
	if (rank > source->correction)
		source->correction = rank;
	return true;
}

static bool take_candidate(struct collector *collector, const struct message *message)
{
	struct arena *arena = &collector->run->arena;
	struct sheet_line **end = &last_sheet(collector)->line;

	while (*end)
		end = &(*end)->next;
	*end = ARENA_ARRAY(arena, struct sheet_line, 1);
	**end = (struct sheet_line){ arena_copy(arena, message->as.candidate.text), message->as.candidate.where, NULL };
	(*end)->where.source = collector->at.source + 1;
	return true;
}

static bool rises(struct collector *collector, uint32_t row)
{
	bool ok = row > collector->at.row;

	collector->at.row = row;
	return ok;
}

static bool take_record(struct collector *collector, const struct message *message)
{
	struct run *run = collector->run;
	struct record record;
	const struct table *table;

	if (!rises(collector, message->as.record.row))
		return is_broken(collector);
	if (is_passed_over(collector))
		return true;
	if (run->tables.count == collector->at.before.tables)
		return is_broken(collector);
	table = &run->tables.item[run->tables.count - 1];
	/* A record that is not kept goes with its message. */
	record_make(collector->maker, collector->on_record ? &collector->decoded : &run->arena, &message->as.record,
		    table->column_count, table->column, &record);
	record.source = collector->at.source;
	record.sheet = last_sheet(collector)->index;
	record.table = (uint32_t)run->tables.count - 1;
	source_of(collector)->rows_read++;
	if (collector->on_record) {
		hand_out(collector, record.row);
		return collector->on_record(collector->user, &record);
	}
	*RUN_ADD(run, records) = record;
	return true;
}

static bool take_row(struct collector *collector, const struct message *message)
{
	if (!rises(collector, message->as.row.number))
		return is_broken(collector);
	if (!collector->on_row)
		return true;
	hand_out(collector, message->as.row.number);
	return collector->on_row(collector->user, &message->as.row);
}

/* What is said of one input while it is read names no place of another. */
static bool names_places(const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->arg_count; i++)
		if (finding->arg[i].kind == ARG_PLACE)
			return true;
	return false;
}

static bool take_finding(struct collector *collector, const struct message *message)
{
	struct finding finding = message->as.finding;
	struct diag_sink sink = diag_list_sink(&collector->run->findings);

	if (names_places(&finding))
		return is_broken(collector);
	if (is_passed_over(collector))
		return true;
	finding.where.source = collector->at.source + 1;
	for (uint32_t i = 0; i < finding.arg_count; i++)
		if (finding.arg[i].kind == ARG_WORD)
			settle_word(collector->run, collector->at.source, finding.arg[i].word);
	sink.add(sink.user, &finding);
	return true;
}

/* A form that was made to come back is a file as any other. */
static bool take_mark(struct collector *collector, const struct message *message)
{
	struct str mark = verify_mark(message->as.mark.name, message->as.mark.value);

	if (!workbook_mark_returns(mark))
		collector->at.mark = arena_copy(&collector->run->arena, mark);
	collector->at.is_slip |= returns_is_marked(mark, collector->run->profile);
	return true;
}

/* --- members --------------------------------------------------------------------- */

static void begin(struct collector *collector, uint32_t source)
{
	collector->at = (struct collect_input){ .source = source, .before = run_mark(collector->run) };
}

/* The outermost archive is between two members: the one before this is complete. */
static void keep_members(struct collector *collector)
{
	collector->kept = run_mark(collector->run);
	collector->kept_members = collector->at.next_member;
	collector->out = false;
}

/* The sources behind those that were discovered; their place among them comes once all are read. */
static uint32_t add_member(struct collector *collector, const struct message_member *member)
{
	struct run *run = collector->run;
	struct source *source = RUN_ADD(run, sources);
	const struct source *archive = source_of(collector);

	*source = (struct source){
		.path = arena_printf(&run->arena, "%.*s!/%.*s", STR_ARG(archive->path), STR_ARG(member->label)),
		.file = arena_copy(&run->arena, member->label),
		.input = archive->input,
		.is_member = true,
		.sha256 = arena_copy(&run->arena, member->sha256),
		.bytes = member->bytes,
		.region = REGION_NONE,
		.status = SOURCE_READ,
	};
	return (uint32_t)run->sources.count - 1;
}

static bool is_lost(const struct collector *collector, const struct message_member *member)
{
	return collector->depth == 0 && member->index == collector->lost;
}

/* Numbers rise, however often an archive is read; the last one of all would leave none behind it. */
static bool is_next(const struct collector *collector, const struct message_member *member)
{
	return member->index >= collector->at.next_member && member->index < UINT32_MAX &&
	       collector->depth < COLLECT_DEPTH && (member->kind == MEMBER_LOST || !is_lost(collector, member));
}

static void settle_died(struct run *run, uint32_t source, int signal_number, enum say why)
{
	if (signal_number)
		settle_signalled(run, source, signal_number);
	else
		settle_unreadable(run, source, why);
}

/* One that is not read. */
static void settle_member(struct collector *collector, const struct message_member *member, uint32_t source)
{
	if (member->kind == MEMBER_SYSTEM)
		settle_skipped(collector->run, source, REASON_SYSTEM);
	else if (is_lost(collector, member))
		settle_died(collector->run, source, collector->lost_signal, collector->lost_why);
	else if (member->why == SAY_ENCRYPTED)
		settle_encrypted(collector->run, source);
	else
		settle_unreadable(collector->run, source, member->why);
}

static bool take_member(struct collector *collector, const struct message *message)
{
	const struct message_member *member = &message->as.member;
	uint32_t source;

	if (!is_next(collector, member))
		return is_broken(collector);
	collector->at.next_member = member->index + 1;
	source = add_member(collector, member);
	if (member->kind == MEMBER_READ) {
		collector->outer[collector->depth++] = collector->at;
		begin(collector, source);
		return true;
	}
	settle_member(collector, member, source);
	if (collector->depth == 0)
		keep_members(collector);
	return true;
}

/* --- the end --------------------------------------------------------------------- */

/* Findings that stand for the whole file: they say why nothing of it is there. */
static bool is_about_input(const struct finding *finding)
{
	return diag_rule(finding->say) <= RULE_INPUT_SUPERSEDED;
}

static void undo(struct collector *collector, bool keep_reasons)
{
	struct run *run = collector->run;
	struct run_mark mark = collector->at.before;

	for (size_t i = mark.findings; i < run->findings.findings.count; i++)
		if (keep_reasons && is_about_input(&run->findings.findings.item[i]))
			run->findings.findings.item[mark.findings++] = run->findings.findings.item[i];
	/* Where reading stopped is a place in one of them. */
	if (keep_reasons)
		mark.sheets = run->sheets.count;
	run_back(run, &mark);
	source_of(collector)->rows_read = 0;
	source_of(collector)->correction = 0;
}

void collect_forget(struct collector *collector)
{
	if (collector->depth)
		collector->at = collector->outer[0];
	collector->depth = 0;
	undo(collector, false);
	source_of(collector)->status = SOURCE_READ;
	source_of(collector)->reason = REASON_NONE;
}

static bool has_finding(const struct collector *collector, enum rule_id rule)
{
	const struct diag_list *list = &collector->run->findings;

	for (size_t i = collector->at.before.findings; i < list->findings.count; i++)
		if (diag_rule(list->findings.item[i].say) == rule &&
		    list->findings.item[i].where.source == collector->at.source + 1)
			return true;
	return false;
}

/* "guangdong-2020-971 <hash>": a longer id that begins alike is another profile's. */
static bool is_marked_by(const struct profile *profile, struct str mark)
{
	return str_starts(mark, profile->id) && str_starts(str_after(mark, profile->id.len), STR(" "));
}

/*
 * Written by this profile for its own office; without an office, for nobody. An audit reads those,
 * too: what was sent on once may come again. But what an audit has written holds no form.
 */
static bool is_own_output(const struct collector *collector)
{
	const struct run *run = collector->run;
	const struct sheet *first;
	const struct sheet_line *line;

	if (!is_marked_by(run->profile, collector->at.mark) || run->sources.item[collector->at.source].is_input ||
	    run->sheets.count == collector->at.before.sheets)
		return false;
	first = &run->sheets.item[collector->at.before.sheets];
	if (!str_eq(first->name, say_word(LANG_ZH, SAY_SHEET_FORM)))
		return true;
	if (run->audit)
		return false;
	line = first->line;
	return run->profile->office.len ? line && str_has(line->text, run->profile->office) : !line;
}

/* What an archive gave before it was given up is whole. */
static void settle_lost(struct collector *collector)
{
	struct source *source = source_of(collector);

	if (collector->at.input.kind == INPUT_TABLE)
		undo(collector, true);
	source->status = SOURCE_FAILED;
	source->reason = has_finding(collector, RULE_INPUT_ENCRYPTED) ? REASON_ENCRYPTED : REASON_UNREADABLE;
	/* A reader that gives up says why: silence is a fault of its own. */
	if (source->reason == REASON_UNREADABLE && !has_finding(collector, RULE_INPUT_UNREADABLE))
		settle_unreadable(collector->run, collector->at.source, SAY_WHY_MESSAGES);
}

static void settle_without_table(struct collector *collector)
{
	bool empty = !has_finding(collector, RULE_SHEET_IGNORED);

	undo(collector, true);
	if (settle_is_other_document(source_of(collector)))
		settle_skipped(collector->run, collector->at.source, REASON_OTHER_DOCUMENT);
	else
		settle_no_table(collector->run, collector->at.source, empty);
}

static void settle(struct collector *collector, const struct message_end *end)
{
	if (collector->at.input.kind != INPUT_TABLE && collector->at.input.kind != INPUT_ARCHIVE) {
		undo(collector, false);
		settle_kind(collector->run, collector->at.source, &collector->at.input);
	} else if (!end->read) {
		settle_lost(collector);
	} else if (collector->on_row || collector->at.input.kind == INPUT_ARCHIVE) {
		return; /* neither cells nor an archive need a table */
	} else if (is_own_output(collector)) {
		undo(collector, true);
		settle_skipped(collector->run, collector->at.source, REASON_OWN_OUTPUT);
	} else if (end->tables == 0) {
		settle_without_table(collector);
	} else if (collector->at.is_slip) {
		source_of(collector)->correction = CORRECTION_SLIP;
	}
}

static bool take_end(struct collector *collector, const struct message *message)
{
	const struct message_end *end = &message->as.end;

	source_of(collector)->encoding = keep(collector, &collector->encoding, end->encoding);
	source_of(collector)->opinion = end->opinion;
	/* What was lost on the way must not look like a file with fewer rows. */
	if (end->sheets != collector->at.taken[MESSAGE_SHEET] || end->members != collector->at.taken[MESSAGE_MEMBER] ||
	    end->records != collector->at.taken[MESSAGE_RECORD] + collector->at.taken[MESSAGE_ROW])
		return is_broken(collector);
	settle(collector, end);
	collector->ended = collector->depth == 0;
	if (collector->depth) {
		collector->at = collector->outer[--collector->depth];
		if (collector->depth == 0)
			keep_members(collector);
	}
	return true;
}

/* --- messages -------------------------------------------------------------------- */

static bool (*const takers[])(struct collector *collector, const struct message *message) = {
	[MESSAGE_INPUT] = take_input,	  [MESSAGE_SHEET] = take_sheet,
	[MESSAGE_TABLE] = take_table,	  [MESSAGE_CANDIDATE] = take_candidate,
	[MESSAGE_RECORD] = take_record,	  [MESSAGE_ROW] = take_row,
	[MESSAGE_FINDING] = take_finding, [MESSAGE_MARK] = take_mark,
	[MESSAGE_MEMBER] = take_member,	  [MESSAGE_END] = take_end,
};

/* Messages about a sheet are worth nothing before the first sheet. */
static bool needs_sheet(enum message_kind kind)
{
	return kind == MESSAGE_TABLE || kind == MESSAGE_CANDIDATE || kind == MESSAGE_RECORD || kind == MESSAGE_ROW;
}

/* INPUT comes first and once, and nothing behind END; only a table and an archive have more than both. */
static bool is_in_order(const struct collector *collector, enum message_kind kind)
{
	if (collector->broken || collector->ended ||
	    (kind == MESSAGE_INPUT) != (collector->at.taken[MESSAGE_INPUT] == 0))
		return false;
	if (needs_sheet(kind) && collector->run->sheets.count == collector->at.before.sheets)
		return false;
	if (kind == MESSAGE_INPUT || kind == MESSAGE_END)
		return true;
	if (collector->at.input.kind == INPUT_ARCHIVE)
		return kind == MESSAGE_MEMBER || kind == MESSAGE_FINDING;
	return kind != MESSAGE_MEMBER && collector->at.input.kind == INPUT_TABLE;
}

static bool makes_sense(struct collector *collector, struct bytes encoded, struct message *message)
{
	return message_decode(&encoded, &collector->decoded, message) && encoded.len == 0 &&
	       is_in_order(collector, message->kind);
}

static bool put(void *user, struct bytes encoded)
{
	struct collector *collector = user;
	struct message message;
	bool goes_on = false;

	if (makes_sense(collector, encoded, &message)) {
		collector->at.taken[message.kind]++;
		goes_on = takers[message.kind](collector, &message);
	} else {
		collector->broken = true;
	}
	arena_reset(&collector->decoded);
	return goes_on;
}

void collect_init(struct collector *collector, struct run *run, const struct record_maker *maker)
{
	*collector = (struct collector){ .run = run, .maker = maker };
	collector->sink = (struct message_sink){ collector, put };
}

void collect_release(struct collector *collector)
{
	arena_release(&collector->decoded);
}

void collect_begin(struct collector *collector, uint32_t source)
{
	collector->ended = collector->broken = false;
	collector->out = collector->resumed = false;
	collector->depth = 0;
	collector->lost = UINT32_MAX;
	begin(collector, source);
	keep_members(collector);
}

void collect_end(struct collector *collector)
{
	if (!collector->ended || collector->broken)
		collect_end_died(collector, 0, SAY_WHY_MESSAGES);
}

bool collect_is_archive(const struct collector *collector)
{
	const struct collect_input *outermost = collector->depth ? &collector->outer[0] : &collector->at;

	return outermost->input.kind == INPUT_ARCHIVE && (collector->resumed || outermost->taken[MESSAGE_INPUT]);
}

void collect_resume(struct collector *collector)
{
	if (collector->depth)
		collector->at = collector->outer[0];
	collector->depth = 0;
	run_back(collector->run, &collector->kept);
	memset(collector->at.taken, 0, sizeof(collector->at.taken));
	collector->at.next_member = collector->kept_members;
	collector->ended = collector->broken = false;
	collector->out = false;
	collector->resumed = true;
	collector->lost = UINT32_MAX;
	source_of(collector)->status = SOURCE_READ;
	source_of(collector)->reason = REASON_NONE;
}

void collect_resume_without(struct collector *collector, int signal_number, enum say why)
{
	collect_resume(collector);
	collector->lost = collector->kept_members;
	collector->lost_signal = signal_number;
	collector->lost_why = why;
}

static struct str last_sheet_name(const struct run *run)
{
	return run->sheets.count ? run->sheets.item[run->sheets.count - 1].name : STR("");
}

/* Archives around it, up to the outermost, which goes on, lack the rest. */
void collect_resume_after(struct collector *collector, int signal_number, enum say why)
{
	struct run *run = collector->run;
	uint32_t source = collector->at.source;

	if (source == collector->row_source)
		settle_after(run, source, last_sheet_name(run), collector->row, why);
	else
		settle_died(run, source, signal_number, why);
	for (uint32_t i = 1; i < collector->depth; i++)
		settle_died(run, collector->outer[i].source, signal_number, why);
	if (collector->depth)
		collector->at = collector->outer[0];
	collector->depth = 0;
	keep_members(collector);
	collect_resume(collector);
}

void collect_end_died(struct collector *collector, int signal_number, enum say why)
{
	struct str sheet = last_sheet_name(collector->run);
	bool out = collector->out;

	if (collect_is_archive(collector))
		collect_resume(collector);
	else
		collect_forget(collector);
	if (out)
		settle_after(collector->run, collector->at.source, sheet, collector->row, why);
	else
		settle_died(collector->run, collector->at.source, signal_number, why);
}
