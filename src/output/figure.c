#include "output/figure.h"

/* As many as a double holds, and a spreadsheet shows. */
enum { DIGITS_MAX = 15 };

struct scan {
	uint64_t value;
	uint32_t digits;
};

static bool take_digits(struct str *rest, struct scan *scan)
{
	size_t count = 0;

	while (count < rest->len && rest->data[count] >= '0' && rest->data[count] <= '9') {
		if (++scan->digits > DIGITS_MAX)
			return false;
		scan->value = scan->value * 10 + (uint64_t)(rest->data[count++] - '0');
	}
	*rest = str_after(*rest, count);
	return count > 0;
}

/* One to three digits, then three behind each comma. */
static bool take_groups(struct str *rest, struct scan *scan)
{
	bool ok = scan->digits <= 3;

	while (ok && rest->len && rest->data[0] == ',') {
		uint32_t before = scan->digits;

		*rest = str_after(*rest, 1);
		ok = take_digits(rest, scan) && scan->digits == before + 3;
	}
	return ok;
}

/* False where something else follows, or more decimals than there are formats for. */
static bool take_decimals(struct str rest, struct scan *scan, uint32_t *decimals)
{
	uint32_t before = scan->digits;

	*decimals = 0;
	if (rest.len == 0)
		return true;
	if (rest.data[0] != '.')
		return false;
	rest = str_after(rest, 1);
	if (!take_digits(&rest, scan) || rest.len)
		return false;
	*decimals = scan->digits - before;
	return *decimals <= FIGURE_DECIMALS;
}

bool figure_read(struct str text, struct figure *figure)
{
	struct scan scan = { 0 };
	bool minus = str_starts(text, STR("-")), grouped;
	struct str rest = str_after(text, minus), whole = rest;
	uint32_t decimals;
	double power = 1;

	if (!take_digits(&rest, &scan) || (scan.digits > 1 && whole.data[0] == '0'))
		return false;
	grouped = rest.len && rest.data[0] == ',';
	if ((grouped && !take_groups(&rest, &scan)) || !take_decimals(rest, &scan, &decimals))
		return false;
	if (minus && scan.value == 0)
		return false;
	for (uint32_t i = 0; i < decimals; i++)
		power *= 10;
	/* Both are exact: the quotient is the double that is nearest to what is written. */
	*figure = (struct figure){ (minus ? -1 : 1) * ((double)scan.value / power), 2 * decimals + grouped };
	return true;
}

const char *figure_format(uint32_t format)
{
	static const char *const formats[FIGURE_FORMATS] = {
		"0",	     "#,##0",  "0.0",	     "#,##0.0", "0.00",	       "#,##0.00", "0.000",
		"#,##0.000", "0.0000", "#,##0.0000", "0.00000", "#,##0.00000", "0.000000", "#,##0.000000",
	};

	return formats[format];
}
