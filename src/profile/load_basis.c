#include "profile/loader.h"

/* A rule has two names: the section's check for repeated keys does not see that they are one. */
static bool first_time(struct loader *l, uint32_t id, struct ini_text key)
{
	struct arg arg[] = { mistake_quote(l->mistakes, key.text), DIAG_NUMBER(l->basis_line[id]) };

	if (l->basis_line[id]) {
		mistake_add(l->mistakes, key.place, SAY_PROFILE_KEY_TWICE, ARRAY_COUNT(arg), arg);
		return false;
	}
	l->basis_line[id] = key.place.line;
	return true;
}

/* 规则 = 通知的原文: kept as it stands, commas and semicolons and all, since it is quoted and not read. */
void load_basis_take(struct loader *l, const struct ini_entry *entry)
{
	uint32_t id = load_rules_find(l, entry->key);

	if (id < RULE_COUNT && first_time(l, id, entry->key))
		l->profile->rule[id].basis = entry->value.text;
}
