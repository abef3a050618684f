/*
 * Findings: what is wrong with the input, as an id, a place and typed
 * arguments. A finding never holds a finished sentence: diag/say.h makes one,
 * in a language, where it is shown.
 */
#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/arena.h"
#include "base/list.h"
#include "base/str.h"

/*
 * Where a value or a finding came from. Zero in a member means "no finer than
 * this": with only source set, the whole file is meant. All count from 1; rows
 * and columns as the spreadsheet shows them. source is the index of the run's
 * source plus 1, sheet the position of the sheet in its file.
 */
struct where {
	uint32_t source, sheet, row, col;
};

/* Strongest first: findings are ordered by this. */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_OFF };

enum rule_id {
#define RULE(id, word, name, severity, mend_zh, mend_en) RULE_##id,
#include "diag/list.def"
	RULE_COUNT,
	RULE_NONE = RULE_COUNT
};

/* A sentence: those of findings first, then the program's other words. */
enum say {
	SAY_NOTHING,
#define SAYS(rule, id, zh, en) SAY_##id,
#define WORD(id, zh, en) SAY_##id,
#include "diag/list.def"
	SAY_COUNT
};

/* No region of the profile: in findings, records and sheets. */
#define REGION_NONE UINT32_MAX

enum arg_kind {
	ARG_TEXT,   /* as written somewhere: escaped where it is shown */
	ARG_NUMBER, /* a count */
	ARG_PLACE,  /* a cell, row or file */
	ARG_WORD    /* another sentence; its {1}, where it has one, is the number */
};

struct arg {
	enum arg_kind kind;
	enum say word;
	union {
		struct str text;
		int64_t number; /* ARG_NUMBER, ARG_WORD */
		struct where place;
	};
};

#define DIAG_TEXT(value) ((struct arg){ .kind = ARG_TEXT, .text = (value) })
#define DIAG_NUMBER(value) ((struct arg){ .kind = ARG_NUMBER, .number = (int64_t)(value) })
#define DIAG_PLACE(value) ((struct arg){ .kind = ARG_PLACE, .place = (value) })
#define DIAG_WORD(value) ((struct arg){ .kind = ARG_WORD, .word = (value) })

/* A word with its number. */
#define DIAG_PHRASE(value, argument) ((struct arg){ .kind = ARG_WORD, .word = (value), .number = (int64_t)(argument) })

struct finding {
	enum say say;
	enum severity severity; /* by the list when made; the profile's once the run is settled */
	struct where where;
	uint32_t region; /* index in the profile, REGION_NONE where no region is known */
	uint32_t serial; /* in which it was found: the last key of the order */
	bool counted;
	uint32_t count; /* of what the rule counts, where counted */
	uint32_t arg_count;
	const struct arg *arg; /* with their texts borrowed: from the call, or from the list's arena */
};

/* Who takes findings. The finding and its texts are valid only during the call. */
struct diag_sink {
	void *user;
	void (*add)(void *user, const struct finding *finding);
};

/*
 * Report a finding with its arguments. Returns false always, so that a function
 * that gives up can write: return diag_add(sink, SAY_UNREADABLE, where, 1, ...).
 */
bool diag_add(const struct diag_sink *sink, enum say say, struct where where, uint32_t arg_count,
	      const struct arg *arg);
/* The same for one that counts something. */
bool diag_add_count(const struct diag_sink *sink, enum say say, struct where where, uint32_t count, uint32_t arg_count,
		    const struct arg *arg);

/* A finding of this sentence with the list's severity; arguments borrowed. For one that needs more than diag_add. */
struct finding diag_finding(enum say say, struct where where, uint32_t arg_count, const struct arg *arg);

/* The rule whose sentence this is; RULE_NONE for a word. */
enum rule_id diag_rule(enum say say);

/* Its name in the list, for what outlives this version: numbers change. Empty where there is none. */
struct str diag_say_name(enum say say);
/* And back: SAY_NOTHING where this version has none of that name, RULE_NONE where it has no such rule. */
enum say diag_say_named(struct str name);
enum rule_id diag_rule_named(struct str word);

/* One row of the list of rules. */
struct diag_rule_info {
	struct str word, name; /* "quota.region", "超配额" */
	enum severity severity;
	struct str mend[2]; /* by enum lang */
};
const struct diag_rule_info *diag_rule_at(enum rule_id id);
/* What it means, by enum lang: a paragraph. */
struct str diag_rule_means(enum rule_id id, int lang);

/* A list that owns its findings' texts through an arena; a sink over it. */
struct diag_list {
	struct arena *arena;
	LIST_OF(struct finding) findings;
};
struct diag_sink diag_list_sink(struct diag_list *list);
void diag_list_release(struct diag_list *list);

#endif
