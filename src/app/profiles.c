#include "app/profiles.h"

#include "app/locate.h"
#include "app/trouble.h"
#include "profile/load.h"
#include "profile/show.h"

static int list(const struct options *options)
{
	struct arena arena = { 0 };
	struct locate_names names = locate_all(&arena);
	struct buf out = { 0 };
	int status;

	for (uint32_t i = 0; i < names.count; i++)
		buf_printf(&out, "%.*s\n", STR_ARG(names.name[i]));
	status = trouble_print(options->terminal, buf_str(&out));
	buf_release(&out);
	arena_release(&arena);
	return status;
}

static const char *operand(const struct options *options)
{
	return options->operand_count > 1 ? options->operand[1] : LOCATE_DEFAULT;
}

static int show(const struct options *options)
{
	struct arena arena = { 0 };
	struct buf out = { 0 };
	const char *path;
	const struct profile *profile = locate_profile(&arena, options->terminal, operand(options), &path);
	int status = STATUS_NOT_DONE;

	if (profile) {
		show_profile(&out, profile, options->terminal);
		status = trouble_print(options->terminal, buf_str(&out));
	}
	buf_release(&out);
	arena_release(&arena);
	return status;
}

/* Mistakes are told while loading; a profile without any is printed as it was understood. */
static int check(const struct options *options)
{
	struct arena arena = { 0 };
	struct buf out = { 0 };
	const char *path;
	const struct profile *profile = locate_profile(&arena, options->terminal, operand(options), &path);
	int status = STATUS_NOT_DONE;

	if (profile) {
		if (!options->quiet)
			show_profile(&out, profile, options->terminal);
		say_sentence(&out, options->terminal, SAY_PROFILE_GOOD, 1, (struct arg[]){ DIAG_TEXT(str_from(path)) },
			     NULL);
		buf_add_char(&out, '\n');
		status = trouble_print(options->terminal, buf_str(&out));
	}
	buf_release(&out);
	arena_release(&arena);
	return status;
}

static const struct {
	const char *word, *chinese;
	int (*run)(const struct options *options);
	uint32_t operands; /* with the word itself, at most */
} words[] = { { "list", "列出", list, 1 }, { "show", "显示", show, 2 }, { "check", "检查", check, 2 } };

int profiles_run(const struct options *options)
{
	for (size_t i = 0; options->operand_count && i < ARRAY_COUNT(words); i++)
		if (options->operand_count <= words[i].operands && (strcmp(options->operand[0], words[i].word) == 0 ||
								    strcmp(options->operand[0], words[i].chinese) == 0))
			return words[i].run(options);
	return trouble_say(options->terminal, SAY_TROUBLE_PROFILE_WORD, 0, NULL);
}
