/*
 * The types of columns: all that is known of one stands in its row of one table,
 * from its word in a profile to its look on the first sheet. Here too what a cell
 * says in figures, which sums are made of. Nothing is owned.
 */
#ifndef MODEL_COLUMN_H
#define MODEL_COLUMN_H

#include "diag/say.h"
#include "model/profile.h"

/* How a cell stands on the first sheet. */
enum column_look {
	LOOK_LEFT,
	LOOK_CENTRE,
	LOOK_DIGITS, /* stays text when a person edits it: no digit may be lost */
	LOOK_FIGURE  /* to the right; where it is written as a plain number it is one that a sheet can add up */
};

/* Is this a value of the column? Asked of what is not empty. */
typedef bool column_check(struct arena *scratch, const struct profile_column *column, struct str shown);

struct column_kind {
	struct str word; /* 信用代码, as profiles say it */
	enum column_look look;
	bool by_digits;	     /* every digit means something: one that is lost ruins the cell (cell.lossy) */
	bool by_parts;	     /* a mobile, an e-mail address: each is asked for by itself */
	bool adds_up;	     /* what total rows and 勾稽 add */
	column_check *holds; /* NULL where any text will do, or another rule looks at it */
	enum say invalid;    /* {1} the text, {2} the column, {3+} what may be filled in */
};

const struct column_kind *column_kind(enum column_type type);

/* One of the values of 选项, whatever its width, case, blanks and punctuation. */
bool column_is_option(struct arena *scratch, const struct profile_column *column, struct str shown);

/*
 * How many yuan one stands for in a column of this table: what its header says, else what stands above the
 * table, else what the profile's name of it says; 1 where nobody says anything, and for numbers.
 */
double column_unit(struct arena *scratch, const struct profile_column *column, struct str label, struct str title);

/* What the cell adds up as, in yuan for amounts. False where it is no such figure. */
bool column_figure(struct arena *scratch, const struct profile_column *column, double unit, struct str shown,
		   double *figure);

/* Equal but for the tolerance, and for what computing leaves in the last digits. */
bool column_equal(double a, double b, double tolerance);
/* A computed figure for people: at most four decimals, none that say nothing. */
struct str column_print(struct arena *arena, double figure);

#endif
