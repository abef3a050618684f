/*
 * What `history` tells of one input or one record: the nights in which something became of it, each event a line under
 * its night and an object of the report. Shared by story_input and story_record.
 */
#ifndef APP_STORY_EVENT_H
#define APP_STORY_EVENT_H

#include "app/recall.h"
#include "app/subject.h"
#include "base/map.h"

enum { STORY_PLACE_INDENT = 6 };

struct story {
	struct recall *recall;
	struct str wanted;
	const struct past_series *series;
	struct past_rows rows;
	const struct changes **changes; /* by run */
	struct map paths;		/* of the input that is told of: it may have had several */
	struct subjects subjects;
	const struct subject *subject; /* that is told of */
	const struct past_run *said;   /* the night whose head stands above what comes */
	uint32_t found;
};

const struct night_row *story_event_row(const struct change *change);
/* Was it a night of this series, and in force? */
bool story_event_is_done(const struct story *story, const struct past_run *run);
/* What changed in each night, of what was read; and forget what was read. */
void story_event_find(struct story *story);
void story_event_forget(struct story *story);

/* One event: a line of text under its night (SAY_NOTHING: none), and the beginning of an object, which story_event_end
 * closes. */
void story_event(struct story *story, const struct past_run *run, const char *of, const char *change, enum say say,
		 uint32_t arg_count, const struct arg *arg);
void story_event_text(struct story *story, const char *key, struct str text);
void story_event_end(struct story *story);
/* An array of the report. */
void story_event_list(struct story *story, const char *key);
void story_event_list_end(struct story *story);

/* What this night could not look at, of those that `is_ours` says. */
void story_event_unseen(struct story *story, const struct past_run *run, enum night_kind kind, const char *of,
			bool (*is_ours)(const struct story *story, const struct night_row *row));

#endif
