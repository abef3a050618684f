#include "output/report.h"

#include "model/cell.h"
#include "model/evidence.h"
#include "model/manual.h"
#include "output/index.h"
#include "output/report_changes.h"
#include "output/report_lists.h"
#include "output/report_regions.h"

static const struct str list_words[] = { STR_INIT("recommended"), STR_INIT("awarded") };

struct report {
	const struct run *run;
	enum lang lang;
	const struct say_places *places;
	const struct report_sink *sink;
	bool broken;	/* the sink takes no more */
	struct buf out; /* on its way to the sink */
	struct json *json;
	struct arena arena;
	struct index index;
	struct buf text; /* for sentences and numbers, one at a time */
};

/* Words of the contract: the same in every language. */
static const struct str rule_words[] = { STR_INIT("checked"), STR_INIT("unchecked"), STR_INIT("off") };
static const struct str severity_words[] = { STR_INIT("error"), STR_INIT("warning"), STR_INIT("info"),
					     STR_INIT("off") };
static const struct str relation_words[] = { STR_INIT("joint"), STR_INIT("branch"), STR_INIT("reworded"),
					     STR_INIT("applicant"), STR_INIT("contact") };
static const struct str level_words[] = { STR_INIT("same"), STR_INIT("likely"), STR_INIT("short"), STR_INIT("sister"),
					  STR_INIT("different") };

/* The report of a million rows is half a gigabyte: it is handed on in pieces of this size. */
enum { PIECE = 256 * 1024 };

static void hand_on(struct report *report)
{
	if (!report->broken)
		report->broken = !report->sink->put(report->sink->user, buf_str(&report->out));
	buf_clear(&report->out);
}

/* Between two elements of a long list: is it worth while to go on? */
static bool goes_on(struct report *report)
{
	if (report->out.len >= PIECE)
		hand_on(report);
	return !report->broken;
}

static void add_text(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text(json, text);
}

static void add_text_or_null(struct json *json, const char *key, struct str text)
{
	json_key(json, key);
	json_text_or_null(json, text);
}

static void add_count(struct json *json, const char *key, uint64_t count)
{
	json_key(json, key);
	json_count(json, count);
}

static void add_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

static void add_texts(struct json *json, const char *key, const struct str *text, uint32_t count)
{
	json_key(json, key);
	json_array(json);
	for (uint32_t i = 0; i < count; i++)
		json_text(json, text[i]);
	json_array_end(json);
}

static void add_decimal(struct report *report, const char *key, double number)
{
	buf_clear(&report->text);
	cell_number_text(&report->text, number);
	json_key(report->json, key);
	json_number(report->json, buf_str(&report->text));
}

static void add_place(struct json *json, const struct run *run, const struct record *record)
{
	json_object(json);
	add_text(json, "path", run->sources.item[record->source].path);
	add_text(json, "sheet", index_sheet_name(run, record));
	add_count(json, "row", record->row);
	json_object_end(json);
}

static void add_tool(struct report *report)
{
	json_key(report->json, "tool");
	json_object(report->json);
	add_text(report->json, "name", STR("huizong"));
	add_text(report->json, "version", STR(HUIZONG_VERSION));
	json_object_end(report->json);
}

static void add_profile(struct report *report)
{
	json_key(report->json, "profile");
	json_object(report->json);
	add_text(report->json, "id", report->run->profile->id);
	add_text(report->json, "title", report->run->profile->title);
	json_object_end(report->json);
}

static void add_input(struct report *report, const struct source *source)
{
	struct json *json = report->json;

	json_object(json);
	add_text(json, "path", source->path);
	add_text_or_null(json, "format", source->format);
	add_text_or_null(json, "encoding", source->encoding);
	add_text_or_null(json, "sha256", source->sha256);
	add_count(json, "bytes", source->bytes);
	add_text(json, "status", run_status_word(source->status));
	add_text_or_null(json, "reason", run_reason_word(source->reason));
	add_bool(json, "reused", source->reused);
	add_text_or_null(json, "region", index_region_name(report->run, source->region));
	add_count(json, "rows_read", source->rows_read);
	json_object_end(json);
}

static void add_inputs(struct report *report)
{
	json_key(report->json, "inputs");
	json_array(report->json);
	for (size_t i = 0; i < report->run->sources.count && goes_on(report); i++)
		add_input(report, &report->run->sources.item[i]);
	json_array_end(report->json);
}

static uint64_t count_failed(const struct run *run)
{
	uint64_t failed = 0;

	for (size_t i = 0; i < run->sources.count; i++)
		failed += run->sources.item[i].status == SOURCE_FAILED;
	return failed;
}

/* An unselected row is a merged one that is not sent on. */
static void add_totals(struct report *report)
{
	const struct run *run = report->run;
	struct json *json = report->json;

	json_key(json, "totals");
	json_object(json);
	add_count(json, "inputs", run->sources.count);
	add_count(json, "inputs_failed", count_failed(run));
	add_count(json, "rows_read", index_rows_read(run));
	add_count(json, "rows_merged", (uint64_t)run->merged + run->unselected);
	add_count(json, "rows_folded", run->folded);
	add_count(json, "rows_held", run->held);
	json_object_end(json);
}

static void add_rules(struct report *report)
{
	const struct run *run = report->run;
	struct json *json = report->json;

	json_key(json, "rules");
	json_array(json);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		const struct rule_reason *reason = &run->rule_reason[id];

		json_object(json);
		add_text(json, "id", diag_rule_at(id)->word);
		add_text(json, "status", rule_words[run->rule_status[id]]);
		buf_clear(&report->text);
		if (run->rule_status[id] == RULE_UNCHECKED)
			say_sentence(&report->text, report->lang, reason->say, reason->arg_count, reason->arg,
				     report->places);
		add_text_or_null(json, "reason", buf_str(&report->text));
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_directions(struct json *json, const struct record *record)
{
	json_key(json, "directions");
	json_array(json);
	for (uint32_t i = 0; i < record->direction_count; i++)
		json_text(json, record->direction[i].shown);
	json_array_end(json);
	json_key(json, "items");
	json_array(json);
	for (uint32_t i = 0; i < record->item_count; i++)
		json_count(json, record->item[i]);
	json_array_end(json);
}

/* Only where the profile says which application form belongs to which direction. */
static void add_forms(struct json *json, const struct run *run, const struct record *record)
{
	if (!manual_has_forms(run->profile))
		return;
	json_key(json, "forms");
	json_array(json);
	for (uint32_t i = 0; i < record->direction_count; i++) {
		struct str form = manual_form(run->profile, record, i);

		if (form.len)
			json_text(json, form);
	}
	json_array_end(json);
}

static void add_fate(struct json *json, const struct record *record)
{
	bool held = record->fate == FATE_HELD;

	add_text(json, "status", held ? STR("held") : STR("merged"));
	add_text_or_null(json, "reason", held ? diag_rule_at(record->held_by)->word : STR(""));
}

static void add_seq(struct json *json, const struct record *record)
{
	json_key(json, "seq");
	if (record->seq)
		json_count(json, record->seq);
	else
		json_null(json);
}

/* One record; `folded` are those whose rows went into it. */
static void add_record(struct json *json, const struct run *run, const struct record *record, const uint32_t *folded,
		       uint32_t folded_count)
{
	json_object(json);
	add_seq(json, record);
	add_text_or_null(json, "region", index_region_name(run, record->region));
	add_text(json, "project", record->project);
	add_text(json, "applicant", record->applicant);
	add_directions(json, record);
	add_forms(json, run, record);
	add_text(json, "contact", record->person);
	add_texts(json, "phones", record->phone, record->phone_count);
	add_texts(json, "emails", record->email, record->email_count);
	add_fate(json, record);
	json_key(json, "sources");
	json_array(json);
	add_place(json, run, record);
	for (uint32_t i = 0; i < folded_count; i++)
		add_place(json, run, &run->records.item[folded[i]]);
	json_array_end(json);
	json_object_end(json);
}

void report_record(struct json *json, const struct run *run, const struct record *record)
{
	add_record(json, run, record, NULL, 0);
}

static void add_records(struct report *report)
{
	const struct run *run = report->run;

	json_key(report->json, "records");
	json_array(report->json);
	for (size_t i = 0; i < run->records.count && goes_on(report); i++) {
		const struct record *record = &run->records.item[run->order[i]];
		uint32_t count;
		const uint32_t *folded = index_folded(&report->index, run->order[i], &count);

		if (record->fate != FATE_FOLDED)
			add_record(report->json, run, record, folded, count);
	}
	json_array_end(report->json);
}

static void add_evidence(struct report *report, const struct evidence *evidence)
{
	const struct arg words = evidence_words(evidence);
	struct json *json = report->json;

	json_object(json);
	add_text(json, "field", evidence->field);
	add_text(json, "level", level_words[evidence->level]);
	add_decimal(report, "similarity", evidence->similarity);
	add_decimal(report, "weight", evidence->weight);
	buf_clear(&report->text);
	say_sentence(&report->text, report->lang, words.word, 1, (struct arg[]){ DIAG_NUMBER(words.number) }, NULL);
	add_text(json, "note", buf_str(&report->text));
	json_object_end(json);
}

static void add_pair(struct report *report, const struct pair *pair)
{
	const struct run *run = report->run;
	struct json *json = report->json;

	json_object(json);
	add_text(json, "kind", run_pair_word(pair->kind));
	add_decimal(report, "score", pair->score);
	add_count(json, "cluster", pair->cluster);
	json_key(json, "a");
	add_place(json, run, &run->records.item[pair->a]);
	json_key(json, "b");
	add_place(json, run, &run->records.item[pair->b]);
	json_key(json, "evidence");
	json_array(json);
	for (uint32_t i = 0; i < pair->evidence_count; i++)
		add_evidence(report, &pair->evidence[i]);
	json_array_end(json);
	add_text(json, "found_by", say_word(report->lang, pair->found_by));
	json_object_end(json);
}

static void add_duplicates(struct report *report)
{
	json_key(report->json, "duplicates");
	json_array(report->json);
	for (size_t i = 0; i < report->run->pairs.count && goes_on(report); i++)
		if (report->run->pairs.item[i].ruling != RULING_DIFFERENT)
			add_pair(report, &report->run->pairs.item[i]);
	json_array_end(report->json);
}

static void add_relation(struct report *report, const struct relation *relation)
{
	struct json *json = report->json;

	json_object(json);
	add_text(json, "kind", relation_words[relation->kind]);
	json_key(json, "members");
	json_array(json);
	for (uint32_t i = 0; i < relation->member_count; i++)
		add_place(json, report->run, &report->run->records.item[relation->member[i]]);
	json_array_end(json);
	add_text(json, "shared", relation->shared);
	add_text(json, "note", say_word(report->lang, relation->note));
	json_object_end(json);
}

static void add_related(struct report *report)
{
	json_key(report->json, "related");
	json_array(report->json);
	for (size_t i = 0; i < report->run->relations.count; i++)
		add_relation(report, &report->run->relations.item[i]);
	json_array_end(report->json);
}

static void add_side(struct json *json, const char *key, const struct ruling_side *side)
{
	json_key(json, key);
	json_object(json);
	add_text_or_null(json, "region", side->region);
	add_text(json, "project", side->project);
	add_text(json, "applicant", side->applicant);
	json_object_end(json);
}

/* What a person ruled, and what became of it: pairs that were ruled different stand nowhere else. */
static void add_rulings(struct report *report)
{
	static const struct str words[] = { STR_INIT("honoured"), STR_INIT("stale"), STR_INIT("contradicted"),
					    STR_INIT("unknown") };
	struct json *json = report->json;

	json_key(json, "rulings");
	json_array(json);
	for (size_t i = 0; i < report->run->rulings.count; i++) {
		const struct ruling *ruling = &report->run->rulings.item[i];

		json_object(json);
		add_text(json, "ruling", ruling->written);
		add_text(json, "status", words[ruling->status]);
		add_side(json, "a", &ruling->a);
		add_side(json, "b", &ruling->b);
		json_object_end(json);
	}
	json_array_end(json);
}

/* What a person marked to be sent on, and what became of it. */
static void add_selections(struct report *report)
{
	static const struct str words[] = { STR_INIT("honoured"), STR_INIT("stale"), STR_INIT("held"),
					    STR_INIT("wider"), STR_INIT("unknown") };
	struct json *json = report->json;

	json_key(json, "selected");
	json_array(json);
	for (size_t i = 0; i < report->run->selections.count && goes_on(report); i++) {
		const struct selection *selection = &report->run->selections.item[i];

		json_object(json);
		add_text(json, "mark", selection->written);
		add_text(json, "status", words[selection->status]);
		add_side(json, "row", &selection->row);
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_manual_item(struct report *report, const struct profile_manual *item)
{
	static const struct str scopes[] = { STR_INIT("project"), STR_INIT("region"), STR_INIT("once") };
	const struct profile *profile = report->run->profile;
	struct json *json = report->json;

	json_object(json);
	add_text(json, "item", item->name);
	add_text(json, "scope", scopes[item->scope]);
	json_key(json, "directions");
	json_array(json);
	for (uint32_t i = 0; i < item->category_count; i++)
		json_text(json, profile->category[item->category[i]].name);
	json_array_end(json);
	add_text(json, "what", item->what);
	add_text_or_null(json, "basis", item->basis);
	add_count(json, "count", manual_count(report->run, item));
	json_object_end(json);
}

/* What only a person can check, and how often; an audit is about other things. */
static void add_manual(struct report *report)
{
	const struct profile *profile = report->run->profile;

	json_key(report->json, "manual");
	json_array(report->json);
	for (uint32_t i = 0; i < profile->manual_count && !report->run->audit; i++)
		add_manual_item(report, &profile->manual[i]);
	json_array_end(report->json);
}

/* What the search for duplicates did, and what it left undone. */
static void add_search(struct report *report)
{
	const struct search_counts *search = &report->run->search;
	struct json *json = report->json;

	json_key(json, "search");
	json_object(json);
	add_count(json, "candidates", search->candidates);
	add_count(json, "cut_blocks", search->cut_blocks);
	add_count(json, "cut_pairs", search->cut_pairs);
	add_count(json, "mixed_clusters", search->mixed_clusters);
	json_object_end(json);
}

/* What a list names, as far as it is a record or may be: possible ones and other directions are no findings. */
static void add_listing(struct report *report, const struct listing *listing)
{
	static const struct str directions[] = { STR_INIT("same"), STR_INIT("other"), STR_INIT("unclear") };
	const struct run *run = report->run, *listed = run->listed[listing->list];
	const struct record *row = &listed->records.item[listing->row];
	struct json *json = report->json;

	json_object(json);
	add_text(json, "list", list_words[listing->list]);
	add_text(json, "kind", run_pair_word(listing->kind));
	add_decimal(report, "score", listing->score);
	add_text(json, "direction", directions[listing->direction]);
	json_key(json, "record");
	add_place(json, run, &run->records.item[listing->record]);
	json_key(json, "row");
	add_place(json, listed, row);
	add_text(json, "project", row->project);
	add_text(json, "applicant", row->applicant);
	json_key(json, "evidence");
	json_array(json);
	for (uint32_t i = 0; i < listing->evidence_count; i++)
		add_evidence(report, &listing->evidence[i]);
	json_array_end(json);
	json_object_end(json);
}

static void add_listings(struct report *report)
{
	json_key(report->json, "listed");
	json_array(report->json);
	for (size_t i = 0; i < report->run->listings.count && goes_on(report); i++)
		add_listing(report, &report->run->listings.item[i]);
	json_array_end(report->json);
}

static void add_finding_place(struct report *report, struct where where)
{
	const struct run *run = report->run;
	const struct sheet *sheet = where.sheet ? run_sheet(run, where) : NULL;
	bool known = where.source && where.source <= run->sources.count;

	add_text_or_null(report->json, "path", known ? run->sources.item[where.source - 1].path : STR(""));
	add_text_or_null(report->json, "sheet", sheet ? sheet->name : STR(""));
	buf_clear(&report->text);
	if (where.row && where.col)
		cell_reference(&report->text, where.row, where.col);
	add_text_or_null(report->json, "cell", buf_str(&report->text));
}

static void add_finding(struct report *report, const struct finding *finding)
{
	struct json *json = report->json;

	json_object(json);
	add_text(json, "rule", diag_rule_at(diag_rule(finding->say))->word);
	add_text(json, "severity", severity_words[finding->severity]);
	add_text_or_null(json, "region", index_region_name(report->run, finding->region));
	add_finding_place(report, finding->where);
	json_key(json, "count");
	if (finding->counted)
		json_count(json, finding->count);
	else
		json_null(json);
	buf_clear(&report->text);
	say_finding(&report->text, report->lang, finding, report->places);
	add_text(json, "message", buf_str(&report->text));
	json_object_end(json);
}

static void add_findings(struct report *report)
{
	json_key(report->json, "findings");
	json_array(report->json);
	for (size_t i = 0; i < report->run->findings.findings.count && goes_on(report); i++)
		add_finding(report, &report->run->findings.findings.item[i]);
	json_array_end(report->json);
}

bool report_write(const struct run *run, enum lang lang, const struct say_places *places,
		  const struct report_sink *sink)
{
	struct report report = { .run = run, .lang = lang, .places = places, .sink = sink };

	report.json = json_new(&report.out, true);
	index_init(&report.index, run, &report.arena);
	json_object(report.json);
	add_tool(&report);
	add_profile(&report);
	add_inputs(&report);
	add_totals(&report);
	add_rules(&report);
	report_regions_write(report.json, run, lang);
	add_records(&report);
	add_duplicates(&report);
	add_related(&report);
	add_findings(&report);
	add_search(&report);
	add_rulings(&report);
	add_selections(&report);
	report_lists_write(report.json, run, lang, places);
	add_listings(&report);
	add_manual(&report);
	if (run->changes)
		report_changes_write(report.json, lang, run->changes);
	json_object_end(report.json);
	hand_on(&report);
	json_free(report.json);
	arena_release(&report.arena);
	buf_release(&report.out);
	buf_release(&report.text);
	return !report.broken;
}
