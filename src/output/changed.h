/*
 * What changed since the night before, in the order and in the words in which a person reads it: the sheet 变化, the
 * page's section and the terminal share them. What wants a hand comes first: new errors, then what became of records,
 * then files; what is settled, and what nobody could look at, stands below.
 *
 * Borrows the run and its changes; lives in the arena.
 */
#ifndef OUTPUT_CHANGED_H
#define OUTPUT_CHANGED_H

#include "base/map.h"
#include "diag/say.h"
#include "model/change.h"
#include "model/run.h"

enum changed_group {
	CHANGED_ERROR, /* new findings by their severity; hints are the last of all */
	CHANGED_WARNING,
	CHANGED_WITHDRAWN, /* records */
	CHANGED_OTHERWISE,
	CHANGED_ADDED,
	CHANGED_SUPERSEDED, /* inputs: a correction holds all of it */
	CHANGED_REPLACED,   /* other bytes */
	CHANGED_TREATED,    /* the same bytes, but read where they were not, or the other way round */
	CHANGED_MOVED,
	CHANGED_GONE,
	CHANGED_CAME,
	CHANGED_MENDED, /* findings */
	CHANGED_UNREAD, /* inputs, records, findings that nobody could look at */
	CHANGED_UNSEEN,
	CHANGED_UNCHECKED,
	CHANGED_HINT,
	CHANGED_GROUPS
};

struct changed {
	const struct run *run;
	uint32_t count; /* of all groups */
	struct {
		uint32_t count;
		const struct change **item;
	} group[CHANGED_GROUPS];
	struct map named;    /* regions of the profile */
	struct map region;   /* of an input by its path, where it is still there */
	struct map original; /* by the path of a correction: the first it is the correction of, as an index of inputs */
	const uint32_t *next; /* and the others: index + 1; 0: no more */
};

void changed_make(struct arena *arena, const struct run *run, struct changed *changed);
void changed_release(struct changed *changed);
/* Is there anything to list? Not on a first night, when all is new. */
bool changed_any(const struct changed *changed);

/* Of what it speaks: file, record, finding; and what has become of it. */
enum say changed_kind(enum changed_group group);
enum say changed_word(enum changed_group group);

enum night_kind changed_is_of(enum changed_group group);
/* The region of the profile that it belongs to; REGION_NONE where none is known. */
uint32_t changed_region(const struct changed *changed, enum changed_group group, const struct change *change);

/*
 * A change as rows: one, but for a record one of each field that has changed. Before and after are the same
 * thing said twice: a field's text, a file's state, a finding's sentence; empty where it was or is not.
 */
struct changed_row {
	struct str region, what; /* of a record project and applicant, a line each */
	struct str column;
	struct str before, after;
	struct str path, sheet, at; /* where it stands, or stood: a row or a cell */
	bool is_field;		    /* before and after are one cell's texts */
};
uint32_t changed_rows(enum changed_group group, const struct change *change);
/* Row `index` of them; texts are made in the arena. */
void changed_row(struct arena *arena, enum lang lang, const struct changed *changed, enum changed_group group,
		 const struct change *change, uint32_t index, struct changed_row *row);

/* The first line: with which run this one is compared, or that there is none or no change. */
void changed_say_since(struct buf *out, enum lang lang, const struct changed *changed);
/* "文件：新来 3，内容已换 1" of that kind; false, and nothing, where there is none. */
bool changed_say_counts(struct buf *out, enum lang lang, const struct changed *changed, enum night_kind kind);

#endif
