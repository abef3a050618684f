/*
 * The report for a browser: one file that needs nothing else, no network and no script to be read.
 * It holds whatever was in the inputs as text only, and forbids itself all else (its content
 * security policy allows its own style and script by their hashes).
 */
#ifndef OUTPUT_PAGE_H
#define OUTPUT_PAGE_H

#include "output/report.h"

/* False where the sink took no more. */
MUST_CHECK bool page_write(const struct run *run, enum lang lang, const struct say_places *places,
			   const struct report_sink *sink);

#endif
