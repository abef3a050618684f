#include "state/night_run.h"

#include "model/cell.h"
#include "model/fate.h"

struct maker {
	const struct run *run;
	struct arena *arena;
	struct night *night;
	struct buf text; /* a column's, one at a time */
};

/* The text that was gathered, kept. */
static struct str take(struct maker *maker)
{
	struct str text = maker->text.len ? arena_copy(maker->arena, buf_str(&maker->text)) : STR("");

	buf_clear(&maker->text);
	return text;
}

static struct str number(struct maker *maker, uint64_t value)
{
	buf_add_count(&maker->text, value);
	return take(maker);
}

static void add_part_number(struct maker *maker, uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)value);
	night_list_part(&maker->text, str_from(digits));
}

static struct str region_name(const struct run *run, uint32_t region)
{
	return region == REGION_NONE ? STR("") : run->profile->region[region].name;
}

static struct str sheet_name(const struct run *run, struct where where)
{
	const struct sheet *sheet = run_sheet(run, where);

	return sheet ? sheet->name : STR("");
}

/* --- inputs ---------------------------------------------------------------------- */

static struct str hexadecimal(struct maker *maker, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		buf_printf(&maker->text, "%02x", (unsigned)(unsigned char)bytes.data[i]);
	return take(maker);
}

static void add_inputs(struct maker *maker)
{
	for (size_t i = 0; i < maker->run->sources.count; i++) {
		const struct source *source = &maker->run->sources.item[i];
		struct str *column = night_add(maker->night, NIGHT_INPUT, maker->arena)->column;

		column[INPUT_PATH] = source->path;
		column[INPUT_SHA256] = source->sha256;
		column[INPUT_STATUS] = run_status_word(source->status);
		column[INPUT_REASON] = run_reason_word(source->reason);
		column[INPUT_FILE] = hexadecimal(maker, source->file);
		column[INPUT_BYTES] = number(maker, source->bytes);
		column[INPUT_ROWS] = number(maker, source->rows_read);
	}
}

/* Which file replaces which is a finding, and what a person asks of a file. */
static void note_superseded(struct maker *maker, const struct finding *finding)
{
	if (finding->say != SAY_SUPERSEDED || finding->where.source == 0)
		return;
	maker->night->rows[NIGHT_INPUT].item[finding->where.source - 1].column[INPUT_SUPERSEDED] =
		maker->run->sources.item[finding->arg[0].place.source - 1].path;
}

/* --- records --------------------------------------------------------------------- */

static void add_identity(struct buf *out, const struct run *run, const struct record *record)
{
	night_record_identity(out, region_name(run, record->region), record->project_lossless,
			      record->applicant_lossless);
}

static bool is_other(const struct record *record, const struct record *root)
{
	return record->region != root->region || !record_is_same(record, root);
}

static struct str status_of(const struct record *record)
{
	return record->fate == FATE_HELD ? STR("held") : record->fate == FATE_FOLDED ? STR("folded") : STR("merged");
}

static struct str fields_of(struct maker *maker, const struct record *record)
{
	const struct profile *profile = maker->run->profile;

	for (uint32_t i = 0; i < profile->column_count; i++) {
		struct str shown = record_shown(record, i);

		if (shown.len == 0)
			continue;
		night_list_part(&maker->text, profile->column[i].name);
		night_list_part(&maker->text, shown);
		night_list_end(&maker->text);
	}
	return take(maker);
}

/* What the first sheet shows of a record. */
static struct str on_form(struct maker *maker, const struct record *record, uint32_t column)
{
	if (column == maker->run->profile->direction && record->direction_count)
		return record_directions(maker->arena, record);
	return record_shown(record, column);
}

/* Where the cells of a column stand; `root` is the record of which the first sheet shows it. */
static void add_cells(struct maker *maker, const struct record *record, const struct record *root, uint32_t column)
{
	struct record_parts parts = record_parts(record, column);
	bool alone = parts.left == 1;
	struct record_part part;

	while (record_parts_next(&parts, &part))
		night_cell(&maker->text, column, part.col, !alone || !str_eq(part.raw, on_form(maker, root, column)),
			   part.raw);
}

static void add_place(struct maker *maker, const struct record *record, const struct record *root)
{
	const struct profile *profile = maker->run->profile;
	const struct where where = { record->source + 1, record->sheet, record->row, 0 };

	night_list_part(&maker->text, maker->run->sources.item[record->source].path);
	night_list_part(&maker->text, sheet_name(maker->run, where));
	add_part_number(maker, record->row);
	for (uint32_t i = 0; i < profile->column_count; i++)
		if (profile->column[i].type != COLUMN_SEQUENCE)
			add_cells(maker, record, root, i);
	night_list_end(&maker->text);
}

static struct str rank_of(struct maker *maker, const struct record *record)
{
	const struct profile *profile = maker->run->profile;
	struct night_rank rank = { record->region, record->sheet, STR("") };

	if (record->fate != FATE_MERGED)
		return STR("");
	if (profile->direction != COLUMN_NONE && record->direction_count) {
		rank.directions = record_directions(maker->arena, record);
		if (str_eq(rank.directions, record_shown(record, profile->direction)))
			rank.directions = STR("");
	}
	night_rank_write(&maker->text, &rank);
	return take(maker);
}

static struct str into_of(struct maker *maker, uint32_t at)
{
	const struct run *run = maker->run;

	if (run->records.item[at].fate == FATE_FOLDED)
		add_identity(&maker->text, run, &run->records.item[fate_root(run, at)]);
	return take(maker);
}

/* Of each record the ones that are known by it, in the run's order: next[] from first[] on. */
struct kept {
	uint32_t *first, *next;
};

static struct kept find_kept(struct arena *arena, const struct run *run)
{
	uint32_t count = (uint32_t)run->records.count;
	struct kept kept = { ARENA_ARRAY(arena, uint32_t, count), ARENA_ARRAY(arena, uint32_t, count) };

	memset(kept.first, 0xFF, count * sizeof(*kept.first));
	for (uint32_t i = count; i-- > 0;) {
		uint32_t record = run->order[i], root = fate_root(run, record);

		if (is_other(&run->records.item[record], &run->records.item[root]))
			root = record;
		if (root == record)
			continue;
		kept.next[record] = kept.first[root];
		kept.first[root] = record;
	}
	return kept;
}

static void add_record(struct maker *maker, const struct kept *kept, uint32_t at)
{
	const struct run *run = maker->run;
	const struct record *record = &run->records.item[at];
	struct str *column;

	if (record->fate == FATE_FOLDED && !is_other(record, &run->records.item[fate_root(run, at)]))
		return;
	column = night_add(maker->night, NIGHT_RECORD, maker->arena)->column;
	column[RECORD_REGION] = region_name(run, record->region);
	column[RECORD_PROJECT_KEY] = record->project_lossless;
	column[RECORD_APPLICANT_KEY] = record->applicant_lossless;
	column[RECORD_STATUS] = status_of(record);
	if (record->fate == FATE_HELD)
		column[RECORD_HELD_BY] = diag_rule_at(record->held_by)->word;
	column[RECORD_FIELDS] = fields_of(maker, record);
	column[RECORD_PROJECT] = record->project;
	column[RECORD_APPLICANT] = record->applicant;
	add_place(maker, record, record);
	for (uint32_t i = kept->first[at]; i != UINT32_MAX; i = kept->next[i])
		add_place(maker, &run->records.item[i], record);
	column[RECORD_PLACES] = take(maker);
	column[RECORD_SHEET] = rank_of(maker, record);
	column[RECORD_INTO] = into_of(maker, at);
}

static void add_records(struct maker *maker)
{
	struct arena moment = { 0 };
	struct kept kept = find_kept(&moment, maker->run);

	for (uint32_t i = 0; i < maker->run->records.count; i++)
		add_record(maker, &kept, maker->run->order[i]);
	arena_release(&moment);
}

/* --- findings -------------------------------------------------------------------- */

static void add_named(struct maker *maker, const char *kind, struct str name)
{
	night_list_part(&maker->text, str_from(kind));
	night_list_part(&maker->text, name);
	night_list_end(&maker->text);
}

/* The record whose row this is, of the run or of a list; NULL where it is none's. */
static const struct record *record_at(const struct run *run, struct where where)
{
	const struct run *of = run_of_place(run, &where);
	uint32_t at;

	where.col = 0;
	at = where.row ? run_record(of, where) : RUN_NO_RECORD;
	return at == RUN_NO_RECORD ? NULL : &of->records.item[at];
}

static void add_subject(struct maker *maker, struct where where)
{
	const struct run *of = run_of_place(maker->run, &where);

	if (where.source)
		add_named(maker, NIGHT_A_FILE, of->sources.item[where.source - 1].path);
	if (where.sheet)
		add_named(maker, NIGHT_A_SHEET, sheet_name(of, where));
}

static void add_record_name(struct maker *maker, const struct record *record)
{
	night_list_part(&maker->text, STR(NIGHT_A_RECORD));
	add_identity(&maker->text, maker->run, record);
	night_list_end(&maker->text);
}

/* A column by its header: it may stand elsewhere the next day. */
static void add_column(struct maker *maker, const struct record *record, uint32_t col)
{
	const struct table *table = &maker->run->tables.item[record->table];

	for (uint32_t i = 0; col && i < table->column_count; i++)
		if (table->column[i].col == col)
			add_named(maker, NIGHT_A_COLUMN, table->column[i].label);
}

static struct str about(struct maker *maker, const struct finding *finding, const struct record *record)
{
	if (record) {
		add_record_name(maker, record);
		add_column(maker, record, finding->where.col);
	} else {
		add_subject(maker, finding->where);
	}
	return take(maker);
}

/* Rules of two rows: which other row it is tells one finding from another. */
static bool is_of_pairs(enum rule_id rule)
{
	static const enum rule_id rules[] = { RULE_DUPLICATE_EXACT,  RULE_DUPLICATE_DIFFERS,  RULE_DUPLICATE_REGION,
					      RULE_DUPLICATE_LIKELY, RULE_DUPLICATE_POSSIBLE, RULE_EXCLUDED_RECOMMENDED,
					      RULE_EXCLUDED_AWARDED };

	for (size_t i = 0; i < ARRAY_COUNT(rules); i++)
		if (rules[i] == rule)
			return true;
	return false;
}

/* A row of a list says nothing here: the list may be given under another name the next day, and be the same. */
static void add_other(struct maker *maker, struct where where)
{
	struct where there = where;

	if (run_of_place(maker->run, &there) != maker->run)
		return;
	if (record_at(maker->run, there))
		add_record_name(maker, record_at(maker->run, there));
	else
		add_subject(maker, there);
}

static struct str others(struct maker *maker, const struct finding *finding, const struct record *record)
{
	for (uint32_t i = 0; i < finding->arg_count; i++) {
		const struct arg *arg = &finding->arg[i];

		if (arg->kind == ARG_WORD)
			add_named(maker, NIGHT_A_WORD, diag_say_name(arg->word));
		else if (arg->kind == ARG_TEXT && !record)
			add_named(maker, NIGHT_A_TEXT, arg->text);
		else if (arg->kind == ARG_PLACE && is_of_pairs(diag_rule(finding->say)))
			add_other(maker, arg->place);
	}
	return take(maker);
}

static void add_signed(struct maker *maker, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	night_list_part(&maker->text, str_from(digits));
}

static void add_arg_place(struct maker *maker, struct where where)
{
	const struct run *of = run_of_place(maker->run, &where);

	night_list_part(&maker->text, STR(NIGHT_A_PLACE));
	night_list_part(&maker->text, where.source ? of->sources.item[where.source - 1].path : STR(""));
	night_list_part(&maker->text, sheet_name(of, where));
	add_part_number(maker, where.row);
	add_part_number(maker, where.col);
}

static void add_arg(struct maker *maker, const struct arg *arg)
{
	switch (arg->kind) {
	case ARG_TEXT:
		night_list_part(&maker->text, STR(NIGHT_A_TEXT));
		night_list_part(&maker->text, arg->text);
		break;
	case ARG_NUMBER:
		night_list_part(&maker->text, STR(NIGHT_A_NUMBER));
		add_signed(maker, arg->number);
		break;
	case ARG_PLACE:
		add_arg_place(maker, arg->place);
		break;
	case ARG_WORD:
		night_list_part(&maker->text, STR(NIGHT_A_WORD));
		night_list_part(&maker->text, diag_say_name(arg->word));
		add_signed(maker, arg->number);
		break;
	}
	night_list_end(&maker->text);
}

static struct str args_of(struct maker *maker, const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->arg_count; i++)
		add_arg(maker, &finding->arg[i]);
	return take(maker);
}

static const struct str severities[] = { STR_INIT("error"), STR_INIT("warning"), STR_INIT("info"), STR_INIT("off") };

static void add_finding(struct maker *maker, const struct finding *finding)
{
	struct where where = finding->where;
	const struct run *of = run_of_place(maker->run, &where);
	const struct record *record = of == maker->run ? record_at(of, where) : NULL;
	struct str *column;

	note_superseded(maker, finding);
	column = night_add(maker->night, NIGHT_FINDING, maker->arena)->column;
	column[FINDING_RULE] = diag_rule_at(diag_rule(finding->say))->word;
	column[FINDING_SAY] = diag_say_name(finding->say);
	column[FINDING_REGION] = region_name(maker->run, finding->region);
	column[FINDING_ABOUT] = about(maker, finding, record);
	column[FINDING_OTHERS] = others(maker, finding, record);
	column[FINDING_SEVERITY] = severities[finding->severity];
	column[FINDING_ARGS] = args_of(maker, finding);
	column[FINDING_PATH] = where.source ? of->sources.item[where.source - 1].path : STR("");
	column[FINDING_SHEET] = sheet_name(of, where);
	column[FINDING_ROW] = number(maker, where.row);
	column[FINDING_COL] = number(maker, where.col);
}

static void add_findings(struct maker *maker)
{
	for (size_t i = 0; i < maker->run->findings.findings.count; i++)
		add_finding(maker, &maker->run->findings.findings.item[i]);
}

/* --- pairs, and what people answered ------------------------------------------------ */

static struct str ruling_word(enum ruling_word word)
{
	return word == RULING_SAME ? STR("same") : word == RULING_DIFFERENT ? STR("different") : STR("");
}

static void add_pair(struct maker *maker, const struct pair *pair)
{
	struct str *column = night_add(maker->night, NIGHT_PAIR, maker->arena)->column;
	struct str a, b;
	bool turned;

	add_identity(&maker->text, maker->run, &maker->run->records.item[pair->a]);
	a = take(maker);
	add_identity(&maker->text, maker->run, &maker->run->records.item[pair->b]);
	b = take(maker);
	turned = str_cmp(a, b) > 0;
	column[PAIR_A] = turned ? b : a;
	column[PAIR_B] = turned ? a : b;
	column[PAIR_KIND] = run_pair_word(pair->kind);
	column[PAIR_RULED] = ruling_word(pair->ruling);
	cell_number_text(&maker->text, pair->score);
	column[PAIR_SCORE] = take(maker);
}

static void put_side(struct str *column, const struct ruling_side *side)
{
	column[0] = side->region;
	column[1] = side->project;
	column[2] = side->applicant;
}

/* A word that nobody understands is none to keep. */
static void add_ruling(struct maker *maker, const struct ruling *ruling)
{
	bool turned = str_cmp(ruling->a.key, ruling->b.key) > 0;
	struct str *column;

	if (ruling->word == RULING_NONE)
		return;
	column = night_add(maker->night, NIGHT_RULING, maker->arena)->column;
	column[RULING_A] = turned ? ruling->b.key : ruling->a.key;
	column[RULING_B] = turned ? ruling->a.key : ruling->b.key;
	column[RULING_SAYS] = ruling_word(ruling->word);
	put_side(&column[RULING_A_REGION], &ruling->a);
	put_side(&column[RULING_B_REGION], &ruling->b);
}

static void add_selection(struct maker *maker, const struct selection *selection)
{
	struct str *column;

	if (selection->status == SELECTION_UNREAD)
		return;
	column = night_add(maker->night, NIGHT_SELECTION, maker->arena)->column;
	column[SELECTION_KEY] = selection->row.key;
	column[SELECTION_MARKS] = number(maker, selection->marks);
	column[SELECTION_WRITTEN] = selection->written;
	put_side(&column[SELECTION_REGION], &selection->row);
}

static void add_tick(struct maker *maker, const struct tick *tick)
{
	struct str *column = night_add(maker->night, NIGHT_TICK, maker->arena)->column;

	column[TICK_KEY] = tick->key;
	column[TICK_TEXT] = tick->text;
	column[TICK_ITEM] = tick->item;
	column[TICK_REMARK] = number(maker, tick->is_remark);
	put_side(&column[TICK_REGION], &tick->row);
}

static void add_answers(struct maker *maker)
{
	const struct run *run = maker->run;

	for (size_t i = 0; i < run->rulings.count; i++)
		add_ruling(maker, &run->rulings.item[i]);
	for (size_t i = 0; i < run->selections.count; i++)
		add_selection(maker, &run->selections.item[i]);
	for (size_t i = 0; i < run->ticks.count; i++)
		add_tick(maker, &run->ticks.item[i]);
}

/* --- the first sheet ---------------------------------------------------------------- */

static void add_form(struct maker *maker)
{
	const struct profile *profile = maker->run->profile;
	struct str *column = night_add(maker->night, NIGHT_FORM, maker->arena)->column;

	column[FORM_TITLE] = profile->table_title;
	column[FORM_OFFICE] = profile->office;
	column[FORM_NOTE] = profile->note;
	for (uint32_t i = 0; i < profile->column_count; i++) {
		night_list_part(&maker->text, profile->column[i].name);
		night_list_part(&maker->text, profile->column[i].type == COLUMN_SEQUENCE ? STR(NIGHT_IS_NUMBER)
					      : i == profile->direction			 ? STR(NIGHT_IS_DIRECTION)
											 : STR(""));
		night_list_end(&maker->text);
	}
	column[FORM_COLUMN_LIST] = take(maker);
}

void night_run_make(struct arena *arena, const struct run *run, struct night *night)
{
	struct maker maker = { .run = run, .arena = arena, .night = night };

	add_inputs(&maker);
	add_records(&maker);
	add_findings(&maker);
	for (size_t i = 0; i < run->pairs.count; i++)
		add_pair(&maker, &run->pairs.item[i]);
	add_answers(&maker);
	add_form(&maker);
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		night->unchecked[id] = run->rule_status[id] == RULE_UNCHECKED;
	buf_release(&maker.text);
}
