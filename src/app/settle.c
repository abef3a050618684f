#include "app/settle.h"

#include "base/path.h"
#include "decode/name.h"

/* By their ending: a letter or a form beside the tables is no failed table (contract, section 3). */
static const struct str document_endings[] = { STR_INIT("docx"), STR_INIT("html"),  STR_INIT("htm"),
					       STR_INIT("mht"),	 STR_INIT("mhtml"), STR_INIT("txt") };
/* Endings that promise a table: content that is none is a damaged file, not another kind of document. */
static const struct str table_endings[] = { STR_INIT("xls"),  STR_INIT("xlsx"), STR_INIT("xlsm"), STR_INIT("et"),
					    STR_INIT("csv"),  STR_INIT("tsv"),	STR_INIT("ods"),  STR_INIT("xlt"),
					    STR_INIT("xltx"), STR_INIT("ett"),	STR_INIT("tab"),  STR_INIT("prn"),
					    STR_INIT("fods"), STR_INIT("ots") };

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

bool settle_is_other_document(const struct source *source)
{
	struct str ending = path_ending(source->file);

	if (is_one_of(ending, document_endings, ARRAY_COUNT(document_endings)))
		return true;
	return str_eq(source->format, STR("csv")) && ending.len &&
	       !is_one_of(ending, table_endings, ARRAY_COUNT(table_endings));
}

void settle_skipped(struct run *run, uint32_t index, enum source_reason reason)
{
	set_status(run, index, SOURCE_SKIPPED, reason);
}

/* What the machine lacks, or had not time or memory for, says nothing of the file. */
static bool is_passing(enum say why)
{
	static const enum say passing[] = { SAY_WHY_SYSTEM, SAY_WHY_CONVERTER, SAY_WHY_DIED,   SAY_WHY_DEATHS,
					    SAY_WHY_SLOW,   SAY_WHY_STALLED,   SAY_WHY_MEMORY, SAY_WHY_MESSAGES };

	for (size_t i = 0; i < ARRAY_COUNT(passing); i++)
		if (why == passing[i])
			return true;
	return false;
}

void settle_word(struct run *run, uint32_t index, enum say why)
{
	run->sources.item[index].passing |= is_passing(why);
}

void settle_unreadable(struct run *run, uint32_t index, enum say why)
{
	settle_word(run, index, why);
	set_status(run, index, SOURCE_FAILED, REASON_UNREADABLE);
	report(run, index, SAY_UNREADABLE, 1, (struct arg[]){ DIAG_WORD(why) });
}

void settle_encrypted(struct run *run, uint32_t index)
{
	set_status(run, index, SOURCE_FAILED, REASON_ENCRYPTED);
	report(run, index, SAY_ENCRYPTED, 0, NULL);
}

void settle_signalled(struct run *run, uint32_t index, int signal_number)
{
	run->sources.item[index].passing = true;
	set_status(run, index, SOURCE_FAILED, REASON_UNREADABLE);
	report(run, index, SAY_UNREADABLE_SIGNAL, 1, (struct arg[]){ DIAG_NUMBER(signal_number) });
}

void settle_after(struct run *run, uint32_t index, struct str sheet, uint32_t row, enum say why)
{
	settle_word(run, index, why);
	set_status(run, index, SOURCE_FAILED, REASON_UNREADABLE);
	report(run, index, SAY_UNREADABLE_AFTER, 3,
	       (struct arg[]){ DIAG_TEXT(sheet), DIAG_NUMBER(row), DIAG_WORD(why) });
}

void settle_no_table(struct run *run, uint32_t index, bool empty)
{
	set_status(run, index, SOURCE_FAILED, REASON_NO_TABLE);
	report(run, index, empty ? SAY_NO_CELLS : SAY_NO_TABLE, 0, NULL);
}

void settle_changing(struct run *run, uint32_t index)
{
	set_status(run, index, SOURCE_SKIPPED, REASON_CHANGING);
	report(run, index, SAY_CHANGING, 0, NULL);
}

static void settle_unsupported(struct run *run, uint32_t index, struct str name)
{
	set_status(run, index, SOURCE_SKIPPED, REASON_UNSUPPORTED);
	run->sources.item[index].kind = arena_copy(&run->arena, name);
}

static void settle_named(struct run *run, uint32_t index, const struct message_input *input)
{
	struct source *source = &run->sources.item[index];

	if (!str_eq(source->format, STR("archive")) || !name_is_package(source->file)) {
		settle_unsupported(run, index, input->name);
	} else {
		source->format = STR("");
		settle_unreadable(run, index, SAY_WHY_ZIP);
	}
}

static void settle_unknown(struct run *run, uint32_t index)
{
	struct str ending = path_ending(run->sources.item[index].file);

	if (is_one_of(ending, table_endings, ARRAY_COUNT(table_endings)))
		settle_unreadable(run, index, SAY_WHY_UNKNOWN);
	else
		settle_unsupported(run, index, ending);
}

void settle_kind(struct run *run, uint32_t index, const struct message_input *input)
{
	switch (input->kind) {
	case INPUT_ENCRYPTED:
		settle_encrypted(run, index);
		break;
	case INPUT_UNSUPPORTED:
		settle_named(run, index, input);
		break;
	case INPUT_UNKNOWN:
		settle_unknown(run, index);
		break;
	case INPUT_OWN_REPORT:
		settle_skipped(run, index, REASON_OWN_OUTPUT);
		break;
	case INPUT_TABLE:
	case INPUT_ARCHIVE:
	case INPUT_KINDS:
		break;
	}
}
