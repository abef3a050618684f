/*
 * What the sections of the page (a file each) share: the run, the language, and the few ways
 * all of them put words into markup. Markup is written as literals of ours; everything else passes
 * page_room_text, which leaves no character of it a meaning.
 */
#ifndef OUTPUT_PAGE_ROOM_H
#define OUTPUT_PAGE_ROOM_H

#include "output/changed.h"
#include "output/diff.h"
#include "output/index.h"
#include "output/report.h"

/* What findings tell of a region, or of all. */
struct page_tally {
	uint32_t findings[SEVERITY_OFF]; /* by severity */
	uint32_t unread;		 /* inputs that could not be read */
	uint32_t quiet;			 /* the same, of those that are passed over without a finding */
};

struct page_room {
	const struct run *run;
	enum lang lang;
	const struct say_places *places;
	const struct report_sink *sink;
	bool broken;	/* the sink takes no more */
	struct buf out; /* on its way to the sink */
	struct buf text;
	struct arena arena;
	struct index index;
	struct page_tally *region;    /* one a region, one more behind them for what belongs to none */
	uint32_t by_rule[RULE_COUNT]; /* findings */
	struct changed changed;	      /* since the night before; its run is NULL without a ledger */
	uint32_t *changes;	      /* of each region, one more behind them */
};

/* Literals only. */
void page_room_raw(struct page_room *room, const char *markup);
/*
 * Anybody's text, between tags: &, <, > and quotes as entities; what cannot be seen or turns the direction
 * of writing as its number in a frame, so that nothing hides; bytes that are no UTF-8 as U+FFFD.
 */
void page_room_text(struct page_room *room, struct str text);
/* name="text", a blank before it; nothing unseen in it. */
void page_room_attribute(struct page_room *room, const char *name, struct str text);

void page_room_word(struct page_room *room, enum say say);
void page_room_say(struct page_room *room, enum say say, uint32_t arg_count, const struct arg *arg);
void page_room_count(struct page_room *room, uint64_t count);
void page_room_number(struct page_room *room, double number);
/* The rule's name, and in English its id only. */
void page_room_rule(struct page_room *room, enum rule_id rule);

/* lang="zh-CN" where the page is in another language: what offices wrote. */
void page_room_foreign(struct page_room *room);

/* A column's head, and a cell under it: on a telephone each cell says itself what it is. */
void page_room_head(struct page_room *room, enum say head);
void page_room_cell(struct page_room *room, enum say head, const char *kind);
void page_room_text_cell(struct page_room *room, enum say head, struct str text);
/* A text and where it differs from another, marked. */
void page_room_diff_cell(struct page_room *room, enum say head, const struct diff *diff);
/* A long sentence is folded behind its beginning. */
void page_room_sentence(struct page_room *room, struct str sentence);
void page_room_word_cell(struct page_room *room, enum say head, enum say word);
void page_room_count_cell(struct page_room *room, enum say head, uint64_t count);

/* A table with its caption (an argument of it may be a count) and heads; it ends with page_room_table_end. */
void page_room_table(struct page_room *room, const char *kind, enum say caption, uint32_t heads, const enum say *head);
void page_room_table_end(struct page_room *room);

/* A section begins with its heading, and how much it holds. */
void page_room_section(struct page_room *room, const char *id, enum say title, uint64_t count);
void page_room_section_end(struct page_room *room);

/* "… 12 more in the JSON report", nothing for 0. */
void page_room_rest(struct page_room *room, uint64_t left);

/* File, sheet and row or cell. */
void page_room_place(struct page_room *room, const struct run *of, const struct record *record);

/* Between two elements of a long list: is it worth while to go on? */
bool page_room_goes_on(struct page_room *room);
void page_room_hand_on(struct page_room *room);

/* The sections, in their order; each says whether there is anything to show. */
bool page_regions_has(const struct page_room *room);
bool page_changes_has(const struct page_room *room);
bool page_related_has(const struct page_room *room);
bool page_related_has_listed(const struct page_room *room);
bool page_related_has_rulings(const struct page_room *room);
bool page_rows_has_held(const struct page_room *room);
bool page_rows_has_unselected(const struct page_room *room);
bool page_rows_has_folded(const struct page_room *room);
bool page_notes_has_manual(const struct page_room *room);

/* How many pairs are duplicates: those that a person ruled apart are none. */
uint64_t page_pairs_count(const struct page_room *room);

void page_head_write(struct page_room *room);
void page_head_end(struct page_room *room);
void page_summary_write(struct page_room *room);
void page_regions_write(struct page_room *room);
void page_findings_write(struct page_room *room);
void page_changes_write(struct page_room *room);
/* A rule of style for each region with changes: what is chosen hides what is not of it. */
void page_changes_filters(struct buf *out, const struct page_room *room);
void page_pairs_write(struct page_room *room);
void page_related_write(struct page_room *room);
void page_related_write_listed(struct page_room *room);
void page_related_write_rulings(struct page_room *room);
void page_rows_write_held(struct page_room *room);
void page_rows_write_unselected(struct page_room *room);
void page_rows_write_folded(struct page_room *room);
void page_notes_write_manual(struct page_room *room);
void page_notes_write_rules(struct page_room *room);
void page_notes_write_inputs(struct page_room *room);
void page_notes_write(struct page_room *room);

#endif
