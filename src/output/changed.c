#include "output/changed.h"

#include "base/path.h"
#include "model/told.h"
#include "output/index.h"

static const struct {
	enum night_kind kind;
	enum say word;
} groups[CHANGED_GROUPS] = {
	[CHANGED_ERROR] = { NIGHT_FINDING, SAY_CHANGED_ERROR },
	[CHANGED_WARNING] = { NIGHT_FINDING, SAY_CHANGED_WARNING },
	[CHANGED_WITHDRAWN] = { NIGHT_RECORD, SAY_CHANGED_WITHDRAWN },
	[CHANGED_OTHERWISE] = { NIGHT_RECORD, SAY_CHANGED_OTHERWISE },
	[CHANGED_ADDED] = { NIGHT_RECORD, SAY_CHANGED_ADDED },
	[CHANGED_SUPERSEDED] = { NIGHT_INPUT, SAY_CHANGED_SUPERSEDED },
	[CHANGED_REPLACED] = { NIGHT_INPUT, SAY_CHANGED_REPLACED },
	[CHANGED_TREATED] = { NIGHT_INPUT, SAY_CHANGED_TREATED },
	[CHANGED_MOVED] = { NIGHT_INPUT, SAY_CHANGED_MOVED },
	[CHANGED_GONE] = { NIGHT_INPUT, SAY_CHANGED_GONE },
	[CHANGED_CAME] = { NIGHT_INPUT, SAY_CHANGED_CAME },
	[CHANGED_MENDED] = { NIGHT_FINDING, SAY_CHANGED_MENDED },
	[CHANGED_UNREAD] = { NIGHT_INPUT, SAY_CHANGED_UNREAD },
	[CHANGED_UNSEEN] = { NIGHT_RECORD, SAY_CHANGED_UNREAD },
	[CHANGED_UNCHECKED] = { NIGHT_FINDING, SAY_CHANGED_UNCHECKED },
	[CHANGED_HINT] = { NIGHT_FINDING, SAY_CHANGED_HINT },
};

enum say changed_kind(enum changed_group group)
{
	static const enum say kinds[NIGHT_KINDS] = { [NIGHT_INPUT] = SAY_CHANGED_INPUTS,
						     [NIGHT_RECORD] = SAY_CHANGED_RECORDS,
						     [NIGHT_FINDING] = SAY_CHANGED_FINDINGS };

	return kinds[groups[group].kind];
}

enum night_kind changed_is_of(enum changed_group group)
{
	return groups[group].kind;
}

enum say changed_word(enum changed_group group)
{
	return groups[group].word;
}

/* --- which group ------------------------------------------------------------------- */

static bool is_same(const struct change *change, int column)
{
	return str_eq(change->before->column[column], change->after->column[column]);
}

static enum changed_group group_of_input(const struct change *change)
{
	static const enum changed_group by_kind[CHANGE_KINDS] = { CHANGED_CAME, CHANGED_TREATED, CHANGED_MOVED,
								  CHANGED_GONE, CHANGED_UNREAD };

	if (change->kind != CHANGE_OTHER)
		return by_kind[change->kind];
	if (change->after->column[INPUT_SUPERSEDED].len && !is_same(change, INPUT_SUPERSEDED))
		return CHANGED_SUPERSEDED;
	return is_same(change, INPUT_SHA256) ? CHANGED_TREATED : CHANGED_REPLACED;
}

static enum changed_group group_of_record(const struct change *change)
{
	static const enum changed_group by_kind[CHANGE_KINDS] = { CHANGED_ADDED, CHANGED_OTHERWISE, CHANGED_OTHERWISE,
								  CHANGED_WITHDRAWN, CHANGED_UNSEEN };

	return by_kind[change->kind];
}

/* The same finding with another number in it is neither new nor mended. */
static enum changed_group group_of_finding(const struct change *change)
{
	static const enum changed_group by_kind[CHANGE_KINDS] = { CHANGED_HINT, CHANGED_GROUPS, CHANGED_GROUPS,
								  CHANGED_MENDED, CHANGED_UNCHECKED };
	struct str severity;

	if (change->kind != CHANGE_NEW)
		return by_kind[change->kind];
	severity = change->after->column[FINDING_SEVERITY];
	return str_eq(severity, STR("error"))	  ? CHANGED_ERROR
	       : str_eq(severity, STR("warning")) ? CHANGED_WARNING
						  : CHANGED_HINT;
}

static enum changed_group group_of(enum night_kind kind, const struct change *change)
{
	return kind == NIGHT_INPUT    ? group_of_input(change)
	       : kind == NIGHT_RECORD ? group_of_record(change)
				      : group_of_finding(change);
}

static void count_one(struct changed *changed, enum changed_group group, const struct change *change)
{
	(void)change;
	changed->group[group].count++;
	changed->count++;
}

static void put_one(struct changed *changed, enum changed_group group, const struct change *change)
{
	changed->group[group].item[changed->group[group].count++] = change;
}

/* Within a group they keep the order that they have. */
static void each(struct changed *changed,
		 void (*take)(struct changed *changed, enum changed_group group, const struct change *change))
{
	const struct changes *changes = changed->run->changes;

	for (enum night_kind kind = 0; kind <= NIGHT_FINDING; kind++)
		for (uint32_t i = 0; i < changes->of[kind].count; i++) {
			const struct change *change = &changes->of[kind].item[i];
			enum changed_group group = group_of(kind, change);

			if (group != CHANGED_GROUPS)
				take(changed, group, change);
		}
}

static void find_originals(struct arena *arena, struct changed *changed)
{
	const struct changes *changes = changed->run->changes;
	uint32_t count = changes->of[NIGHT_INPUT].count, *next = ARENA_ARRAY(arena, uint32_t, count);

	for (uint32_t i = count; i-- > 0;) {
		const struct night_row *row = changes->of[NIGHT_INPUT].item[i].after;
		uint32_t *first;
		bool added;

		if (!row || row->column[INPUT_SUPERSEDED].len == 0)
			continue;
		first = map_put(&changed->original, row->column[INPUT_SUPERSEDED], i, &added);
		next[i] = added ? 0 : *first + 1;
		*first = i;
	}
	changed->next = next;
}

void changed_make(struct arena *arena, const struct run *run, struct changed *changed)
{
	*changed = (struct changed){ .run = run };
	each(changed, count_one);
	for (size_t i = 0; i < CHANGED_GROUPS; i++) {
		changed->group[i].item = ARENA_ARRAY(arena, const struct change *, changed->group[i].count);
		changed->group[i].count = 0;
	}
	each(changed, put_one);
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		map_put(&changed->named, run->profile->region[i].name, i, NULL);
	for (uint32_t i = 0; i < run->sources.count; i++)
		map_put(&changed->region, run->sources.item[i].path, run->sources.item[i].region, NULL);
	find_originals(arena, changed);
}

void changed_release(struct changed *changed)
{
	map_release(&changed->named);
	map_release(&changed->region);
	map_release(&changed->original);
}

static const struct str *columns_of(const struct change *change)
{
	return (change->after ? change->after : change->before)->column;
}

uint32_t changed_region(const struct changed *changed, enum changed_group group, const struct change *change)
{
	const struct str *column = columns_of(change);
	const uint32_t *region;

	if (groups[group].kind == NIGHT_INPUT)
		region = map_find(&changed->region, column[INPUT_PATH]);
	else
		region = map_find(&changed->named,
				  column[groups[group].kind == NIGHT_RECORD ? RECORD_REGION : FINDING_REGION]);
	return region ? *region : REGION_NONE;
}

/* --- in words ---------------------------------------------------------------------- */

/* Where a change is told: texts are gathered one at a time. */
struct teller {
	struct arena *arena;
	enum lang lang;
	const struct changed *changed;
	struct buf text;
};

static struct str take(struct teller *teller)
{
	struct str text = arena_copy(teller->arena, buf_str(&teller->text));

	buf_clear(&teller->text);
	return text;
}

static struct str say(struct teller *teller, enum say sentence, uint32_t count, const struct arg *arg)
{
	say_sentence(&teller->text, teller->lang, sentence, count, arg, NULL);
	return take(teller);
}

static struct str joined(struct teller *teller, enum say sentence, struct str a, struct str b)
{
	return say(teller, sentence, 2, (struct arg[]){ DIAG_TEXT(a), DIAG_TEXT(b) });
}

/* The words of the report, said to people. */
static enum say reason_named(struct str word)
{
	for (enum source_reason reason = 0; reason < REASON_COUNT; reason++)
		if (str_eq(run_reason_word(reason), word))
			return index_reason(reason);
	return SAY_NOTHING;
}

static struct str reading_of(struct teller *teller, const struct str *column)
{
	bool failed = str_eq(column[INPUT_STATUS], run_status_word(SOURCE_FAILED));
	struct arg rows = DIAG_NUMBER(told_number(column[INPUT_ROWS]));
	enum say reason = reason_named(column[INPUT_REASON]);

	if (str_eq(column[INPUT_STATUS], run_status_word(SOURCE_READ)))
		return rows.number ? say(teller, SAY_CHANGED_ROWS, 1, &rows) : say_word(teller->lang, SAY_SOURCE_READ);
	return joined(teller, SAY_CHANGED_NOT_READ,
		      say_word(teller->lang, failed ? SAY_SOURCE_FAILED : SAY_SOURCE_SKIPPED),
		      say_word(teller->lang, reason));
}

/* So many are enough to see what a correction stands for. */
enum { ORIGINALS_SHOWN = 5 };

static struct str originals_of(struct teller *teller, struct str path)
{
	const struct changed *changed = teller->changed;
	const uint32_t *first = map_find(&changed->original, path);
	uint32_t count = 0;

	for (uint32_t i = first ? *first + 1 : 0; i && count < ORIGINALS_SHOWN; i = changed->next[i - 1], count++) {
		buf_add(&teller->text, count ? STR("、") : STR(""));
		buf_add(&teller->text, changed->run->changes->of[NIGHT_INPUT].item[i - 1].after->column[INPUT_PATH]);
	}
	return take(teller);
}

/* What a file is: how it was read, and which replaces which. */
static struct str state_of(struct teller *teller, const struct night_row *row, bool now)
{
	const struct str *column = row->column;
	struct str text = reading_of(teller, column);
	struct str originals = now ? originals_of(teller, column[INPUT_PATH]) : STR("");

	if (column[INPUT_SUPERSEDED].len)
		text = joined(teller, SAY_CHANGED_SUPERSEDED_BY, text, column[INPUT_SUPERSEDED]);
	if (originals.len)
		text = joined(teller, SAY_CHANGED_SUPERSEDES, text, originals);
	return text;
}

static void tell_input(struct teller *teller, const struct change *change, struct changed_row *row)
{
	const struct str *column = columns_of(change);

	row->path = column[INPUT_PATH];
	row->what = path_name(row->path);
	row->region = index_region_name(teller->changed->run, changed_region(teller->changed, CHANGED_CAME, change));
	if (change->kind == CHANGE_MOVED) {
		row->before = change->before->column[INPUT_PATH];
		row->after = row->path;
		return;
	}
	row->before = change->before ? state_of(teller, change->before, false) : STR("");
	row->after = change->after ? state_of(teller, change->after, true) : STR("");
}

static struct str rule_name(struct teller *teller, struct str word)
{
	enum rule_id id = diag_rule_named(word);

	return id == RULE_NONE || teller->lang == LANG_EN ? word : diag_rule_at(id)->name;
}

static struct str fate_of(struct teller *teller, const struct night_row *row)
{
	struct str status = row->column[RECORD_STATUS];
	struct arg rule = DIAG_TEXT(rule_name(teller, row->column[RECORD_HELD_BY]));

	if (str_eq(status, STR("held")))
		return say(teller, SAY_FATE_HELD, 1, &rule);
	return say_word(teller->lang, str_eq(status, STR("folded")) ? SAY_CHANGED_FOLDED : SAY_FATE_MERGED);
}

static bool is_fate_other(const struct change *change)
{
	return change->kind == CHANGE_OTHER && !(is_same(change, RECORD_STATUS) && is_same(change, RECORD_HELD_BY));
}

/* The row that is kept comes first. */
static void tell_record_place(const struct night_row *record, struct changed_row *row)
{
	struct str places = record->column[RECORD_PLACES], place;

	if (night_list_next(&places, &place) && night_part_next(&place, &row->path) &&
	    night_part_next(&place, &row->sheet))
		(void)night_part_next(&place, &row->at);
}

/* What has become of it comes before its fields. */
static void tell_record(struct teller *teller, const struct change *change, uint32_t index, struct changed_row *row)
{
	const struct night_row *record = change->after ? change->after : change->before;
	bool fate = is_fate_other(change);

	row->region = record->column[RECORD_REGION];
	row->what = arena_printf(teller->arena, "%.*s\n%.*s", STR_ARG(record->column[RECORD_PROJECT]),
				 STR_ARG(record->column[RECORD_APPLICANT]));
	tell_record_place(record, row);
	if (change->kind == CHANGE_OTHER && index >= fate) {
		const struct change_field none = { 0 };
		const struct change_field *field = index - fate < change->field_count ? &change->field[index - fate]
										      : &none;

		row->column = field->name;
		row->before = field->before;
		row->after = field->after;
		row->is_field = true;
		return;
	}
	row->column = fate ? say_word(teller->lang, SAY_HEAD_FATE) : STR("");
	row->before = change->before ? fate_of(teller, change->before) : STR("");
	row->after = change->after ? fate_of(teller, change->after) : STR("");
}

static struct str column_of(struct str about)
{
	struct str element, kind, name;

	while (night_list_next(&about, &element))
		if (night_part_next(&element, &kind) && str_eq(kind, STR(NIGHT_A_COLUMN)) &&
		    night_part_next(&element, &name))
			return name;
	return STR("");
}

static void tell_finding(struct teller *teller, const struct change *change, struct changed_row *row)
{
	const struct night_row *finding = change->after ? change->after : change->before;
	const struct str *column = finding->column;
	struct str sentence;

	row->region = column[FINDING_REGION];
	row->what = rule_name(teller, column[FINDING_RULE]);
	row->column = column_of(column[FINDING_ABOUT]);
	row->path = column[FINDING_PATH];
	row->sheet = column[FINDING_SHEET];
	told_cell(&teller->text, finding);
	if (teller->text.len == 0 && told_number(column[FINDING_ROW]))
		buf_add(&teller->text, column[FINDING_ROW]);
	row->at = take(teller);
	told_sentence(&teller->text, teller->lang, finding);
	sentence = take(teller);
	if (change->after)
		row->after = sentence;
	else
		row->before = sentence;
}

uint32_t changed_rows(enum changed_group group, const struct change *change)
{
	uint32_t rows;

	if (groups[group].kind != NIGHT_RECORD || change->kind != CHANGE_OTHER)
		return 1;
	rows = change->field_count + is_fate_other(change);
	return rows ? rows : 1; /* the order of its columns alone */
}

void changed_row(struct arena *arena, enum lang lang, const struct changed *changed, enum changed_group group,
		 const struct change *change, uint32_t index, struct changed_row *row)
{
	struct teller teller = { .arena = arena, .lang = lang, .changed = changed };

	*row = (struct changed_row){ 0 };
	if (groups[group].kind == NIGHT_INPUT)
		tell_input(&teller, change, row);
	else if (groups[group].kind == NIGHT_RECORD)
		tell_record(&teller, change, index, row);
	else
		tell_finding(&teller, change, row);
	buf_release(&teller.text);
}

/* --- as a whole -------------------------------------------------------------------- */

bool changed_any(const struct changed *changed)
{
	return changed->run->changes->since && changed->count;
}

void changed_say_since(struct buf *out, enum lang lang, const struct changed *changed)
{
	struct arg since = DIAG_NUMBER(changed->run->changes->since);

	say_sentence(out, lang,
		     since.number == 0	   ? SAY_CHANGED_FIRST
		     : changed->count == 0 ? SAY_CHANGED_NOTHING
					   : SAY_CHANGED_SINCE,
		     1, &since, NULL);
}

bool changed_say_counts(struct buf *out, enum lang lang, const struct changed *changed, enum night_kind kind)
{
	bool any = false;

	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++) {
		struct arg arg[] = { DIAG_WORD(groups[group].word), DIAG_NUMBER(changed->group[group].count) };

		if (groups[group].kind != kind || changed->group[group].count == 0)
			continue;
		buf_add(out, say_word(lang, any ? SAY_CHANGED_AND : changed_kind(group)));
		if (!any)
			buf_add(out, say_word(lang, SAY_CHANGED_COLON));
		say_sentence(out, lang, SAY_CHANGED_COUNT, 2, arg, NULL);
		any = true;
	}
	return any;
}
