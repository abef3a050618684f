/*
 * Protected workbooks made plain for the second reader: all that stands around their records
 * stays as it is. The streams were encrypted by another implementation (crypt_vectors.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "biffmaker.h"
#include "crypt_vectors.h"
#include "decode/crypt_xls.h"
#include "decode/ole.h"
#include "read/xls_plain.h"

enum { AT = 8 }; /* FILEPASS stands behind the first BOF */

static unsigned nibble(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct buf stream_of(const char *hex)
{
	struct buf out = { 0 };

	for (; *hex; hex += 2)
		buf_add_char(&out, (char)(nibble(hex[0]) << 4 | nibble(hex[1])));
	return out;
}

/* In a container, behind another stream, so that it does not lie at its beginning. */
static struct buf container_of(const char *name, const struct buf *stream)
{
	struct biffmaker_file files[] = { { .name = "Other", .bytes = STR("something else") },
					  { .name = name, .bytes = buf_str(stream) } };

	return biffmaker_ole(files, ARRAY_COUNT(files));
}

static struct buf stream_in(struct bytes file, const char *name)
{
	struct buf out = { 0 };
	struct ole ole;
	struct ole_stream stream;

	assert_true(ole_open(&ole, file));
	assert_true(ole_find(&stream, &ole, str_from(name)));
	ole_stream_copy(&stream, &ole, (unsigned char *)buf_reserve(&out, (size_t)stream.size));
	out.len = (size_t)stream.size;
	ole_stream_release(&stream);
	ole_release(&ole);
	return out;
}

static const struct {
	const char *name, *stream, *hex, *password;
	bool biff5, opens;
} cases[] = {
	{ "RC4", "Workbook", rc4_secret, "secret", false, true },
	{ "RC4, another password", "Workbook", rc4_secret, "Secret", false, false },
	{ "CryptoAPI", "Workbook", cryptoapi_40_mima, "密码", false, true },
	{ "Excel's own password", "Workbook", cryptoapi_128_default, "", false, true },
	{ "XOR", "Workbook", xor_secret, "secret", false, true },
	{ "XOR of Excel 5", "Book", xor_5_mima, "密码", true, true },
	{ "no workbook", "Word", rc4_secret, "secret", false, false },
};

static void records_are_plain_and_all_else_as_it_was(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct buf stream = stream_of(cases[i].hex), file = container_of(cases[i].stream, &stream);
		struct str password = str_from(cases[i].password);
		struct strs passwords = { 1, &password };
		struct arena arena = { 0 };
		struct bytes plain = xls_plain(&arena, passwords, str_bytes(buf_str(&file)));

		if ((plain.data != (unsigned char *)file.data) != cases[i].opens)
			fail_msg("%s: %s", cases[i].name, cases[i].opens ? "not opened" : "opened");
		assert_int_equal(plain.len, file.len);
		if (cases[i].opens) {
			struct buf got = stream_in(plain, cases[i].stream), other = stream_in(plain, "Other");

			assert_int_equal(crypt_xls_open(passwords, (unsigned char *)stream.data, stream.len, AT,
							!cases[i].biff5),
					 SAY_NOTHING);
			stream.data[AT] = 0x61;
			stream.data[AT + 1] = 0x01;
			assert_true(str_eq(buf_str(&got), buf_str(&stream)));
			assert_true(str_eq(buf_str(&other), STR("something else")));
			buf_release(&got);
			buf_release(&other);
		}
		arena_release(&arena);
		buf_release(&stream);
		buf_release(&file);
	}
}

/* Cut anywhere: no byte outside is touched (the sanitizer looks on). */
static void cut_short(void **state)
{
	struct buf stream = stream_of(rc4_secret), file = container_of("Workbook", &stream);
	struct str password = STR("secret");
	size_t opened = 0;

	(void)state;
	for (size_t len = 0; len <= file.len; len += len + 600 < file.len ? 61 : 1) {
		struct arena arena = { 0 };
		unsigned char *cut = malloc(len ? len : 1);
		struct bytes plain;

		memcpy(cut, file.data, len);
		plain = xls_plain(&arena, (struct strs){ 1, &password }, (struct bytes){ cut, len });
		assert_int_equal(plain.len, len);
		opened += plain.data != cut;
		arena_release(&arena);
		free(cut);
	}
	assert_true(opened > 1);
	buf_release(&stream);
	buf_release(&file);
}

/* As long as two copies may be, and one byte longer. */
static void the_longest(void **state)
{
	struct buf stream = stream_of(rc4_secret), file = container_of("Workbook", &stream);
	unsigned char *large = calloc((size_t)XLS_PLAIN_MOST + 1, 1);
	struct str password = STR("secret");

	(void)state;
	assert_non_null(large);
	memcpy(large, file.data, file.len);
	for (size_t over = 0; over < 2; over++) {
		struct arena arena = { 0 };
		struct bytes all = { large, XLS_PLAIN_MOST + over };
		struct bytes plain = xls_plain(&arena, (struct strs){ 1, &password }, all);

		assert_int_equal(plain.data == large, over);
		arena_release(&arena);
	}
	free(large);
	buf_release(&stream);
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_plain_and_all_else_as_it_was),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
