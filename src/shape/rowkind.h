/*
 * What a row below a header is: a record, or one of the things that stand in such
 * tables and are none (contract, section 2: blank and numbered rows, `... ...`,
 * notes, totals). A row that is nothing known is reported, never dropped.
 */
#ifndef SHAPE_ROWKIND_H
#define SHAPE_ROWKIND_H

#include "shape/header.h"

enum rowkind {
	ROWKIND_BLANK,	/* nothing, a number alone, or dots */
	ROWKIND_NOTE,	/* 注：…, 填报人：… */
	ROWKIND_TOTAL,	/* 合计 */
	ROWKIND_LINE,	/* 推荐单位：… */
	ROWKIND_RECORD, /* has a project or an applicant */
	ROWKIND_OTHER	/* has values but neither */
};

/* The line with its filled cells; `header` says which column is which. */
enum rowkind rowkind_of(const struct fields *fields, const struct header *header, const struct line *line);

#endif
