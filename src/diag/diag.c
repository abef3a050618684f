#include "diag/diag.h"

#include <stdlib.h>

#include "base/arena.h"

static const struct diag_rule_info rules[] = {
#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define INFO SEVERITY_INFO
#define RULE(id, word, name, severity, mend_zh, mend_en)                                                               \
	[RULE_##id] = { STR_INIT(word), STR_INIT(name), severity, { STR_INIT(mend_zh), STR_INIT(mend_en) } },
#include "diag/list.def"
#undef ERROR
#undef WARNING
#undef INFO
};

static const struct str meanings[RULE_COUNT][2] = {
#define MEANS(id, zh, en) [RULE_##id] = { STR_INIT(zh), STR_INIT(en) },
#include "diag/explain.def"
#undef MEANS
};

static const enum rule_id rule_of_say[SAY_COUNT] = {
	[SAY_NOTHING] = RULE_NONE,
#define SAYS(rule, id, zh, en) [SAY_##id] = RULE_##rule,
#define WORD(id, zh, en) [SAY_##id] = RULE_NONE,
#include "diag/list.def"
};

static const struct str say_names[SAY_COUNT] = {
#define SAYS(rule, id, zh, en) [SAY_##id] = STR_INIT(#id),
#define WORD(id, zh, en) [SAY_##id] = STR_INIT(#id),
#include "diag/list.def"
};

struct str diag_say_name(enum say say)
{
	return say < SAY_COUNT && say_names[say].data ? say_names[say] : STR("");
}

enum say diag_say_named(struct str name)
{
	for (enum say say = SAY_NOTHING + 1; say < SAY_COUNT; say++)
		if (str_eq(say_names[say], name))
			return say;
	return SAY_NOTHING;
}

enum rule_id diag_rule_named(struct str word)
{
	enum rule_id id = 0;

	while (id < RULE_COUNT && !str_eq(rules[id].word, word))
		id++;
	return id;
}

enum rule_id diag_rule(enum say say)
{
	return say < SAY_COUNT ? rule_of_say[say] : RULE_NONE;
}

const struct diag_rule_info *diag_rule_at(enum rule_id id)
{
	return &rules[id];
}

struct str diag_rule_means(enum rule_id id, int lang)
{
	return meanings[id][lang];
}

struct finding diag_finding(enum say say, struct where where, uint32_t arg_count, const struct arg *arg)
{
	enum rule_id rule = diag_rule(say);
	struct finding finding = {
		.say = say,
		.severity = rule < RULE_COUNT ? rules[rule].severity : SEVERITY_INFO,
		.where = where,
		.region = REGION_NONE,
		.arg_count = arg_count,
		.arg = arg,
	};

	return finding;
}

bool diag_add(const struct diag_sink *sink, enum say say, struct where where, uint32_t arg_count, const struct arg *arg)
{
	struct finding finding = diag_finding(say, where, arg_count, arg);

	sink->add(sink->user, &finding);
	return false;
}

bool diag_add_count(const struct diag_sink *sink, enum say say, struct where where, uint32_t count, uint32_t arg_count,
		    const struct arg *arg)
{
	struct finding finding = diag_finding(say, where, arg_count, arg);

	finding.counted = true;
	finding.count = count;
	sink->add(sink->user, &finding);
	return false;
}

/* The arguments and, behind them, their texts: there may be a finding a row. */
static const struct arg *keep_args(struct arena *arena, const struct arg *arg, uint32_t count)
{
	size_t size = count * sizeof(*arg);
	struct arg *kept;
	char *text;

	for (uint32_t i = 0; i < count; i++)
		size += arg[i].kind == ARG_TEXT ? arg[i].text.len : 0;
	kept = arena_alloc(arena, 1, size);
	text = (char *)(kept + count);
	for (uint32_t i = 0; i < count; i++) {
		kept[i] = arg[i];
		if (arg[i].kind != ARG_TEXT)
			continue;
		kept[i].text.data = text;
		if (arg[i].text.len)
			memcpy(text, arg[i].text.data, arg[i].text.len);
		text += arg[i].text.len;
	}
	return kept;
}

static void list_add(void *user, const struct finding *finding)
{
	struct diag_list *list = user;
	struct finding *kept = LIST_ADD_APART(&list->findings, list->arena->hidden);

	*kept = *finding;
	kept->arg = keep_args(list->arena, finding->arg, finding->arg_count);
}

struct diag_sink diag_list_sink(struct diag_list *list)
{
	return (struct diag_sink){ list, list_add };
}

void diag_list_release(struct diag_list *list)
{
	free(list->findings.item);
	list->findings.item = NULL;
	list->findings.count = list->findings.room = 0;
}
