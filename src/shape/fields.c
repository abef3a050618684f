#include "shape/fields.h"

#include "base/utf8.h"
#include "text/key.h"
#include "text/variant.h"

/*
 * A longer cell is no column's name, nor one with a remark of some lines on how to fill it in: 40 ideographs, 200 with
 * the remark, which is passed over. Bytes.
 */
enum { NAME_LIMIT = 120, LABEL_LIMIT = 600 };

/* How offices call the column that names the region. */
static const struct str region_words[] = {
	STR_INIT("地区"),     STR_INIT("地市"),	    STR_INIT("所属地市"), STR_INIT("所在地市"),	  STR_INIT("所属地区"),
	STR_INIT("所在地区"), STR_INIT("推荐单位"), STR_INIT("报送单位"), STR_INIT("推荐地市"),	  STR_INIT("推荐地区"),
	STR_INIT("归口地市"), STR_INIT("城市"),	    STR_INIT("市别"),	  STR_INIT("地级市"),	  STR_INIT("所属市"),
	STR_INIT("推荐部门"), STR_INIT("报送地市"), STR_INIT("申报地市"), STR_INIT("地级以上市"),
};

static uint32_t pair_of(int32_t first, int32_t second)
{
	return ((uint32_t)first * 31 + (uint32_t)second) % 65536;
}

static void set_bit(uint8_t *set, uint32_t bit)
{
	set[bit / 8] |= (uint8_t)(1u << (bit % 8));
}

static bool has_bit(const uint8_t *set, uint32_t bit)
{
	return set[bit / 8] & 1u << (bit % 8);
}

static void note_start(struct fields *fields, struct str key)
{
	int32_t code = utf8_next(&key);

	if (code < 0 || code >= 0x10000)
		return;
	set_bit(fields->starts, (uint32_t)code);
	if (key.len)
		set_bit(fields->pairs, pair_of(code, utf8_first(key)));
}

/* The first to claim a word keeps it. */
static void add_name(struct fields *fields, struct str name, uint32_t field)
{
	struct str key = key_fold(&fields->arena, name);

	if (key.len == 0)
		return;
	map_put(&fields->map, key, field, NULL);
	note_start(fields, key);
}

/* The text before its first bracket: 联系方式 of 联系方式（手机与邮箱）. */
static struct str before_bracket(struct str text)
{
	size_t wide = str_find(text, STR("（"), 0);
	size_t narrow = str_find(text, STR("("), 0);

	return str_part(text, 0, wide < narrow ? wide : narrow);
}

/* The text behind its last bracket; empty where a bracket is left open. */
static struct str behind_bracket(struct str text)
{
	size_t at = text.len;

	while (at > 0) {
		struct str rest = str_after(text, --at);

		if (str_starts(rest, STR("）")))
			return str_after(rest, STR("）").len);
		if (str_starts(rest, STR(")")))
			return str_after(rest, 1);
	}
	return STR("");
}

/* Names come before aliases, and both before the shortened forms. */
void fields_init(struct fields *fields, const struct profile *profile)
{
	*fields = (struct fields){ .profile = profile };
	for (uint32_t i = 0; i < profile->column_count; i++)
		add_name(fields, profile->column[i].name, i);
	for (uint32_t i = 0; i < profile->column_count; i++)
		for (uint32_t j = 0; j < profile->column[i].alias_count; j++)
			add_name(fields, profile->column[i].alias[j], i);
	for (uint32_t i = 0; i < profile->column_count; i++)
		add_name(fields, before_bracket(profile->column[i].name), i);
	for (size_t i = 0; i < ARRAY_COUNT(region_words); i++)
		add_name(fields, region_words[i], FIELD_REGION);
}

void fields_release(struct fields *fields)
{
	map_release(&fields->map);
	arena_release(&fields->arena);
}

static bool starts_name(const struct fields *fields, int32_t code)
{
	return has_bit(fields->starts, (uint32_t)code);
}

/*
 * Behind an ideograph that begins a name stands another: does any name go on with that? A
 * name of one character does not. All else is looked at closely.
 */
static bool goes_on(const struct fields *fields, int32_t first, struct str rest)
{
	int32_t second = utf8_first(rest);

	if (first < 0x4E00 || second < 0x4E00 || second > 0x9FFF)
		return true;
	return has_bit(fields->pairs, pair_of(first, variant_fold(second)));
}

/* Behind a letter: may what follows be a mark that makes another letter of it? Ideographs and their signs are none. */
static bool may_be_mark(struct str rest)
{
	unsigned char next = rest.len ? (unsigned char)rest.data[0] : 0;

	return next >= 0x80 && (next < 0xE3 || next > 0xE9);
}

/* A cheap look before the folding: most cells of most rows are no header. Its first letter tells. */
static bool may_be_name(const struct fields *fields, struct str label)
{
	if (label.len == 0 || label.len > LABEL_LIMIT)
		return false;
	while (label.len) {
		int32_t code = utf8_next(&label);

		if (code < 0)
			continue;
		if (code >= 0xFF01 && code <= 0xFF5E)
			code += '!' - 0xFF01; /* ASCII in the width of an ideograph */
		if (code >= 0xF900 || (code >= 0x2E80 && code < 0x3000))
			return true; /* forms that folding changes */
		code = variant_fold(code);
		if (code >= 0x4E00 && starts_name(fields, code))
			return goes_on(fields, code, label);
		if (starts_name(fields, code) || (code >= 'A' && code <= 'Z' && starts_name(fields, code + 32)))
			return true;
		if (code >= 0x3400)
			return false; /* an ideograph that begins no name */
		if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z'))
			return may_be_mark(label);
	}
	return false;
}

static struct str without_leading_number(struct str key)
{
	while (key.len && key.data[0] >= '0' && key.data[0] <= '9')
		key = str_after(key, 1);
	return key;
}

static uint32_t look_up(const struct fields *fields, struct str key)
{
	const uint32_t *field = key.len ? map_find(&fields->map, key) : NULL;

	return field ? *field : FIELD_UNKNOWN;
}

/*
 * 项目名称（全称）: a name with a remark in brackets. What stands behind the remark must say
 * nothing or be a name, too: 推荐单位（盖章）：广州市 names no column.
 */
static uint32_t find_remarked(const struct fields *fields, struct arena *scratch, struct str label)
{
	struct str before = before_bracket(label), behind;

	if (before.len == label.len || before.len > NAME_LIMIT)
		return FIELD_UNKNOWN;
	behind = behind_bracket(label);
	if (behind.len > NAME_LIMIT)
		return FIELD_UNKNOWN;
	behind = key_fold(scratch, behind);
	if (behind.len && look_up(fields, behind) == FIELD_UNKNOWN)
		return FIELD_UNKNOWN;
	return look_up(fields, key_fold(scratch, before));
}

uint32_t fields_find(const struct fields *fields, struct arena *scratch, struct str label)
{
	struct str key;
	uint32_t field;

	if (!may_be_name(fields, label))
		return FIELD_UNKNOWN;
	if (label.len > NAME_LIMIT)
		return find_remarked(fields, scratch, label);
	key = key_fold(scratch, label);
	field = look_up(fields, key);
	if (field == FIELD_UNKNOWN)
		field = look_up(fields, without_leading_number(key));
	return field == FIELD_UNKNOWN ? find_remarked(fields, scratch, label) : field;
}

static bool names_any(struct str label, const struct str *word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(label, word[i]))
			return true;
	return false;
}

enum message_part fields_part(const struct fields *fields, uint32_t field, struct str label)
{
	static const struct str mail[] = { STR_INIT("邮"), STR_INIT("mail"), STR_INIT("Mail"), STR_INIT("MAIL") };
	static const struct str phone[] = { STR_INIT("手机"), STR_INIT("电话"), STR_INIT("号码"), STR_INIT("Tel"),
					    STR_INIT("Phone") };
	bool has_mail, has_phone;

	if (field >= fields->profile->column_count || fields->profile->column[field].type != COLUMN_CONTACT)
		return PART_WHOLE;
	has_mail = names_any(label, mail, ARRAY_COUNT(mail));
	has_phone = names_any(label, phone, ARRAY_COUNT(phone));
	if (has_mail == has_phone)
		return PART_WHOLE;
	return has_mail ? PART_EMAIL : PART_PHONE;
}

bool fields_is_key(const struct fields *fields, uint32_t field)
{
	return field == fields->profile->project || field == fields->profile->applicant;
}
