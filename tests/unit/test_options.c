#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <time.h>

#include <getopt.h>

#include "app/options.h"
#include "base/str.h"

enum { WORDS = 12 };

struct options_case {
	const char *name;
	const char *word[WORDS]; /* behind the program's name */
	bool good;
	enum command command;
	uint32_t operands;
	enum severity fail_on;
	const char *output;
	bool quiet, verbose;
};

static void check(const struct options_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct options_case *c = &cases[i];
		char *argv[WORDS + 2] = { (char[]){ "huizong" } };
		struct options options;
		int argc = 1;

		for (size_t j = 0; j < WORDS && c->word[j]; j++)
			argv[argc++] = (char *)(uintptr_t)c->word[j];
		optind = 0; /* getopt begins anew */
		if (options_parse(&options, argc, argv) != c->good)
			fail_msg("%s: %s", c->name, c->good ? "refused" : "taken");
		if (!c->good)
			continue;
		if (options.command != c->command || options.operand_count != c->operands ||
		    options.fail_on != c->fail_on || options.quiet != c->quiet || options.verbose != c->verbose ||
		    strcmp(options.output ? options.output : "", c->output ? c->output : "") != 0)
			fail_msg("%s: command %d, %u operands, -o %s", c->name, (int)options.command,
				 options.operand_count, options.output);
	}
}

static void options_stand_before_or_after_operands(void **state)
{
	static const struct options_case cases[] = {
		{ .name = "a command alone", .word = { "check" }, .good = true, .command = COMMAND_CHECK },
		{ .name = "its Chinese name",
		  .word = { "汇总", "in" },
		  .good = true,
		  .command = COMMAND_MERGE,
		  .operands = 1 },
		{ .name = "before the command",
		  .word = { "-o", "x", "merge", "in" },
		  .good = true,
		  .command = COMMAND_MERGE,
		  .operands = 1,
		  .output = "x" },
		{ .name = "behind the inputs",
		  .word = { "merge", "a", "b", "--output=x" },
		  .good = true,
		  .command = COMMAND_MERGE,
		  .operands = 2,
		  .output = "x" },
		{ .name = "-- ends them",
		  .word = { "merge", "-ox", "--", "-q", "--json" },
		  .good = true,
		  .command = COMMAND_MERGE,
		  .operands = 2,
		  .output = "x" },
		{ .name = "the last of two counts",
		  .word = { "check", "-q", "-v", "--fail-on", "error", "--fail-on=never", "in" },
		  .good = true,
		  .command = COMMAND_CHECK,
		  .operands = 1,
		  .fail_on = SEVERITY_OFF,
		  .verbose = true },
		{ .name = "an abbreviation that is unambiguous",
		  .word = { "check", "--fail=warning", "--qui" },
		  .good = true,
		  .command = COMMAND_CHECK,
		  .fail_on = SEVERITY_WARNING,
		  .quiet = true },
		{ .name = "a lone dash is an operand",
		  .word = { "check", "-" },
		  .good = true,
		  .command = COMMAND_CHECK,
		  .operands = 1 },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

static void wrong_usage_is_refused(void **state)
{
	static const struct options_case cases[] = {
		{ .name = "nothing", .word = { NULL } },
		{ .name = "an unknown command", .word = { "merg", "in" } },
		{ .name = "an unknown option", .word = { "check", "--frobnicate" } },
		{ .name = "an unknown letter", .word = { "check", "-z" } },
		{ .name = "an unknown letter among others", .word = { "check", "--lang=en", "-qz" } },
		{ .name = "a value missing", .word = { "merge", "in", "-o" } },
		{ .name = "a value where none is taken", .word = { "check", "--quiet=yes" } },
		{ .name = "a wrong severity", .word = { "check", "--fail-on", "info" } },
		{ .name = "a wrong language", .word = { "check", "--lang", "fr" } },
		{ .name = "no workers", .word = { "check", "-j0" } },
		{ .name = "not a number", .word = { "check", "-j", "2x" } },
		{ .name = "an empty report", .word = { "check", "--json=" } },
		{ .name = "a page without a name", .word = { "check", "--html=" } },
		{ .name = "a page on standard output", .word = { "check", "--html", "-" } },
		{ .name = "a page of a command that has none", .word = { "dump", "--html", "a.html" } },
		{ .name = "an empty list", .word = { "check", "--awarded=" } },
		{ .name = "a list for a command without", .word = { "extract", "--recommended", "x", "in" } },
		{ .name = "an ambiguous abbreviation", .word = { "check", "--ver" } },
		{ .name = "an option of another command", .word = { "check", "-o", "x", "in" } },
	};

	(void)state;
	check(cases, ARRAY_COUNT(cases));
}

/* `count` lists, each second one of the other kind where `both`. */
static bool parse_lists(struct options *options, int count, bool both)
{
	char name[] = "huizong", check[] = "check", awarded[] = "--awarded=a", recommended[] = "--recommended=b";
	char *argv[2 + OPTION_FILES + 2] = { name, check };

	for (int i = 0; i < count; i++)
		argv[2 + i] = both && i % 2 ? recommended : awarded;
	optind = 0;
	return options_parse(options, 2 + count, argv);
}

static void lists_may_be_repeated(void **state)
{
	struct options options;

	(void)state;
	assert_true(parse_lists(&options, 3, true));
	assert_int_equal(options.listed[LIST_AWARDED].count, 2);
	assert_int_equal(options.listed[LIST_RECOMMENDED].count, 1);
	assert_true(parse_lists(&options, OPTION_FILES, false));
	assert_int_equal(options.listed[LIST_AWARDED].count, OPTION_FILES);
	assert_false(parse_lists(&options, OPTION_FILES + 1, false));
}

static void the_locale_speaks_where_it_says_something(void **state)
{
	static const struct {
		const char *all, *messages, *lang, *option;
		enum lang terminal, files;
	} cases[] = {
		{ NULL, NULL, NULL, NULL, LANG_ZH, LANG_ZH },
		{ NULL, NULL, "C.UTF-8", NULL, LANG_ZH, LANG_ZH },
		{ NULL, NULL, "en_US.UTF-8", NULL, LANG_EN, LANG_ZH },
		{ NULL, "zh_CN.UTF-8", "en_US.UTF-8", NULL, LANG_ZH, LANG_ZH },
		{ "en_GB", "zh_CN.UTF-8", NULL, NULL, LANG_EN, LANG_ZH },
		{ "", "", "en_US", NULL, LANG_EN, LANG_ZH },
		{ "zh_CN", NULL, NULL, "--lang=en", LANG_EN, LANG_EN },
		{ "en_US", NULL, NULL, "--lang=zh", LANG_ZH, LANG_ZH },
	};
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const char *const values[] = { cases[i].all, cases[i].messages, cases[i].lang };
		char *argv[] = { (char[]){ "huizong" }, (char[]){ "check" }, (char *)(uintptr_t)cases[i].option, NULL };
		struct options options;

		for (size_t j = 0; j < ARRAY_COUNT(names); j++)
			assert_int_equal(values[j] ? setenv(names[j], values[j], 1) : unsetenv(names[j]), 0);
		optind = 0;
		assert_true(options_parse(&options, cases[i].option ? 3 : 2, argv));
		if (options.terminal != cases[i].terminal || options.files != cases[i].files)
			fail_msg("case %zu: terminal %d, files %d", i, (int)options.terminal, (int)options.files);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_before_or_after_operands),
		cmocka_unit_test(wrong_usage_is_refused),
		cmocka_unit_test(lists_may_be_repeated),
		cmocka_unit_test(the_locale_speaks_where_it_says_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
