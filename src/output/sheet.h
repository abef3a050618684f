/*
 * A thin layer over libxlsxwriter through which every cell of a workbook
 * passes. It writes rows from the top, in order (memory stays constant), notes
 * each cell in the plan that the finished file is compared with, gives each row
 * the height its text needs, and lets nothing through that would ruin the file
 * or run as a formula: text is always written as text.
 *
 * The first error of the library is kept; what follows it writes nothing.
 * Texts that are handed over must live as long as the plan.
 */
#ifndef OUTPUT_SHEET_H
#define OUTPUT_SHEET_H

#include "base/buf.h"
#include "diag/say.h"
#include "output/figure.h"
#include "output/sheet_style.h"
#include "output/workbook.h"

/* Of libxlsxwriter, whose header only sheet.c and sheet_style.c see. */
struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

struct sheet_book {
	struct lxw_workbook *file; /* NULL where only the plan is wanted */
	struct lxw_format *format[STYLE_COUNT];
	struct lxw_format *figure[FIGURE_FORMATS]; /* made when they are needed */
	double points[STYLE_COUNT];		   /* font sizes */
	const struct profile *profile;
	struct arena *arena; /* of the plan's texts */
	struct workbook_plan *plan;
	LIST_OF(struct str) names;
	struct buf text;		 /* of the cell being written */
	struct str head_face, foot_face; /* the profile's fonts, for what stands outside the cells */
	int error;			 /* the library's, 0 while all is well */
};

/*
 * False, with book->error set, where the library cannot begin. Release in any case. Without
 * a path nothing is written: what follows fills the plan and cannot fail. The folder is for
 * the library's own temporaries: it does not notice where they cannot be made or written.
 */
MUST_CHECK bool sheet_book_open(struct sheet_book *book, const struct profile *profile, const char *path,
				const char *folder);
/* What the file says of itself, besides its cells: a title, and WORKBOOK_MARK in the keywords. No clock. */
void sheet_book_sign(struct sheet_book *book, struct str title, struct str mark);
/* Write the file. Closes it whatever happened before. */
void sheet_book_close(struct sheet_book *book);
/* The first error in words. */
struct str sheet_book_why(const struct sheet_book *book);
void sheet_book_release(struct sheet_book *book);

/* The printed pages so far, and what stands on the last one. */
struct sheet_pages {
	uint32_t count;
	double height, used; /* points, as rows are measured */
};

enum { SHEET_BREAKS = 64 }; /* more titles than any sheet has */

struct sheet_page {
	struct sheet_book *book;
	struct lxw_worksheet *worksheet; /* NULL after an error, and where nothing is written */
	uint32_t number;		 /* from 1 */
	uint32_t row;			 /* the one being written, from 1 */
	uint32_t column_count;
	const double *width; /* of columns, in characters */
	double height;	     /* what the row being written needs, in points */
	uint32_t head;	     /* the row that stays in view; 0 for none */
	uint32_t links;
	bool titled; /* a title of its own stands on it */
	/* Pages as Excel cuts them, as a program that prints a little less on each, as LibreOffice. */
	struct sheet_pages full, close, office;
	double repeated, last; /* heights of what is repeated on each page, and of the row above */
	uint32_t again;	       /* the row that is repeated; 0 for none */
	bool beside;	       /* printed over several pages side by side */
	uint32_t break_count;
	uint32_t before[SHEET_BREAKS + 1]; /* rows from 0 on which a page begins, and 0 behind the last */
};

/*
 * A4 landscape, one page wide. The widths are borrowed until the last row.
 */
struct sheet_page sheet_begin(struct sheet_book *book, struct str name, uint32_t column_count, const double *width);

/* One cell of the row being written; col from 1, rising. The empty text is a cell with a border only. */
void sheet_text(struct sheet_page *page, uint32_t col, enum sheet_style style, struct str text);
void sheet_number(struct sheet_page *page, uint32_t col, enum sheet_style style, double number);
/* What is written there is shown as it is: as a number where a sheet can add it up (output/figure.h), else as text at
 * the left. */
void sheet_figure(struct sheet_page *page, uint32_t col, struct str text);
/* Over the columns first to last. */
void sheet_span(struct sheet_page *page, uint32_t first, uint32_t last, enum sheet_style style, struct str text);
/*
 * What is written next into this column leads to a cell. Gives the style to write it in: STYLE_LINK, a plain one
 * where nothing is meant (row 0) and once the sheet has all the links it may have.
 */
struct sheet_place {
	struct str sheet;
	uint32_t row, col; /* from 1 */
};
enum sheet_style sheet_lead(struct sheet_page *page, uint32_t col, struct sheet_place to);
/* A text that leads to a row of the first sheet. */
void sheet_link(struct sheet_page *page, uint32_t col, uint32_t to_row, struct str text);
/* A cell for a person to fill in: empty, or with what was answered before. */
void sheet_answer(struct sheet_page *page, uint32_t col, struct str text);
/* What a reader of the file sees who points at a cell of the row being written; texts in the plan, as those of cells.
 */
void sheet_comment(struct sheet_page *page, uint32_t col, struct str text);
/* Give the row its height, `least` points or more, and go on to the next. */
void sheet_row_end(struct sheet_page *page, double least);

/* Only one more row fits: what is left must be told in it. */
bool sheet_full(const struct sheet_page *page);

/* The row above is repeated on each printed page from here on. */
void sheet_repeat(struct sheet_page *page);
/* The row above becomes the head: it stays in view and is repeated on each printed page. */
void sheet_freeze(struct sheet_page *page);
/* Below a head: the first columns stay in view, too. */
void sheet_freeze_columns(struct sheet_page *page, uint32_t count);
/* What follows is printed on a new page. */
void sheet_break(struct sheet_page *page);
/* Whether so many points fit on the page that was begun, whoever prints it. */
bool sheet_has_left(const struct sheet_page *page, double height);
/* A title over what follows, a row apart from what is above; it never stands alone at the foot of a page. */
void sheet_section(struct sheet_page *page, struct str title);
/* A filter over head_row and all rows below it. */
void sheet_filter(struct sheet_page *page, uint32_t head_row);
/* The rulings to choose from in a column, in the rows written so far below the head; with a note on how to use it. */
void sheet_choice(struct sheet_page *page, uint32_t col, enum lang lang);
/* The same for what is sent on, of which there may be so many (0: no limit). */
void sheet_choice_selected(struct sheet_page *page, uint32_t col, enum lang lang, uint32_t limit);
/* Print a wide sheet over as many pages side by side as keep it legible, its first columns on each. */
void sheet_spread(struct sheet_page *page, uint32_t repeated);
/*
 * All that was written is printed, the last lines not on a page of their own where the others
 * can take them in, with page numbers in this language at the
 * foot and, where the sheet has no title of its own, its name at the head.
 */
void sheet_end(struct sheet_page *page, enum lang lang);

/* How many half-width characters fit a column of this width in this style, and the width that holds so many. */
uint32_t sheet_capacity(const struct sheet_book *book, enum sheet_style style, double width);
double sheet_width(const struct sheet_book *book, enum sheet_style style, double characters);

/* The widths that fill the page from edge to edge sum up to this. */
double sheet_page_width(uint32_t column_count);

#endif
