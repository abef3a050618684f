#include "read/docx_grid.h"

/* A4 without margins. */
enum { UNKNOWN_WIDTH = 11906 };

void docx_grid_add(struct docx_grid *grid, uint32_t width)
{
	if (grid->count < DOCX_COLUMNS)
		grid->width[grid->count++] = width;
}

static uint32_t width_of(const struct docx_grid *grid, uint32_t edge)
{
	return edge < grid->count ? grid->width[edge] : UNKNOWN_WIDTH;
}

uint64_t docx_grid_span(const struct docx_grid *grid, uint32_t from, uint32_t to)
{
	uint64_t span = 0;

	for (uint32_t edge = from; edge < to; edge++)
		span += width_of(grid, edge);
	return span;
}

void docx_grid_columns(const struct docx_grid *grid, uint64_t near, uint32_t column[DOCX_COLUMNS + 1])
{
	uint64_t since = 0; /* the first of the edges that are one */

	column[0] = 1;
	for (uint32_t edge = 1; edge <= DOCX_COLUMNS; edge++) {
		since += width_of(grid, edge - 1);
		column[edge] = column[edge - 1] + (since >= near);
		if (since >= near)
			since = 0;
	}
}
