/* Archives in memory to their members: every format, what is wrong with one, and each limit from both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <locale.h>

#include "archive_7z.h"
#include "base/buf.h"
#include "decode/archive.h"

static const char *const words[SAY_COUNT] = {
#define WORD(id, zh, en) [SAY_##id] = #id,
#define SAYS(rule, id, zh, en) [SAY_##id] = #id,
#include "diag/list.def"
};

/* --- making ------------------------------------------------------------------ */

struct item {
	const char *name;
	struct str text;
	unsigned type; /* 0: a file */
};

typedef int format(struct archive *archive);

/* By the library's other half; names are UTF-8. */
static struct bytes make(format *set_format, format *set_filter, const struct item *item, size_t count)
{
	enum { ROOM = 2 << 20 };
	struct archive *archive = archive_write_new();
	unsigned char *data = malloc(ROOM);
	size_t used = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	assert_int_equal(set_format(archive), ARCHIVE_OK);
	if (set_filter)
		assert_int_equal(set_filter(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(archive, data, ROOM, &used), ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, item[i].name);
		archive_entry_set_filetype(entry, item[i].type ? item[i].type : AE_IFREG);
		if (item[i].type == AE_IFLNK)
			archive_entry_set_symlink(entry, "/etc/passwd");
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_size(entry, (la_int64_t)item[i].text.len);
		archive_write_header(archive, entry);
		archive_write_data(archive, item[i].text.data, item[i].text.len);
		archive_entry_free(entry);
	}
	archive_write_free(archive);
	setlocale(LC_CTYPE, "C");
	return (struct bytes){ data, used };
}

/* --- looking ----------------------------------------------------------------- */

/* "name=content" or "name:REASON", a blank, … and last the archive's own reason. */
struct seen {
	struct buf text;
	uint32_t unwanted; /* the index of one whose content nobody asks for */
	uint32_t stop_at;
};

static bool wants(void *user, uint32_t index, struct str name)
{
	const struct seen *seen = user;

	(void)name;
	return index != seen->unwanted;
}

static bool take(void *user, const struct archive_member *member)
{
	struct seen *seen = user;

	buf_add(&seen->text, member->name);
	if (member->special)
		buf_add(&seen->text, STR(":special "));
	else if (member->why)
		buf_printf(&seen->text, ":%s ", words[member->why]);
	else if (member->content.len > 100)
		buf_printf(&seen->text, "=%zu ", member->content.len);
	else
		buf_printf(&seen->text, "=%.*s ", (int)member->content.len, (const char *)member->content.data);
	return member->index != seen->stop_at;
}

static void look(struct seen *seen, struct bytes file, struct archive_budget *budget)
{
	const struct archive_sink sink = { seen, wants, take };
	const struct archive_context context = { .stem = STR_INIT("stem"), .budget = budget, .sink = &sink };
	/* A copy of its own size: a byte read behind it is seen. */
	unsigned char *copy = malloc(file.len ? file.len : 1);
	enum say why;

	memcpy(copy, file.data, file.len);
	why = archive_read(&context, (struct bytes){ copy, file.len });
	buf_add(&seen->text, str_from(why ? words[why] : "read"));
	free(copy);
}

static void expect_within(struct bytes file, struct archive_budget budget, const char *wanted)
{
	struct seen seen = { .unwanted = UINT32_MAX, .stop_at = UINT32_MAX };

	look(&seen, file, &budget);
	buf_add_char(&seen.text, '\0');
	assert_string_equal(seen.text.data, wanted);
	buf_release(&seen.text);
}

static void expect(struct bytes file, const char *wanted)
{
	expect_within(file, archive_budget_of(file.len), wanted);
}

static void expect_made(struct bytes file, const char *wanted)
{
	expect(file, wanted);
	free((void *)(uintptr_t)file.data);
}

/* --- formats ----------------------------------------------------------------- */

static const struct item two[] = { { "广州市/汇总.csv", STR_INIT("甲"), 0 }, { "b.csv", STR_INIT("乙"), 0 } };
#define TWO_READ "广州市/汇总.csv=甲 b.csv=乙 read"

static void test_formats(void **state)
{
	static const struct {
		const char *name;
		format *set_format, *set_filter;
		const char *wanted;
	} cases[] = {
		{ "ZIP", archive_write_set_format_zip, NULL, TWO_READ },
		{ "7z", archive_write_set_format_7zip, NULL, TWO_READ },
		{ "ISO", archive_write_set_format_iso9660, NULL, TWO_READ },
		{ "tar", archive_write_set_format_gnutar, NULL, TWO_READ },
		{ "tar", archive_write_set_format_pax, NULL, TWO_READ },
		{ "gzip", archive_write_set_format_ustar, archive_write_add_filter_gzip, TWO_READ },
		{ "bzip2", archive_write_set_format_gnutar, archive_write_add_filter_bzip2, TWO_READ },
		{ "xz", archive_write_set_format_pax, archive_write_add_filter_xz, TWO_READ },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct bytes file = make(cases[i].set_format, cases[i].set_filter, two, ARRAY_COUNT(two));
		struct str name;

		assert_true(archive_detect(file, &name));
		assert_true(str_eq(name, str_from(cases[i].name)));
		expect_made(file, cases[i].wanted);
	}
}

/* A single packed file is called as its archive is. */
static void test_single(void **state)
{
	(void)state;
	expect_made(make(archive_write_set_format_raw, archive_write_add_filter_gzip, two, 1), "stem=甲 read");
	expect_made(make(archive_write_set_format_raw, archive_write_add_filter_bzip2, two, 1), "stem=甲 read");
	expect_made(make(archive_write_set_format_raw, archive_write_add_filter_xz, two, 1), "stem=甲 read");
}

static void test_special(void **state)
{
	static const struct item items[] = {
		{ "夹", STR_INIT(""), AE_IFDIR }, { "链", STR_INIT(""), AE_IFLNK }, { "管", STR_INIT(""), AE_IFIFO },
		{ "字", STR_INIT(""), AE_IFCHR }, { "a", STR_INIT("1"), 0 },
	};

	(void)state;
	expect_made(make(archive_write_set_format_pax, NULL, items, ARRAY_COUNT(items)),
		    "链:special 管:special 字:special a=1 read");
}

static void test_asked_for(void **state)
{
	struct bytes file = make(archive_write_set_format_7zip, NULL, two, 2);
	struct archive_budget budget = archive_budget_of(file.len);
	struct seen seen = { .unwanted = 0, .stop_at = UINT32_MAX };

	(void)state;
	look(&seen, file, &budget);
	assert_true(str_eq(buf_str(&seen.text), STR("广州市/汇总.csv= b.csv=乙 read")));
	buf_clear(&seen.text);
	seen = (struct seen){ .text = seen.text, .unwanted = UINT32_MAX, .stop_at = 0 };
	look(&seen, file, &budget);
	assert_true(str_eq(buf_str(&seen.text), STR("广州市/汇总.csv=甲 read")));
	buf_release(&seen.text);
	free((void *)(uintptr_t)file.data);
}

/* With a password: names readable, and not (-mhe=on). */
static void test_encrypted(void **state)
{
	(void)state;
	expect((struct bytes){ sealed_data, sizeof(sealed_data) }, "b.csv:ENCRYPTED read");
	expect((struct bytes){ sealed_names, sizeof(sealed_names) }, "ENCRYPTED");
}

/* What is packed twice is not taken apart in one go, past every limit of depth. */
static void test_twice(void **state)
{
	struct bytes once = make(archive_write_set_format_raw, archive_write_add_filter_gzip, two, 1);
	const struct item item = { "x", { (const char *)once.data, once.len }, 0 };

	(void)state;
	expect_made(make(archive_write_set_format_raw, archive_write_add_filter_gzip, &item, 1), "WHY_ARCHIVE");
	free((void *)(uintptr_t)once.data);
}

/* --- damage ------------------------------------------------------------------ */

/* Whatever is cut off or turned, a member is whole or lost, and a loss is said. */
static void test_damage(void **state)
{
	static format *const formats[] = { archive_write_set_format_zip, archive_write_set_format_7zip,
					   archive_write_set_format_gnutar };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(formats); i++) {
		struct bytes file = make(formats[i], NULL, two, ARRAY_COUNT(two));

		/* Of a tar the zeros at its end may be fewer. */
		for (size_t len = 8; len < (i == 2 ? 2048 : file.len); len += 1 + len / 64) {
			struct archive_budget budget = archive_budget_of(len);
			struct seen seen = { .unwanted = UINT32_MAX, .stop_at = UINT32_MAX };

			look(&seen, (struct bytes){ file.data, len }, &budget);
			if (!str_ends(buf_str(&seen.text), STR("WHY_ARCHIVE")))
				fail_msg("format %zu cut at %zu: %.*s", i, len, STR_ARG(buf_str(&seen.text)));
			buf_release(&seen.text);
		}
		free((void *)(uintptr_t)file.data);
	}
}

static void test_packed_damage(void **state)
{
	static format *const filters[] = { archive_write_add_filter_gzip, archive_write_add_filter_bzip2,
					   archive_write_add_filter_xz };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(filters); i++) {
		struct bytes file = make(archive_write_set_format_gnutar, filters[i], two, ARRAY_COUNT(two));

		expect((struct bytes){ file.data, file.len - 9 }, "WHY_ARCHIVE");
		((unsigned char *)(uintptr_t)file.data)[file.len / 2] ^= 0x10;
		expect_made(file, "WHY_ARCHIVE");
	}
}

static void test_nothing(void **state)
{
	static const char *const beginnings[] = { "PK\3\4",	  "PK\5\6",    "Rar!\x1A\x07\1\0", "7z\xBC\xAF\x27\x1C",
						  "\x1F\x8B\x08", "BZh91AY&SY" };

	(void)state;
	expect((struct bytes){ (const unsigned char *)"nothing", 7 }, "WHY_ARCHIVE");
	for (size_t i = 0; i < ARRAY_COUNT(beginnings); i++)
		expect(str_bytes(str_from(beginnings[i])), "WHY_ARCHIVE");
}

/* --- limits ------------------------------------------------------------------ */

static void test_budget(void **state)
{
	(void)state;
	assert_true(archive_budget_of(0).bytes == ARCHIVE_FREE_SIZE);
	assert_true(archive_budget_of(ARCHIVE_FREE_SIZE / ARCHIVE_RATIO).bytes == ARCHIVE_FREE_SIZE);
	assert_true(archive_budget_of(1 << 20).bytes == (uint64_t)ARCHIVE_RATIO << 20);
	assert_true(archive_budget_of(ARCHIVE_TOTAL_SIZE / ARCHIVE_RATIO).bytes <= ARCHIVE_TOTAL_SIZE);
	assert_true(archive_budget_of(ARCHIVE_TOTAL_SIZE).bytes == ARCHIVE_TOTAL_SIZE);
	assert_true(archive_budget_of(UINT64_MAX).bytes == ARCHIVE_TOTAL_SIZE);
	assert_true(archive_budget_of(1).member == ARCHIVE_MEMBER_SIZE);
}

/* 200 bytes and 300, in a format where what is passed over costs nothing, and where it is inflated all the same. */
static void test_limits(void **state)
{
	static char text[300];
	const struct item items[] = { { "a", { text, 200 }, 0 }, { "b", { text, 300 }, 0 }, { "c", { text, 100 }, 0 } };
	static format *const formats[] = { archive_write_set_format_zip, archive_write_set_format_7zip };

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < ARRAY_COUNT(formats); i++) {
		struct bytes file = make(formats[i], NULL, items, ARRAY_COUNT(items));
		struct archive_budget budget = { 600, 300, 3 };

		text[100] = 'x';
		expect_within(file, budget,
			      "a=200 b=300 c=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx read");
		budget.bytes = 599;
		expect_within(file, budget, "a=200 b=300 c:WHY_EXPANDS WHY_EXPANDS");
		budget = (struct archive_budget){ 600, 200, 3 };
		expect_within(file, budget,
			      "a=200 b:WHY_EXPANDS c=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx read");
		budget = (struct archive_budget){ 600, 300, 2 };
		expect_within(file, budget, i == 0 ? "WHY_ENTRIES" : "a=200 b=300 WHY_ENTRIES");
		free((void *)(uintptr_t)file.data);
	}
}

/* As many entries as there may be, none with a byte in it. */
static void test_entries(void **state)
{
	static struct item items[ARCHIVE_ENTRIES + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(items); i++)
		items[i] = (struct item){ "n", STR(""), 0 };
	for (size_t over = 0; over < 2; over++) {
		struct bytes file = make(archive_write_set_format_zip, NULL, items, ARCHIVE_ENTRIES + over);
		struct seen seen = { .unwanted = UINT32_MAX, .stop_at = UINT32_MAX };
		struct archive_budget budget = archive_budget_of(file.len);

		look(&seen, file, &budget);
		assert_true(str_ends(buf_str(&seen.text), over ? STR("WHY_ENTRIES") : STR("n= read")));
		assert_int_equal(seen.text.len, over ? strlen("WHY_ENTRIES") : ARCHIVE_ENTRIES * strlen("n= ") + 4);
		buf_release(&seen.text);
		free((void *)(uintptr_t)file.data);
	}
}

static void test_packed_limits(void **state)
{
	static format *const filters[] = { archive_write_add_filter_gzip, archive_write_add_filter_bzip2,
					   archive_write_add_filter_xz };
	static char text[5000];
	const struct item item = { "a", { text, sizeof(text) }, 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < ARRAY_COUNT(filters); i++) {
		struct bytes file = make(archive_write_set_format_raw, filters[i], &item, 1);

		expect_within(file, (struct archive_budget){ 5000, 5000, 1 }, "stem=5000 read");
		expect_within(file, (struct archive_budget){ 4999, 5000, 1 }, "WHY_EXPANDS");
		expect_within(file, (struct archive_budget){ 5000, 4999, 1 }, "stem:WHY_EXPANDS read");
		expect_within(file, (struct archive_budget){ 5000, 5000, 0 }, "WHY_ENTRIES");
		free((void *)(uintptr_t)file.data);
	}
}

static void test_long_name(void **state)
{
	static char name[ARCHIVE_NAME + 2];
	struct item item = { name, STR_INIT("1"), 0 };

	(void)state;
	for (size_t len = ARCHIVE_NAME - 1; len <= ARCHIVE_NAME + 1; len++) {
		struct seen seen = { .unwanted = UINT32_MAX, .stop_at = UINT32_MAX };
		struct archive_budget budget = archive_budget_of(1);
		struct bytes file;

		memset(name, 'n', len);
		name[len] = '\0';
		file = make(archive_write_set_format_zip, NULL, &item, 1);
		look(&seen, file, &budget);
		assert_int_equal(seen.text.len, (len < ARCHIVE_NAME ? len : ARCHIVE_NAME) + strlen("=1 read"));
		buf_release(&seen.text);
		free((void *)(uintptr_t)file.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),	      cmocka_unit_test(test_single),
		cmocka_unit_test(test_special),	      cmocka_unit_test(test_asked_for),
		cmocka_unit_test(test_encrypted),     cmocka_unit_test(test_damage),
		cmocka_unit_test(test_packed_damage), cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_budget),	      cmocka_unit_test(test_limits),
		cmocka_unit_test(test_packed_limits), cmocka_unit_test(test_long_name),
		cmocka_unit_test(test_twice),	      cmocka_unit_test(test_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
