/*
 * What every reader promises, whatever the bytes: rows in the form of
 * model/table.h, or a reason why not. Whoever breaks it is stopped by a trap, which
 * a fuzzer counts as a crash.
 */
#ifndef TESTS_PROMISE_H
#define TESTS_PROMISE_H

#include <math.h>

#include "base/utf8.h"
#include "read/reader.h"

#define PROMISE(truth)                                                                                                 \
	do {                                                                                                           \
		if (!(truth))                                                                                          \
			__builtin_trap();                                                                              \
	} while (0)

struct promise {
	bool in_sheet;
	uint32_t sheet, row; /* the last ones */
	uint32_t findings;
};

static inline void promise_ranges(const struct sheet_info *sheet)
{
	for (uint32_t i = 0; i < sheet->merge_count; i++) {
		const struct range *range = &sheet->merge[i];

		PROMISE(range->top >= 1 && range->top <= range->bottom);
		PROMISE(range->left >= 1 && range->left <= range->right);
		PROMISE(i == 0 || range->top > range[-1].top ||
			(range->top == range[-1].top && range->left >= range[-1].left));
	}
}

static inline bool promise_sheet(void *user, const struct sheet_info *sheet)
{
	struct promise *promise = user;

	PROMISE(!promise->in_sheet && sheet->index > promise->sheet);
	PROMISE(utf8_valid(sheet->name));
	promise_ranges(sheet);
	*promise = (struct promise){ true, sheet->index, 0, promise->findings };
	return true;
}

static inline void promise_cell(const struct cell *cell)
{
	PROMISE(utf8_valid(cell->text));
	PROMISE(cell->kind != CELL_EMPTY || cell->flaw != CELL_SOUND);
	PROMISE(cell->kind == CELL_TEXT || cell->kind == CELL_ERROR || isfinite(cell->number));
}

static inline bool promise_row(void *user, const struct row *row)
{
	struct promise *promise = user;

	PROMISE(promise->in_sheet && row->number > promise->row);
	for (uint32_t i = 0; i < row->count; i++) {
		PROMISE(row->cell[i].col > (i ? row->cell[i - 1].col : 0));
		promise_cell(&row->cell[i]);
	}
	promise->row = row->number;
	return true;
}

static inline bool promise_end(void *user)
{
	struct promise *promise = user;

	PROMISE(promise->in_sheet);
	promise->in_sheet = false;
	return true;
}

static inline void promise_finding(void *user, const struct finding *finding)
{
	((struct promise *)user)->findings++;
	for (uint32_t i = 0; i < finding->arg_count; i++)
		PROMISE(finding->arg[i].kind != ARG_TEXT || finding->arg[i].text.data);
}

/* Read, and hold the reader to its word. */
static inline void promise_kept(const struct reader *reader, struct bytes file)
{
	static const struct str hints[] = { STR_INIT("项目名称"), STR_INIT("申报单位") };
	static const struct str passwords[] = { STR_INIT("secret") };
	struct arena input = { 0 }, row = { 0 };
	struct promise promise = { 0 };
	struct row_sink sink = { &promise, promise_sheet, promise_row, promise_end, NULL };
	struct diag_sink diag = { &promise, promise_finding };
	struct read_context ctx = {
		.input = &input,
		.row = &row,
		.sink = &sink,
		.diag = &diag,
		.stem = STR("stem"),
		.hint_count = ARRAY_COUNT(hints),
		.hint = hints,
		.passwords = { ARRAY_COUNT(passwords), passwords },
	};

	if (reader->read(&ctx, file))
		PROMISE(!promise.in_sheet);
	else
		PROMISE(promise.findings > 0);
	arena_release(&input);
	arena_release(&row);
}

/* The entry that libFuzzer and tests/fuzz/replay.c call. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
