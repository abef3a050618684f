#include "model/told.h"

#include "base/arena.h"
#include "model/cell.h"

/*
 * A finding's arguments read back. Of a place `source` and `sheet` are the number + 1 of an
 * argument with that name.
 */
struct told {
	enum say say;
	bool fits;
	uint32_t count;
	struct arg *arg;
	struct str *path, *sheet;
};

/* --- reading ---------------------------------------------------------------------- */

static struct str next_part(struct str *element)
{
	struct str part;

	return night_part_next(element, &part) ? part : STR("");
}

/* False where it is no number, or too large. */
static bool read_number(struct str text, int64_t *number)
{
	bool minus = str_starts(text, STR("-"));
	size_t at = minus;

	*number = 0;
	if (text.len == at || str_digits(text, at) != text.len - at)
		return false;
	for (; at < text.len; at++)
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, text.data[at] - '0', number))
			return false;
	*number = minus ? -*number : *number;
	return true;
}

uint32_t told_number(struct str digits)
{
	int64_t number;

	return read_number(digits, &number) && number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

static bool take_text(struct told *told, struct arg *arg, struct str rest)
{
	(void)told;
	*arg = DIAG_TEXT(next_part(&rest));
	return true;
}

static bool take_number(struct told *told, struct arg *arg, struct str rest)
{
	struct str digits = next_part(&rest);
	int64_t number;

	(void)told;
	if (!read_number(digits, &number)) {
		*arg = DIAG_TEXT(digits);
		return false;
	}
	*arg = DIAG_NUMBER(number);
	return true;
}

/* One that this version does not know is left as the name it has. */
static bool take_word(struct told *told, struct arg *arg, struct str rest)
{
	struct str name = next_part(&rest);
	enum say word = diag_say_named(name);
	int64_t number;

	(void)told;
	if ((word == SAY_NOTHING && name.len) || !read_number(next_part(&rest), &number)) {
		*arg = DIAG_TEXT(name);
		return false;
	}
	*arg = DIAG_PHRASE(word, number);
	return true;
}

/* Only what stands one behind the other is told in short: a name is compared with the one before it alone. */
static bool take_place(struct told *told, struct arg *arg, struct str rest)
{
	uint32_t at = told->count;
	struct str path = told->path[at] = next_part(&rest), sheet = told->sheet[at] = next_part(&rest);
	bool follows = at && told->arg[at - 1].kind == ARG_PLACE;
	bool same_path = follows && str_eq(told->path[at - 1], path);
	bool same_sheet = same_path && str_eq(told->sheet[at - 1], sheet);
	struct where where = {
		.source = same_path  ? told->arg[at - 1].place.source
			  : path.len ? at + 1
				     : 0,
		.sheet = same_sheet  ? told->arg[at - 1].place.sheet
			 : sheet.len ? at + 1
				     : 0,
	};

	where.row = told_number(next_part(&rest));
	where.col = told_number(next_part(&rest));
	*arg = DIAG_PLACE(where);
	return true;
}

static bool take_arg(struct told *told, struct arg *arg, struct str element)
{
	static const struct {
		const char *kind;
		bool (*take)(struct told *told, struct arg *arg, struct str rest);
	} kinds[] = {
		{ NIGHT_A_TEXT, take_text },
		{ NIGHT_A_NUMBER, take_number },
		{ NIGHT_A_WORD, take_word },
		{ NIGHT_A_PLACE, take_place },
	};
	struct str rest = element, kind = next_part(&rest);

	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++)
		if (str_eq(kind, str_from(kinds[i].kind)))
			return kinds[i].take(told, arg, rest);
	*arg = DIAG_TEXT(next_part(&rest));
	return false;
}

static uint32_t count_elements(struct str list)
{
	struct str element;
	uint32_t count = 0;

	while (night_list_next(&list, &element))
		count++;
	return count;
}

static void read_args(struct arena *arena, struct str args, struct told *told)
{
	uint32_t room = count_elements(args);
	struct str element;

	told->arg = ARENA_ARRAY(arena, struct arg, room);
	told->path = ARENA_ARRAY(arena, struct str, room);
	told->sheet = ARENA_ARRAY(arena, struct str, room);
	for (; night_list_next(&args, &element); told->count++)
		told->fits = take_arg(told, &told->arg[told->count], element) && told->fits;
}

/* --- telling ---------------------------------------------------------------------- */

static void add_place(struct buf *out, struct str path, struct str sheet, uint32_t row)
{
	buf_add(out, path);
	if (sheet.len) {
		buf_add_char(out, ' ');
		buf_add(out, sheet);
	}
	if (row)
		buf_add(out, sheet.len ? STR("!") : STR(" "));
}

static void add_cell(struct buf *out, uint32_t row, uint32_t col)
{
	if (row && col)
		cell_reference(out, row, col);
	else if (row)
		buf_add_count(out, row);
}

/* As app/places writes those of this run. */
static void say_place(void *user, struct where where, struct where before, struct buf *out)
{
	const struct told *told = user;
	bool same_sheet = before.source == where.source && before.sheet == where.sheet && before.row && where.row;

	if (where.source == 0)
		return;
	if (!same_sheet)
		add_place(out, told->path[where.source - 1], where.sheet ? told->sheet[where.sheet - 1] : STR(""),
			  where.row);
	add_cell(out, where.row, where.col);
}

static void say_otherwise(struct buf *out, enum lang lang, struct arena *arena, struct str rule,
			  const struct told *told, const struct say_places *places)
{
	struct arg *arg = ARENA_ARRAY(arena, struct arg, told->count + 1);
	enum rule_id id = diag_rule_named(rule);

	arg[0] = DIAG_TEXT(id == RULE_NONE || lang == LANG_EN ? rule : diag_rule_at(id)->name);
	for (uint32_t i = 0; i < told->count; i++)
		arg[i + 1] = told->arg[i];
	say_sentence(out, lang, told->count ? SAY_TOLD_OTHERWISE : SAY_TOLD_BARELY, told->count + 1, arg, places);
}

void told_sentence(struct buf *out, enum lang lang, const struct night_row *finding)
{
	struct arena moment = { 0 };
	struct told told = { .say = diag_say_named(finding->column[FINDING_SAY]), .fits = true };
	const struct say_places places = { &told, say_place };

	read_args(&moment, finding->column[FINDING_ARGS], &told);
	if (told.fits && diag_rule(told.say) != RULE_NONE && told.count >= say_needs(told.say))
		say_sentence(out, lang, told.say, told.count, told.arg, &places);
	else
		say_otherwise(out, lang, &moment, finding->column[FINDING_RULE], &told, &places);
	arena_release(&moment);
}

void told_place(struct buf *out, const struct night_row *finding)
{
	const struct str *column = finding->column;
	uint32_t row = told_number(column[FINDING_ROW]);

	if (column[FINDING_PATH].len == 0)
		return;
	add_place(out, column[FINDING_PATH], column[FINDING_SHEET], row);
	add_cell(out, row, told_number(column[FINDING_COL]));
}

void told_cell(struct buf *out, const struct night_row *finding)
{
	uint32_t row = told_number(finding->column[FINDING_ROW]), col = told_number(finding->column[FINDING_COL]);

	if (row && col)
		cell_reference(out, row, col);
}
