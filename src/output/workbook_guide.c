/*
 * 填表说明: how the blank form is filled in, for those who receive it. It holds no table: no row names two columns, no
 * cell begins as a line of the form does; and it bears a seal (model/seal.h), by which it is known when it comes back.
 */
#include "model/cell.h"
#include "model/column.h"
#include "model/seal.h"
#include "output/entry.h"
#include "output/workbook_room.h"

enum { NAME = 1, NEEDED, HOW, RIGHT, WRONG, COLUMNS = WRONG };

static const double widths[COLUMNS] = { 28, 10, 52, 26, 26 };
static const double title_height = 44;

/* The sheet being written: what is written is sealed. */
struct guide {
	struct workbook_room *room;
	const struct profile *profile;
	struct sheet_page page;
	struct seal seal;
};

static void put(struct guide *guide, uint32_t first, uint32_t last, enum sheet_style style, struct str text)
{
	sheet_span(&guide->page, first, last, style, text);
	seal_take(&guide->seal, text);
}

static struct str said(struct guide *guide, enum say say, uint32_t count, const struct arg *arg)
{
	return workbook_room_sentence(guide->room, say, count, arg);
}

static void line(struct guide *guide, enum sheet_style style, struct str text)
{
	put(guide, NAME, COLUMNS, style, text);
	sheet_row_end(&guide->page, 0);
}

/* A name, and what there is to say of it. */
static void write_fact(struct guide *guide, struct str name, struct str text)
{
	put(guide, NAME, NEEDED, STYLE_LEFT, name);
	put(guide, HOW, COLUMNS, STYLE_LEFT, text);
	sheet_row_end(&guide->page, 0);
}

static void section(struct guide *guide, enum say title)
{
	struct str text = workbook_room_word(guide->room, title);

	sheet_section(&guide->page, text);
	seal_take(&guide->seal, text);
}

static void step(struct guide *guide, enum say say, struct arg arg)
{
	line(guide, STYLE_LEFT, said(guide, say, 1, &arg));
}

static void write_steps(struct guide *guide)
{
	const struct profile *profile = guide->profile;
	struct str example = profile->region_count ? profile->region[0].name : STR("");

	section(guide, SAY_GUIDE_STEPS);
	step(guide, SAY_GUIDE_STEP_OFFICE, DIAG_NUMBER(0));
	step(guide, SAY_GUIDE_STEP_ROWS, DIAG_NUMBER(0));
	step(guide, SAY_GUIDE_STEP_HEAD, DIAG_NUMBER(0));
	step(guide, SAY_GUIDE_STEP_WARNING, DIAG_NUMBER(0));
	step(guide, SAY_GUIDE_STEP_SAVE, DIAG_TEXT(example));
}

/* --- the columns ----------------------------------------------------------------------- */

/* "B 列 项目名称": the name alone would be a header's. */
static struct str name_of(struct guide *guide, uint32_t column)
{
	struct buf letter = { 0 };
	struct str name;

	cell_reference(&letter, 0, column + 1);
	name = said(guide, SAY_GUIDE_COLUMN, 2,
		    (struct arg[]){ DIAG_TEXT(buf_str(&letter)), DIAG_TEXT(guide->profile->column[column].name) });
	buf_release(&letter);
	return name;
}

static void write_column(struct guide *guide, uint32_t column)
{
	const struct profile *profile = guide->profile;
	struct workbook_room *room = guide->room;
	struct arg most = DIAG_NUMBER(profile->direction_limit);
	bool required = profile->column[column].required;

	put(guide, NAME, NAME, STYLE_LEFT, name_of(guide, column));
	put(guide, NEEDED, NEEDED, required ? STYLE_STRONG : STYLE_CENTRE,
	    workbook_room_word(room, required ? SAY_GUIDE_REQUIRED : SAY_GUIDE_OPTIONAL));
	put(guide, HOW, HOW, STYLE_LEFT, said(guide, entry_of(profile, column)->how, 1, &most));
	put(guide, RIGHT, RIGHT, STYLE_LEFT, entry_right(room->arena, profile, column));
	put(guide, WRONG, WRONG, STYLE_LEFT, entry_wrong(profile, column));
	sheet_row_end(&guide->page, 0);
}

/* Columns that add up to another. */
static void write_sum(struct guide *guide, const struct profile_sum *sum)
{
	struct arg *arg = ARENA_ARRAY(guide->room->arena, struct arg, sum->part_count + 1);

	arg[0] = DIAG_TEXT(guide->profile->column[sum->total].name);
	for (uint32_t i = 0; i < sum->part_count; i++)
		arg[i + 1] = DIAG_TEXT(guide->profile->column[sum->part[i]].name);
	line(guide, STYLE_LEFT, said(guide, SAY_GUIDE_SUM, sum->part_count + 1, arg));
}

static void write_columns(struct guide *guide)
{
	static const enum say heads[] = { SAY_GUIDE_NAME, SAY_GUIDE_NEEDED, SAY_GUIDE_HOW, SAY_GUIDE_RIGHT,
					  SAY_GUIDE_WRONG };

	section(guide, SAY_GUIDE_COLUMNS);
	for (uint32_t i = 0; i < COLUMNS; i++)
		put(guide, i + 1, i + 1, STYLE_HEAD, workbook_room_word(guide->room, heads[i]));
	sheet_row_end(&guide->page, 0);
	for (uint32_t i = 0; i < guide->profile->column_count; i++)
		write_column(guide, i);
	for (uint32_t i = 0; i < guide->profile->sum_count; i++)
		write_sum(guide, &guide->profile->sum[i]);
}

/* --- directions ------------------------------------------------------------------------- */

static struct str items_of(struct guide *guide, uint32_t category)
{
	const struct profile *profile = guide->profile;
	struct buf out = { 0 };
	struct str text;

	for (uint32_t i = 0; i < profile->item_count; i++)
		if (profile->item[i].category == category)
			buf_printf(&out, "%s%u. %.*s", out.len ? "\n" : "", profile->item[i].number,
				   STR_ARG(profile->item[i].name));
	text = arena_copy(guide->room->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static void write_directions(struct guide *guide)
{
	const struct profile *profile = guide->profile;

	if (profile->category_count == 0)
		return;
	section(guide, SAY_GUIDE_DIRECTIONS);
	for (uint32_t i = 0; i < profile->category_count; i++)
		write_fact(guide, profile->category[i].name, items_of(guide, i));
}

/* --- quotas, dates, copies ---------------------------------------------------------------- */

static void write_group(struct guide *guide, uint32_t group)
{
	const struct profile *profile = guide->profile;
	struct arg *arg = ARENA_ARRAY(guide->room->arena, struct arg, profile->region_count + 2);
	uint32_t count = 2;

	if (profile->group[group].limit == PROFILE_NO_LIMIT)
		return;
	arg[0] = DIAG_TEXT(profile->group[group].name);
	arg[1] = DIAG_NUMBER(profile->group[group].limit);
	for (uint32_t i = 0; i < profile->region_count; i++)
		if (profile->region[i].group == group)
			arg[count++] = DIAG_TEXT(profile->region[i].name);
	/* Recommenders of a kind are in no list. */
	line(guide, STYLE_LEFT, said(guide, count > 2 ? SAY_GUIDE_QUOTA : SAY_GUIDE_QUOTA_ALONE, count, arg));
}

/* Counties that report themselves: their city counts with them. */
static void write_together(struct guide *guide, const struct profile_group *group)
{
	struct arg arg[] = { DIAG_TEXT(STR("")), DIAG_NUMBER(group->together) };

	if (!group->of_counties || group->together == 0 || group->together == PROFILE_NO_LIMIT)
		return;
	arg[0] = DIAG_TEXT(guide->profile->region[group->city].name);
	line(guide, STYLE_LEFT, said(guide, SAY_GUIDE_QUOTA_TOGETHER, ARRAY_COUNT(arg), arg));
}

static bool any_limit(const struct profile *profile)
{
	for (uint32_t i = 0; i < profile->group_count; i++)
		if (profile->group[i].limit != PROFILE_NO_LIMIT)
			return true;
	return false;
}

static void write_quotas(struct guide *guide)
{
	if (guide->profile->rule[RULE_QUOTA_REGION].severity == SEVERITY_OFF || !any_limit(guide->profile))
		return;
	section(guide, SAY_GUIDE_QUOTAS);
	for (uint32_t i = 0; i < guide->profile->group_count; i++) {
		write_group(guide, i);
		write_together(guide, &guide->profile->group[i]);
	}
}

/* Of the office that this profile is for: one above a province has no copies for the province. */
static struct profile_copies copies_of(const struct profile *profile)
{
	return profile->copies_province.one ? profile->copies_province : profile->copies_ministry;
}

static void write_copies(struct guide *guide)
{
	const struct profile *profile = guide->profile;
	struct profile_copies copies = copies_of(profile);

	if (copies.one)
		line(guide, STYLE_LEFT,
		     said(guide, SAY_GUIDE_COPIES, 2,
			  (struct arg[]){ DIAG_NUMBER(copies.one), DIAG_NUMBER(copies.two) }));
	if (profile->copies_letter)
		step(guide, SAY_GUIDE_LETTER, DIAG_NUMBER(profile->copies_letter));
	if (profile->copies_disc)
		step(guide, SAY_GUIDE_DISC, DIAG_NUMBER(profile->copies_disc));
}

static void write_terms(struct guide *guide)
{
	const struct profile *profile = guide->profile;

	if (!profile->region_deadline.text.len && !copies_of(profile).one && !profile->copies_letter &&
	    !profile->copies_disc)
		return;
	section(guide, SAY_GUIDE_TERMS);
	if (profile->region_deadline.text.len)
		step(guide, SAY_GUIDE_DEADLINE, DIAG_TEXT(profile->region_deadline.text));
	write_copies(guide);
}

/* --- what is checked ---------------------------------------------------------------------- */

/* What a region can see to; each where the profile has it on. */
static const enum rule_id checked[] = {
	RULE_FIELD_MISSING,	RULE_PHONE_INVALID,	   RULE_EMAIL_INVALID,	  RULE_NUMBER_INVALID,
	RULE_DATE_INVALID,	RULE_CODE_INVALID,	   RULE_OPTION_UNKNOWN,	  RULE_DIRECTION_MISSING,
	RULE_DIRECTION_UNKNOWN, RULE_DIRECTION_COUNT,	   RULE_QUOTA_REGION,	  RULE_APPLICANT_REPEAT,
	RULE_APPLICANT_BRANCH,	RULE_EXCLUDED_RECOMMENDED, RULE_EXCLUDED_AWARDED, RULE_DUPLICATE_REGION,
	RULE_DEADLINE_LATE,
};

static bool has_type(const struct profile *profile, enum column_type type)
{
	for (uint32_t i = 0; i < profile->column_count; i++)
		if (profile->column[i].type == type)
			return true;
	return false;
}

/* A column whose values this rule is about. */
static bool has_values(const struct profile *profile, enum rule_id rule)
{
	for (uint32_t i = 0; i < profile->column_count; i++) {
		const struct column_kind *kind = column_kind(profile->column[i].type);

		if (kind->holds && diag_rule(kind->invalid) == rule)
			return true;
	}
	return false;
}

/* A rule about values of a type says nothing where no column has it. */
static bool applies(const struct profile *profile, enum rule_id rule)
{
	bool both = has_type(profile, COLUMN_CONTACT);

	switch ((int)rule) {
	case RULE_PHONE_INVALID:
		return both || has_type(profile, COLUMN_PHONE);
	case RULE_EMAIL_INVALID:
		return both || has_type(profile, COLUMN_EMAIL);
	case RULE_NUMBER_INVALID:
	case RULE_DATE_INVALID:
	case RULE_CODE_INVALID:
	case RULE_OPTION_UNKNOWN:
		return has_values(profile, rule);
	case RULE_DIRECTION_MISSING:
	case RULE_DIRECTION_UNKNOWN:
	case RULE_DIRECTION_COUNT:
		return profile->direction != COLUMN_NONE;
	default:
		return true;
	}
}

static bool is_checked(const struct profile *profile, enum rule_id rule)
{
	return profile->rule[rule].severity != SEVERITY_OFF && applies(profile, rule);
}

/* Those that the notice speaks of with its words, the others by their names. */
static void write_checked(struct guide *guide)
{
	const struct profile *profile = guide->profile;
	struct arg arg[ARRAY_COUNT(checked)];
	uint32_t count = 0;

	section(guide, SAY_GUIDE_CHECKED);
	for (size_t i = 0; i < ARRAY_COUNT(checked); i++) {
		struct str name = workbook_room_rule(guide->room, checked[i]);

		if (!is_checked(profile, checked[i]))
			continue;
		if (profile->rule[checked[i]].basis.len)
			write_fact(guide, name, profile->rule[checked[i]].basis);
		else
			arg[count++] = DIAG_TEXT(name);
	}
	if (count)
		line(guide, STYLE_LEFT, said(guide, SAY_GUIDE_CHECKS, count, arg));
}

/* With the categories whose projects alone it is asked of. */
static struct str manual_text(struct guide *guide, const struct profile_manual *manual)
{
	struct arg *arg = ARENA_ARRAY(guide->room->arena, struct arg, manual->category_count + 1);

	if (manual->category_count == 0)
		return manual->what;
	arg[0] = DIAG_TEXT(manual->what);
	for (uint32_t i = 0; i < manual->category_count; i++)
		arg[i + 1] = DIAG_TEXT(guide->profile->category[manual->category[i]].name);
	return said(guide, SAY_GUIDE_MANUAL_OF, manual->category_count + 1, arg);
}

/* What only a person can check, of projects and regions: better before it is sent than after. */
static void write_manual(struct guide *guide)
{
	const struct profile *profile = guide->profile;
	bool begun = false;

	for (uint32_t i = 0; i < profile->manual_count; i++) {
		const struct profile_manual *manual = &profile->manual[i];

		if (manual->scope == MANUAL_ONCE)
			continue;
		if (!begun)
			section(guide, SAY_GUIDE_MANUAL);
		begun = true;
		write_fact(guide, manual->name, manual_text(guide, manual));
	}
}

/* --- all of it ------------------------------------------------------------------------------ */

static void write_title(struct guide *guide)
{
	const struct profile *profile = guide->profile;
	struct arg title = DIAG_TEXT(profile->table_title);
	struct arg notice[] = { DIAG_TEXT(profile->title), DIAG_TEXT(profile->number) };

	put(guide, NAME, COLUMNS, STYLE_TITLE, said(guide, SAY_GUIDE_TITLE, 1, &title));
	sheet_row_end(&guide->page, title_height);
	line(guide, STYLE_NOTE,
	     said(guide, profile->number.len ? SAY_GUIDE_NOTICE : SAY_GUIDE_NOTICE_ALONE, 2, notice));
}

void workbook_guide_write(struct workbook_room *room)
{
	struct guide guide = { .room = room, .profile = room->run->profile };
	struct arg seal;

	guide.page = sheet_begin(room->book, say_word(LANG_ZH, SAY_SHEET_GUIDE), COLUMNS, widths);
	seal_begin(&guide.seal);
	write_title(&guide);
	write_steps(&guide);
	write_columns(&guide);
	write_directions(&guide);
	write_quotas(&guide);
	write_terms(&guide);
	write_checked(&guide);
	write_manual(&guide);
	seal = DIAG_TEXT(seal_text(room->arena, &guide.seal));
	sheet_row_end(&guide.page, 0);
	sheet_span(&guide.page, NAME, COLUMNS, STYLE_NOTE, workbook_room_sentence(room, SAY_GUIDE_SEAL, 1, &seal));
	sheet_row_end(&guide.page, 0);
	sheet_check_protect(&guide.page);
	sheet_end(&guide.page, room->lang);
}
