/*
 * history and trace: the ledger opened to look back, and what both say of it. Standard output or a file gets what
 * was asked for only once it is sure that no run has written meanwhile.
 */
#ifndef APP_RECALL_H
#define APP_RECALL_H

#include "app/options.h"
#include "base/file.h"
#include "base/json.h"
#include "state/past.h"

struct recall {
	const struct options *options;
	struct arena arena;
	struct ledger *ledger;
	struct past past;
	int64_t series; /* the one that -p asks for; 0: all */
	struct buf text, machine;
	struct json *json; /* into machine; NULL where it is not wanted */
	struct file_draft draft;
	bool is_file; /* machine goes into the draft */
};

/* False after one line on standard error; recall_close in either case. */
MUST_CHECK bool recall_open(struct recall *recall, const struct options *options);
/* Hand everything out: the status, which is what is given where all went well. */
int recall_finish(struct recall *recall, int status);
void recall_close(struct recall *recall);

/* What the ledger is in trouble for: said. Status 2. */
int recall_trouble(struct recall *recall);

bool recall_is_wanted(const struct recall *recall, int64_t series);
const struct past_series *recall_series(const struct recall *recall, int64_t series);
/* A night: a run that is done. NULL where there is none with this number. */
const struct past_run *recall_night(const struct recall *recall, int64_t number);

/* A sentence as a line of the text, so many blanks before it. */
void recall_line(struct recall *recall, uint32_t indent, enum say say, uint32_t arg_count, const struct arg *arg);
/* 2026-11-23T02:00:05+08:00, in the zone of whoever asks. In the arena; empty for 0. */
struct str recall_time(struct recall *recall, int64_t clock);
/* The same for people: "2020-11-13 16:30 +08:00". */
struct str recall_moment(struct recall *recall, int64_t clock);

void recall_json_text(struct recall *recall, const char *key, struct str text);
void recall_json_number(struct recall *recall, const char *key, int64_t number);
/* number, began, ended of a run as members. */
void recall_json_run(struct recall *recall, const struct past_run *run);

#endif
