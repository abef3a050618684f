#include "model/column.h"

#include "text/amount.h"
#include "text/key.h"
#include "text/value.h"

static bool is_number(struct arena *scratch, const struct profile_column *column, struct str text)
{
	double number;

	(void)column;
	return value_number(scratch, text, &number);
}

static bool is_date(struct arena *scratch, const struct profile_column *column, struct str text)
{
	int year, month, day;

	(void)column;
	return value_date(scratch, text, &year, &month, &day);
}

static bool is_code(struct arena *scratch, const struct profile_column *column, struct str text)
{
	(void)column;
	return value_credit_code(scratch, text);
}

static bool is_amount(struct arena *scratch, const struct profile_column *column, struct str text)
{
	struct amount amount;

	(void)column;
	return amount_read(scratch, text, &amount);
}

bool column_is_option(struct arena *scratch, const struct profile_column *column, struct str shown)
{
	struct str key = key_fold(scratch, shown);

	for (uint32_t i = 0; i < column->option_count; i++)
		if (str_eq(key, column->option_key[i]))
			return true;
	return false;
}

/* Phones and mails: rules/contact. Directions: rules/direction. Regions: rules/regions. */
static const struct column_kind kinds[COLUMN_TYPES] = {
	[COLUMN_SEQUENCE] = { STR_INIT("序号"), LOOK_CENTRE, .holds = NULL },
	[COLUMN_TEXT] = { STR_INIT("文本"), LOOK_LEFT, .holds = NULL },
	[COLUMN_UNIT] = { STR_INIT("单位"), LOOK_LEFT, .holds = NULL },
	[COLUMN_DIRECTION] = { STR_INIT("方向"), LOOK_LEFT, .holds = NULL },
	[COLUMN_CONTACT] = { STR_INIT("手机+邮箱"), LOOK_DIGITS, .by_digits = true, .by_parts = true },
	[COLUMN_PHONE] = { STR_INIT("手机"), LOOK_DIGITS, .by_digits = true, .by_parts = true },
	[COLUMN_EMAIL] = { STR_INIT("邮箱"), LOOK_LEFT, .by_parts = true },
	[COLUMN_NUMBER] = { STR_INIT("数值"), LOOK_FIGURE, .adds_up = true, .holds = is_number,
			    .invalid = SAY_NUMBER_INVALID },
	[COLUMN_DATE] = { STR_INIT("日期"), LOOK_CENTRE, .holds = is_date, .invalid = SAY_DATE_INVALID },
	[COLUMN_CODE] = { STR_INIT("信用代码"), LOOK_DIGITS, .by_digits = true, .holds = is_code,
			  .invalid = SAY_CODE_INVALID },
	[COLUMN_AMOUNT] = { STR_INIT("金额"), LOOK_FIGURE, .adds_up = true, .holds = is_amount,
			    .invalid = SAY_AMOUNT_INVALID },
	[COLUMN_OPTION] = { STR_INIT("选项"), LOOK_CENTRE, .holds = column_is_option, .invalid = SAY_OPTION_UNKNOWN },
	[COLUMN_REGION] = { STR_INIT("地区"), LOOK_CENTRE, .holds = NULL },
};

const struct column_kind *column_kind(enum column_type type)
{
	return &kinds[type];
}

double column_unit(struct arena *scratch, const struct profile_column *column, struct str label, struct str title)
{
	double unit = 0;

	if (column->type != COLUMN_AMOUNT)
		return 1;
	unit = amount_unit(scratch, label);
	if (unit <= 0)
		unit = amount_unit_above(scratch, title);
	if (unit <= 0)
		unit = column->unit;
	return unit > 0 ? unit : 1;
}

bool column_figure(struct arena *scratch, const struct profile_column *column, double unit, struct str shown,
		   double *figure)
{
	struct amount amount;

	if (column->type != COLUMN_AMOUNT)
		return value_number(scratch, shown, figure);
	if (!amount_read(scratch, shown, &amount))
		return false;
	*figure = amount.number * (amount.in_yuan ? 1 : unit);
	return true;
}

bool column_equal(double a, double b, double tolerance)
{
	/* A sheet computes with 15 digits; the sum of many rows is told to nine. */
	double difference = a > b ? a - b : b - a, size = (a < 0 ? -a : a) + (b < 0 ? -b : b);

	return difference <= tolerance + size * 1e-10;
}

struct str column_print(struct arena *arena, double figure)
{
	struct str text = arena_printf(arena, "%.4f", figure);

	while (str_ends(text, STR("0")))
		text.len--;
	if (str_ends(text, STR(".")))
		text.len--;
	return text;
}
