/*
 * A second opinion on an .xls: what freexl reads in it, as a stream of texts and
 * plain numbers in rising order of sheet, row and column. What it does not read
 * is not there (results of formulas, rich strings), nor what it is known to
 * mistake for something else: dates stay out.
 *
 * freexl dies of some files, loops over others and leaks: never call this in a
 * process that matters. It comes in two steps, so that the process can be closed
 * off between them: opinion_prepare opens what freexl will need, opinion_give
 * calls it.
 */
#ifndef READ_OPINION_H
#define READ_OPINION_H

#include "model/table.h"
#include "read/opinion_look.h"

/* Two for each code page: freexl's own come on top and close again. */
enum { OPINION_CONVERTERS = OPINION_PAGES + 1 };

struct opinion {
	struct opinion_look look;
	void *converter[OPINION_CONVERTERS]; /* held open, so that what they need stays loaded */
	uint32_t converter_count;
};

/* Takes what freexl reads. False stops the reading. sheet (of worksheets), row and the cell's column count from 1. */
struct opinion_sink {
	void *user;
	bool (*put)(void *user, uint32_t sheet, uint32_t row, const struct cell *cell);
};

/*
 * Look through the copy, which is what freexl will be given, mend it, and load what
 * it needs. False where it is to be spared the file. Release in any case.
 */
MUST_CHECK bool opinion_prepare(struct opinion *opinion, unsigned char *copy, size_t len);
/* Read the file of that name, which holds the mended copy. False where freexl refuses it. */
MUST_CHECK bool opinion_give(const struct opinion *opinion, const char *path, const struct opinion_sink *sink);
void opinion_release(struct opinion *opinion);

#endif
