#include "model/version.h"

#include "base/utf8.h"

/* No number of a version is as large; more digits than that are no version. */
enum { LARGEST = 1000000000 };

/* 0 to 9, also as wide as a letter; -1: none. */
static int digit_of(int32_t point)
{
	if (point >= '0' && point <= '9')
		return point - '0';
	return point >= 0xFF10 && point <= 0xFF19 ? point - 0xFF10 : -1;
}

static int hanzi_digit_of(int32_t point)
{
	static const struct {
		int32_t point;
		int digit;
	} digits[] = { { 0x4E00, 1 }, { 0x4E8C, 2 }, { 0x4E24, 2 }, { 0x4E09, 3 }, { 0x56DB, 4 },
		       { 0x4E94, 5 }, { 0x516D, 6 }, { 0x4E03, 7 }, { 0x516B, 8 }, { 0x4E5D, 9 } };

	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
		if (digits[i].point == point)
			return digits[i].digit;
	return -1;
}

/* 二, 十, 十二, 二十, 二十三. */
static bool take_hanzi(struct str *text, uint32_t *number)
{
	enum { TEN = 0x5341 };
	struct str rest = *text;
	bool any = false;

	*number = 0;
	while (rest.len) {
		int32_t point = utf8_next(&rest);
		int digit = hanzi_digit_of(point);

		if (digit < 0 && point != TEN)
			break;
		*number = digit < 0 ? (*number ? *number : 1) * 10 : *number / 10 * 10 + (uint32_t)digit;
		*text = rest;
		any = true;
	}
	return any;
}

/* Behind these words hanzi are a number; elsewhere they are part of another word: 一体化, 三亚. */
static bool counts_behind(int32_t point)
{
	return point == 0x7B2C /* 第 */ || point == 0x7A3F /* 稿 */ || point == 0x7248 /* 版 */;
}

/* Cut off the next number. False where there is no more. */
static bool take_number(struct str *text, uint32_t *number)
{
	while (text->len) {
		int32_t point = utf8_next(text);
		int digit = digit_of(point);

		if (counts_behind(point) && take_hanzi(text, number))
			return true;
		if (digit < 0)
			continue;
		for (*number = 0; digit >= 0;) {
			struct str rest = *text;

			*number = *number < LARGEST ? *number * 10 + (uint32_t)digit : *number;
			digit = rest.len ? digit_of(utf8_next(&rest)) : -1;
			if (digit >= 0)
				*text = rest;
		}
		return true;
	}
	return false;
}

int version_compare(struct str a, struct str b)
{
	uint32_t left, right;
	bool has_left, has_right;

	do {
		has_left = take_number(&a, &left);
		has_right = take_number(&b, &right);
	} while (has_left && has_right && left == right);
	if (has_left && has_right)
		return left < right ? -1 : 1;
	return (int)has_left - (int)has_right;
}
