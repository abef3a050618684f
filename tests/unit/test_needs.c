/* What an input may need, told by its first bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode/archive.h"
#include "work/needs.h"

enum { MB = 1000 * 1000 };

static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* Archives: 64 MiB are free, then a hundredfold, then 2 GiB (read/archive.h): 3, 100 and 107 seconds. */
static const struct {
	const char *name, *begin;
	size_t len;
	bool is_package;
	uint32_t passwords;
	struct needs needs;
} cases[] = {
	{ "a small text", "a,b", 100, false, 0, { 0, false, false } },
	{ "nineteen megabytes", "a,b", 19 * MB, false, 0, { 0, false, false } },
	{ "twenty", "a,b", 20 * MB, false, 0, { 1, false, false } },
	{ "passwords cost a text nothing", "a,b", 20 * MB, false, 5, { 1, false, false } },
	{ "a small archive", "PK\3\4", 1000, false, 0, { 3 + 3, true, true } },
	{ "a small workbook of parts", "PK\3\4", 1000, true, 0, { 3 + 3, false, false } },
	{ "an archive of 20 MB", "PK\3\4", 20 * MB, false, 0, { 101 + 3, true, true } },
	{ "an archive of 30 MB", "PK\3\4", 30 * MB, false, 0, { 108 + 3, true, true } },
	{ "what gzip packed", "\x1F\x8B\x08", 1000, false, 0, { 3 + 3, true, true } },
	{ "two passwords", "Rar!\x1A\x07\1", 1000, false, 2, { 3 + 9, true, true } },
	{ "an old workbook, or an encrypted new one", ole, 1000, false, 0, { 3 + 3, true, false } },
	{ "with a password", ole, 1000, true, 1, { 3 + 6, true, false } },
	{ "a workbook without a container", "\x09\x08", 1000, false, 0, { 0, true, false } },
};

static void the_first_bytes_tell(void **state)
{
	unsigned char *file = calloc(1, 30 * MB);

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct needs needs;

		memset(file, 0, 16);
		memcpy(file, cases[i].begin, strlen(cases[i].begin));
		needs = needs_of((struct bytes){ file, cases[i].len }, cases[i].is_package, cases[i].passwords);
		if (needs.seconds != cases[i].needs.seconds || needs.second != cases[i].needs.second ||
		    needs.many != cases[i].needs.many)
			fail_msg("%s: %u seconds%s%s", cases[i].name, needs.seconds, needs.second ? ", second" : "",
				 needs.many ? ", many" : "");
	}
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_first_bytes_tell) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
