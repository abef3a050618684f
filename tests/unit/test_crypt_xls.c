/*
 * Protected records of an .xls: opened where a password fits, untouched where none
 * does. The streams were encrypted by another implementation (crypt_vectors.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "crypt_vectors.h"
#include "decode/crypt.h"
#include "decode/crypt_xls.h"
#include "decode/crypt_xor.h"

enum { AT = 8, PASSWORDS = 4 }; /* FILEPASS stands behind the first BOF */

static unsigned nibble(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void add_hex(struct buf *out, const char *hex)
{
	for (; *hex; hex += 2)
		buf_add_char(out, (char)(nibble(hex[0]) << 4 | nibble(hex[1])));
}

static unsigned size_at(const struct buf *stream, size_t at)
{
	return (unsigned)(unsigned char)stream->data[at + 2] | (unsigned)(unsigned char)stream->data[at + 3] << 8;
}

/* What must stand behind FILEPASS; the sheet's position as the file has it, which stays readable. */
static void add_plain(struct buf *out, const struct buf *encrypted, size_t begin, char version)
{
	char bof[] = { 0x09, 0x08, 4, 0, 0, version, 0, 0 };

	buf_add(out, STR("\xE1\0\2\0\xB0\4"));
	buf_add(out, STR("\x42\0\2\0\xA8\3"));
	buf_add(out, STR("\x85\0\13\0"));
	buf_add(out, (struct str){ encrypted->data + begin + out->len, 4 });
	buf_add(out, STR("\1\0sheet"));
	buf_add(out, STR("\xFC\0\x4C\4"));
	for (int i = 0; i < 110; i++)
		buf_add(out, STR("0123456789"));
	buf_add(out, STR("\12\0\0\0"));
	buf_add(out, (struct str){ bof, sizeof(bof) });
	buf_add(out, STR("\x38\1\4\0head"));
	buf_add(out, STR("\4\2\4\0cell"));
	buf_add(out, STR("\12\0\0\0"));
}

static const struct vector {
	const char *name, *hex;
	bool biff5;
	const char *password[PASSWORDS];
	enum say expected;
} vectors[] = {
	{ "RC4", rc4_secret, false, { "secret" }, SAY_NOTHING },
	{ "RC4, the third of the list", rc4_secret, false, { "a", "Secret", "secret" }, SAY_NOTHING },
	{ "RC4, another password", rc4_secret, false, { "Secret" }, SAY_ENCRYPTED },
	{ "RC4, no password", rc4_secret, false, { NULL }, SAY_ENCRYPTED },
	{ "CryptoAPI of 40 bits, ideographs", cryptoapi_40_mima, false, { "密码" }, SAY_NOTHING },
	{ "CryptoAPI, another password", cryptoapi_40_mima, false, { "密" }, SAY_ENCRYPTED },
	{ "CryptoAPI of 128 bits, Excel's default", cryptoapi_128_default, false, { NULL }, SAY_NOTHING },
	{ "XOR", xor_secret, false, { "secret" }, SAY_NOTHING },
	{ "XOR, another password", xor_secret, false, { "secreu" }, SAY_ENCRYPTED },
	{ "XOR, 15 bytes", xor_15_letters, false, { "123456789012345" }, SAY_NOTHING },
	{ "XOR, more than it can hold", xor_15_letters, false, { "1234567890123456" }, SAY_ENCRYPTED },
	{ "XOR of Excel 5, in GBK", xor_5_mima, true, { "密码" }, SAY_NOTHING },
};

static enum say open_stream(const struct vector *v, struct buf *stream)
{
	struct strs passwords = { 0 };
	struct str password[PASSWORDS];

	for (; passwords.count < PASSWORDS && v->password[passwords.count]; passwords.count++)
		password[passwords.count] = str_from(v->password[passwords.count]);
	passwords.item = password;
	return crypt_xls_open(passwords, (unsigned char *)stream->data, stream->len, AT, !v->biff5);
}

static void records_are_opened_or_left_as_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(vectors); i++) {
		const struct vector *v = &vectors[i];
		struct buf stream = { 0 }, before = { 0 }, plain = { 0 };
		size_t begin;
		enum say why;

		add_hex(&stream, v->hex);
		add_hex(&before, v->hex);
		begin = AT + 4 + size_at(&stream, AT);
		add_plain(&plain, &before, begin, v->biff5 ? 5 : 6);
		why = open_stream(v, &stream);
		if (why != v->expected)
			fail_msg("%s: answers %d", v->name, (int)why);
		assert_memory_equal(stream.data, before.data, begin);
		if (why == SAY_NOTHING) {
			assert_int_equal(stream.len - begin, plain.len);
			assert_memory_equal(stream.data + begin, plain.data, plain.len);
		} else {
			assert_memory_equal(stream.data, before.data, stream.len);
		}
		buf_release(&stream);
		buf_release(&before);
		buf_release(&plain);
	}
}

/* Cut anywhere: no byte outside is touched (the sanitizer looks on), and what is there is opened. */
static void a_stream_cut_short_is_opened_as_far_as_it_goes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(vectors); i++) {
		struct buf whole = { 0 };

		add_hex(&whole, vectors[i].hex);
		for (size_t len = AT; len < whole.len; len += len < 300 ? 1 : 97) {
			struct buf cut = { 0 };
			size_t begin;
			enum say why;

			buf_add(&cut, (struct str){ whole.data, len });
			begin = AT + 4 + size_at(&whole, AT);
			why = open_stream(&vectors[i], &cut);
			if (len >= begin && why != vectors[i].expected)
				fail_msg("%s, cut to %zu: answers %d", vectors[i].name, len, (int)why);
			if (len < begin && why != SAY_ENCRYPTED_KIND)
				fail_msg("%s, FILEPASS cut to %zu: answers %d", vectors[i].name, len, (int)why);
			buf_release(&cut);
		}
		buf_release(&whole);
	}
}

static void what_filepass_may_not_say_is_an_unknown_kind(void **state)
{
	static const struct {
		const char *name, *hex;
		size_t at; /* in FILEPASS's data */
		unsigned char byte;
	} cases[] = {
		{ "a type that there is not", rc4_secret, 0, 2 },
		{ "a version that there is not", rc4_secret, 2, 5 },
		{ "RC4 with the version of extensible encryption", rc4_secret, 4, 3 },
		{ "a cipher that there is not", cryptoapi_40_mima, 14 + 8, 2 },
		{ "a hash that there is not", cryptoapi_40_mima, 14 + 12, 3 },
		{ "a key of 256 bits", cryptoapi_40_mima, 14 + 17, 1 },
		{ "a key of 41 bits", cryptoapi_40_mima, 14 + 16, 41 },
		{ "a header of no length", cryptoapi_40_mima, 10, 0 },
		{ "a header as long as memory", cryptoapi_40_mima, 13, 0xFF },
		{ "a header longer than the record", cryptoapi_40_mima, 11, 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct vector v = { .password = { "secret", "密码" } };
		struct buf stream = { 0 };
		enum say why;

		add_hex(&stream, cases[i].hex);
		stream.data[AT + 4 + cases[i].at] = (char)cases[i].byte;
		why = open_stream(&v, &stream);
		if (why != SAY_ENCRYPTED_KIND)
			fail_msg("%s: answers %d", cases[i].name, (int)why);
		buf_release(&stream);
	}
}

/* --- passwords in their turn ------------------------------------------------------------- */

static void the_default_comes_first_and_the_empty_one_last(void **state)
{
	static const char *const expected[] = { "VelvetSweatshop", "one", "二", "" };
	struct str given[] = { STR_INIT("one"), STR_INIT("二") };
	struct strs passwords = { 2, given };
	struct crypt_try tries;

	(void)state;
	crypt_try_begin(&tries, passwords, 1);
	for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
		assert_true(crypt_try_next(&tries));
		assert_true(str_eq(tries.text, str_from(expected[i])));
	}
	assert_false(crypt_try_next(&tries));
	assert_int_equal(crypt_try_verdict(&tries), SAY_ENCRYPTED);
}

static void what_all_tries_cost_is_bounded(void **state)
{
	static const struct {
		uint32_t rounds, tried;
		enum say verdict;
	} cases[] = {
		{ CRYPT_ROUNDS / 4, 4, SAY_ENCRYPTED },
		{ CRYPT_ROUNDS / 4 + 1, 3, SAY_ENCRYPTED_UNTRIED },
		{ CRYPT_ROUNDS, 1, SAY_ENCRYPTED_UNTRIED },
		{ CRYPT_ROUNDS + 1, 0, SAY_ENCRYPTED_UNTRIED },
	};
	struct str given[] = { STR_INIT("one"), STR_INIT("two") };
	struct strs passwords = { 2, given };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct crypt_try tries;
		uint32_t tried = 0;

		crypt_try_begin(&tries, passwords, cases[i].rounds);
		while (crypt_try_next(&tries))
			tried++;
		assert_int_equal(tried, cases[i].tried);
		assert_int_equal(crypt_try_verdict(&tries), cases[i].verdict);
	}
}

static void a_password_is_text_of_at_most_255_units(void **state)
{
	struct buf long_one = { 0 };

	(void)state;
	for (int i = 0; i < CRYPT_PASSWORD_UNITS; i++)
		buf_add_char(&long_one, 'a');
	assert_true(crypt_is_password(buf_str(&long_one)));
	buf_add_char(&long_one, 'a');
	assert_false(crypt_is_password(buf_str(&long_one)));
	assert_false(crypt_is_password(STR("\xC3\xDC\xC2\xEB")));
	buf_clear(&long_one);
	for (int i = 0; i < CRYPT_PASSWORD_UNITS / 2; i++)
		buf_add(&long_one, STR("😀")); /* two units each */
	assert_true(crypt_is_password(buf_str(&long_one)));
	buf_add(&long_one, STR("😀"));
	assert_false(crypt_is_password(buf_str(&long_one)));
	buf_release(&long_one);
}

/* The pairs of [MS-OFFCRYPTO]'s tables: one letter takes the first of InitialCode. */
static void xor_keys_are_those_of_the_tables(void **state)
{
	(void)state;
	assert_int_equal(crypt_xor_key(str_bytes(STR("\x01"))), 0xE1F0 ^ 0x1021);
	assert_int_equal(crypt_xor_key(str_bytes(STR("\x40"))), 0xE1F0 ^ 0x48C4);
	assert_int_equal(crypt_xor_key(str_bytes(STR("\x01\x80"))), 0x1D0F ^ 0x3331);
	assert_int_equal(crypt_xor_key(str_bytes(STR(""))), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_opened_or_left_as_they_are),
		cmocka_unit_test(a_stream_cut_short_is_opened_as_far_as_it_goes),
		cmocka_unit_test(what_filepass_may_not_say_is_an_unknown_kind),
		cmocka_unit_test(the_default_comes_first_and_the_empty_one_last),
		cmocka_unit_test(what_all_tries_cost_is_bounded),
		cmocka_unit_test(a_password_is_text_of_at_most_255_units),
		cmocka_unit_test(xor_keys_are_those_of_the_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
