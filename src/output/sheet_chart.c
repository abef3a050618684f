/* The library's header speaks of functions that ours forbid: it comes first. */
#include <xlsxwriter.h>

#include "output/sheet_chart.h"

/* Pixels. A row without a height of its own has 20, a chart of the library's own size 480 by 288. */
enum { ROW_PIXELS = 20, BAR_PIXELS = 44, FRAME_PIXELS = 110, CHART_WIDTH = 480, CHART_HEIGHT = 288 };

/* More bars than this are told by their numbers; the chart keeps to a page. */
enum { BARS_PIXELS_MAX = 560 };

static const double pixels_per_digit = 7, edge_pixels = 5;
/* Dark enough for its edge to be seen on any printer, and light enough for a line of text in it. */
static const lxw_color_t bar_colour = 0x5B7A99, text_colour = 0x262626;

static void note(struct sheet_book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = (int)error;
}

static uint32_t rows_of(const struct sheet_bars *bars)
{
	uint32_t pixels = (bars->last_row - bars->first_row + 1) * BAR_PIXELS;

	return (FRAME_PIXELS + (pixels < BARS_PIXELS_MAX ? pixels : BARS_PIXELS_MAX)) / ROW_PIXELS;
}

static void set_fonts(struct sheet_page *page, lxw_chart *chart, lxw_chart_series *series, struct str font)
{
	lxw_chart_font text = { .name = arena_cstring(page->book->arena, font), .size = 10, .color = text_colour };
	lxw_chart_font title = text;

	title.size = 12;
	title.bold = LXW_TRUE;
	chart_title_set_name_font(chart, &title);
	chart_axis_set_num_font(chart->x_axis, &text);
	chart_axis_set_num_font(chart->y_axis, &text);
	chart_series_set_labels_font(series, &text);
}

/* The first row's bar on top, and each bar's number at its end instead of an axis. */
static void set_looks(lxw_chart *chart, lxw_chart_series *series)
{
	lxw_chart_fill fill = { .color = bar_colour };
	lxw_chart_line line = { .color = text_colour, .width = 0.75 };
	/* In a chart of bars the library calls what runs along them x. */
	lxw_chart_axis *names = chart->y_axis, *numbers = chart->x_axis;

	chart_series_set_fill(series, &fill);
	chart_series_set_line(series, &line);
	chart_series_set_labels(series);
	chart_set_series_gap(chart, 60);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	chart_axis_set_reverse(names);
	chart_axis_set_min(numbers, 0);
	chart_axis_off(numbers);
	chart_axis_major_gridlines_set_visible(numbers, LXW_FALSE);
}

static lxw_chart *make_chart(struct sheet_page *page, const struct sheet_bars *bars)
{
	struct sheet_book *book = page->book;
	const char *sheet = arena_cstring(book->arena, book->names.item[page->number - 1]);
	lxw_chart *chart = workbook_add_chart(book->file, LXW_CHART_BAR);
	lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;

	if (!series)
		return NULL;
	chart_series_set_categories(series, sheet, bars->first_row - 1, (lxw_col_t)(bars->name_col - 1),
				    bars->last_row - 1, (lxw_col_t)(bars->name_col - 1));
	chart_series_set_values(series, sheet, bars->first_row - 1, (lxw_col_t)(bars->value_col - 1),
				bars->last_row - 1, (lxw_col_t)(bars->value_col - 1));
	chart_title_set_name(chart, arena_cstring(book->arena, bars->title));
	set_looks(chart, series);
	set_fonts(page, chart, series, bars->font);
	return chart;
}

static void insert(struct sheet_page *page, const struct sheet_bars *bars)
{
	lxw_chart_options options = { .object_position = LXW_OBJECT_MOVE_DONT_SIZE };
	lxw_chart *chart = make_chart(page, bars);
	double width = 0;

	if (!chart) {
		note(page->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	for (uint32_t i = 0; i < page->column_count; i++)
		width += page->width[i] * pixels_per_digit + edge_pixels;
	options.x_scale = width / CHART_WIDTH;
	options.y_scale = (double)(rows_of(bars) * ROW_PIXELS) / CHART_HEIGHT;
	options.description = arena_cstring(page->book->arena, bars->title);
	note(page->book, worksheet_insert_chart_opt(page->worksheet, page->row - 1, 0, chart, &options));
}

void sheet_chart_bars(struct sheet_page *page, const struct sheet_bars *bars)
{
	if (page->book->error || bars->last_row < bars->first_row)
		return;
	page->book->plan->charts++;
	if (page->worksheet)
		insert(page, bars);
	for (uint32_t i = rows_of(bars); i > 0; i--)
		sheet_row_end(page, 0);
}
