#include "app/rulings.h"

#include <errno.h>
#include <sys/stat.h>

#include "app/discover.h"
#include "app/intake.h"
#include "app/session.h"
#include "app/ticked.h"
#include "app/trouble.h"
#include "dedup/ruling.h"
#include "diag/say.h"
#include "model/cell.h"
#include "model/selection.h"
#include "text/clean.h"
#include "text/key.h"

/* The columns of a list that a person fills in; an answer comes first. */
enum part {
	PART_ANSWER,
	PART_PROJECT,
	PART_APPLICANT,
	PART_REGION,
	PART_OTHER_PROJECT,
	PART_OTHER_APPLICANT,
	PART_OTHER_REGION,
	PARTS
};

struct rulings;

/* Such a list: by its heads it is known, whatever its sheet is called. */
struct list {
	struct {
		enum say head, side;
	} part[PARTS]; /* none behind one without a head */
	void (*take)(struct rulings *rulings, const struct str *text);
};

static void take_ruling(struct rulings *rulings, const struct str *text);
static void take_selection(struct rulings *rulings, const struct str *text);

static const struct list lists[] = {
	{ { [PART_ANSWER] = { SAY_HEAD_RULING, SAY_NOTHING },
	    [PART_PROJECT] = { SAY_HEAD_PROJECT, SAY_HEAD_ONE },
	    [PART_APPLICANT] = { SAY_HEAD_APPLICANT, SAY_HEAD_ONE },
	    [PART_REGION] = { SAY_HEAD_REGION, SAY_HEAD_ONE },
	    [PART_OTHER_PROJECT] = { SAY_HEAD_PROJECT, SAY_HEAD_OTHER },
	    [PART_OTHER_APPLICANT] = { SAY_HEAD_APPLICANT, SAY_HEAD_OTHER },
	    [PART_OTHER_REGION] = { SAY_HEAD_REGION, SAY_HEAD_OTHER } },
	  take_ruling },
	{ { [PART_ANSWER] = { SAY_HEAD_SELECTED, SAY_NOTHING },
	    [PART_PROJECT] = { SAY_HEAD_PROJECT, SAY_NOTHING },
	    [PART_APPLICANT] = { SAY_HEAD_APPLICANT, SAY_NOTHING },
	    [PART_REGION] = { SAY_HEAD_REGION, SAY_NOTHING } },
	  take_selection },
};
enum { LISTS = ARRAY_COUNT(lists) };

struct rulings {
	struct run *run;
	struct run other; /* of this one file */
	struct intake intake;
	struct str head[LANG_EN + 1][LISTS][PARTS]; /* lossless, as the workbook has them in each language */
	uint32_t sheet;
	bool passed_over;	 /* the sheet at hand holds what others wrote */
	const struct list *list; /* of the sheet at hand; NULL until its head row has come */
	uint32_t col[PARTS];	 /* its columns */
	bool seen;		 /* a sheet as ours are */
	struct ticked ticked;
	bool is_manual; /* the sheet at hand is 人工核 */
	bool is_notes;	/* 运行说明 */
	struct rulings_carried *carried;
};

/* --- the head row --------------------------------------------------------------------- */

static void make_heads(struct rulings *rulings)
{
	struct arena *arena = &rulings->other.arena;

	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
		for (size_t i = 0; i < LISTS * PARTS; i++) {
			enum say head = lists[i / PARTS].part[i % PARTS].head,
				 side = lists[i / PARTS].part[i % PARTS].side;
			struct arg arg[] = { DIAG_WORD(side), DIAG_WORD(head) };
			struct buf text = { 0 };

			if (side)
				say_sentence(&text, lang, SAY_HEAD_SIDE, 2, arg, NULL);
			else if (head)
				buf_add(&text, say_word(lang, head));
			rulings->head[lang][i / PARTS][i % PARTS] = key_lossless(arena, buf_str(&text));
			buf_release(&text);
		}
}

static void take_head(const struct rulings *rulings, size_t list, struct str text, uint32_t col, uint32_t *cols)
{
	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
		for (size_t i = 0; i < PARTS && lists[list].part[i].head; i++)
			if (str_eq(text, rulings->head[lang][list][i]))
				cols[i] = col;
}

static bool has_all(const struct list *list, const uint32_t *cols)
{
	for (size_t i = 0; i < PARTS && list->part[i].head; i++)
		if (cols[i] == 0)
			return false;
	return true;
}

static void look_for_head(struct rulings *rulings, const struct message_row *row)
{
	struct arena scratch = { 0 };

	for (size_t list = 0; list < LISTS && !rulings->list; list++) {
		uint32_t cols[PARTS] = { 0 };

		for (uint32_t i = 0; i < row->count; i++)
			take_head(rulings, list, key_lossless(&scratch, cell_text(&row->cell[i], &scratch)),
				  row->cell[i].col, cols);
		if (!has_all(&lists[list], cols))
			continue;
		rulings->list = &lists[list];
		memcpy(rulings->col, cols, sizeof(cols));
	}
	rulings->seen = rulings->seen || rulings->list;
	arena_release(&scratch);
}

/* --- rows ----------------------------------------------------------------------------- */

static enum ruling_word word_of(struct str text)
{
	struct arena scratch = { 0 };
	struct str key = key_lossless(&scratch, text);
	enum ruling_word word = RULING_NONE;

	if (str_eq(key, say_word(LANG_ZH, SAY_RULING_SAME)))
		word = RULING_SAME;
	else if (str_eq(key, say_word(LANG_ZH, SAY_RULING_DIFFERENT)))
		word = RULING_DIFFERENT;
	arena_release(&scratch);
	return word;
}

static void take_ruling(struct rulings *rulings, const struct str *text)
{
	struct ruling ruling = { .written = text[PART_ANSWER], .word = word_of(text[PART_ANSWER]) };

	if (text[PART_OTHER_PROJECT].len + text[PART_OTHER_APPLICANT].len == 0)
		return;
	ruling.a = (struct ruling_side){ text[PART_REGION], text[PART_PROJECT], text[PART_APPLICANT], { 0 } };
	ruling.b = (struct ruling_side){
		text[PART_OTHER_REGION], text[PART_OTHER_PROJECT], text[PART_OTHER_APPLICANT], { 0 }
	};
	ruling_add(rulings->run, &ruling);
}

static void take_selection(struct rulings *rulings, const struct str *text)
{
	struct selection selection = { .written = text[PART_ANSWER], .sheet = rulings->sheet };

	selection.row = (struct ruling_side){ text[PART_REGION], text[PART_PROJECT], text[PART_APPLICANT], { 0 } };
	selection_add(rulings->run, &selection);
}

/* Most rows have no answer: nothing is kept of these. */
static bool is_answered(const struct rulings *rulings, const struct message_row *row)
{
	for (uint32_t i = 0; i < row->count; i++)
		if (row->cell[i].col == rulings->col[PART_ANSWER])
			return row->cell[i].kind != CELL_TEXT || row->cell[i].text.len > 0;
	return false;
}

static void take_row(struct rulings *rulings, const struct message_row *row)
{
	struct arena *arena = &rulings->run->arena;
	struct str text[PARTS] = { 0 };

	for (uint32_t i = 0; i < row->count; i++)
		for (size_t j = 0; j < PARTS; j++)
			if (row->cell[i].col == rulings->col[j])
				text[j] = clean_shown(arena, arena_copy(arena, cell_text(&row->cell[i], arena)));
	if (text[PART_ANSWER].len && text[PART_PROJECT].len + text[PART_APPLICANT].len)
		rulings->list->take(rulings, text);
}

/* A fact of 运行说明: its name, and what it is. */
static void take_fact(struct rulings *rulings, const struct message_row *row)
{
	static const enum say names[RULINGS_KINDS] = { [RULINGS_OF_PAIRS] = SAY_NOTES_RULINGS_SHA256,
						       [RULINGS_SELECTED] = SAY_NOTES_SELECTION_SHA256,
						       [RULINGS_TICKED] = SAY_NOTES_TICKS_SHA256 };
	struct arena *arena = &rulings->run->arena;
	struct arena scratch = { 0 };
	struct str name;

	if (row->count < 2)
		return;
	name = cell_text(&row->cell[0], &scratch);
	for (size_t i = 0; i < RULINGS_KINDS; i++)
		for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
			if (str_eq(name, say_word(lang, names[i])))
				rulings->carried->sha256[i] = arena_copy(arena, cell_text(&row->cell[1], arena));
	arena_release(&scratch);
}

static bool on_row(void *user, const struct message_row *row)
{
	struct rulings *rulings = user;

	if (rulings->is_notes)
		take_fact(rulings, row);
	else if (rulings->is_manual)
		ticked_take_row(&rulings->ticked, row);
	else if (rulings->list && is_answered(rulings, row))
		take_row(rulings, row);
	else if (!rulings->list && !rulings->passed_over)
		look_for_head(rulings, row);
	return true;
}

/* A workbook without pairs has no such sheet, but it is one of ours. The notice's own columns may be called anything.
 */
static bool on_sheet(void *user, uint32_t source, const struct message_sheet *sheet)
{
	struct rulings *rulings = user;

	(void)source;
	rulings->list = NULL;
	rulings->sheet++;
	rulings->is_manual = str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_MANUAL));
	ticked_begin(&rulings->ticked);
	rulings->passed_over = str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_FORM)) ||
			       str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_TRACE));
	rulings->is_notes = str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_NOTES));
	rulings->seen = rulings->seen || rulings->is_notes;
	return true;
}

/* --- the file ------------------------------------------------------------------------- */

static bool refuse(const struct options *options, enum say say)
{
	trouble_say(options->terminal, say, 1, (struct arg[]){ DIAG_TEXT(str_from(options->rulings)) });
	return false;
}

static bool check_read(const struct rulings *rulings, const struct options *options)
{
	const struct run *other = &rulings->other;

	for (size_t i = 0; i < other->sources.count; i++)
		if (other->sources.item[i].status != SOURCE_READ)
			return refuse(options, SAY_TROUBLE_RULINGS_READ);
	return rulings->seen || refuse(options, SAY_TROUBLE_RULINGS_NONE);
}

/* A person has just saved it: it need not settle like what others send. */
static bool read_file(struct rulings *rulings, const struct options *options)
{
	struct options own = *options;
	const char *failed;
	bool ok;

	own.settle = 0;
	own.quiet = true;
	if (!discover_inputs(&rulings->other, 1, (char *[]){ (char *)(uintptr_t)options->rulings }, &failed)) {
		trouble_errno(options->terminal, SAY_TROUBLE_INPUT, failed);
		return false;
	}
	intake_init(&rulings->intake, &rulings->other, &own, true);
	rulings->intake.collector.on_sheet = on_sheet;
	rulings->intake.collector.on_row = on_row;
	rulings->intake.collector.user = rulings;
	ok = intake_all(&rulings->intake) && check_read(rulings, options);
	intake_release(&rulings->intake);
	return ok;
}

bool rulings_load(struct run *run, const struct options *options, struct rulings_carried *carried)
{
	struct rulings rulings = { .run = run, .ticked = { .run = run }, .carried = carried };
	struct stat status;
	bool ok;

	*carried = (struct rulings_carried){ 0 };
	if (!options->rulings)
		return true;
	run->ruled = true;
	if (stat(options->rulings, &status) != 0) {
		if (errno == ENOENT)
			return true;
		trouble_errno(options->terminal, SAY_TROUBLE_INPUT, options->rulings);
		return false;
	}
	if (!S_ISREG(status.st_mode))
		return refuse(options, SAY_TROUBLE_OUTPUT_KIND);
	rulings.other.profile = run->profile;
	rulings.other.passwords = run->passwords;
	rulings.other.findings.arena = &rulings.other.arena;
	make_heads(&rulings);
	ok = read_file(&rulings, options);
	session_close(&rulings.other);
	return ok;
}
