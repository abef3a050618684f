#include "app/profiles.h"

#include <unistd.h>

#include "app/lists.h"
#include "app/locate.h"
#include "app/trouble.h"
#include "profile/canon.h"
#include "profile/load.h"
#include "profile/show.h"

/* A tab between the name and its file: programs cut there. */
static void add_place(struct buf *out, enum lang lang, struct str name, struct strs places)
{
	struct buf sentence = { 0 };

	say_escaped(out, name);
	buf_add_char(out, '\t');
	if (places.count > 1) {
		struct arg arg[8];
		uint32_t count = 0;

		while (count < places.count && count < ARRAY_COUNT(arg)) {
			arg[count] = DIAG_TEXT(places.item[count]);
			count++;
		}
		say_sentence(&sentence, lang, SAY_PROFILE_SHADOW, count, arg, NULL);
		say_escaped(out, buf_str(&sentence));
	} else if (places.count) {
		say_escaped(out, places.item[0]);
	}
	buf_add_char(out, '\n');
	buf_release(&sentence);
}

static int list(const struct options *options)
{
	struct arena arena = { 0 };
	struct strs names = locate_all(&arena);
	struct buf out = { 0 };
	int status;

	for (uint32_t i = 0; i < names.count; i++)
		add_place(&out, options->terminal, names.item[i], locate_places(&arena, names.item[i].data));
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
	struct locate_file file;
	int status = STATUS_NOT_DONE;

	if (locate_file(&arena, options->terminal, operand(options), &file)) {
		if (options->verbose)
			locate_say(&arena, options->terminal, operand(options), file.path);
		canon_profile(&out, &arena, file.bytes, file.profile);
		status = trouble_print(options->terminal, buf_str(&out));
	}
	buf_release(&out);
	arena_release(&arena);
	return status;
}

/* Paths of lists are relative to their profile's file. */
struct beside {
	struct arena *arena;
	const char *profile;
};

static bool is_there(void *user, struct str path)
{
	const struct beside *beside = user;

	return access(lists_beside(beside->arena, str_from(beside->profile), path), R_OK) == 0;
}

/* Mistakes are told while loading; a profile without any is printed as it was understood. */
static int check(const struct options *options)
{
	struct arena arena = { 0 };
	struct buf out = { 0 };
	struct locate_file file;
	int status = STATUS_NOT_DONE;

	if (locate_file(&arena, options->terminal, operand(options), &file)) {
		const struct arg arg[] = { DIAG_TEXT(str_from(file.path)), DIAG_TEXT(file.profile->sha256) };
		struct beside beside = { &arena, file.path };

		if (options->verbose)
			locate_say(&arena, options->terminal, operand(options), file.path);
		if (!options->quiet)
			show_profile(&out, file.profile, options->terminal, is_there, &beside);
		say_sentence(&out, options->terminal, SAY_PROFILE_GOOD, ARRAY_COUNT(arg), arg, NULL);
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
