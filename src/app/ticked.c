#include "app/ticked.h"

#include "diag/say.h"
#include "model/cell.h"
#include "model/ticks.h"
#include "text/clean.h"
#include "text/key.h"

static const enum say heads[TICKED_ROLES] = {
	[TICKED_REGION] = SAY_HEAD_REGION, [TICKED_PROJECT] = SAY_HEAD_PROJECT, [TICKED_APPLICANT] = SAY_HEAD_APPLICANT,
	[TICKED_FORM] = SAY_HEAD_FORM,	   [TICKED_ITEM] = SAY_HEAD_ITEM,	[TICKED_RESULT] = SAY_HEAD_RESULT,
	[TICKED_REMARK] = SAY_HEAD_REMARK,
};

void ticked_begin(struct ticked *ticked)
{
	ticked->count = 0;
}

/* --- the head row of a table ------------------------------------------------------------ */

static bool is_head(struct str text, enum say head)
{
	struct arena scratch = { 0 };
	struct str key = key_lossless(&scratch, text);
	bool same = false;

	for (enum lang lang = LANG_ZH; head && lang <= LANG_EN; lang++)
		same = same || str_eq(key, key_lossless(&scratch, say_word(lang, head)));
	arena_release(&scratch);
	return same;
}

static enum ticked_role role_of(struct str text)
{
	for (enum ticked_role role = TICKED_NOTHING; role < TICKED_ROLES; role++)
		if (is_head(text, heads[role]))
			return role;
	return TICKED_NOTHING;
}

/* Between what says which row it is and the remark, without a column of results, each head is a matter. */
static void name_matters(struct ticked_column *column, uint32_t count)
{
	uint32_t first = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (column[i].role == TICKED_RESULT)
			return;
		if (column[i].role >= TICKED_REGION && column[i].role <= TICKED_FORM)
			first = i + 1;
	}
	for (uint32_t i = first; i < count && column[i].role == TICKED_NOTHING; i++)
		column[i].role = TICKED_MATTER;
}

static bool take_head(struct ticked *ticked, uint32_t count, const struct str *text, const struct message_row *row)
{
	struct ticked_column *column = ARENA_ARRAY(&ticked->run->arena, struct ticked_column, count);
	bool has[TICKED_ROLES] = { false };

	for (uint32_t i = 0; i < count; i++) {
		column[i] = (struct ticked_column){ row->cell[i].col, role_of(text[i]), text[i] };
		has[column[i].role] = true;
	}
	if (!has[TICKED_REMARK] || !(has[TICKED_REGION] || has[TICKED_ITEM]))
		return false;
	name_matters(column, count);
	ticked->count = count;
	ticked->column = column;
	return true;
}

/* --- rows --------------------------------------------------------------------------------- */

static bool is_filled(struct str text)
{
	return text.len && !str_eq(text, say_word(LANG_ZH, SAY_MANUAL_NOT_ASKED));
}

static void add(struct ticked *ticked, const struct ruling_side *row, struct str item, bool is_remark, struct str text)
{
	if (is_filled(text))
		ticks_add(ticked->run,
			  &(struct tick){ .row = *row, .item = item, .is_remark = is_remark, .text = text });
}

static const struct ticked_column *column_at(const struct ticked *ticked, uint32_t col)
{
	for (uint32_t i = 0; i < ticked->count; i++)
		if (ticked->column[i].col == col)
			return &ticked->column[i];
	return NULL;
}

static void take_answers(struct ticked *ticked, uint32_t count, const struct str *text, const struct message_row *row)
{
	struct str part[TICKED_ROLES] = { 0 };
	struct ruling_side side;

	for (uint32_t i = 0; i < count; i++) {
		const struct ticked_column *column = column_at(ticked, row->cell[i].col);

		if (column && column->role)
			part[column->role] = text[i];
	}
	side = (struct ruling_side){ part[TICKED_REGION], part[TICKED_PROJECT], part[TICKED_APPLICANT], { 0 } };
	for (uint32_t i = 0; i < count; i++) {
		const struct ticked_column *column = column_at(ticked, row->cell[i].col);

		if (column && column->role == TICKED_MATTER)
			add(ticked, &side, column->name, false, text[i]);
	}
	add(ticked, &side, part[TICKED_ITEM], false, part[TICKED_RESULT]);
	add(ticked, &side, part[TICKED_ITEM], true, part[TICKED_REMARK]);
}

void ticked_take_row(struct ticked *ticked, const struct message_row *row)
{
	struct arena *arena = &ticked->run->arena;
	struct str *text = ARENA_ARRAY(arena, struct str, row->count);

	for (uint32_t i = 0; i < row->count; i++)
		text[i] = clean_shown(arena, arena_copy(arena, cell_text(&row->cell[i], arena)));
	if (!take_head(ticked, row->count, text, row))
		take_answers(ticked, row->count, text, row);
}
