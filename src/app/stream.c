#include "app/stream.h"

#include <errno.h>

#include "app/intake.h"
#include "app/session.h"
#include "app/summary.h"
#include "app/trouble.h"
#include "base/file.h"
#include "base/json.h"
#include "model/cell.h"
#include "output/report.h"
#include "rules/finish.h"
#include "rules/regions.h"

/* Lines gather up to this many bytes before they are written. */
enum { FLUSH_AT = 64 * 1024 };

struct stream {
	struct run run;
	struct intake intake;
	struct buf out;
	struct json *json;
	bool broken; /* standard output does not take any more */

	/* extract */
	struct regions *regions;
	size_t sheet; /* whose region is known: index of the run plus 1 */

	/* dump */
	struct str path, sheet_name;
	bool hidden;
	struct arena cell;
	struct buf text;
};

static bool flush(struct stream *stream)
{
	if (stream->out.len && fwrite(stream->out.data, 1, stream->out.len, stdout) != stream->out.len)
		stream->broken = true;
	buf_clear(&stream->out);
	return !stream->broken;
}

static bool end_line(struct stream *stream)
{
	json_next(stream->json);
	return stream->out.len < FLUSH_AT || flush(stream);
}

/* --- extract ----------------------------------------------------------------- */

static bool put_record(void *user, struct record *record)
{
	struct stream *stream = user;
	struct run *run = &stream->run;

	if (stream->sheet != run->sheets.count) {
		stream->sheet = run->sheets.count;
		regions_begin_sheet(stream->regions, &run->sheets.item[run->sheets.count - 1]);
	}
	regions_settle_record(stream->regions, record);
	report_record(stream->json, run, record);
	return end_line(stream);
}

static void extract_source(struct stream *stream, uint32_t source)
{
	stream->sheet = 0;
	intake_source(&stream->intake, source);
}

/* --- dump -------------------------------------------------------------------- */

static const struct str kind_words[] = {
	[CELL_EMPTY] = STR_INIT("text"), [CELL_TEXT] = STR_INIT("text"), [CELL_NUMBER] = STR_INIT("number"),
	[CELL_DATE] = STR_INIT("date"),	 [CELL_BOOL] = STR_INIT("bool"), [CELL_ERROR] = STR_INIT("error"),
};

static bool dump_sheet(void *user, const struct sheet_info *sheet)
{
	struct stream *stream = user;

	stream->sheet_name = arena_copy(&stream->run.arena, sheet->name);
	stream->hidden = sheet->hidden;
	return true;
}

/* The stored value: a number or a truth as JSON knows them, all else as text. */
static void put_value(struct stream *stream, const struct cell *cell, struct str text)
{
	json_key(stream->json, "value");
	switch (cell->kind) {
	case CELL_NUMBER:
		json_number(stream->json, text);
		break;
	case CELL_BOOL:
		json_bool(stream->json, cell->number > 0 || cell->number < 0);
		break;
	case CELL_EMPTY:
	case CELL_TEXT:
	case CELL_DATE:
	case CELL_ERROR:
		json_text(stream->json, text);
		break;
	}
}

static void put_text(struct stream *stream, const char *key, struct str text)
{
	json_key(stream->json, key);
	json_text(stream->json, text);
}

static bool put_cell(struct stream *stream, uint32_t row, const struct cell *cell)
{
	struct str text = cell_text(cell, &stream->cell);

	/* A formula without a stored result is there, and empty: not silently nothing. */
	if (text.len == 0 && cell->flaw == CELL_SOUND)
		return true;
	buf_clear(&stream->text);
	cell_reference(&stream->text, row, cell->col);
	json_object(stream->json);
	put_text(stream, "path", stream->path);
	put_text(stream, "sheet", stream->sheet_name);
	json_key(stream->json, "hidden");
	json_bool(stream->json, stream->hidden);
	put_text(stream, "cell", buf_str(&stream->text));
	put_text(stream, "type", kind_words[cell->kind]);
	put_value(stream, cell, text);
	put_text(stream, "text", text);
	json_object_end(stream->json);
	return end_line(stream);
}

static bool dump_row(void *user, const struct row *row)
{
	struct stream *stream = user;
	bool ok = true;

	for (uint32_t i = 0; ok && i < row->count; i++)
		ok = put_cell(stream, row->number, &row->cell[i]);
	arena_reset(&stream->cell);
	return ok;
}

static bool dump_sheet_end(void *user)
{
	const struct stream *stream = user;

	return !stream->broken;
}

static void dump_source(struct stream *stream, uint32_t index)
{
	const struct row_sink sink = { stream, dump_sheet, dump_row, dump_sheet_end, NULL };
	struct diag_sink diag = diag_list_sink(&stream->run.findings);
	struct run *run = &stream->run;
	size_t before = run->findings.findings.count;
	struct file_content content;
	const struct reader *reader;
	struct read_context context;

	if (!intake_open(run, index, &content, &reader))
		return;
	context = intake_context(&stream->intake, index);
	context.sink = &sink;
	context.diag = &diag;
	stream->path = run->sources.item[index].path;
	if (!reader->read(&context, content.bytes))
		run->sources.item[index].status = SOURCE_FAILED;
	if (file_changed(&content))
		intake_changing(run, index);
	for (size_t i = before; i < run->findings.findings.count; i++)
		run->findings.findings.item[i].where.source = index + 1;
	file_unload(&content);
	arena_reset(&stream->intake.input);
	arena_reset(&stream->intake.row);
}

/* --- both -------------------------------------------------------------------- */

/* A file that is shown cell by cell was asked for by name: say so where it is of no kind that is read. */
static void report_unsupported(struct run *run)
{
	struct diag_sink sink = diag_list_sink(&run->findings);

	for (uint32_t i = 0; i < run->sources.count; i++)
		if (run->sources.item[i].reason == REASON_UNSUPPORTED)
			diag_add(&sink, SAY_UNSUPPORTED, (struct where){ .source = i + 1 }, 1,
				 (struct arg[]){ DIAG_TEXT(run->sources.item[i].kind) });
}

static int finish(struct stream *stream, const struct options *options)
{
	struct run *run = &stream->run;
	bool fails;

	if (!flush(stream) || fflush(stdout) != 0 || ferror(stdout))
		return trouble_stdout(options->terminal);
	report_unsupported(run);
	finish_findings(run);
	if (!options->quiet)
		summary_findings(run, options);
	fails = options->fail_on != SEVERITY_OFF && finish_strongest(run) <= options->fail_on;
	return fails ? STATUS_FINDINGS : STATUS_DONE;
}

static int stream_all(const struct options *options, void (*take)(struct stream *stream, uint32_t source))
{
	struct stream stream = { 0 };
	struct run *run = &stream.run;
	struct diag_sink sink = diag_list_sink(&run->findings);
	int status = STATUS_NOT_DONE;

	if (session_open(run, options) && session_discover(run, options)) {
		stream.json = json_new(&stream.out, false);
		stream.regions = regions_new(run, &sink);
		intake_init(&stream.intake, run);
		stream.intake.collector.on_record = put_record;
		stream.intake.collector.user = &stream;
		for (uint32_t i = 0; i < run->sources.count && !stream.broken; i++)
			if (run->sources.item[i].status == SOURCE_READ)
				take(&stream, i);
		status = finish(&stream, options);
		regions_free(stream.regions);
		intake_release(&stream.intake);
		json_free(stream.json);
	}
	buf_release(&stream.out);
	buf_release(&stream.text);
	arena_release(&stream.cell);
	session_close(run);
	return status;
}

int stream_extract(const struct options *options)
{
	return stream_all(options, extract_source);
}

int stream_dump(const struct options *options)
{
	return stream_all(options, dump_source);
}
