/* What lies between two nights: by identity, never by row number, and never "mended" for what nobody looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "state/change.h"

/*
 * A night in words, a line a row, members separated by |:
 *   I path|sha256|status|reason
 *   R region|project|applicant|status|column=shown,column=shown|path,path
 *   F rule|region|about|path|another path that it names|sentence
 *   P project a|project b|kind
 */
static struct str next(struct str *rest)
{
	struct str field;

	return str_split(rest, '|', &field) ? field : STR("");
}

static struct str fields(struct arena *arena, struct str text)
{
	struct buf list = { 0 };
	struct str pair, part, made;

	while (str_split(&text, ',', &pair)) {
		while (str_split(&pair, '=', &part))
			night_list_part(&list, part);
		night_list_end(&list);
	}
	made = arena_copy(arena, buf_str(&list));
	buf_release(&list);
	return made;
}

static struct str place(struct arena *arena, struct str path)
{
	return path.len ? fields(arena, arena_printf(arena, NIGHT_A_PLACE "=%.*s", STR_ARG(path))) : STR("");
}

static struct str identity(struct arena *arena, struct str project)
{
	struct buf text = { 0 };
	struct str made;

	night_record_identity(&text, STR("广州市"), project, STR("甲"));
	made = arena_copy(arena, buf_str(&text));
	buf_release(&text);
	return made;
}

static void add_row(struct night *night, struct arena *arena, char letter, struct str rest)
{
	enum night_kind kind = letter == 'I'   ? NIGHT_INPUT
			       : letter == 'R' ? NIGHT_RECORD
			       : letter == 'F' ? NIGHT_FINDING
					       : NIGHT_PAIR;
	struct str *column = night_add(night, kind, arena)->column;

	if (kind == NIGHT_INPUT) {
		for (int i = INPUT_PATH; i <= INPUT_REASON; i++)
			column[i] = next(&rest);
	} else if (kind == NIGHT_RECORD) {
		for (int i = RECORD_REGION; i <= RECORD_STATUS; i++)
			column[i] = next(&rest);
		column[RECORD_FIELDS] = fields(arena, next(&rest));
		column[RECORD_PLACES] = fields(arena, next(&rest));
	} else if (kind == NIGHT_FINDING) {
		column[FINDING_RULE] = next(&rest);
		column[FINDING_REGION] = next(&rest);
		column[FINDING_ABOUT] = next(&rest);
		column[FINDING_PATH] = next(&rest);
		column[FINDING_ARGS] = place(arena, next(&rest));
		column[FINDING_SAY] = next(&rest);
	} else {
		column[PAIR_A] = identity(arena, next(&rest));
		column[PAIR_B] = identity(arena, next(&rest));
		column[PAIR_KIND] = next(&rest);
	}
}

static void make_night(struct night *night, struct arena *arena, const char *words)
{
	struct str rest = str_from(words), line;

	while (str_split(&rest, '\n', &line))
		add_row(night, arena, line.data[0], str_after(line, 2));
}

/* --- what is found, in words -------------------------------------------------------- */

static const char *const verbs[CHANGE_KINDS] = { "new", "other", "moved", "gone", "unseen" };

/* The project of an identity. */
static struct str project_of(struct str of)
{
	struct str part;

	return night_part_next(&of, &part) && night_part_next(&of, &part) ? part : STR("");
}

static void tell_name(struct buf *out, enum night_kind kind, const struct night_row *row)
{
	if (kind == NIGHT_PAIR) {
		buf_add(out, project_of(row->column[PAIR_A]));
		buf_add(out, project_of(row->column[PAIR_B]));
	} else {
		buf_add(out, row->column[kind == NIGHT_RECORD	 ? RECORD_PROJECT_KEY
					 : kind == NIGHT_FINDING ? FINDING_ABOUT
								 : 0]);
	}
}

static void tell(struct buf *out, enum night_kind kind, const struct change *change)
{
	buf_printf(out, "%c %s ", "IRFPS"[kind], verbs[change->kind]);
	tell_name(out, kind, change->after ? change->after : change->before);
	if (change->kind == CHANGE_MOVED)
		buf_printf(out, " from %.*s", STR_ARG(change->before->column[INPUT_PATH]));
	for (uint32_t i = 0; i < change->field_count; i++)
		buf_printf(out, " %.*s[%.*s>%.*s]", STR_ARG(change->field[i].name), STR_ARG(change->field[i].before),
			   STR_ARG(change->field[i].after));
	buf_add_char(out, '\n');
}

static const struct {
	const char *name, *before, *after, *told;
	enum rule_id unchecked;
} cases[] = {
	{ "nothing before", "", "I a|1|read\nR 广州市|p|甲|merged||a\n", "I new a\nR new p\n", RULE_NONE },
	{ "nothing changed", "I a|1|read\nR 广州市|p|甲|merged|电话=1|a\nF phone.invalid|广州市|p|a\n",
	  "I a|1|read\nR 广州市|p|甲|merged|电话=1|a\nF phone.invalid|广州市|p|a\n", "", RULE_NONE },
	{ "another order is no change", "I a|1|read\nI b|2|read\n", "I b|2|read\nI a|1|read\n", "", RULE_NONE },
	{ "a file replaced", "I a|1|read\n", "I a|2|read\n", "I other a\n", RULE_NONE },
	{ "a file gone, its rows with it", "I a|1|read\nI b|2|read\nR 广州市|p|甲|merged||b\n", "I a|1|read\n",
	  "I gone b\nR gone p\n", RULE_NONE },
	{ "a file under another name", "I a|1|read\nR 广州市|p|甲|merged||a\n", "I b|1|read\nR 广州市|p|甲|merged||b\n",
	  "I moved b from a\n", RULE_NONE },
	{ "two copies come, one went: one has moved", "I a|1|read\n", "I b|1|read\nI c|1|read\n",
	  "I moved b from a\nI new c\n", RULE_NONE },
	{ "copies in a folder that was renamed", "I a/x|1|read\nI a/y|1|read\n", "I b/x|1|read\nI b/y|1|read\n",
	  "I moved b/x from a/x\nI moved b/y from a/y\n", RULE_NONE },
	{ "of copies each goes with its name", "I a/x|1|read\nI b/y|1|read\nI c/z|1|read\n",
	  "I d/y|1|read\nI e/w|1|read\nI f/x|1|read\n",
	  "I moved d/y from b/y\nI moved e/w from c/z\nI moved f/x from a/x\n", RULE_NONE },
	{ "files without a hash do not move", "I a||skipped|system\n", "I b||skipped|system\n", "I new b\nI gone a\n",
	  RULE_NONE },
	{ "a row moved within its file", "R 广州市|p|甲|merged|电话=1|a\n", "R 广州市|p|甲|merged|电话=1|b\n", "",
	  RULE_NONE },
	{ "fields: other, come, gone", "R 广州市|p|甲|merged|电话=1,人=x|a\n", "R 广州市|p|甲|merged|电话=2,邮箱=y|a\n",
	  "R other p 电话[1>2] 邮箱[>y] 人[x>]\n", RULE_NONE },
	{ "held now", "R 广州市|p|甲|merged|电话=1|a\n", "R 广州市|p|甲|held|电话=1|a\n", "R other p\n", RULE_NONE },
	{ "another region is another record", "R 广州市|p|甲|merged||a\n", "R 深圳市|p|甲|merged||a\n",
	  "R new p\nR gone p\n", RULE_NONE },
	{ "of two alike the right one went", "R 广州市|p|甲|merged|电话=1|a\nR 广州市|p|甲|merged|电话=2|a\n",
	  "R 广州市|p|甲|merged|电话=2|a\n", "R gone p\n", RULE_NONE },
	{ "of two alike one changed", "R 广州市|p|甲|merged|电话=1|a\nR 广州市|p|甲|merged|电话=2|a\n",
	  "R 广州市|p|甲|merged|电话=2|a\nR 广州市|p|甲|merged|电话=3|a\n", "R other p 电话[1>3]\n", RULE_NONE },
	{ "of three alike one is new", "R 广州市|p|甲|merged|电话=1|a\n",
	  "R 广州市|p|甲|merged|电话=0|a\nR 广州市|p|甲|merged|电话=1|a\nR 广州市|p|甲|merged|电话=1|a\n",
	  "R new p\nR new p\n", RULE_NONE },
	{ "a finding mended, one new", "I a|1|read\nF phone.invalid|广州市|p|a\n",
	  "I a|2|read\nF email.invalid|广州市|p|a\n", "I other a\nF new p\nF gone p\n", RULE_NONE },
	{ "a file that is being copied says nothing of its rows",
	  "I a|1|read\nR 广州市|p|甲|merged||a\nF phone.invalid|广州市|p|a\n",
	  "I a||skipped|changing\nF input.changing||a|a\n", "I unseen a\nR unseen p\nF new a\nF unseen p\n",
	  RULE_NONE },
	{ "one that the system refuses to read", "I a|1|read\nR 广州市|p|甲|merged||a\n", "I a||failed|unreadable\n",
	  "I unseen a\nR unseen p\n", RULE_NONE },
	{ "a folder that cannot be opened",
	  "I a/b/x|1|read\nI ab/x|2|read\nR 广州市|p|甲|merged||a/b/x\nF phone.invalid|广州市|p|a/b/x\n",
	  "I a||failed|unreadable\n", "I new a\nI unseen a/b/x\nI gone ab/x\nR unseen p\nF unseen p\n", RULE_NONE },
	{ "one that cannot be read any more is another file", "I a|1|read\nR 广州市|p|甲|merged||a\n",
	  "I a|2|failed|unreadable\n", "I other a\nR unseen p\n", RULE_NONE },
	{ "a row that stands in a readable file, too, is withdrawn there",
	  "I a|1|read\nI b|1|read\nR 广州市|p|甲|merged||a,b\n", "I a||skipped|changing\nI b|2|read\n",
	  "I unseen a\nI other b\nR gone p\n", RULE_NONE },
	{ "what is wrong with reading is mended once it is read", "I a|1|failed|unreadable\nF input.unreadable||a|a\n",
	  "I a|2|read\n", "I other a\nF gone a\n", RULE_NONE },
	{ "members of an archive that cannot be read", "I z|1|read\nI z!/a|2|read\nR 广州市|p|甲|merged||z!/a\n",
	  "I z|3|failed|unreadable\n", "I other z\nI unseen z!/a\nR unseen p\n", RULE_NONE },
	{ "a member that is no more", "I z|1|read\nI z!/a|2|read\n", "I z|3|read\n", "I other z\nI gone z!/a\n",
	  RULE_NONE },
	{ "of a region as a whole the same in other words", "F region.missing|广州市||||sent nothing\n",
	  "F region.missing|广州市||||nothing could be read\n", "F other \n", RULE_NONE },
	{ "of another region", "F region.missing|广州市||||sent nothing\n", "F region.missing|深圳市||||sent nothing\n",
	  "F new \nF gone \n", RULE_NONE },
	{ "of a file other words are another finding", "I a|1|read\nF input.unreadable|广州市|a|a||x\n",
	  "I a|2|read\nF input.unreadable|广州市|a|a||y\n", "I other a\nF new a\nF gone a\n", RULE_NONE },
	{ "a rule that was not checked mends nothing", "F deadline.late|广州市|x|\n", "", "F unseen x\n",
	  RULE_DEADLINE_LATE },
	{ "the other half of a pair is out of sight", "I a|1|read\nI b|1|read\nF duplicate.likely|广州市|p|a|b\n",
	  "I a|1|read\nI b||skipped|changing\n", "I unseen b\nF unseen p\n", RULE_NONE },
	{ "and so is the pair", "I a|1|read\nI b|1|read\nR 广州市|q|甲|merged||b\nP p|q|likely\n",
	  "I a|1|read\nI b||skipped|changing\n", "I unseen b\nR unseen q\nP unseen pq\n", RULE_NONE },
	{ "a quota of a region of which a row is out of sight",
	  "I a|1|read\nR 广州市|p|甲|merged||a\nF quota.region|广州市|x|\n", "I a||skipped|changing\n",
	  "I unseen a\nR unseen p\nF unseen x\n", RULE_NONE },
	{ "a region that has sent is not missing, though a file of it is still out of sight",
	  "I a||failed|unreadable\nF region.missing|阳江市|阳江市||a\n",
	  "I a||failed|unreadable\nI b|1|read\nR 阳江市|p|甲|merged||b\n", "I new b\nR new p\nF gone 阳江市\n",
	  RULE_NONE },
	{ "a quota of another region", "I a|1|read\nR 广州市|p|甲|merged||a\nF quota.region|深圳市|x|\n",
	  "I a||skipped|changing\n", "I unseen a\nR unseen p\nF gone x\n", RULE_NONE },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct night before = { 0 }, after = { 0 };
		struct buf told = { 0 };
		const struct changes *changes;

		make_night(&before, &arena, cases[i].before);
		make_night(&after, &arena, cases[i].after);
		if (cases[i].unchecked != RULE_NONE)
			after.unchecked[cases[i].unchecked] = true;
		changes = change_find(&arena, &before, &after, 7);
		assert_int_equal(changes->since, 7);
		for (enum night_kind kind = 0; kind < NIGHT_KINDS; kind++)
			for (uint32_t j = 0; j < changes->of[kind].count; j++)
				tell(&told, kind, &changes->of[kind].item[j]);
		buf_add_char(&told, '\0');
		if (strcmp(told.data, cases[i].told) != 0)
			print_error("%s:\n%s", cases[i].name, told.data);
		assert_string_equal(told.data, cases[i].told);
		buf_release(&told);
		night_release(&before);
		night_release(&after);
		arena_release(&arena);
	}
}

/* A column that holds a list gives back what was put in, but for the separators themselves. */
static void test_lists(void **state)
{
	struct buf list = { 0 };
	struct str rest, element, part;

	(void)state;
	night_list_part(&list, STR(""));
	night_list_part(&list, STR("a\x1F"
				   "b\x1E"
				   "c\n"));
	night_list_end(&list);
	night_list_end(&list);
	night_list_part(&list, STR("d"));
	night_list_end(&list);
	rest = buf_str(&list);
	assert_true(night_list_next(&rest, &element));
	assert_true(night_part_next(&element, &part) && part.len == 0);
	assert_true(night_part_next(&element, &part) && str_eq(part, STR("abc\n")));
	assert_false(night_part_next(&element, &part));
	assert_true(night_list_next(&rest, &element) && element.len == 0);
	assert_true(night_list_next(&rest, &element) && night_part_next(&element, &part) && str_eq(part, STR("d")));
	assert_false(night_list_next(&rest, &element));
	buf_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
