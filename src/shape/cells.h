/*
 * cells: a stream of rows in, the same rows out as messages (model/message.h), for
 * whoever wants to see what the readers see. shape's other half: used in its place.
 */
#ifndef SHAPE_CELLS_H
#define SHAPE_CELLS_H

#include "diag/diag.h"
#include "model/message.h"

struct cells;

/* The sink must outlive it. */
struct cells *cells_new(const struct message_sink *sink);
void cells_free(struct cells *cells);

/* Begin an input of this format; what a reader pushes into and reports to; end it. */
void cells_begin(struct cells *cells, struct str format);
const struct row_sink *cells_rows(struct cells *cells);
const struct diag_sink *cells_diag(struct cells *cells);
void cells_end(struct cells *cells, bool read, struct str encoding);

#endif
