#include "base/utf8.h"
#include "profile/load_date.h"
#include "profile/loader.h"
#include "text/key.h"

enum {
	LIMIT_MAX = 10000,  /* projects; a province sends on tens */
	COPIES_MAX = 1000,  /* on paper */
	ID_BYTES_MAX = 100, /* it becomes a part of file names, which hold 255 bytes */
	FONT_MAX = 409	    /* points, as in a spreadsheet */
};

void load_value_text(struct loader *l, const struct ini_entry *entry, void *member)
{
	(void)l;
	*(struct str *)member = entry->value.text;
}

/* Letters, digits, - _ and . inside: it names files on any system. */
static bool fit_for_id(struct str text)
{
	if (text.len > ID_BYTES_MAX || utf8_first(text) == '.')
		return false;
	while (text.len) {
		int32_t code = utf8_next(&text);
		bool letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
		bool han = code >= 0x3400 && code <= 0x9FFF;

		if (!letter && !han && !(code >= '0' && code <= '9') && code != '-' && code != '_' && code != '.')
			return false;
	}
	return true;
}

void load_value_id(struct loader *l, const struct ini_entry *entry, void *member)
{
	if (!fit_for_id(entry->value.text))
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_BAD_ID, entry->value.text);
	*(struct str *)member = entry->value.text;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* -1 where the text is not digits alone, or more of them than any count here has. */
static int64_t digits(struct str text)
{
	int64_t number = 0;

	if (text.len == 0 || text.len > 9)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.data[i]))
			return -1;
		number = number * 10 + (text.data[i] - '0');
	}
	return number;
}

bool load_value_count(struct loader *l, struct ini_text text, uint32_t least, uint32_t most, uint32_t *out)
{
	int64_t number = digits(ini_narrow(l->arena, text.text));
	struct arg arg[] = { mistake_quote(l->mistakes, text.text), DIAG_NUMBER(least), DIAG_NUMBER(most) };

	if (number < least || number > most) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_BAD_NUMBER, ARRAY_COUNT(arg), arg);
		return false;
	}
	*out = (uint32_t)number;
	return true;
}

bool load_value_quota(struct loader *l, struct ini_text text, uint32_t *limit)
{
	static const struct str word = STR_INIT("不限");
	int64_t number = digits(ini_narrow(l->arena, text.text));

	if (load_value_word(l, text.text, 1, &word) == 0) {
		*limit = PROFILE_NO_LIMIT;
		return true;
	}
	if (number < 0 || number > LOAD_QUOTA_MAX) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_BAD_QUOTA, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, text.text), DIAG_NUMBER(LOAD_QUOTA_MAX) });
		return false;
	}
	*limit = (uint32_t)number;
	return true;
}

void load_value_limit(struct loader *l, const struct ini_entry *entry, void *member)
{
	load_value_count(l, entry->value, 1, LIMIT_MAX, member);
}

void load_value_copies(struct loader *l, const struct ini_entry *entry, void *member)
{
	load_value_count(l, entry->value, 0, COPIES_MAX, member);
}

/* False, and reported, where there are more or fewer values. */
static bool expect_values(struct loader *l, const struct ini_entry *entry, uint32_t count, uint32_t wanted)
{
	struct arg arg[] = { mistake_quote(l->mistakes, entry->key.text), DIAG_NUMBER(wanted), DIAG_NUMBER(count) };

	if (count == wanted)
		return true;
	mistake_add(l->mistakes, entry->value.place, SAY_PROFILE_VALUE_COUNT, ARRAY_COUNT(arg), arg);
	return false;
}

void load_value_copies_pair(struct loader *l, const struct ini_entry *entry, void *member)
{
	struct profile_copies *copies = member;
	uint32_t count;
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);

	if (!expect_values(l, entry, count, 2))
		return;
	load_value_count(l, value[0], 0, COPIES_MAX, &copies->one);
	load_value_count(l, value[1], 0, COPIES_MAX, &copies->two);
}

void load_value_deadline(struct loader *l, const struct ini_entry *entry, void *member)
{
	struct profile_deadline *deadline = member;

	deadline->text = entry->value.text;
	if (!load_date_parse(ini_narrow(l->arena, entry->value.text), deadline))
		mistake_text(l->mistakes, entry->value.place, SAY_PROFILE_BAD_DATE, entry->value.text);
}

/* Sizes as Chinese editors name them. */
static const struct {
	struct str name;
	double points;
} font_sizes[] = {
	{ STR_INIT("初号"), 42 },  { STR_INIT("小初"), 36 }, { STR_INIT("一号"), 26 },	 { STR_INIT("小一"), 24 },
	{ STR_INIT("二号"), 22 },  { STR_INIT("小二"), 18 }, { STR_INIT("三号"), 16 },	 { STR_INIT("小三"), 15 },
	{ STR_INIT("四号"), 14 },  { STR_INIT("小四"), 12 }, { STR_INIT("五号"), 10.5 }, { STR_INIT("小五"), 9 },
	{ STR_INIT("六号"), 7.5 },
};

/* Whole or half points; 0 where it is none. */
static double font_size(struct str text)
{
	struct str half = STR(".5"), whole = STR(".0");
	double points = 0;
	int64_t number;

	for (size_t i = 0; i < ARRAY_COUNT(font_sizes); i++)
		if (str_eq(text, font_sizes[i].name))
			return font_sizes[i].points;
	if (str_ends(text, half))
		points = 0.5;
	if (str_ends(text, half) || str_ends(text, whole))
		text.len -= 2;
	number = digits(text);
	if (number < 1 || number > FONT_MAX)
		return 0;
	points += (double)(int)number;
	return points <= FONT_MAX ? points : 0;
}

void load_value_font(struct loader *l, const struct ini_entry *entry, void *member)
{
	struct profile_font *font = member;
	uint32_t count;
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);
	double size;

	if (!expect_values(l, entry, count, 2))
		return;
	size = font_size(ini_narrow(l->arena, value[1].text));
	if (size > 0)
		*font = (struct profile_font){ value[0].text, size };
	else
		mistake_add(l->mistakes, value[1].place, SAY_PROFILE_BAD_SIZE, 2,
			    (struct arg[]){ mistake_quote(l->mistakes, value[1].text), DIAG_NUMBER(FONT_MAX) });
}

void load_value_files(struct loader *l, const struct ini_entry *entry, void *member)
{
	uint32_t count = 0;
	struct ini_text *value = entry->value.text.len ? load_value_list(l, entry->value, INI_COMMA, &count) : NULL;
	struct str *path = ARENA_ARRAY(l->arena, struct str, count);

	for (uint32_t i = 0; i < count; i++)
		path[i] = value[i].text;
	*(struct strs *)member = (struct strs){ count, path };
}

/* What this version can do in one way only; another wish must not be passed over. */
static void only(struct loader *l, const struct ini_entry *entry, struct str can)
{
	struct arg arg[] = { mistake_quote(l->mistakes, entry->value.text), DIAG_TEXT(can) };
	struct str key = key_lossless(l->arena, can);

	if (load_value_word(l, entry->value.text, 1, &key) == 1)
		mistake_add(l->mistakes, entry->value.place, SAY_PROFILE_ONLY, ARRAY_COUNT(arg), arg);
}

void load_value_paper(struct loader *l, const struct ini_entry *entry, void *member)
{
	(void)member;
	only(l, entry, STR("A4 横向"));
}

void load_value_footer(struct loader *l, const struct ini_entry *entry, void *member)
{
	(void)member;
	only(l, entry, STR("第 X 页 共 Y 页"));
}

struct ini_text *load_value_list(struct loader *l, struct ini_text rest, enum ini_separator separator, uint32_t *count)
{
	LIST_OF(struct ini_text) values = { 0 };
	struct ini_text value, *out;

	while (ini_next(&rest, separator, &value)) {
		if (value.text.len)
			*LIST_ADD(&values) = value;
		else
			mistake_add(l->mistakes, value.place, SAY_PROFILE_EMPTY_VALUE, 0, NULL);
	}
	out = ARENA_ARRAY(l->arena, struct ini_text, values.count);
	if (values.count)
		memcpy(out, values.item, values.count * sizeof(*out));
	*count = (uint32_t)values.count;
	free(values.item);
	return out;
}

uint32_t load_value_word(struct loader *l, struct str text, uint32_t count, const struct str *words)
{
	struct str key = key_lossless(l->arena, text);

	for (uint32_t i = 0; i < count; i++)
		if (str_eq_nocase(key, words[i]))
			return i;
	return count;
}
