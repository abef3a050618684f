#include "diag/say.h"

#include "base/utf8.h"

static const struct str words[SAY_COUNT][2] = {
	[SAY_NOTHING] = { STR_INIT(""), STR_INIT("") },
#define SAYS(rule, id, zh, en) [SAY_##id] = { STR_INIT(zh), STR_INIT(en) },
#define WORD(id, zh, en) [SAY_##id] = { STR_INIT(zh), STR_INIT(en) },
#include "diag/list.def"
};

struct str say_word(enum lang lang, enum say say)
{
	return words[say < SAY_COUNT ? say : SAY_NOTHING][lang == LANG_EN];
}

static void add_arg(struct buf *out, enum lang lang, const struct arg *arg, struct where before,
		    const struct say_places *places)
{
	switch (arg->kind) {
	case ARG_TEXT:
		buf_add(out, arg->text);
		break;
	case ARG_NUMBER:
		buf_printf(out, "%lld", (long long)arg->number);
		break;
	case ARG_PLACE:
		if (places)
			places->add(places->user, arg->place, before, out);
		break;
	case ARG_WORD:
		say_sentence(out, lang, arg->word, 1, (struct arg[]){ DIAG_NUMBER(arg->number) }, NULL);
		break;
	}
}

struct slot {
	uint32_t first; /* from 0 */
	bool and_more;
	size_t len; /* of the slot in the template, 0 where there is none */
};

/* "{1}" or "{2+}" at the start of text. */
static struct slot slot_at(struct str text)
{
	struct slot none = { 0 };
	size_t at = 2;
	bool more;

	if (text.len < 3 || text.data[0] != '{' || text.data[1] < '1' || text.data[1] > '9')
		return none;
	more = text.data[at] == '+';
	if (more)
		at++;
	if (at >= text.len || text.data[at] != '}')
		return none;
	return (struct slot){ (uint32_t)(text.data[1] - '1'), more, at + 1 };
}

uint32_t say_needs(enum say say)
{
	struct str text = say_word(LANG_ZH, say);
	uint32_t needs = 0;

	for (size_t at = str_find(text, STR("{"), 0); at < text.len; at = str_find(text, STR("{"), at + 1)) {
		struct slot slot = slot_at(str_after(text, at));

		if (slot.len && !slot.and_more && slot.first + 1 > needs)
			needs = slot.first + 1;
	}
	return needs;
}

static void fill_slot(struct buf *out, enum lang lang, struct slot slot, uint32_t arg_count, const struct arg *arg,
		      const struct say_places *places)
{
	uint32_t last = slot.and_more ? arg_count : slot.first + 1;
	struct where before = { 0 };

	for (uint32_t i = slot.first; i < last && i < arg_count; i++) {
		if (i > slot.first)
			buf_add(out, lang == LANG_EN ? STR(", ") : STR("、"));
		add_arg(out, lang, &arg[i], before, places);
		before = arg[i].kind == ARG_PLACE ? arg[i].place : (struct where){ 0 };
	}
}

void say_sentence(struct buf *out, enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg,
		  const struct say_places *places)
{
	struct str rest = say_word(lang, say);

	while (rest.len) {
		size_t brace = str_find(rest, STR("{"), 0);
		struct slot slot;

		buf_add(out, str_part(rest, 0, brace));
		rest = str_after(rest, brace);
		if (rest.len == 0)
			break;
		slot = slot_at(rest);
		if (slot.len)
			fill_slot(out, lang, slot, arg_count, arg, places);
		else
			buf_add_char(out, '{');
		rest = str_after(rest, slot.len ? slot.len : 1);
	}
}

void say_finding(struct buf *out, enum lang lang, const struct finding *finding, const struct say_places *places)
{
	say_sentence(out, lang, finding->say, finding->arg_count, finding->arg, places);
}

static bool turns_direction(int32_t code)
{
	return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
	       code == 0x200F || code == 0x061C || code == 0x2028 || code == 0x2029 || code == 0xFEFF;
}

void say_escaped(struct buf *out, struct str text)
{
	while (text.len) {
		struct str before = text;
		int32_t code = utf8_next(&text);

		if (code < 0)
			buf_printf(out, "\\x%02X", (unsigned char)before.data[0]);
		else if (code == '\n')
			buf_add_char(out, ' ');
		else if (code < 0x20 || (code >= 0x7F && code <= 0x9F))
			buf_printf(out, "\\x%02X", (unsigned)code);
		else if (turns_direction(code))
			buf_printf(out, "\\u{%04X}", (unsigned)code);
		else
			buf_add(out, str_part(before, 0, before.len - text.len));
	}
}
