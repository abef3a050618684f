#include "output/entry.h"

#include "model/cell.h"

enum {
	RESERVE = 5,	  /* rows beyond the largest quota: a table that is full looks as if more could not be told */
	LEAST_ROWS = 8,	  /* which fill a page */
	MOST_CHOICES = 20 /* a longer list is no help: of directions then only single ones are offered */
};

/*
 * A mobile stands in the text: 11 digits together, none behind them; or 3, 4 and 4 of them with one sign between.
 * Other ways to write one (0086, full-width digits) are fine for our own rules: the spreadsheet asks once more.
 */
#define MOBILE                                                                                                         \
	"SUMPRODUCT(COUNT(1/((ABS(MID(@,ROW($1:$99),11)-165E8)<=35E8)*ISERR(-MID(@,ROW($12:$110),1))))"                \
	"+COUNT(1/(ABS((MID(@,ROW($1:$99),3)&MID(@,ROW($5:$103),4)&MID(@,ROW($10:$108),4))-165E8)<=35E8)))"
/* An address: a dot behind the sign, with a letter between them. */
#define EMAIL "COUNT(FIND(\".\",@,FIND(\"\x01\",@)+2))"
/* GB 32100-2015: the sum of the characters' values by their weights is a multiple of 31. */
#define CODE                                                                                                           \
	"AND(LEN(SUBSTITUTE(@,\" \",\"\"))=18,MOD(SUMPRODUCT((FIND(MID(UPPER(SUBSTITUTE(@,\" "                         \
	"\",\"\")),ROW($1:$18),1),"                                                                                    \
	"\"0123456789ABCDEFGHJKLMNPQRTUWXY\")-1)*{1;3;9;27;19;26;16;17;20;29;25;13;8;24;10;30;28;1}),31)=0)"

static const struct entry entries[COLUMN_TYPES] = {
	[COLUMN_SEQUENCE] = { .style = STYLE_ENTRY_CENTRE,
			      .width = 6,
			      .how = SAY_ENTRY_SEQUENCE,
			      .right = STR_INIT("1"),
			      .wrong = STR_INIT("第一项") },
	[COLUMN_TEXT] = { .style = STYLE_ENTRY_TEXT,
			  .width = 28,
			  .check = SHEET_CHECK_LENGTH,
			  .least = 1,
			  .most = 200,
			  .how = SAY_ENTRY_TEXT,
			  .right = STR_INIT("某某产品智能工厂"),
			  .wrong = STR_INIT("同上") },
	[COLUMN_UNIT] = { .style = STYLE_ENTRY_TEXT,
			  .width = 24,
			  .check = SHEET_CHECK_LENGTH,
			  .least = 4,
			  .most = 100,
			  .how = SAY_ENTRY_UNIT,
			  .right = STR_INIT("某某科技股份有限公司"),
			  .wrong = STR_INIT("某某") },
	[COLUMN_DIRECTION] = { .style = STYLE_ENTRY_TEXT,
			       .width = 34,
			       .check = SHEET_CHECK_LIST,
			       .how = SAY_ENTRY_DIRECTION,
			       .wrong = STR_INIT("7") },
	[COLUMN_CONTACT] = { .style = STYLE_ENTRY_TEXT,
			     .width = 24,
			     .check = SHEET_CHECK_FORMULA,
			     .formula = "OR(" MOBILE "," EMAIL ")",
			     .formula_required = "AND(" MOBILE "," EMAIL ")",
			     .how = SAY_ENTRY_CONTACT,
			     .right = STR_INIT("13800138000\nzhangsan@example.com"),
			     .wrong = STR_INIT("1380013800 zhangsan@example") },
	[COLUMN_PHONE] = { .style = STYLE_ENTRY_NAME,
			   .width = 16,
			   .check = SHEET_CHECK_FORMULA,
			   .formula = MOBILE,
			   .how = SAY_ENTRY_PHONE,
			   .right = STR_INIT("13800138000"),
			   .wrong = STR_INIT("1380013800") },
	[COLUMN_EMAIL] = { .style = STYLE_ENTRY_TEXT,
			   .width = 24,
			   .check = SHEET_CHECK_FORMULA,
			   .formula = EMAIL,
			   .how = SAY_ENTRY_EMAIL,
			   .right = STR_INIT("zhangsan@example.com"),
			   .wrong = STR_INIT("zhangsan@example") },
	[COLUMN_NUMBER] = { .style = STYLE_ENTRY_NUMBER,
			    .width = 12,
			    .check = SHEET_CHECK_NUMBER,
			    .how = SAY_ENTRY_NUMBER,
			    .right = STR_INIT("1200.5"),
			    .wrong = STR_INIT("约1200") },
	[COLUMN_DATE] = { .style = STYLE_ENTRY_DAY,
			  .width = 14,
			  .check = SHEET_CHECK_DAY,
			  .how = SAY_ENTRY_DATE,
			  .right = STR_INIT("2020-06-30"),
			  .wrong = STR_INIT("2020-06-31") },
	[COLUMN_CODE] = { .style = STYLE_ENTRY_NAME,
			  .width = 22,
			  .check = SHEET_CHECK_FORMULA,
			  .formula = CODE,
			  .how = SAY_ENTRY_CODE,
			  .right = STR_INIT("91000000MA0000001R"),
			  .wrong = STR_INIT("91000000MA0000001") },
	[COLUMN_AMOUNT] = { .style = STYLE_ENTRY_NUMBER,
			    .width = 14,
			    .check = SHEET_CHECK_NUMBER,
			    .how = SAY_ENTRY_NUMBER,
			    .right = STR_INIT("1200.5"),
			    .wrong = STR_INIT("约1200") },
	[COLUMN_OPTION] = { .style = STYLE_ENTRY_NAME,
			    .width = 16,
			    .check = SHEET_CHECK_LIST,
			    .how = SAY_ENTRY_OPTION,
			    .wrong = STR_INIT("见附件") },
	[COLUMN_REGION] = { .style = STYLE_ENTRY_NAME,
			    .width = 12,
			    .check = SHEET_CHECK_LIST,
			    .how = SAY_ENTRY_REGION,
			    .wrong = STR_INIT("本市") },
};

/* Who is to be asked: a short name, where another text is long. */
static const struct entry person = {
	.style = STYLE_ENTRY_NAME,
	.width = 10,
	.check = SHEET_CHECK_LENGTH,
	.least = 1,
	.most = 50,
	.how = SAY_ENTRY_PERSON,
	.right = STR_INIT("张三"),
	.wrong = STR_INIT("同上"),
};

const struct entry *entry_of(const struct profile *profile, uint32_t column)
{
	enum column_type type = profile->column[column].type;

	return column == profile->person && type == COLUMN_TEXT ? &person : &entries[type];
}

/* --- examples ---------------------------------------------------------------------- */

static struct str first_choice(struct arena *arena, const struct profile *profile, uint32_t column)
{
	struct strs choices = entry_choices(arena, profile, column);

	return choices.count ? choices.item[0] : STR("");
}

struct str entry_right(struct arena *arena, const struct profile *profile, uint32_t column)
{
	const struct entry *entry = entry_of(profile, column);

	return entry->check == SHEET_CHECK_LIST ? first_choice(arena, profile, column) : entry->right;
}

struct str entry_wrong(const struct profile *profile, uint32_t column)
{
	return entry_of(profile, column)->wrong;
}

/* --- formulas ---------------------------------------------------------------------- */

/* "@" is the cell; the sign itself stands as \1 in the tables. */
static struct str put_cell(struct arena *arena, const char *pattern, struct str cell)
{
	struct buf out = { 0 };
	struct str made;

	buf_add_char(&out, '=');
	for (; *pattern; pattern++) {
		if (*pattern == '@')
			buf_add(&out, cell);
		else
			buf_add_char(&out, *pattern == '\x01' ? '@' : *pattern);
	}
	made = out.len <= SHEET_CHECK_FORMULA_MAX + 1 ? arena_copy(arena, buf_str(&out)) : STR("");
	buf_release(&out);
	return made;
}

struct str entry_formula(struct arena *arena, const struct profile *profile, uint32_t column, struct str cell)
{
	const struct entry *entry = entry_of(profile, column);
	const char *pattern = entry->formula;

	if (profile->column[column].required && entry->formula_required)
		pattern = entry->formula_required;
	return pattern ? put_cell(arena, pattern, cell) : STR("");
}

/* --- choices ------------------------------------------------------------------------ */

struct strs entry_regions(struct arena *arena, const struct profile *profile)
{
	struct str *item = ARENA_ARRAY(arena, struct str, profile->region_count);

	for (uint32_t i = 0; i < profile->region_count; i++)
		item[i] = profile->region[i].name;
	return (struct strs){ profile->region_count, item };
}

static struct strs directions(struct arena *arena, const struct profile *profile)
{
	uint32_t single = profile->category_count, pairs = single * (single - (single > 0)) / 2, at = 0;
	bool paired = profile->direction_limit > 1 && single <= MOST_CHOICES && single + pairs <= MOST_CHOICES;
	struct str *item = ARENA_ARRAY(arena, struct str, single + (paired ? pairs : 0));

	for (uint32_t i = 0; i < single; i++)
		item[at++] = profile->category[i].name;
	for (uint32_t i = 0; paired && i < single; i++)
		for (uint32_t j = i + 1; j < single; j++)
			item[at++] = arena_printf(arena, "%.*s、%.*s", STR_ARG(item[i]), STR_ARG(item[j]));
	return (struct strs){ at, item };
}

struct strs entry_choices(struct arena *arena, const struct profile *profile, uint32_t column)
{
	const struct profile_column *of = &profile->column[column];

	if (of->type == COLUMN_DIRECTION)
		return directions(arena, profile);
	if (of->type == COLUMN_REGION)
		return entry_regions(arena, profile);
	return (struct strs){ of->option_count, of->option };
}

const struct entry_list *entry_lists(struct arena *arena, const struct profile *profile)
{
	struct entry_list *list = ARENA_ARRAY(arena, struct entry_list, profile->column_count + 1);
	uint32_t far = 0;

	for (uint32_t i = 0; i <= profile->column_count; i++) {
		list[i].choices = i ? entry_choices(arena, profile, i - 1) : entry_regions(arena, profile);
		if (list[i].choices.count && !sheet_check_fits(list[i].choices.count, list[i].choices.item))
			list[i].far = ++far;
	}
	return list;
}

struct str entry_range(struct arena *arena, const struct entry_list *list)
{
	struct buf column = { 0 };
	struct str range;

	if (!list->far)
		return STR("");
	cell_reference(&column, 0, list->far);
	range = arena_printf(arena, "='%.*s'!$%.*s$1:$%.*s$%u", STR_ARG(say_word(LANG_ZH, SAY_SHEET_CHOICES)),
			     STR_ARG(buf_str(&column)), STR_ARG(buf_str(&column)), list->choices.count);
	buf_release(&column);
	return range;
}

/* --- size ---------------------------------------------------------------------------- */

uint32_t entry_rows(const struct profile *profile)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < profile->group_count; i++)
		if (profile->group[i].limit > most && profile->group[i].limit != PROFILE_NO_LIMIT)
			most = profile->group[i].limit;
	return most + RESERVE > LEAST_ROWS ? most + RESERVE : LEAST_ROWS;
}
