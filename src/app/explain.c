#include "app/explain.h"

#include "app/locate.h"
#include "app/trouble.h"
#include "profile/nearest.h"
#include "text/key.h"
#include "text/width.h"

/* The page being written, and the profile under which the rules are told. */
struct page {
	struct buf out;
	const struct profile *profile;
	enum lang lang;
};

static void print(struct page *page, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf line = { 0 };

	say_sentence(&line, page->lang, say, arg_count, arg, NULL);
	say_escaped(&page->out, buf_str(&line));
	buf_add_char(&page->out, '\n');
	buf_release(&line);
}

static void print_text(struct page *page, enum say say, struct str text)
{
	print(page, say, 1, (struct arg[]){ DIAG_TEXT(text) });
}

static enum say severity_word(enum severity severity)
{
	static const enum say words[] = { SAY_ERROR, SAY_WARNING, SAY_INFO, SAY_SHOW_OFF };

	return words[severity];
}

/* --- one rule ---------------------------------------------------------------- */

/* What the profile makes of it. */
static void tell_setting(struct page *page, enum rule_id id)
{
	const struct profile_rule *rule = &page->profile->rule[id];
	enum severity preset = diag_rule_at(id)->severity;
	struct arg severity[] = { DIAG_WORD(severity_word(rule->severity)), DIAG_WORD(severity_word(preset)) };
	struct arg parameter = DIAG_NUMBER(rule->parameter);

	print(page, rule->severity == preset ? SAY_EXPLAIN_SEVERITY : SAY_EXPLAIN_SEVERITY_OTHER, 2, severity);
	if (rule->has_parameter)
		print(page, id == RULE_DIRECTION_CONCENTRATION ? SAY_EXPLAIN_SHARE : SAY_EXPLAIN_LIMIT, 1, &parameter);
	if (rule->hold)
		print(page, SAY_EXPLAIN_HELD, 0, NULL);
}

static void tell(struct page *page, enum rule_id id)
{
	const struct diag_rule_info *info = diag_rule_at(id);
	struct str basis = page->profile->rule[id].basis;
	struct arg head[] = { DIAG_TEXT(info->name), DIAG_TEXT(info->word) };

	if (page->out.len)
		buf_add_char(&page->out, '\n');
	print(page, SAY_EXPLAIN_HEAD, 2, head);
	tell_setting(page, id);
	print_text(page, SAY_EXPLAIN_MEANS, diag_rule_means(id, (int)page->lang));
	print_text(page, basis.len ? SAY_EXPLAIN_BASIS : SAY_EXPLAIN_NO_BASIS, basis.len ? basis : page->profile->id);
	print_text(page, SAY_EXPLAIN_MEND, info->mend[(size_t)page->lang]);
}

/* --- all of them ------------------------------------------------------------- */

static void add_padded(struct buf *out, struct str text, uint32_t columns)
{
	buf_add(out, text);
	for (uint32_t width = width_of(text); width < columns; width++)
		buf_add_char(out, ' ');
}

struct columns {
	uint32_t word, name, severity;
};

static uint32_t wider(uint32_t width, struct str text)
{
	return width_of(text) > width ? width_of(text) : width;
}

static struct columns measure(const struct page *page)
{
	struct columns columns = { 0 };

	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		enum say severity = severity_word(page->profile->rule[id].severity);

		columns.word = wider(columns.word, diag_rule_at(id)->word);
		columns.name = wider(columns.name, diag_rule_at(id)->name);
		columns.severity = wider(columns.severity, say_word(page->lang, severity));
	}
	return columns;
}

/* A line each, ready for grep: the id, the Chinese name, how severe, and in a few words what to do. */
static void list(struct page *page)
{
	struct columns columns = measure(page);
	struct arg head[] = { DIAG_TEXT(page->profile->id), DIAG_NUMBER(RULE_COUNT) };

	print(page, SAY_EXPLAIN_PROFILE, 2, head);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		const struct diag_rule_info *info = diag_rule_at(id);
		enum say severity = severity_word(page->profile->rule[id].severity);

		add_padded(&page->out, info->word, columns.word + 2);
		add_padded(&page->out, info->name, columns.name + 2);
		add_padded(&page->out, say_word(page->lang, severity), columns.severity + 2);
		buf_add(&page->out, info->mend[(size_t)page->lang]);
		buf_add_char(&page->out, '\n');
	}
}

/* --- which rule was meant ------------------------------------------------------ */

/* By its id or its name, whatever the width and case; RULE_NONE where it is neither. */
static enum rule_id find(struct str key)
{
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if (str_eq_nocase(key, diag_rule_at(id)->word) || str_eq(key, diag_rule_at(id)->name))
			return id;
	return RULE_NONE;
}

static bool holds(struct str text, struct str part)
{
	for (size_t at = 0; part.len && at + part.len <= text.len; at++)
		if (str_eq_nocase(str_part(text, at, part.len), part))
			return true;
	return false;
}

/* "quota", "重复": rules of which it is a part; else the nearest. In the form in which it was written. */
static uint32_t guess(struct str key, struct str guesses[RULE_COUNT])
{
	bool latin = key.len && (unsigned char)key.data[0] < 0x80;
	struct str known[RULE_COUNT];
	uint32_t count = 0, near;

	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		known[id] = latin ? diag_rule_at(id)->word : diag_rule_at(id)->name;
		if (holds(known[id], key))
			guesses[count++] = known[id];
	}
	near = count ? RULE_COUNT : nearest_word(key, RULE_COUNT, known);
	if (near < RULE_COUNT)
		guesses[count++] = known[near];
	return count;
}

static int refuse(enum lang lang, struct str written, struct str key)
{
	struct str guesses[RULE_COUNT];
	struct arg arg[RULE_COUNT + 1] = { DIAG_TEXT(written) };
	uint32_t count = guess(key, guesses);

	for (uint32_t i = 0; i < count; i++)
		arg[i + 1] = DIAG_TEXT(guesses[i]);
	return trouble_say(lang, count ? SAY_TROUBLE_RULE_NEAR : SAY_TROUBLE_RULE, count + 1, arg);
}

/* Nothing is printed unless all that was asked for is known. */
static int tell_named(struct page *page, struct arena *arena, const struct options *options)
{
	for (uint32_t i = 0; i < options->operand_count; i++) {
		struct str written = str_from(options->operand[i]), key = key_lossless(arena, written);
		enum rule_id id = find(key);

		if (id == RULE_NONE)
			return refuse(page->lang, written, key);
		tell(page, id);
	}
	return STATUS_DONE;
}

static int tell_all(struct page *page, bool whole)
{
	if (!whole)
		list(page);
	for (enum rule_id id = 0; whole && id < RULE_COUNT; id++)
		tell(page, id);
	return STATUS_DONE;
}

int explain_run(const struct options *options)
{
	struct arena arena = { 0 };
	struct page page = { .lang = options->terminal };
	const char *path;
	int status = STATUS_NOT_DONE;

	page.profile = locate_profile(&arena, page.lang, options->profile ? options->profile : LOCATE_DEFAULT, &path);
	if (page.profile)
		status = options->operand_count ? tell_named(&page, &arena, options)
						: tell_all(&page, options->verbose);
	if (status == STATUS_DONE)
		status = trouble_print(page.lang, buf_str(&page.out));
	buf_release(&page.out);
	arena_release(&arena);
	return status;
}
