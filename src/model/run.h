/*
 * The run: every input, table, record, pair and finding of one call of the
 * program. The stages after reading take it and add to it; batch.c hands it on.
 * All texts and arrays live in `arena`; the lists own their elements.
 *
 * Sheets, tables and records stand in reading order: by source, by the sheet's
 * position in its file, by row. What looks for a place relies on that.
 */
#ifndef MODEL_RUN_H
#define MODEL_RUN_H

#include "base/arena.h"
#include "base/list.h"
#include "diag/diag.h"
#include "model/arrival.h"
#include "model/profile.h"
#include "model/record.h"

enum source_status { SOURCE_READ, SOURCE_SKIPPED, SOURCE_FAILED };

/* Why an input was not read; the words are the contract's (section 3). */
enum source_reason {
	REASON_NONE,
	REASON_ENCRYPTED,
	REASON_UNREADABLE,
	REASON_NO_TABLE,
	REASON_UNSUPPORTED,
	REASON_CHANGING,
	REASON_SYSTEM,
	REASON_OWN_OUTPUT,
	REASON_OTHER_DOCUMENT,
	REASON_COUNT
};

struct source {
	struct str path;  /* as the report shows it: relative to its INPUT, valid UTF-8 */
	struct str file;  /* as the system knows it, any bytes; a NUL behind it */
	size_t given;	  /* so much of it is the INPUT as it was written; in what follows no link is followed */
	struct str input; /* name of the INPUT it was found in, where that is a folder; else empty */
	bool is_member;	  /* of the archive in whose path it stands, behind !/ */
	bool is_input;	  /* named on the command line itself: read even where it is an output of ours */
	enum source_status status;
	enum source_reason reason;
	struct str kind;	     /* what a person calls an unsupported format: "PDF" */
	struct str format, encoding; /* empty: null in the report */
	struct str sha256;	     /* hexadecimal; empty where the file was not read */
	uint64_t bytes;
	bool passing;	 /* it failed of the machine, not of itself: another night it may be read */
	bool reused;	 /* not read: what a reader answered an earlier run is in the ledger */
	uint32_t region; /* of all its rows, REGION_NONE where there are several or none */
	uint32_t rows_read;
	enum second_opinion opinion; /* of the second reader of .xls */
	uint32_t correction;	     /* rank: 0 for none, a later kind of correction is greater */
};

/* A 推荐单位 line. */
struct sheet_line {
	struct str text;
	struct where where;
	struct sheet_line *next;
};

struct sheet {
	uint32_t source; /* index */
	uint32_t index;	 /* from 1, in its file */
	struct str name;
	bool hidden;
	struct sheet_line *line; /* its 推荐单位 lines from the top down; NULL where there is none */
};

struct table {
	uint32_t source, sheet; /* indexes of the run */
	uint32_t header_row;
	struct str title;
	uint32_t column_count;
	const struct message_column *column;
};

enum pair_kind { PAIR_EXACT, PAIR_LIKELY, PAIR_POSSIBLE };

enum evidence_level { EVIDENCE_SAME, EVIDENCE_LIKELY, EVIDENCE_SHORT, EVIDENCE_SISTER, EVIDENCE_DIFFERENT };

/* What speaks for a pair, or against it. */
struct evidence {
	struct str field; /* "applicant" */
	enum evidence_level level;
	double similarity, weight; /* 0 to 1; points, whose sum over a pair is its score */
	enum say note;		   /* a phrase of its own; SAY_NOTHING: what field and level mean (model/evidence) */
	uint32_t number;	   /* the note's argument, where it has one */
};

/* A person's word on a pair (裁定). */
enum ruling_word { RULING_NONE, RULING_SAME, RULING_DIFFERENT };

enum ruling_status {
	RULING_HONOURED,
	RULING_STALE,	/* its rows are no longer there, or no longer the same */
	RULING_AT_ODDS, /* another ruling says the opposite */
	RULING_UNREAD	/* another word than the two */
};

/* What an earlier workbook told of a row; the key is made of the lossless texts. */
struct ruling_side {
	struct str region, project, applicant, key;
};

/* A person's word on two rows, as it was read. */
struct ruling {
	enum ruling_word word;
	enum ruling_status status;
	struct str written;
	struct ruling_side a, b;
};

enum selection_status {
	SELECTION_HONOURED,
	SELECTION_STALE, /* its row is no longer there, or no longer the same */
	SELECTION_HELD,	 /* its row is kept off the first sheet */
	SELECTION_WIDER, /* honoured, but more rows say the same than were marked */
	SELECTION_UNREAD /* another word than 是 */
};

/* A row that a person marked to be sent on (上报), as it was read. */
struct selection {
	enum selection_status status;
	struct str written;
	struct ruling_side row;
	uint32_t sheet; /* on which it was marked: the same row stands on two */
	uint32_t marks; /* rows of that sheet that say the same, and were marked */
};

/* What a person found who checked something (人工核), or noted beside it, as it was read. */
struct tick {
	struct ruling_side row; /* a project; a region alone; nothing, where it is checked once */
	struct str item;	/* empty: of the whole row */
	bool is_remark;
	struct str text;
	struct str key; /* of all but the text */
};

struct pair {
	enum pair_kind kind;
	uint32_t a, b; /* records; a is earlier in the order */
	double score;
	uint32_t cluster;
	enum say found_by; /* what brought the two together */
	uint32_t evidence_count;
	const struct evidence *evidence; /* in the run's arena, or constant */
	enum ruling_word ruling;
};

enum relation_kind {
	RELATION_JOINT,	    /* one project of several applicants */
	RELATION_BRANCH,    /* of an applicant and its branch */
	RELATION_REWORDED,  /* another wording, of one applicant */
	RELATION_APPLICANT, /* one applicant, several projects */
	RELATION_CONTACT    /* one contact, several applicants */
};

/* Records that have to do with one another, and are no pair to fold. */
struct relation {
	enum relation_kind kind;
	uint32_t member_count;
	const uint32_t *member; /* records in the run's order, in its arena */
	struct str shared;	/* what they have in common, as shown: a name, a number */
	enum say note;
};

/* What the search for pairs did, and what it left undone. */
struct search_counts {
	uint64_t candidates;	 /* pairs that were compared */
	uint32_t cut_blocks;	 /* so large that not each row was compared with each */
	uint64_t cut_pairs;	 /* that were not compared there */
	uint32_t mixed_clusters; /* hold a contradiction */
};

/*
 * Lists that stand beside what was sent. The first two say why projects are excluded: recommended elsewhere, or
 * awarded earlier. The register of arrivals has a profile of its own (model/arrival.h).
 */
enum list_kind { LIST_RECOMMENDED, LIST_AWARDED, LIST_EXCLUDES, LIST_RECEIVED = LIST_EXCLUDES, LIST_KINDS };

enum listed_direction {
	LISTED_SAME, /* they share one */
	LISTED_OTHER,
	LISTED_UNCLEAR /* one side names none, or one that the profile does not know */
};

/* A record that is, or may be, what a row of a list names. */
struct listing {
	enum list_kind list;
	enum pair_kind kind;
	uint32_t record, row; /* a record of the run, and one of the list's */
	enum listed_direction direction;
	double score;
	enum say found_by;
	uint32_t evidence_count;
	const struct evidence *evidence; /* in the run's arena, or constant */
};

enum rule_status { RULE_CHECKED, RULE_UNCHECKED, RULE_OFF };

/* Why a rule is unchecked: a sentence. */
struct rule_reason {
	enum say say; /* SAY_NOTHING: it was checked */
	uint32_t arg_count;
	const struct arg *arg;
};

struct region_state {
	uint32_t count;	   /* merged and held rows, folded ones once */
	uint32_t together; /* the same with the counties that stand under it; count where it has none */
	uint32_t two;	   /* of these, projects of more than one direction */
};

struct changes; /* model/change.h */

struct run {
	struct arena arena;
	const struct profile *profile;
	bool audit;	       /* every row is compared with every other, and none is folded or held */
	struct strs passwords; /* to try on encrypted inputs; shown nowhere */
	LIST_OF(struct source) sources;
	LIST_OF(struct sheet) sheets;
	LIST_OF(struct table) tables;
	LIST_OF(struct record) records;
	LIST_OF(struct pair) pairs;
	LIST_OF(struct relation) relations;
	struct search_counts search;
	bool ruled; /* --rulings was given, though the file may be absent or hold none */
	LIST_OF(struct ruling) rulings;
	struct str rulings_sha256;
	LIST_OF(struct selection) selections;
	struct str selections_sha256;
	LIST_OF(struct tick) ticks;
	bool selecting; /* rows of this run are marked: what is not is not sent on */
	struct run
		*listed[LIST_KINDS]; /* the files of a list are its sources, the rows its records; NULL: none given */
	LIST_OF(struct listing) listings; /* by record, list and strength */
	struct diag_list findings;	  /* in its arena: the run's */
	struct region_state *regions;	  /* one a region of the profile */
	enum rule_status rule_status[RULE_COUNT];
	struct rule_reason rule_reason[RULE_COUNT];
	LIST_OF(struct delivery) deliveries; /* of the register, in its order */
	struct arrival *arrivals;	     /* one a region; NULL: no register or no deadline */
	/* Records in the order of the contract (region, input, sheet, row): indexes. */
	uint32_t *order;
	struct applicants *applicants;		   /* model/applicants; NULL but while they are compared */
	const struct changes *changes;		   /* since the night before; NULL without a ledger */
	uint32_t merged, folded, held, unselected; /* sums asserted by fate_settle */
};

/*
 * Between these two, children that are forked have neither the texts that the run takes nor any of its sources,
 * sheets, tables, records and findings. Texts that it took before, they have. Hiding twice is hiding once.
 */
void run_hide(struct run *run);
void run_show(struct run *run);

/* Words of the contract, the same in every language: "skipped"; "no-table", empty where there is no reason. */
struct str run_status_word(enum source_status status);
struct str run_reason_word(enum source_reason reason);
struct str run_pair_word(enum pair_kind kind);

/* Merged, be it selected to be sent on or not: what the contract counts as such. */
bool run_is_merged(const struct record *record);

/* One more source, sheet, table or record: RUN_ADD(run, records). Zeroed, valid until the next one. */
#define RUN_ADD(run, list) LIST_ADD_APART(&(run)->list, (run)->arena.hidden)

/* What the run holds at some moment of reading: what an input gave is taken back by going back to it. */
struct run_mark {
	size_t sources, sheets, tables, records, findings;
};
struct run_mark run_mark(const struct run *run);
/* The arena keeps what was given up. */
void run_back(struct run *run, const struct run_mark *mark);

/* A place in a list: the run of which it is one, and what it is called there. Others are the run's own. */
const struct run *run_of_place(const struct run *run, struct where *where);
/* The place by which the run knows this one of a list. */
struct where run_listed_place(enum list_kind list, struct where where);

/* Is it a finding? A possible one is none, nor an award in another direction. */
bool run_listing_counts(const struct listing *listing);
/* Is there enough in a list's row to tell a project by? */
bool run_is_comparable(const struct record *row);
/* Of a list's file: the same bytes stand in an earlier one, and its rows need not be asked twice. */
bool run_repeats_source(const struct run *listed, uint32_t source);

/* The sheet of a place; NULL where it names none, or none of the run. */
const struct sheet *run_sheet(const struct run *run, struct where where);

#define RUN_NO_RECORD UINT32_MAX
/* The record whose row this is; RUN_NO_RECORD where there is none. */
uint32_t run_record(const struct run *run, struct where where);
/* The first record that does not come before the place; their count where all do. */
uint32_t run_record_from(const struct run *run, struct where where);

#endif
