/*
 * Reads a file from memory and keeps what the reader delivered, for tests: a short line of
 * texts in `out`, the last finding's word in `say`. Included behind cmocka.h.
 */
#ifndef TESTS_SEEN_FIXTURE_H
#define TESTS_SEEN_FIXTURE_H

#include "base/buf.h"
#include "model/cell.h"
#include "read/reader.h"

/*
 * What came out: "[name]", a hidden sheet "[name~]", merged ranges "{A1:A2}", cells
 * "A1=text|", behind the place "!" for a flaw, "-" for struck through, "~" in a
 * hidden row, "#" for what is no text.
 */
struct seen {
	struct buf out; /* its owner's */
	enum say say;
	uint32_t rows, stop_after; /* 0: never */
	bool ended;
};

static inline void seen_put_range(struct buf *out, const struct range *range)
{
	buf_add_char(out, '{');
	cell_reference(out, range->top, range->left);
	buf_add_char(out, ':');
	cell_reference(out, range->bottom, range->right);
	buf_add_char(out, '}');
}

static inline bool seen_sheet(void *user, const struct sheet_info *sheet)
{
	struct seen *seen = user;

	buf_printf(&seen->out, "[%.*s%s]", STR_ARG(sheet->name), sheet->hidden ? "~" : "");
	for (uint32_t i = 0; i < sheet->merge_count && i < 16; i++)
		seen_put_range(&seen->out, &sheet->merge[i]);
	seen->ended = false;
	return true;
}

static inline bool seen_row(void *user, const struct row *row)
{
	struct seen *seen = user;
	struct arena arena = { 0 };

	for (uint32_t i = 0; i < row->count && i < 16; i++) {
		const struct cell *cell = &row->cell[i];

		cell_reference(&seen->out, row->number, cell->col);
		buf_printf(&seen->out, "%s%s%s%s", cell->flaw != CELL_SOUND ? "!" : "", cell->struck ? "-" : "",
			   row->hidden ? "~" : "", cell->kind != CELL_TEXT ? "#" : "");
		buf_printf(&seen->out, "=%.*s|", STR_ARG(cell_text(cell, &arena)));
	}
	arena_release(&arena);
	return ++seen->rows != seen->stop_after;
}

static inline bool seen_end(void *user)
{
	((struct seen *)user)->ended = true;
	return true;
}

static inline void seen_finding(void *user, const struct finding *finding)
{
	struct seen *seen = user;

	seen->say = finding->say == SAY_UNREADABLE ? finding->arg[0].word : finding->say;
}

/* `encoding`: what the file was read in; may be NULL. */
static inline bool seen_read(struct seen *seen, const struct reader *reader, struct str text, struct str *encoding)
{
	static const struct str hints[] = { STR_INIT("项目名称"), STR_INIT("申报单位") };
	struct arena input = { 0 }, row = { 0 };
	struct row_sink sink = { seen, seen_sheet, seen_row, seen_end, NULL };
	struct diag_sink diag = { seen, seen_finding };
	struct read_context ctx = { .input = &input,
				    .row = &row,
				    .sink = &sink,
				    .diag = &diag,
				    .stem = STR("汇总"),
				    .hint_count = ARRAY_COUNT(hints),
				    .hint = hints };
	bool read = reader->read(&ctx, str_bytes(text));

	if (encoding)
		*encoding = ctx.encoding;
	arena_release(&input);
	arena_release(&row);
	return read;
}

#endif
