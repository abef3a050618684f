#include "profile/loader.h"

enum { CATEGORIES_MAX = 100, PER_CENT = 100 };

/* A rule with a parameter: its default and what it may be. */
static const struct parameter {
	enum rule_id rule;
	uint32_t value, least, most;
	bool per_cent;
} parameters[] = {
	{ RULE_DIRECTION_COUNT, 2, 1, CATEGORIES_MAX, false },
	{ RULE_DIRECTION_CONCENTRATION, 50, 1, PER_CENT, true },
};

/* Rules that are found at one row that would be merged: only there 暂缓 means something. */
static const enum rule_id about_rows[] = {
	RULE_ROW_HIDDEN,	RULE_ROW_STRUCK,       RULE_CELL_LOSSY,		  RULE_CELL_DISPUTED,
	RULE_REGION_UNKNOWN,	RULE_APPLICANT_REPEAT, RULE_APPLICANT_BRANCH,	  RULE_DIRECTION_MISSING,
	RULE_DIRECTION_UNKNOWN, RULE_DIRECTION_COUNT,  RULE_FIELD_MISSING,	  RULE_PHONE_INVALID,
	RULE_EMAIL_INVALID,	RULE_NUMBER_INVALID,   RULE_DATE_INVALID,	  RULE_CODE_INVALID,
	RULE_DUPLICATE_REGION,	RULE_EXCLUDED_AWARDED, RULE_EXCLUDED_RECOMMENDED, RULE_OPTION_UNKNOWN,
	RULE_SUM_ROW,
};

/* As enum severity. */
static const struct str severity_words[] = { STR_INIT("错误"), STR_INIT("警告"), STR_INIT("提示"), STR_INIT("关闭") };
static const struct str hold_word[] = { STR_INIT("暂缓") };

bool load_rules_severity(struct loader *l, struct str word, enum severity *severity)
{
	uint32_t found = load_value_word(l, word, ARRAY_COUNT(severity_words), severity_words);

	if (found < ARRAY_COUNT(severity_words))
		*severity = (enum severity)found;
	return found < ARRAY_COUNT(severity_words);
}

void load_rules_no_severity(struct loader *l, struct ini_text text)
{
	mistake_unknown(l->mistakes, text.place, SAY_PROFILE_SEVERITY, SAY_PROFILE_SEVERITY_NEAR, text.text,
			ARRAY_COUNT(severity_words), severity_words);
}

struct str load_rules_severity_word(enum severity severity)
{
	return severity_words[severity];
}

static const struct parameter *parameter_of(uint32_t rule)
{
	for (size_t i = 0; i < ARRAY_COUNT(parameters); i++)
		if (parameters[i].rule == rule)
			return &parameters[i];
	return NULL;
}

static bool about_a_row(uint32_t rule)
{
	for (size_t i = 0; i < ARRAY_COUNT(about_rows); i++)
		if (about_rows[i] == rule)
			return true;
	return false;
}

void load_rules_defaults(struct profile *profile)
{
	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		const struct parameter *parameter = parameter_of(i);

		profile->rule[i].severity = diag_rule_at((enum rule_id)i)->severity;
		profile->rule[i].has_parameter = parameter != NULL;
		profile->rule[i].parameter = parameter ? parameter->value : 0;
	}
}

uint32_t load_rules_find(struct loader *l, struct ini_text key)
{
	struct str names[RULE_COUNT], words[RULE_COUNT];
	uint32_t found;

	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		names[i] = diag_rule_at((enum rule_id)i)->name;
		words[i] = diag_rule_at((enum rule_id)i)->word;
	}
	found = load_value_word(l, key.text, RULE_COUNT, names);
	if (found == RULE_COUNT)
		found = load_value_word(l, key.text, RULE_COUNT, words);
	if (found == RULE_COUNT) {
		bool latin = key.text.len && (unsigned char)key.text.data[0] < 0x80;

		mistake_unknown(l->mistakes, key.place, SAY_PROFILE_RULE, SAY_PROFILE_RULE_NEAR, key.text, RULE_COUNT,
				latin ? words : names);
	}
	return found;
}

static void take_parameter(struct loader *l, uint32_t id, struct ini_text text)
{
	const struct parameter *parameter = parameter_of(id);
	struct str narrow = ini_narrow(l->arena, text.text);
	struct ini_text number = text;

	if (!parameter) {
		mistake_add(l->mistakes, text.place, SAY_PROFILE_NO_PARAMETER, 2,
			    (struct arg[]){ DIAG_TEXT(diag_rule_at((enum rule_id)id)->name),
					    mistake_quote(l->mistakes, text.text) });
		return;
	}
	if (parameter->per_cent && str_ends(narrow, STR("%")))
		narrow.len--;
	number.text = narrow;
	number = ini_trim(number);
	number.place = text.place;
	load_value_count(l, number, parameter->least, parameter->most, &l->profile->rule[id].parameter);
}

static bool looks_like_number(struct str narrow)
{
	return narrow.len && ((narrow.data[0] >= '0' && narrow.data[0] <= '9') || narrow.data[0] == '-');
}

/* 暂缓 or the parameter, behind the severity. */
static void take_more(struct loader *l, uint32_t id, struct ini_text text)
{
	struct profile_rule *rule = &l->profile->rule[id];

	if (looks_like_number(ini_narrow(l->arena, text.text))) {
		take_parameter(l, id, text);
	} else if (load_value_word(l, text.text, 1, hold_word) == 1) {
		mistake_unknown(l->mistakes, text.place, SAY_PROFILE_RULE_MORE, SAY_PROFILE_RULE_MORE_NEAR, text.text,
				1, hold_word);
	} else if (!about_a_row(id) || rule->severity == SEVERITY_OFF) {
		mistake_text(l->mistakes, text.place, about_a_row(id) ? SAY_PROFILE_HOLD_OFF : SAY_PROFILE_HOLD,
			     diag_rule_at((enum rule_id)id)->name);
	} else {
		rule->hold = true;
	}
}

/* A rule has two names: the section's check for repeated keys does not see that they are one. */
static bool first_time(struct loader *l, uint32_t id, struct ini_text key)
{
	struct arg arg[] = { mistake_quote(l->mistakes, key.text), DIAG_NUMBER(l->rule_line[id]) };

	if (l->rule_line[id])
		mistake_add(l->mistakes, key.place, SAY_PROFILE_KEY_TWICE, ARRAY_COUNT(arg), arg);
	else
		l->rule_line[id] = key.place.line;
	return l->rule_line[id] == key.place.line;
}

/* 规则 = 错误、警告、提示或关闭, 暂缓, 参数 */
void load_rules_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t count, id = load_rules_find(l, entry->key);
	struct ini_text *value = load_value_list(l, entry->value, INI_COMMA, &count);

	if (id == RULE_COUNT || count == 0 || !first_time(l, id, entry->key))
		return;
	if (!load_rules_severity(l, value[0].text, &l->profile->rule[id].severity))
		load_rules_no_severity(l, value[0]);
	for (uint32_t i = 1; i < count; i++)
		take_more(l, id, value[i]);
}

void load_rules_finish(struct loader *l)
{
	l->profile->direction_limit = l->profile->rule[RULE_DIRECTION_COUNT].parameter;
	l->profile->concentration = l->profile->rule[RULE_DIRECTION_CONCENTRATION].parameter;
}
