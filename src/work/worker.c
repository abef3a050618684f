#include "work/worker.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "decode/code_page.h"
#include "decode/crypt_xlsx.h"
#include "decode/ole.h"
#include "read/mht.h"
#include "read/reader.h"
#include "read/xls_plain.h"
#include "shape/cells.h"
#include "shape/shape.h"
#include "work/unpack.h"

struct worker {
	const struct worker_settings *settings;
	struct shape *shape; /* one of the two */
	struct cells *cells;
	struct message_sink through; /* what they push into: it hands on to the sink at hand */
	const struct message_sink *sink;
	struct unpack unpack;
	bool stopped; /* by the sink: nothing more is said */
	struct arena input, row;
	struct charset_kit kit;
	struct buf encoded;
};

static bool hand_on(void *user, struct bytes encoded)
{
	struct worker *worker = user;

	worker->stopped = worker->stopped || !worker->sink->put(worker->sink->user, encoded);
	return !worker->stopped;
}

static bool put(struct worker *worker, const struct message *message)
{
	buf_clear(&worker->encoded);
	message_encode(&worker->encoded, message);
	return hand_on(worker, str_bytes(buf_str(&worker->encoded)));
}

/* What is no table is told and no more. */
static void tell(struct worker *worker, enum input_kind kind, struct str format, struct str name)
{
	if (put(worker, &(struct message){ .kind = MESSAGE_INPUT, .as.input = { kind, format, name } }))
		put(worker, &(struct message){ .kind = MESSAGE_END });
}

/* Cells are shown as our reader reads them: of records alone there is something to dispute. */
static void ask_second(struct worker *worker, const struct reader *reader, struct bytes bytes)
{
	const struct worker_second *second = worker->settings->second;
	struct arena arena = { 0 };

	if (second && worker->shape && reader == &xls_reader)
		shape_second(worker->shape,
			     second->ask(second->user, xls_plain(&arena, worker->settings->passwords, bytes)));
	arena_release(&arena);
}

static void begin(struct worker *worker, struct read_context *context, struct str format)
{
	if (worker->cells) {
		cells_begin(worker->cells, format);
		context->sink = cells_rows(worker->cells);
		context->diag = cells_diag(worker->cells);
	} else {
		shape_begin(worker->shape, format);
		context->sink = shape_rows(worker->shape);
		context->diag = shape_diag(worker->shape);
	}
}

static void end(struct worker *worker, bool read, struct str encoding)
{
	if (worker->cells)
		cells_end(worker->cells, read, encoding);
	else
		shape_end(worker->shape, read, encoding);
}

static struct read_context context_of(struct worker *worker, struct str stem)
{
	return (struct read_context){
		.input = &worker->input,
		.row = &worker->row,
		.stem = stem,
		.hint_count = worker->settings->hint_count,
		.hint = worker->settings->hint,
		.passwords = worker->settings->passwords,
	};
}

static void read_table(struct worker *worker, const struct reader *reader, struct bytes bytes, struct str stem)
{
	struct read_context context = context_of(worker, stem);
	bool read;

	begin(worker, &context, reader->format);
	ask_second(worker, reader, bytes);
	read = reader->read(&context, bytes);
	end(worker, read, context.encoding);
}

/* A table that is given up before its first sheet. */
static void refuse(struct worker *worker, struct str format, enum say why)
{
	struct read_context context = context_of(worker, STR(""));

	begin(worker, &context, format);
	if (diag_rule(why) == RULE_NONE)
		diag_add(context.diag, SAY_UNREADABLE, (struct where){ 0 }, 1, (struct arg[]){ DIAG_WORD(why) });
	else
		diag_add(context.diag, why, (struct where){ 0 }, 0, NULL);
	end(worker, false, STR(""));
}

static void read_told(struct worker *worker, struct bytes bytes, const struct unpack_input *input, bool opened);

/* Read as what it turns out to be, whatever its name promised. */
static void read_encrypted(struct worker *worker, struct bytes bytes, struct str format,
			   const struct unpack_input *input)
{
	struct read_context context = context_of(worker, input->stem);
	struct buf memory = { 0 };
	struct bytes package;
	enum say why = crypt_xlsx_open(context.passwords, bytes, &memory, &package);

	if (why)
		refuse(worker, format, why);
	else
		read_told(worker, package, input, true);
	buf_release(&memory);
}

/* opened: it was encrypted; what is encrypted once more is nobody's table. */
static void read_told(struct worker *worker, struct bytes bytes, const struct unpack_input *input, bool opened)
{
	static const enum input_kind kinds[] = {
		[READER_TABLE] = INPUT_TABLE,
		[READER_ARCHIVE] = INPUT_UNSUPPORTED, /* of a damaged workbook */
		[READER_ENCRYPTED] = INPUT_ENCRYPTED,
		[READER_UNSUPPORTED] = INPUT_UNSUPPORTED,
		[READER_OWN_REPORT] = INPUT_OWN_REPORT,
		[READER_UNKNOWN] = INPUT_UNKNOWN,
	};
	const struct reader *reader;
	struct str format, name;
	enum reader_kind kind = reader_detect(bytes, &reader, &format, &name);

	if (kind == READER_TABLE)
		read_table(worker, reader, bytes, input->stem);
	else if (kind == READER_ENCRYPTED && !opened)
		read_encrypted(worker, bytes, format, input);
	else if (kind == READER_ARCHIVE && !input->is_package)
		unpack_archive(&worker->unpack, bytes, name, input);
	else
		tell(worker, kinds[kind], format, name);
}

/* A file or, in an archive, a member: all that is told of it. */
static void read_input(struct worker *worker, struct bytes bytes, const struct unpack_input *input)
{
	read_told(worker, bytes, input, false);
	arena_reset(&worker->input);
	arena_reset(&worker->row);
}

static bool say_of_archive(void *user, const struct message *message)
{
	return put(user, message);
}

static bool read_member(void *user, struct bytes bytes, const struct unpack_input *input)
{
	struct worker *worker = user;

	read_input(worker, bytes, input);
	return !worker->stopped;
}

/* A workbook of Excel 2 to 4 stands in no container, and begins with a record of this kind. */
enum { BIFF_BEGIN = 0x09 };

void worker_open(struct worker *worker, const struct work *work)
{
	struct str name;

	if ((!work->is_package && archive_detect(work->bytes, &name)) || mht_is(work->bytes))
		charset_hold_all(&worker->kit);
	else if (ole_is(work->bytes) || work->bytes.data[0] == BIFF_BEGIN)
		code_page_prepare(&worker->kit, work->bytes);
	else
		charset_hold_declared(&worker->kit, work->bytes);
}

void worker_read(struct worker *worker, const struct work *work, const struct message_sink *sink)
{
	const struct unpack_input input = {
		.stem = work->stem,
		.is_package = work->is_package,
		.from = work->member_from,
		.to = work->member_to,
		.lost = work->member_lost,
	};

	worker->sink = sink;
	worker->stopped = false;
	read_input(worker, work->bytes, &input);
}

struct worker *worker_new(const struct worker_settings *settings)
{
	struct worker *worker = calloc(1, sizeof(*worker));

	if (!worker)
		cleanup_no_memory();
	worker->settings = settings;
	worker->through = (struct message_sink){ worker, hand_on };
	worker->unpack = (struct unpack){ worker, say_of_archive, read_member, settings->passwords };
	if (settings->cells)
		worker->cells = cells_new(&worker->through);
	else
		worker->shape = shape_new(settings->profile, &worker->through);
	return worker;
}

void worker_free(struct worker *worker)
{
	if (!worker)
		return;
	shape_free(worker->shape);
	cells_free(worker->cells);
	charset_forget(&worker->kit);
	arena_release(&worker->input);
	arena_release(&worker->row);
	buf_release(&worker->encoded);
	free(worker);
}

void worker_hints(struct worker_settings *settings, struct arena *arena)
{
	const struct profile *profile = settings->profile;
	uint32_t room = profile->column_count, count = 0;
	struct str *hint;

	for (uint32_t i = 0; i < profile->column_count; i++)
		room += profile->column[i].alias_count;
	hint = ARENA_ARRAY(arena, struct str, room);
	for (uint32_t i = 0; i < profile->column_count; i++) {
		hint[count++] = profile->column[i].name;
		for (uint32_t j = 0; j < profile->column[i].alias_count; j++)
			hint[count++] = profile->column[i].alias[j];
	}
	settings->hint = hint;
	settings->hint_count = count;
}
