#include "app/subject.h"

#include "text/key.h"

bool subject_is_same(const struct str *a, const struct str *b)
{
	return str_eq(a[RECORD_REGION], b[RECORD_REGION]) && str_eq(a[RECORD_PROJECT_KEY], b[RECORD_PROJECT_KEY]) &&
	       str_eq(a[RECORD_APPLICANT_KEY], b[RECORD_APPLICANT_KEY]);
}

/* 广州市/项目, and 广州/项目. */
static bool is_of_region(const struct str *column, struct str key)
{
	size_t slash = str_find(key, STR("/"), 0);

	return slash > 0 && slash < key.len && str_starts(column[RECORD_REGION], str_part(key, 0, slash)) &&
	       str_eq(column[RECORD_PROJECT_KEY], str_after(key, slash + 1));
}

static bool wants_record(void *user, const struct str *column)
{
	const struct subjects *subjects = user;

	return str_eq(column[RECORD_PROJECT_KEY], subjects->key) ||
	       str_eq(column[RECORD_APPLICANT_KEY], subjects->key) || is_of_region(column, subjects->key);
}

static bool wants_finding(void *user, const struct str *column)
{
	const struct subjects *subjects = user;

	for (size_t i = 0; i < subjects->list.count; i++)
		if (str_has(column[FINDING_ABOUT], subjects->list.item[i].identity) ||
		    str_has(column[FINDING_OTHERS], subjects->list.item[i].identity))
			return true;
	return false;
}

static bool wants_pair(void *user, const struct str *column)
{
	const struct subjects *subjects = user;

	for (size_t i = 0; i < subjects->list.count; i++)
		if (str_eq(column[PAIR_A], subjects->list.item[i].identity) ||
		    str_eq(column[PAIR_B], subjects->list.item[i].identity))
			return true;
	return false;
}

static bool wants_ruling(void *user, const struct str *column)
{
	const struct subjects *subjects = user;

	for (size_t i = 0; i < subjects->list.count; i++)
		if (str_eq(column[RULING_A], subjects->list.item[i].key) ||
		    str_eq(column[RULING_B], subjects->list.item[i].key))
			return true;
	return false;
}

static bool wants_mark(void *user, const struct str *column)
{
	const struct subjects *subjects = user;

	for (size_t i = 0; i < subjects->list.count; i++)
		if (str_eq(column[SELECTION_KEY], subjects->list.item[i].key))
			return true;
	return false;
}

static void add_subject(struct subjects *subjects, struct arena *arena, const struct str *column)
{
	struct buf identity = { 0 };
	struct subject *subject;

	for (size_t i = 0; i < subjects->list.count; i++)
		if (subject_is_same(subjects->list.item[i].column, column))
			return;
	if (subjects->list.count == SUBJECTS_MOST) {
		subjects->more = true;
		return;
	}
	subject = LIST_ADD(&subjects->list);
	night_record_identity(&identity, column[RECORD_REGION], column[RECORD_PROJECT_KEY],
			      column[RECORD_APPLICANT_KEY]);
	subject->column = column;
	subject->identity = arena_copy(arena, buf_str(&identity));
	subject->key = arena_printf(arena, "%.*s\n%.*s\n%.*s", STR_ARG(key_lossless(arena, column[RECORD_REGION])),
				    STR_ARG(column[RECORD_PROJECT_KEY]), STR_ARG(column[RECORD_APPLICANT_KEY]));
	buf_release(&identity);
}

bool subject_read(struct subjects *subjects, struct past *past, int64_t series, struct past_rows *rows)
{
	static const struct {
		enum night_kind kind;
		past_filter *filter;
	} also[] = { { NIGHT_FINDING, wants_finding },
		     { NIGHT_PAIR, wants_pair },
		     { NIGHT_RULING, wants_ruling },
		     { NIGHT_SELECTION, wants_mark } };

	if (!past_read(past, series, NIGHT_RECORD, wants_record, subjects, rows) ||
	    !past_read_unseen(past, series, rows))
		return false;
	for (size_t i = 0; i < rows->of[NIGHT_RECORD].count; i++)
		add_subject(subjects, past->arena, rows->of[NIGHT_RECORD].item[i].row.column);
	for (size_t i = 0; subjects->list.count && i < ARRAY_COUNT(also); i++)
		if (!past_read(past, series, also[i].kind, also[i].filter, subjects, rows))
			return false;
	return true;
}
