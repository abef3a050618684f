/*
 * EncryptionInfo: what it may say, and what it may not. Whole packages are opened in tests/e2e and tests/agreement. And
 * how much is looked through to tell that a file is encrypted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "decode/crypt.h"
#include "decode/crypt_info.h"
#include "decode/crypt_ods.h"
#include "decode/crypt_xlsx.h"
#include "zipmaker.h"

/* Base64 of 16, 32 and 64 zero bytes. */
#define B16 "AAAAAAAAAAAAAAAAAAAAAA=="
#define B32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define B64 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
#define B126                                                                                                           \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
	"AAAAAAAA"                                                                                                     \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define SPACE "http://schemas.microsoft.com/office/2006/keyEncryptor/"

/* Attributes that are not given are the usual ones. */
struct agile_case {
	const char *name;
	const char *data, *key; /* instead of all that the two elements say of algorithms */
	const char *spin, *uri, *verifier, *key_value, *integrity, *before;
	bool good;
};

#define PARTY(bits, block, size, cipher, chaining, hash)                                                               \
	"keyBits='" bits "' blockSize='" block "' hashSize='" size "' cipherAlgorithm='" cipher                        \
	"' cipherChaining='ChainingMode" chaining "' hashAlgorithm='" hash "' saltValue='" B16 "' "
#define USUAL PARTY("256", "16", "64", "AES", "CBC", "SHA512")

static const struct agile_case agile_cases[] = {
	{ .name = "as Excel writes it", .good = true },
	{ .name = "without a sum over all", .integrity = "", .good = true },
	{ .name = "hashes written with a hyphen",
	  .data = PARTY("128", "16", "20", "AES", "CBC", "SHA-1"),
	  .integrity = "",
	  .good = true },
	{ .name = "another algorithm for the key than for the data",
	  .key = PARTY("128", "16", "16", "AES", "CBC", "MD5"),
	  .good = true },
	{ .name = "the most rounds", .spin = "10000000", .good = true },
	{ .name = "no rounds", .spin = "0", .good = true },
	{ .name = "one round too many", .spin = "10000001" },
	{ .name = "as many rounds as fit", .spin = "4294967295" },
	{ .name = "more rounds than fit", .spin = "4294967297" },
	{ .name = "rounds below nothing", .spin = "-1" },
	{ .name = "a certificate", .uri = SPACE "certificate" },
	{ .name = "an unknown cipher", .data = PARTY("256", "16", "64", "ROT13", "CBC", "SHA512") },
	{ .name = "an unknown hash", .key = PARTY("256", "16", "64", "AES", "CBC", "WHIRLPOOL") },
	{ .name = "another chaining", .data = PARTY("256", "16", "64", "AES", "CFB", "SHA512") },
	{ .name = "a key of no length", .data = PARTY("0", "16", "64", "AES", "CBC", "SHA512") },
	{ .name = "a key longer than any", .data = PARTY("65536", "16", "64", "AES", "CBC", "SHA512") },
	{ .name = "blocks of another length", .data = PARTY("256", "8", "64", "AES", "CBC", "SHA512") },
	{ .name = "blocks of no length", .data = PARTY("256", "0", "64", "AES", "CBC", "SHA512") },
	{ .name = "a digest of another length", .data = PARTY("256", "16", "65", "AES", "CBC", "SHA512") },
	{ .name = "nothing of algorithms", .data = "" },
	{ .name = "a verifier of a broken block", .verifier = "AAAA" },
	{ .name = "a verifier of no bytes", .verifier = "" },
	{ .name = "a verifier that is no base64", .verifier = "*AAAAAAAAAAAAAAAAAAAAA==" },
	{ .name = "a verifier longer than any", .verifier = B126 B126 },
	{ .name = "a key shorter than the data's", .key_value = B16 },
	{ .name = "a sum shorter than a digest",
	  .integrity = "<dataIntegrity encryptedHmacKey='" B64 "' encryptedHmacValue='" B32 "'/>" },
	{ .name = "half a sum", .integrity = "<dataIntegrity encryptedHmacKey='" B64 "'/>" },
	{ .name = "a DOCTYPE", .before = "<!DOCTYPE encryption [<!ENTITY a 'b'>]>" },
	{ .name = "no XML", .before = "<" },
};

static const char *either(const char *given, const char *usual)
{
	return given ? given : usual;
}

static void add_agile(struct buf *out, const struct agile_case *c)
{
	buf_add(out, STR("\4\0\4\0\x40\0\0\0"));
	buf_printf(out, "%s<encryption xmlns:p='p'><keyData %s/>%s", either(c->before, ""), either(c->data, USUAL),
		   either(c->integrity, "<dataIntegrity encryptedHmacKey='" B64 "' encryptedHmacValue='" B64 "'/>"));
	buf_printf(out,
		   "<keyEncryptors><keyEncryptor uri='%s'><p:encryptedKey spinCount='%s' %s "
		   "encryptedVerifierHashInput='%s' encryptedVerifierHashValue='" B64 "' encryptedKeyValue='%s'/>"
		   "</keyEncryptor></keyEncryptors></encryption>",
		   either(c->uri, SPACE "password"), either(c->spin, "100000"), either(c->key, USUAL),
		   either(c->verifier, B16), either(c->key_value, B32));
}

static void agile_info_is_taken_only_where_all_of_it_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(agile_cases); i++) {
		struct buf stream = { 0 };
		struct crypt_info info;

		add_agile(&stream, &agile_cases[i]);
		if (crypt_info_parse(&info, str_bytes(buf_str(&stream))) != agile_cases[i].good)
			fail_msg("%s: %s", agile_cases[i].name, agile_cases[i].good ? "refused" : "taken");
		buf_release(&stream);
	}
}

static void what_is_taken_is_what_it_says(void **state)
{
	struct agile_case c = { .key = PARTY("192", "16", "48", "AES", "CBC", "SHA384"), .spin = "77" };
	struct buf stream = { 0 };
	struct crypt_info info;

	(void)state;
	add_agile(&stream, &c);
	assert_true(crypt_info_parse(&info, str_bytes(buf_str(&stream))));
	assert_true(info.agile);
	assert_int_equal(info.rounds, 77);
	assert_int_equal(info.key.algorithm->key_bits, 192);
	assert_int_equal(info.key.hash->size, 48);
	assert_int_equal(info.key.salt.len, 16);
	assert_int_equal(info.data.algorithm->key_bits, 256);
	assert_int_equal(info.hmac_value.len, 64);
	buf_release(&stream);
}

/* --- standard ---------------------------------------------------------------------------- */

enum { HEADER = 12, HEADER_LEN = 34, VERIFIER = HEADER + HEADER_LEN, STANDARD = VERIFIER + 4 + 16 + 16 + 4 + 32 };

static void put_u32(unsigned char *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(value >> 8 * i);
}

static void make_standard(unsigned char stream[STANDARD])
{
	memset(stream, 0, STANDARD);
	stream[0] = 3;
	stream[2] = 2;
	put_u32(stream + 8, HEADER_LEN);
	put_u32(stream + HEADER + 8, 0x660E);
	put_u32(stream + HEADER + 12, 0x8004);
	put_u32(stream + HEADER + 16, 128);
	put_u32(stream + VERIFIER, 16);
}

static void standard_info_is_taken_only_where_all_of_it_fits(void **state)
{
	static const struct {
		const char *name;
		size_t at;
		uint32_t value;
		size_t len; /* all where 0 */
		bool good;
	} cases[] = {
		{ "as Excel 2007 writes it", 4, 0, 0, true },
		{ "the cipher left to the length of its key", HEADER + 8, 0, 0, true },
		{ "the length left to the cipher", HEADER + 16, 0, 0, true },
		{ "a version of Excel 2007 SP2", 0, 2 << 16 | 4, 0, true },
		{ "cut by a byte", 4, 0, STANDARD - 1, false },
		{ "cut to its versions", 4, 0, 8, false },
		{ "cut to nothing", 4, 0, 1, false },
		{ "an extensible one", 0, 3 << 16 | 4, 0, false },
		{ "a version that there is not", 0, 2 << 16 | 5, 0, false },
		{ "a header of no length", 8, 0, 0, false },
		{ "a header longer by a byte than there is room", 8, HEADER_LEN + 1, 0, false },
		{ "a header as long as memory", 8, UINT32_MAX, 0, false },
		{ "RC4", HEADER + 8, 0x6801, 0, false },
		{ "AES of 256 bits with a key of 128", HEADER + 8, 0x6610, 0, false },
		{ "MD5", HEADER + 12, 0x8003, 0, false },
		{ "a key of 40 bits", HEADER + 16, 40, 0, false },
		{ "a salt as long as memory", VERIFIER, UINT32_MAX, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		size_t len = cases[i].len ? cases[i].len : STANDARD;
		unsigned char whole[STANDARD],
			*stream = malloc(len); /* of its own, so that the sanitizer sees its end */
		struct crypt_info info;

		assert_non_null(stream);
		make_standard(whole);
		put_u32(whole + cases[i].at, cases[i].value);
		memcpy(stream, whole, len);
		if (crypt_info_parse(&info, (struct bytes){ stream, len }) != cases[i].good)
			fail_msg("%s: %s", cases[i].name, cases[i].good ? "refused" : "taken");
		free(stream);
	}
}

/* --- limits, from both sides --------------------------------------------------------------- */

enum { MOST = 1024 * 1024, SECTOR = 512, TABLES = 17, DIRECTORY = TABLES, FIRST = TABLES + 1 };
enum { NO_SECTOR = -2, TABLE_SECTOR = -3 };

static void fill(struct buf *text, char c, size_t len)
{
	size_t more = len > text->len ? len - text->len : 0;

	memset(buf_reserve(text, more), c, more);
	text->len += more;
}

/* A container of one stream: the tables of its sectors, its directory, and the stream. */
static unsigned char *new_container(struct str name, struct str stream, size_t *len)
{
	static const unsigned char magic[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
	size_t last = FIRST + (stream.len - 1) / SECTOR;
	unsigned char *file = calloc(last + 2, SECTOR), *entry;

	assert_non_null(file);
	assert_true(last < TABLES * SECTOR / 4);
	memcpy(file, magic, sizeof(magic));
	file[30] = 9;
	file[32] = 6;
	put_u32(file + 44, TABLES);
	put_u32(file + 48, DIRECTORY);
	put_u32(file + 60, (uint32_t)NO_SECTOR);
	put_u32(file + 68, (uint32_t)NO_SECTOR);
	memset(file + 76, 0xFF, SECTOR - 76);
	for (uint32_t i = 0; i < TABLES; i++)
		put_u32(file + 76 + 4 * (size_t)i, i);
	for (uint32_t i = 0; i <= last; i++)
		put_u32(file + SECTOR + 4 * (size_t)i, i < TABLES		     ? (uint32_t)TABLE_SECTOR
						       : i == DIRECTORY || i == last ? (uint32_t)NO_SECTOR
										     : i + 1);
	entry = file + SECTOR * (DIRECTORY + 1);
	entry[0] = 'R';
	entry[64] = 4;
	entry[66] = 5;
	put_u32(entry + 68, UINT32_MAX);
	put_u32(entry + 72, UINT32_MAX);
	put_u32(entry + 76, 1);
	put_u32(entry + 116, (uint32_t)NO_SECTOR);
	entry += 128;
	for (size_t i = 0; i < name.len; i++)
		entry[2 * i] = (unsigned char)name.data[i];
	entry[64] = (unsigned char)(2 * name.len + 2);
	entry[66] = 2;
	memset(entry + 68, 0xFF, 12);
	put_u32(entry + 116, FIRST);
	put_u32(entry + 120, (uint32_t)stream.len);
	memcpy(file + SECTOR * (FIRST + 1), stream.data, stream.len);
	*len = (last + 2) * SECTOR;
	return file;
}

/* Passwords are tried, or it is not even looked at. */
static void info_is_a_mebibyte_at_most(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct agile_case c = { .spin = "1" };
		struct buf stream = { 0 }, memory = { 0 };
		struct bytes package;
		unsigned char *file;
		size_t len;

		add_agile(&stream, &c);
		fill(&stream, ' ', MOST + over);
		file = new_container(STR("EncryptionInfo"), buf_str(&stream), &len);
		assert_int_equal(crypt_xlsx_open((struct strs){ 0 }, (struct bytes){ file, len }, &memory, &package),
				 over ? SAY_ENCRYPTED_KIND : SAY_ENCRYPTED);
		free(file);
		buf_release(&stream);
		buf_release(&memory);
	}
}

/* What makes a document an encrypted one stands in its first lines, or not at all. */
static void a_manifest_is_looked_through_for_a_mebibyte(void **state)
{
	static const struct str sign = STR_INIT(":encryption-data");

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct buf manifest = { 0 };
		struct zipmaker maker;
		struct bytes file;

		fill(&manifest, ' ', MOST - sign.len + over);
		buf_add(&manifest, sign);
		fill(&manifest, ' ', MOST + MOST);
		zipmaker_begin(&maker);
		zipmaker_add(&maker, "mimetype", STR("application/vnd.oasis.opendocument.spreadsheet"), true);
		zipmaker_add(&maker, "META-INF/manifest.xml", buf_str(&manifest), true);
		file = zipmaker_end(&maker);
		assert_int_equal(crypt_ods_is(file), over == 0);
		free((void *)(uintptr_t)file.data);
		buf_release(&manifest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agile_info_is_taken_only_where_all_of_it_fits),
		cmocka_unit_test(what_is_taken_is_what_it_says),
		cmocka_unit_test(standard_info_is_taken_only_where_all_of_it_fits),
		cmocka_unit_test(info_is_a_mebibyte_at_most),
		cmocka_unit_test(a_manifest_is_looked_through_for_a_mebibyte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
