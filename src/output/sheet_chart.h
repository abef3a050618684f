/*
 * A chart of bars over numbers that stand in the sheet. It takes rows of its own, all of the
 * height that rows have by themselves: the library, which writes rows as they come, knows of no other.
 */
#ifndef OUTPUT_SHEET_CHART_H
#define OUTPUT_SHEET_CHART_H

#include "output/sheet.h"

/* A bar a row, first_row to last_row, named by one column and as long as the number in another. */
struct sheet_bars {
	uint32_t first_row, last_row, name_col, value_col;
	struct str title, font;
};

/* Over all columns, from the row at hand on; what is written next stands below it. */
void sheet_chart_bars(struct sheet_page *page, const struct sheet_bars *bars);

#endif
