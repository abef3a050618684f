#include "decode/wide.h"

/* The unit at the beginning of `rest`, which holds at least one. */
static uint32_t unit_at(const struct wide *wide, const unsigned char *at)
{
	if (wide->unit == 2)
		return wide->big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
	if (wide->big)
		return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static bool is_surrogate(uint32_t unit)
{
	return unit >= 0xD800 && unit <= 0xDFFF;
}

static int32_t pair_at(const struct wide *wide, struct bytes rest, uint32_t high, size_t *used)
{
	uint32_t low;

	if (wide->unit != 2 || high >= 0xDC00 || rest.len < 4)
		return -1;
	low = unit_at(wide, rest.data + 2);
	if (low < 0xDC00 || low > 0xDFFF)
		return -1;
	*used = 4;
	return (int32_t)(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
}

int32_t wide_next(const struct wide *wide, struct bytes rest, size_t *used)
{
	uint32_t unit;

	*used = rest.len < wide->unit ? rest.len : wide->unit;
	if (rest.len < wide->unit)
		return -1;
	unit = unit_at(wide, rest.data);
	if (is_surrogate(unit))
		return pair_at(wide, rest, unit, used);
	return unit <= 0x10FFFF ? (int32_t)unit : -1;
}

static bool is_separator(unsigned char c)
{
	return memchr("\r\n,\t; ", c, 6) != NULL;
}

struct wide_pairs wide_count(struct bytes text)
{
	struct wide_pairs p = { 0 };

	for (size_t i = 0; i + 1 < text.len; i += 2) {
		unsigned char a = text.data[i], b = text.data[i + 1];

		p.separator_little += b == 0 && is_separator(a);
		p.separator_big += a == 0 && is_separator(b);
		p.separator_plain += b != 0 && is_separator(a);
		p.separator_plain += a != 0 && is_separator(b);
		p.little += a != 0 && b == 0;
		p.big += a == 0 && b != 0;
	}
	return p;
}

/* Most separators stand without a NUL then. */
bool wide_is_stray(const struct wide_pairs *p)
{
	uint64_t wide = p->separator_little > p->separator_big ? p->separator_little : p->separator_big;

	return p->separator_plain > 4 * wide;
}
