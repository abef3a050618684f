#include "app/intake.h"

#include <errno.h>

#include "base/file.h"
#include "base/path.h"
#include "output/report.h"

/* By their ending: a letter or a form beside the tables is no failed table (contract, section 3). */
static const struct str document_endings[] = { STR_INIT("docx"), STR_INIT("html"), STR_INIT("htm"), STR_INIT("txt") };
/* Endings that promise a table: content that is none is a damaged file, not another kind of document. */
static const struct str table_endings[] = { STR_INIT("xls"),  STR_INIT("xlsx"), STR_INIT("xlsm"), STR_INIT("et"),
					    STR_INIT("csv"),  STR_INIT("tsv"),	STR_INIT("ods"),  STR_INIT("xlt"),
					    STR_INIT("xltx"), STR_INIT("ett"),	STR_INIT("tab"),  STR_INIT("prn") };

/* Of these an archive without the parts of a workbook is what is left of a damaged one. */
static const struct str package_endings[] = { STR_INIT("xlsx"), STR_INIT("xlsm"), STR_INIT("xltx") };

static bool is_one_of(struct str ending, const struct str *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(ending, known[i]))
			return true;
	return false;
}

static void set_status(struct run *run, uint32_t index, enum source_status status, enum source_reason reason)
{
	run->sources.item[index].status = status;
	run->sources.item[index].reason = reason;
}

static void report(struct run *run, uint32_t index, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	diag_add(&sink, say, (struct where){ .source = index + 1 }, arg_count, arg);
}

static bool refuse(struct run *run, uint32_t index, enum say why)
{
	set_status(run, index, SOURCE_FAILED, REASON_UNREADABLE);
	report(run, index, SAY_UNREADABLE, 1, (struct arg[]){ DIAG_WORD(why) });
	return false;
}

static bool refuse_kind(struct run *run, uint32_t index, enum reader_kind kind, struct str name)
{
	struct source *source = &run->sources.item[index];

	if (kind == READER_ENCRYPTED) {
		set_status(run, index, SOURCE_FAILED, REASON_ENCRYPTED);
		report(run, index, SAY_ENCRYPTED, 0, NULL);
	} else if (str_eq(source->format, STR("archive")) &&
		   is_one_of(path_ending(source->file), package_endings, ARRAY_COUNT(package_endings))) {
		source->format = STR("");
		refuse(run, index, SAY_WHY_ZIP);
	} else if (kind == READER_UNSUPPORTED) {
		set_status(run, index, SOURCE_SKIPPED, REASON_UNSUPPORTED);
		source->kind = arena_copy(&run->arena, name);
	} else if (is_one_of(path_ending(source->file), table_endings, ARRAY_COUNT(table_endings))) {
		refuse(run, index, SAY_WHY_UNKNOWN);
	} else {
		set_status(run, index, SOURCE_SKIPPED, REASON_UNSUPPORTED);
		source->kind = arena_copy(&run->arena, path_ending(source->file));
	}
	return false;
}

static enum say load_reason(void)
{
	return errno == EFBIG ? SAY_WHY_TOO_LARGE : SAY_WHY_SYSTEM;
}

void intake_changing(struct run *run, uint32_t index)
{
	set_status(run, index, SOURCE_SKIPPED, REASON_CHANGING);
	report(run, index, SAY_CHANGING, 0, NULL);
}

bool intake_open(struct run *run, uint32_t index, struct file_content *content, const struct reader **reader)
{
	struct source *source = &run->sources.item[index];
	enum reader_kind kind;
	struct str name;

	if (!file_load(source->file.data, source->is_input, content))
		return refuse(run, index, load_reason());
	source->bytes = content->bytes.len;
	if (!content->changed)
		source->sha256 = file_sha256(&run->arena, content->bytes);
	if (content->changed) {
		intake_changing(run, index);
	} else if (content->bytes.len == 0) {
		refuse(run, index, SAY_WHY_EMPTY);
	} else if (report_is_ours(content->bytes)) {
		set_status(run, index, SOURCE_SKIPPED, REASON_OWN_OUTPUT);
	} else {
		kind = reader_detect(content->bytes, reader, &source->format, &name);
		if (kind == READER_TABLE)
			return true;
		refuse_kind(run, index, kind, name);
	}
	file_unload(content);
	return false;
}

static bool is_encrypted(const struct collector *collector)
{
	const struct diag_list *list = &collector->run->findings;

	for (size_t i = collector->findings_before; i < list->findings.count; i++)
		if (list->findings.item[i].say == SAY_ENCRYPTED)
			return true;
	return false;
}

/* "guangdong-2020-971 <hash>": a longer id that begins alike is another profile's. */
static bool is_marked_by(const struct profile *profile, struct str mark)
{
	return str_starts(mark, profile->id) && str_starts(str_after(mark, profile->id.len), STR(" "));
}

/* Written by this profile for its own office; without an office, for nobody. */
static bool is_own_output(const struct intake *intake)
{
	const struct collector *collector = &intake->collector;
	const struct run *run = intake->run;
	const struct sheet_line *line;

	if (!is_marked_by(run->profile, collector->mark) || run->sources.item[collector->source].is_input ||
	    run->sheets.count == collector->sheets_before)
		return false;
	line = run->sheets.item[collector->sheets_before].line;
	return run->profile->office.len ? line && str_has(line->text, run->profile->office) : !line;
}

/* Text whose ending promises no table (a script, notes) is no spreadsheet, though it could be read as one. */
static bool is_other_document(const struct source *source)
{
	struct str ending = path_ending(source->file);

	if (is_one_of(ending, document_endings, ARRAY_COUNT(document_endings)))
		return true;
	return str_eq(source->format, csv_reader.format) && ending.len &&
	       !is_one_of(ending, table_endings, ARRAY_COUNT(table_endings));
}

static void settle(struct intake *intake, uint32_t index)
{
	struct collector *collector = &intake->collector;
	struct run *run = intake->run;
	const struct source *source = &run->sources.item[index];

	if (!collector->read || collector->broken) {
		bool encrypted = is_encrypted(collector);

		collect_undo(collector);
		set_status(run, index, SOURCE_FAILED, encrypted ? REASON_ENCRYPTED : REASON_UNREADABLE);
		if (collector->broken)
			report(run, index, SAY_UNREADABLE, 1, (struct arg[]){ DIAG_WORD(SAY_WHY_MESSAGES) });
	} else if (is_own_output(intake)) {
		collect_undo(collector);
		set_status(run, index, SOURCE_SKIPPED, REASON_OWN_OUTPUT);
	} else if (collector->tables == 0) {
		bool other = is_other_document(source);

		collect_undo(collector);
		set_status(run, index, other ? SOURCE_SKIPPED : SOURCE_FAILED,
			   other ? REASON_OTHER_DOCUMENT : REASON_NO_TABLE);
		if (!other)
			report(run, index, SAY_NO_TABLE, 0, NULL);
	}
}

struct read_context intake_context(struct intake *intake, uint32_t index)
{
	return (struct read_context){
		.input = &intake->input,
		.row = &intake->row,
		.stem = path_stem(intake->run->sources.item[index].path),
		.hint_count = intake->hint_count,
		.hint = intake->hint,
	};
}

void intake_source(struct intake *intake, uint32_t index)
{
	struct run *run = intake->run;
	struct file_content content;
	const struct reader *reader;
	struct read_context context;
	bool read;

	if (!intake_open(run, index, &content, &reader))
		return;
	context = intake_context(intake, index);
	context.sink = shape_rows(intake->shape);
	context.diag = shape_diag(intake->shape);
	collect_begin(&intake->collector, index);
	shape_begin(intake->shape, reader->format);
	read = reader->read(&context, content.bytes);
	shape_end(intake->shape, read, context.encoding);
	if (file_changed(&content)) {
		collect_forget(&intake->collector);
		intake_changing(run, index);
	} else {
		settle(intake, index);
	}
	file_unload(&content);
	arena_reset(&intake->input);
	arena_reset(&intake->row);
}

/* Column names and their aliases are what a right decoding is likely to hold. */
static void collect_hints(struct intake *intake)
{
	const struct profile *profile = intake->run->profile;
	uint32_t room = profile->column_count, count = 0;
	struct str *hint;

	for (uint32_t i = 0; i < profile->column_count; i++)
		room += profile->column[i].alias_count;
	hint = ARENA_ARRAY(&intake->run->arena, struct str, room);
	for (uint32_t i = 0; i < profile->column_count; i++) {
		hint[count++] = profile->column[i].name;
		for (uint32_t j = 0; j < profile->column[i].alias_count; j++)
			hint[count++] = profile->column[i].alias[j];
	}
	intake->hint = hint;
	intake->hint_count = count;
}

void intake_init(struct intake *intake, struct run *run)
{
	*intake = (struct intake){ .run = run };
	record_maker_init(&intake->maker, &run->arena, run->profile);
	collect_init(&intake->collector, run, &intake->maker);
	intake->shape = shape_new(run->profile, &intake->collector.sink);
	collect_hints(intake);
}

void intake_release(struct intake *intake)
{
	shape_free(intake->shape);
	collect_release(&intake->collector);
	arena_release(&intake->input);
	arena_release(&intake->row);
}
