/*
 * shape: a stream of rows in, a stream of messages out (model/message.h). It finds
 * headers, maps columns to fields, fills merged cells down and tells records from
 * all else. It keeps three rows and the open merged cells, so that a file of any
 * length needs no more memory than a short one. It knows no path and settles no
 * region.
 */
#ifndef SHAPE_SHAPE_H
#define SHAPE_SHAPE_H

#include "diag/diag.h"
#include "model/message.h"
#include "model/profile.h"
#include "shape/dispute.h"

struct shape;

/* The profile and the sink must outlive it. */
struct shape *shape_new(const struct profile *profile, const struct message_sink *sink);
void shape_free(struct shape *shape);

/* Begin an input of this format. */
void shape_begin(struct shape *shape, struct str format);
/* Ask this one about the cells of the input just begun, too; not where it is NULL. */
void shape_second(struct shape *shape, const struct dispute_source *second);
/* What a reader pushes into, and reports to. */
const struct row_sink *shape_rows(struct shape *shape);
const struct diag_sink *shape_diag(struct shape *shape);
/* End it: whether the reader read it whole, and what it was decoded from. */
void shape_end(struct shape *shape, bool read, struct str encoding);

#endif
