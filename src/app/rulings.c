#include "app/rulings.h"

#include <errno.h>
#include <sys/stat.h>

#include "app/discover.h"
#include "app/intake.h"
#include "app/session.h"
#include "app/trouble.h"
#include "dedup/ruling.h"
#include "diag/say.h"
#include "model/cell.h"
#include "text/clean.h"
#include "text/key.h"

/* What a column of 疑似重复 holds. */
enum part {
	PART_RULING,
	PART_PROJECT_A,
	PART_APPLICANT_A,
	PART_REGION_A,
	PART_PROJECT_B,
	PART_APPLICANT_B,
	PART_REGION_B,
	PARTS
};

static const struct {
	enum say head, side;
} heads[PARTS] = {
	[PART_RULING] = { SAY_HEAD_RULING, SAY_NOTHING },
	[PART_PROJECT_A] = { SAY_HEAD_PROJECT, SAY_HEAD_ONE },
	[PART_APPLICANT_A] = { SAY_HEAD_APPLICANT, SAY_HEAD_ONE },
	[PART_REGION_A] = { SAY_HEAD_REGION, SAY_HEAD_ONE },
	[PART_PROJECT_B] = { SAY_HEAD_PROJECT, SAY_HEAD_OTHER },
	[PART_APPLICANT_B] = { SAY_HEAD_APPLICANT, SAY_HEAD_OTHER },
	[PART_REGION_B] = { SAY_HEAD_REGION, SAY_HEAD_OTHER },
};

struct rulings {
	struct run *run;
	struct run other; /* of this one file */
	struct intake intake;
	struct str head[LANG_EN + 1][PARTS]; /* lossless, as the workbook has them in each language */
	uint32_t col[PARTS];		     /* of the sheet at hand; 0 for none */
	bool seen;			     /* a sheet as ours are */
};

/* --- the head row --------------------------------------------------------------------- */

static void make_heads(struct rulings *rulings)
{
	struct arena *arena = &rulings->other.arena;

	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
		for (size_t i = 0; i < PARTS; i++) {
			struct buf text = { 0 };
			struct arg arg[] = { DIAG_WORD(heads[i].side), DIAG_WORD(heads[i].head) };

			if (heads[i].side)
				say_sentence(&text, lang, SAY_HEAD_SIDE, 2, arg, NULL);
			else
				buf_add(&text, say_word(lang, heads[i].head));
			rulings->head[lang][i] = key_lossless(arena, buf_str(&text));
			buf_release(&text);
		}
}

static void take_head(struct rulings *rulings, struct str text, uint32_t col)
{
	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
		for (size_t i = 0; i < PARTS; i++)
			if (str_eq(text, rulings->head[lang][i]))
				rulings->col[i] = col;
}

static bool has_all(const struct rulings *rulings)
{
	for (size_t i = 0; i < PARTS; i++)
		if (rulings->col[i] == 0)
			return false;
	return true;
}

static void look_for_head(struct rulings *rulings, const struct message_row *row)
{
	struct arena scratch = { 0 };

	memset(rulings->col, 0, sizeof(rulings->col));
	for (uint32_t i = 0; i < row->count; i++)
		take_head(rulings, key_lossless(&scratch, cell_text(&row->cell[i], &scratch)), row->cell[i].col);
	rulings->seen = rulings->seen || has_all(rulings);
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

static void take_ruling(struct rulings *rulings, const struct message_row *row)
{
	struct arena *arena = &rulings->run->arena;
	struct str text[PARTS] = { 0 };
	struct ruling ruling = { 0 };

	for (uint32_t i = 0; i < row->count; i++)
		for (size_t j = 0; j < PARTS; j++)
			if (row->cell[i].col == rulings->col[j])
				text[j] = clean_shown(arena, arena_copy(arena, cell_text(&row->cell[i], arena)));
	if (text[PART_RULING].len == 0 || text[PART_PROJECT_A].len + text[PART_APPLICANT_A].len == 0 ||
	    text[PART_PROJECT_B].len + text[PART_APPLICANT_B].len == 0)
		return;
	ruling.written = text[PART_RULING];
	ruling.word = word_of(ruling.written);
	ruling.a = (struct ruling_side){ text[PART_REGION_A], text[PART_PROJECT_A], text[PART_APPLICANT_A], { 0 } };
	ruling.b = (struct ruling_side){ text[PART_REGION_B], text[PART_PROJECT_B], text[PART_APPLICANT_B], { 0 } };
	ruling_add(rulings->run, &ruling);
}

static bool on_row(void *user, const struct message_row *row)
{
	struct rulings *rulings = user;

	if (has_all(rulings))
		take_ruling(rulings, row);
	else
		look_for_head(rulings, row);
	return true;
}

/* A workbook without pairs has no such sheet, but it is one of ours. */
static bool on_sheet(void *user, uint32_t source, const struct message_sheet *sheet)
{
	struct rulings *rulings = user;

	(void)source;
	memset(rulings->col, 0, sizeof(rulings->col));
	rulings->seen = rulings->seen || str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_NOTES));
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

bool rulings_load(struct run *run, const struct options *options)
{
	struct rulings rulings = { .run = run };
	struct stat status;
	bool ok;

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
