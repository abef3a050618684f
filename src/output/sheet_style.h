/*
 * How the cells of our workbooks look: fonts, sizes, borders, fills. What a look
 * means must survive a printer without colour: a fill is light and never alone,
 * a word or a weight says the same. Chinese is not set in italics.
 */
#ifndef OUTPUT_SHEET_STYLE_H
#define OUTPUT_SHEET_STYLE_H

#include "base/arena.h"
#include "model/profile.h"

/* Those of the form that is sent, then those of the office's own sheets. */
enum sheet_style {
	STYLE_TITLE,
	STYLE_LINE,
	STYLE_FORM_HEAD,
	STYLE_FORM_CENTRE,
	STYLE_FORM_LEFT,
	STYLE_FORM_FIGURE, /* amounts: to the right */
	STYLE_FORM_DIGITS, /* phones: stays text when a person edits it */
	STYLE_FORM_SMALL,  /* what is too long for the highest row there can be, in small print from the top */
	STYLE_LABEL,	   /* before a cell that is to be filled in */
	STYLE_ENTRY_LINE,  /* the blank form's own: open where its sheet is protected */
	STYLE_ENTRY_CENTRE,
	STYLE_ENTRY_TEXT, /* this and the next keep digits as they are typed */
	STYLE_ENTRY_NAME,
	STYLE_ENTRY_NUMBER,
	STYLE_ENTRY_DAY,
	STYLE_MARK_CENTRE, /* the same three where something is wrong */
	STYLE_MARK_LEFT,
	STYLE_MARK_DIGITS,
	STYLE_NOTE,
	STYLE_SECTION,
	STYLE_HEAD,
	STYLE_LEFT,
	STYLE_SMALL, /* the same as STYLE_FORM_SMALL */
	STYLE_HASH,  /* a row of digits nobody reads aloud: in small print */
	STYLE_CENTRE,
	STYLE_SHARE,  /* a number from 0 to 1, shown as per cent */
	STYLE_STRONG, /* these two must differ in black and white */
	STYLE_FAINT,
	STYLE_LINK,
	STYLE_ANSWER, /* to be filled in by a person */
	STYLE_COUNT
};

struct lxw_workbook;
struct lxw_format;

/* The size of its font. */
double sheet_style_points(const struct profile *profile, enum sheet_style style);
/* Text at the left within borders keeps a step away from them. */
bool sheet_style_is_indented(enum sheet_style style);
/* On the form rows have more air. */
bool sheet_style_is_form(enum sheet_style style);
/* How a cell of the form looks in which something is wrong. */
enum sheet_style sheet_style_marked(enum sheet_style style);
/* The small print for what is too long in this style; the style itself where it has none. */
enum sheet_style sheet_style_small(enum sheet_style style);
/* NULL where there is no memory. */
struct lxw_format *sheet_style_format(struct lxw_workbook *file, const struct profile *profile, enum sheet_style style,
				      struct arena *arena);

#endif
