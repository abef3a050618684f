#include "output/report_changes.h"

#include "model/told.h"

static const struct night_row *row_of(const struct change *change)
{
	return change->after ? change->after : change->before;
}

static void add_text(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text_or_null(json, text);
}

/* A file that stays as it is may be superseded, or be read where it was not: that is another change than other bytes.
 */
static struct str word_of_input(const struct change *change)
{
	const struct str *before = change->before->column, *after = change->after->column;

	if (after[INPUT_SUPERSEDED].len && !str_eq(before[INPUT_SUPERSEDED], after[INPUT_SUPERSEDED]))
		return STR("superseded");
	return str_eq(before[INPUT_SHA256], after[INPUT_SHA256]) ? STR("changed") : STR("replaced");
}

/* One word for each kind of thing: a file is replaced, a finding mended. */
static void add_change(struct json *json, enum night_kind kind, const struct change *change)
{
	static const struct str words[NIGHT_KINDS][CHANGE_KINDS] = {
		[NIGHT_INPUT] = { STR_INIT("new"), STR_INIT("replaced"), STR_INIT("moved"), STR_INIT("gone"),
				  STR_INIT("unseen") },
		[NIGHT_RECORD] = { STR_INIT("new"), STR_INIT("changed"), STR_INIT(""), STR_INIT("withdrawn"),
				   STR_INIT("unseen") },
		[NIGHT_FINDING] = { STR_INIT("new"), STR_INIT("changed"), STR_INIT(""), STR_INIT("mended"),
				    STR_INIT("unseen") },
	};

	if (kind == NIGHT_INPUT && change->kind == CHANGE_OTHER)
		add_text(json, "change", word_of_input(change));
	else
		add_text(json, "change", words[kind][change->kind]);
}

static void add_input(struct json *json, enum lang lang, const struct change *change)
{
	const struct str *column = row_of(change)->column;

	(void)lang;
	add_text(json, "path", column[INPUT_PATH]);
	add_text(json, "was", change->kind == CHANGE_MOVED ? change->before->column[INPUT_PATH] : STR(""));
	add_text(json, "superseded_by", column[INPUT_SUPERSEDED]);
	add_text(json, "sha256", change->after ? change->after->column[INPUT_SHA256] : STR(""));
	add_text(json, "sha256_before", change->before ? change->before->column[INPUT_SHA256] : STR(""));
	add_text(json, "status", change->after ? change->after->column[INPUT_STATUS] : STR(""));
}

static void add_fields(struct json *json, const struct change *change)
{
	json_key(json, "fields");
	json_array(json);
	for (uint32_t i = 0; i < change->field_count; i++) {
		json_object(json);
		add_text(json, "name", change->field[i].name);
		add_text(json, "before", change->field[i].before);
		add_text(json, "after", change->field[i].after);
		json_object_end(json);
	}
	json_array_end(json);
}

/* Where it stands; of what is no more, where it stood. */
static void add_places(struct json *json, struct str places)
{
	struct str place, path, sheet, row;

	json_key(json, "sources");
	json_array(json);
	while (night_list_next(&places, &place)) {
		if (!night_part_next(&place, &path) || !night_part_next(&place, &sheet) ||
		    !night_part_next(&place, &row))
			continue;
		json_object(json);
		add_text(json, "path", path);
		add_text(json, "sheet", sheet);
		json_key(json, "row");
		json_count(json, told_number(row));
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_record(struct json *json, enum lang lang, const struct change *change)
{
	const struct str *column = row_of(change)->column;

	(void)lang;
	add_text(json, "region", column[RECORD_REGION]);
	add_text(json, "project", column[RECORD_PROJECT]);
	add_text(json, "applicant", column[RECORD_APPLICANT]);
	add_text(json, "status", change->after ? change->after->column[RECORD_STATUS] : STR(""));
	add_text(json, "status_before", change->before ? change->before->column[RECORD_STATUS] : STR(""));
	add_fields(json, change);
	add_places(json, column[RECORD_PLACES]);
}

static void add_said(struct json *json, const char *key, enum lang lang, const struct night_row *finding,
		     void (*say)(struct buf *out, enum lang lang, const struct night_row *finding))
{
	struct buf text = { 0 };

	say(&text, lang, finding);
	add_text(json, key, buf_str(&text));
	buf_release(&text);
}

static void add_cell(struct buf *out, enum lang lang, const struct night_row *finding)
{
	(void)lang;
	told_cell(out, finding);
}

static void add_finding(struct json *json, enum lang lang, const struct change *change)
{
	const struct night_row *row = row_of(change);
	const struct str *column = row->column;

	add_text(json, "rule", column[FINDING_RULE]);
	add_text(json, "severity", column[FINDING_SEVERITY]);
	add_text(json, "region", column[FINDING_REGION]);
	add_text(json, "path", column[FINDING_PATH]);
	add_text(json, "sheet", column[FINDING_SHEET]);
	add_said(json, "cell", lang, row, add_cell);
	add_said(json, "message", lang, row, told_sentence);
}

static void add_changes(struct json *json, const char *key, enum lang lang, const struct changes *changes,
			enum night_kind kind,
			void (*add)(struct json *json, enum lang lang, const struct change *change))
{
	json_key(json, key);
	json_array(json);
	for (uint32_t i = 0; i < changes->of[kind].count; i++) {
		const struct change *change = &changes->of[kind].item[i];

		/* The same finding with another number in it is neither new nor mended. */
		if (kind == NIGHT_FINDING && change->kind == CHANGE_OTHER)
			continue;
		json_object(json);
		add_change(json, kind, change);
		add(json, lang, change);
		json_object_end(json);
	}
	json_array_end(json);
}

void report_changes_write(struct json *json, enum lang lang, const struct changes *changes)
{
	json_key(json, "changes");
	json_object(json);
	json_key(json, "since");
	if (changes->since)
		json_count(json, (uint64_t)changes->since);
	else
		json_null(json);
	add_changes(json, "inputs", lang, changes, NIGHT_INPUT, add_input);
	add_changes(json, "records", lang, changes, NIGHT_RECORD, add_record);
	add_changes(json, "findings", lang, changes, NIGHT_FINDING, add_finding);
	json_object_end(json);
}
