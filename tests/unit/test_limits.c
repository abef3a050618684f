/* Limits of packages and of the XML in them, each from both sides. Parts are stored, so that none expands too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "decode/xml.h"
#include "read/xlsx_rels.h"
#include "read/xlsx_strings.h"
#include "read/xlsx_styles.h"
#include "zipmaker.h"

static void on_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	(void)user, (void)xml, (void)name, (void)attribute;
}

static void on_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

static void on_text(void *user, struct str piece)
{
	*(size_t *)user += piece.len;
}

/* Reads the text as the only part of a package. */
static enum say read_part(struct str text, size_t *length)
{
	struct xml_handler handler = { .user = length, .start = on_start, .end = on_end, .text = on_text };
	struct zipmaker maker;
	struct zip_package *package;
	struct bytes file;
	enum say why;

	*length = 0;
	zipmaker_begin(&maker);
	zipmaker_add(&maker, "a.xml", text, true);
	file = zipmaker_end(&maker);
	package = zip_package_open(file, &why);
	assert_non_null(package);
	why = xml_read(package, 0, &handler);
	zip_package_close(package);
	free((void *)file.data);
	return why;
}

static void fill(struct buf *text, const char *begin, size_t letters, const char *end)
{
	buf_clear(text);
	buf_add(text, str_from(begin));
	memset(buf_reserve(text, letters), 'x', letters);
	text->len += letters;
	buf_add(text, str_from(end));
}

/* A token ends in some chunk of 64 KiB: to less than that the limit is not told. */
static void tokens(void **state)
{
	static const struct {
		const char *name, *begin, *end;
	} cases[] = {
		{ "an attribute", "<a b='", "'/>" },
		{ "a comment", "<a><!--", "--></a>" },
		{ "a name", "<a><", "/></a>" },
		{ "an instruction", "<a><?", "?></a>" },
	};
	struct buf text = { 0 };
	size_t length;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		fill(&text, cases[i].begin, XML_TOKEN - 1024, cases[i].end);
		assert_int_equal(read_part(buf_str(&text), &length), SAY_NOTHING);
		fill(&text, cases[i].begin, XML_TOKEN + 4 * 64 * 1024, cases[i].end);
		if (read_part(buf_str(&text), &length) != SAY_WHY_TOO_LARGE)
			fail_msg("%s", cases[i].name);
	}
	buf_release(&text);
}

static void texts(void **state)
{
	struct buf text = { 0 };
	size_t length;

	(void)state;
	fill(&text, "<a>", XML_TEXT, "</a>");
	assert_int_equal(read_part(buf_str(&text), &length), SAY_NOTHING);
	assert_int_equal(length, XML_TEXT);
	fill(&text, "<a>", XML_TEXT + 1, "</a>");
	assert_int_equal(read_part(buf_str(&text), &length), SAY_WHY_TOO_LARGE);
	fill(&text, "<a>", XML_TEXT, "<b/>x</a>");
	assert_int_equal(read_part(buf_str(&text), &length), SAY_NOTHING);
	buf_release(&text);
}

/* Calls `read` for a package of that one part, by its name. */
static enum say in_package(const char *name, struct str part, enum say (*read)(struct zip_package *, void *),
			   void *user)
{
	struct zipmaker maker;
	struct zip_package *package;
	struct bytes file;
	enum say why;

	zipmaker_begin(&maker);
	zipmaker_add(&maker, name, part, true);
	file = zipmaker_end(&maker);
	package = zip_package_open(file, &why);
	assert_non_null(package);
	why = read(package, user);
	zip_package_close(package);
	free((void *)file.data);
	return why;
}

struct strings_of {
	struct xlsx_strings *strings;
	struct arena *arena;
};

static enum say strings_read(struct zip_package *package, void *user)
{
	struct strings_of *of = user;

	return xlsx_strings_read(of->strings, package, 0, of->arena);
}

static enum say read_strings(struct str part, struct xlsx_strings *strings, struct arena *arena)
{
	struct strings_of of = { strings, arena };

	return in_package("a.xml", part, strings_read, &of);
}

static enum say styles_read(struct zip_package *package, void *user)
{
	return xlsx_styles_read(user, package, 0);
}

static enum say rels_read(struct zip_package *package, void *user)
{
	struct arena arena = { 0 };
	enum say why = xlsx_rels_read(user, package, STR(""), &arena);

	arena_release(&arena);
	return why;
}

/* So many times the piece, between begin and end. */
static void pile(struct buf *text, const char *begin, const char *piece, size_t times, const char *end)
{
	buf_clear(text);
	buf_add(text, str_from(begin));
	for (size_t i = 0; i < times; i++)
		buf_add(text, str_from(piece));
	buf_add(text, str_from(end));
}

/* Formats, fonts and looks of cells, each counted for itself. */
static void styles(void **state)
{
	static const struct {
		const char *begin, *piece, *end;
	} cases[] = {
		{ "<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>" },
		{ "<styleSheet><fonts>", "<font/>", "</fonts></styleSheet>" },
		{ "<styleSheet><numFmts>", "<numFmt numFmtId='200' formatCode='0'/>", "</numFmts></styleSheet>" },
	};
	struct buf part = { 0 };

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
		struct xlsx_styles list = { 0 };
		size_t over = i % 2;

		pile(&part, cases[i / 2].begin, cases[i / 2].piece, XLSX_STYLES + over, cases[i / 2].end);
		if (in_package("a.xml", buf_str(&part), styles_read, &list) != (over ? SAY_WHY_TOO_LARGE : SAY_NOTHING))
			fail_msg("%s: %zu", cases[i / 2].piece, XLSX_STYLES + over);
		xlsx_styles_release(&list);
	}
	buf_release(&part);
}

static void relations(void **state)
{
	struct buf part = { 0 };

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct xlsx_rels rels = { 0 };

		pile(&part, "<Relationships>", "<Relationship Id='a' Type='b/c' Target='d'/>", XLSX_RELATIONS + over,
		     "</Relationships>");
		assert_int_equal(in_package("_rels/.rels", buf_str(&part), rels_read, &rels),
				 over ? SAY_WHY_TOO_LARGE : SAY_NOTHING);
		assert_int_equal(rels.list.count, XLSX_RELATIONS);
		xlsx_rels_release(&rels);
	}
	buf_release(&part);
}

/* The runs of a shared string count together. */
static void runs(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf part = { 0 }, run = { 0 };
		struct arena arena = { 0 };
		struct xlsx_strings strings = { 0 };

		buf_add(&part, STR("<sst><si>"));
		for (size_t i = 0; i < 4; i++) {
			fill(&run, "<r><t>", XML_TEXT / 4 + (i == 3 ? over : 0), "</t></r>");
			buf_add(&part, buf_str(&run));
		}
		buf_add(&part, STR("</si><si><t>x</t></si></sst>"));
		assert_int_equal(read_strings(buf_str(&part), &strings, &arena),
				 over ? SAY_WHY_TOO_LARGE : SAY_NOTHING);
		assert_int_equal(strings.list.count, over ? 0 : 2);
		assert_true(over || strings.list.item[0].text.len == XML_TEXT);
		xlsx_strings_release(&strings);
		arena_release(&arena);
		buf_release(&part);
		buf_release(&run);
	}
}

/* How many shared strings there are, each of five bytes. */
static void strings(void **state)
{
	static const struct str one = STR_INIT("<si/>");

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf part = { 0 };
		struct arena arena = { 0 };
		struct xlsx_strings list = { 0 };

		buf_add(&part, STR("<sst>"));
		for (size_t i = 0; i < XLSX_STRINGS + over; i++)
			buf_add(&part, one);
		buf_add(&part, STR("</sst>"));
		assert_int_equal(read_strings(buf_str(&part), &list, &arena), over ? SAY_WHY_TOO_LARGE : SAY_NOTHING);
		assert_int_equal(list.list.count, XLSX_STRINGS);
		xlsx_strings_release(&list);
		arena_release(&arena);
		buf_release(&part);
	}
}

/* Whatever it declares, and however much: nothing of it is expanded. */
static void doctypes(void **state)
{
	static const char *const cases[] = {
		"<!DOCTYPE a><a/>",
		"<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
		"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
		"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
		"<?xml version='1.0'?><!-- x --><!DOCTYPE a PUBLIC 'b' 'http://example.com/b.dtd'><a/>",
	};
	size_t length;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		assert_int_equal(read_part(str_from(cases[i]), &length), SAY_WHY_DOCTYPE);
		assert_int_equal(length, 0);
	}
}

/* The list of entries says how large each is; nothing is inflated before it is asked for. */
static void declare(struct bytes file, uint64_t size)
{
	unsigned char *at = (unsigned char *)file.data;

	for (size_t i = 0; i + 30 < file.len; i++)
		for (int byte = 0; byte < 4 && memcmp(at + i, "PK\1\2", 4) == 0; byte++)
			at[i + 24 + (size_t)byte] = (unsigned char)(size >> 8 * byte);
}

static struct bytes big_parts(struct buf *body, uint64_t size)
{
	static const char *const names[] = { "a", "b", "c" };
	struct zipmaker maker;
	struct bytes file;

	fill(body, "", (size_t)(size / ZIP_RATIO) + 1, "");
	zipmaker_begin(&maker);
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		zipmaker_add(&maker, names[i], buf_str(body), true);
	file = zipmaker_end(&maker);
	declare(file, size);
	return file;
}

static void sizes(void **state)
{
	static const struct {
		const char *name;
		uint64_t size;
		enum say opened[3];
	} cases[] = {
		{ "an entry and the whole at their limits",
		  ZIP_ENTRY_SIZE,
		  { SAY_NOTHING, SAY_NOTHING, SAY_WHY_EXPANDS } },
		{ "an entry over its limit",
		  ZIP_ENTRY_SIZE + 1,
		  { SAY_WHY_EXPANDS, SAY_WHY_EXPANDS, SAY_WHY_EXPANDS } },
		{ "the whole below its limit", ZIP_TOTAL_SIZE / 3, { SAY_NOTHING, SAY_NOTHING, SAY_NOTHING } },
	};
	struct buf body = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct bytes file = big_parts(&body, cases[i].size);
		enum say why;
		struct zip_package *package = zip_package_open(file, &why);

		assert_non_null(package);
		for (size_t part = 0; part < 3; part++) {
			struct zip_part opened;

			if (zip_part_open(&opened, package, part) != cases[i].opened[part])
				fail_msg("%s: part %zu", cases[i].name, part);
			zip_part_close(&opened);
		}
		zip_package_close(package);
		free((void *)file.data);
	}
	buf_release(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens),   cmocka_unit_test(texts),  cmocka_unit_test(runs),
		cmocka_unit_test(strings),  cmocka_unit_test(styles), cmocka_unit_test(relations),
		cmocka_unit_test(doctypes), cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
