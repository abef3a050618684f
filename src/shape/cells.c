#include "shape/cells.h"

#include <stdlib.h>

#include "base/cleanup.h"

struct cells {
	const struct message_sink *sink;
	struct row_sink rows;
	struct diag_sink diag;
	struct buf encoded;
	uint32_t sheets, row_count;
	bool stopped; /* the sink has had enough */
};

static bool put(struct cells *cells, const struct message *message)
{
	if (cells->stopped)
		return false;
	buf_clear(&cells->encoded);
	message_encode(&cells->encoded, message);
	cells->stopped = !cells->sink->put(cells->sink->user, str_bytes(buf_str(&cells->encoded)));
	return !cells->stopped;
}

static void put_finding(void *user, const struct finding *finding)
{
	put(user, &(struct message){ .kind = MESSAGE_FINDING, .as.finding = *finding });
}

static bool on_sheet_begin(void *user, const struct sheet_info *sheet)
{
	struct cells *cells = user;

	cells->sheets++;
	return put(cells, &(struct message){ .kind = MESSAGE_SHEET,
					     .as.sheet = { sheet->index, sheet->name, sheet->hidden } });
}

static bool on_row(void *user, const struct row *row)
{
	struct cells *cells = user;

	if (row->count == 0)
		return !cells->stopped;
	cells->row_count++;
	return put(cells, &(struct message){ .kind = MESSAGE_ROW,
					     .as.row = { row->number, row->hidden, row->count, row->cell } });
}

static bool on_sheet_end(void *user)
{
	const struct cells *cells = user;

	return !cells->stopped;
}

static void on_mark(void *user, struct str name, struct str value)
{
	(void)user, (void)name, (void)value;
}

struct cells *cells_new(const struct message_sink *sink)
{
	struct cells *cells = calloc(1, sizeof(*cells));

	if (!cells)
		cleanup_no_memory();
	cells->sink = sink;
	cells->rows = (struct row_sink){ cells, on_sheet_begin, on_row, on_sheet_end, on_mark };
	cells->diag = (struct diag_sink){ cells, put_finding };
	return cells;
}

void cells_free(struct cells *cells)
{
	if (!cells)
		return;
	buf_release(&cells->encoded);
	free(cells);
}

void cells_begin(struct cells *cells, struct str format)
{
	cells->sheets = cells->row_count = 0;
	cells->stopped = false;
	put(cells, &(struct message){ .kind = MESSAGE_INPUT, .as.input = { INPUT_TABLE, format, format } });
}

const struct row_sink *cells_rows(struct cells *cells)
{
	return &cells->rows;
}

const struct diag_sink *cells_diag(struct cells *cells)
{
	return &cells->diag;
}

void cells_end(struct cells *cells, bool read, struct str encoding)
{
	put(cells, &(struct message){ .kind = MESSAGE_END,
				      .as.end = { .read = read,
						  .encoding = encoding,
						  .sheets = cells->sheets,
						  .records = cells->row_count } });
}
