#include "decode/crypt_xls.h"

#include <nettle/arcfour.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>

#include "base/little.h"
#include "decode/code_page.h"
#include "decode/crypt.h"
#include "decode/crypt_header.h"
#include "decode/crypt_xor.h"

/* Records that stay plain, and BOUNDSHEET8, of which the first field does. */
enum { BOUNDSHEET = 0x85, POSITION_LEN = 4 };
static const uint16_t plain_records[] = {
	0x0009, 0x0209, 0x0409, 0x0809, /* BOF */
	0x002F,				/* FILEPASS */
	0x00E1,				/* INTERFACEHDR */
	0x0138,				/* RRDHEAD */
	0x0194, 0x0195, 0x0196,		/* USREXCL, FILELOCK, RRDINFO */
};

enum { HEADER = 4, REKEYED = 1024, DIGEST_MOST = SHA1_DIGEST_SIZE };

/* What FILEPASS says, and what a password that fits gives. */
struct lock {
	const struct lock_kind *kind;
	const unsigned char *salt, *verifier, *digest; /* in FILEPASS, which stays as it is */
	size_t key_len;				       /* bytes, of RC4 */
	uint16_t xor_key, xor_hash;

	unsigned char base[DIGEST_MOST]; /* the password's digest, before a block's number joins */
	unsigned char array[CRYPT_XOR_ARRAY];
	uint64_t block; /* whose keystream is at hand */
	unsigned char keystream[REKEYED];
};

struct lock_kind {
	/* Does the password fit? It is then kept in the lock. */
	bool (*fits)(struct lock *lock, const struct crypt_try *password);
	/* `at`: where the data lie in the stream; `size`: of their record. */
	void (*decrypt)(struct lock *lock, unsigned char *data, size_t len, uint64_t at, size_t size);
	void (*block_key)(const struct lock *lock, uint32_t block, struct arcfour_ctx *rc4); /* RC4 */
};

static void put_u32(unsigned char *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(value >> 8 * i);
}

/* --- XOR ------------------------------------------------------------------------- */

static bool bytes_fit(struct lock *lock, struct bytes password)
{
	if (password.len == 0 || password.len > CRYPT_XOR_PASSWORD || crypt_xor_key(password) != lock->xor_key ||
	    crypt_xor_hash(password) != lock->xor_hash)
		return false;
	crypt_xor_array(password, lock->array);
	return true;
}

/* Of each unit the low byte, or the high one where that is 0: what a writer without a code page takes. */
static bool low_bytes_fit(struct lock *lock, const struct crypt_try *password)
{
	unsigned char bytes[CRYPT_PASSWORD_UNITS];
	size_t len = password->utf16_len / 2;

	for (size_t i = 0; i < len; i++)
		bytes[i] = password->utf16[2 * i] ? password->utf16[2 * i] : password->utf16[2 * i + 1];
	return bytes_fit(lock, (struct bytes){ bytes, len });
}

/* The code page of the machine on which it was set is written nowhere that could be read yet. */
static bool xor_fits(struct lock *lock, const struct crypt_try *password)
{
	struct buf bytes = { 0 };
	bool fits = low_bytes_fit(lock, password);

	for (uint32_t i = 0; i < CODE_PAGES_USUAL && !fits; i++) {
		buf_clear(&bytes);
		fits = code_page_encode(i, password->text, &bytes) && bytes_fit(lock, str_bytes(buf_str(&bytes)));
	}
	buf_release(&bytes);
	return fits;
}

static void xor_decrypt(struct lock *lock, unsigned char *data, size_t len, uint64_t at, size_t size)
{
	crypt_xor_decrypt(lock->array, at + size, data, len);
}

/* --- RC4 ------------------------------------------------------------------------- */

static void set_keystream(struct lock *lock, uint64_t block)
{
	struct arcfour_ctx rc4;

	lock->kind->block_key(lock, (uint32_t)block, &rc4);
	memset(lock->keystream, 0, REKEYED);
	arcfour_crypt(&rc4, REKEYED, lock->keystream, lock->keystream);
	lock->block = block;
}

static void rc4_decrypt(struct lock *lock, unsigned char *data, size_t len, uint64_t at, size_t size)
{
	(void)size;
	for (size_t i = 0; i < len; i++) {
		if ((at + i) / REKEYED != lock->block)
			set_keystream(lock, (at + i) / REKEYED);
		data[i] ^= lock->keystream[(at + i) % REKEYED];
	}
}

/* Verifier and digest stand one behind the other in a keystream of block 0. */
static void open_verifier(struct lock *lock, size_t digest_len, unsigned char *verifier, unsigned char *digest)
{
	set_keystream(lock, 0);
	for (size_t i = 0; i < CRYPT_VERIFIER; i++)
		verifier[i] = lock->verifier[i] ^ lock->keystream[i];
	for (size_t i = 0; i < digest_len; i++)
		digest[i] = lock->digest[i] ^ lock->keystream[CRYPT_VERIFIER + i];
}

static void md5_of(struct bytes data, unsigned char digest[MD5_DIGEST_SIZE])
{
	struct md5_ctx md5;

	md5_init(&md5);
	md5_update(&md5, data.len, data.data);
	md5_digest(&md5, MD5_DIGEST_SIZE, digest);
}

enum { RC4_KEPT = 5, RC4_REPEATS = 16 };

/* 2.3.6.2: five bytes of the password's digest and the salt, sixteen times over. */
static bool rc4_fits(struct lock *lock, const struct crypt_try *password)
{
	unsigned char mixed[RC4_REPEATS * (RC4_KEPT + CRYPT_SALT)], verifier[CRYPT_VERIFIER];
	unsigned char said[MD5_DIGEST_SIZE], digest[MD5_DIGEST_SIZE];

	md5_of((struct bytes){ password->utf16, password->utf16_len }, digest);
	for (size_t i = 0; i < RC4_REPEATS; i++) {
		memcpy(mixed + i * (RC4_KEPT + CRYPT_SALT), digest, RC4_KEPT);
		memcpy(mixed + i * (RC4_KEPT + CRYPT_SALT) + RC4_KEPT, lock->salt, CRYPT_SALT);
	}
	md5_of((struct bytes){ mixed, sizeof(mixed) }, lock->base);
	open_verifier(lock, MD5_DIGEST_SIZE, verifier, said);
	md5_of((struct bytes){ verifier, CRYPT_VERIFIER }, digest);
	return memcmp(digest, said, MD5_DIGEST_SIZE) == 0;
}

static void rc4_block_key(const struct lock *lock, uint32_t block, struct arcfour_ctx *rc4)
{
	unsigned char mixed[RC4_KEPT + 4], digest[MD5_DIGEST_SIZE];

	memcpy(mixed, lock->base, RC4_KEPT);
	put_u32(mixed + RC4_KEPT, block);
	md5_of((struct bytes){ mixed, sizeof(mixed) }, digest);
	arcfour_set_key(rc4, sizeof(digest), digest);
}

/* --- RC4 of the CryptoAPI ---------------------------------------------------------- */

static void sha1_of(struct bytes a, struct bytes b, unsigned char digest[SHA1_DIGEST_SIZE])
{
	struct sha1_ctx sha1;

	sha1_init(&sha1);
	sha1_update(&sha1, a.len, a.data);
	sha1_update(&sha1, b.len, b.data);
	sha1_digest(&sha1, SHA1_DIGEST_SIZE, digest);
}

/* 2.3.5.2 */
static bool cryptoapi_fits(struct lock *lock, const struct crypt_try *password)
{
	unsigned char verifier[CRYPT_VERIFIER], said[SHA1_DIGEST_SIZE], digest[SHA1_DIGEST_SIZE];

	sha1_of((struct bytes){ lock->salt, CRYPT_SALT }, (struct bytes){ password->utf16, password->utf16_len },
		lock->base);
	open_verifier(lock, SHA1_DIGEST_SIZE, verifier, said);
	sha1_of((struct bytes){ verifier, CRYPT_VERIFIER }, (struct bytes){ verifier, 0 }, digest);
	return memcmp(digest, said, SHA1_DIGEST_SIZE) == 0;
}

/* A key of 40 bits is 128 bits long, of which the rest are zero. */
static void cryptoapi_block_key(const struct lock *lock, uint32_t block, struct arcfour_ctx *rc4)
{
	unsigned char number[4], digest[SHA1_DIGEST_SIZE];
	size_t len = lock->key_len;

	put_u32(number, block);
	sha1_of((struct bytes){ lock->base, SHA1_DIGEST_SIZE }, (struct bytes){ number, 4 }, digest);
	if (len == 5) {
		len = 16;
		memset(digest + 5, 0, 11);
	}
	arcfour_set_key(rc4, len, digest);
}

static const struct lock_kind kind_xor = { xor_fits, xor_decrypt, NULL };
static const struct lock_kind kind_rc4 = { rc4_fits, rc4_decrypt, rc4_block_key };
static const struct lock_kind kind_cryptoapi = { cryptoapi_fits, rc4_decrypt, cryptoapi_block_key };

/* --- FILEPASS ([MS-XLS] 2.4.117) ------------------------------------------------------ */

enum { TYPE_XOR = 0, TYPE_RC4 = 1, XOR_LEN = 4, RC4_LEN = 4 + CRYPT_SALT + CRYPT_VERIFIER + MD5_DIGEST_SIZE };

static enum say parse_xor(struct lock *lock, struct bytes body)
{
	if (body.len < XOR_LEN)
		return SAY_ENCRYPTED_KIND;
	lock->kind = &kind_xor;
	lock->xor_key = (uint16_t)little_u16(body.data);
	lock->xor_hash = (uint16_t)little_u16(body.data + 2);
	return SAY_NOTHING;
}

static enum say parse_rc4(struct lock *lock, struct bytes body)
{
	if (body.len < RC4_LEN)
		return SAY_ENCRYPTED_KIND;
	lock->kind = &kind_rc4;
	lock->salt = body.data + 4;
	lock->verifier = lock->salt + CRYPT_SALT;
	lock->digest = lock->verifier + CRYPT_VERIFIER;
	return SAY_NOTHING;
}

enum { CIPHER_RC4 = 0x6801, KEY_LEAST = 40, KEY_MOST = 128 };

static enum say parse_cryptoapi(struct lock *lock, struct bytes body)
{
	struct crypt_header header;
	uint32_t bits;

	if (!crypt_header_parse(&header, body, SHA1_DIGEST_SIZE))
		return SAY_ENCRYPTED_KIND;
	bits = header.key_bits ? header.key_bits : KEY_LEAST;
	if ((header.cipher != CIPHER_RC4 && header.cipher != 0) || bits % 8 || bits < KEY_LEAST || bits > KEY_MOST)
		return SAY_ENCRYPTED_KIND;
	lock->kind = &kind_cryptoapi;
	lock->key_len = bits / 8;
	lock->salt = header.salt;
	lock->verifier = header.verifier;
	lock->digest = header.digest;
	return SAY_NOTHING;
}

static enum say parse(struct lock *lock, struct bytes body, bool biff8)
{
	uint32_t type;

	if (!biff8)
		return parse_xor(lock, body);
	if (body.len < 6)
		return SAY_ENCRYPTED_KIND;
	type = little_u16(body.data);
	body = (struct bytes){ body.data + 2, body.len - 2 };
	if (type == TYPE_XOR)
		return parse_xor(lock, body);
	if (type != TYPE_RC4)
		return SAY_ENCRYPTED_KIND;
	if (little_u16(body.data) == 1 && little_u16(body.data + 2) == 1)
		return parse_rc4(lock, body);
	return parse_cryptoapi(lock, body);
}

/* --- all records ---------------------------------------------------------------------- */

static size_t plain_len(uint32_t id, size_t size)
{
	for (size_t i = 0; i < ARRAY_COUNT(plain_records); i++)
		if (plain_records[i] == id)
			return size;
	return id == BOUNDSHEET && size > POSITION_LEN ? POSITION_LEN : 0;
}

/* Record by record to the end of the stream: where one is cut short, what there is of it. */
static void decrypt_records(struct lock *lock, unsigned char *stream, size_t len, size_t at)
{
	while (len - at >= HEADER) {
		uint32_t id = little_u16(stream + at), size = little_u16(stream + at + 2);
		size_t body = at + HEADER, there = size < len - body ? size : len - body;
		size_t plain = plain_len(id, there);

		if (plain < there)
			lock->kind->decrypt(lock, stream + body + plain, there - plain, body + plain, size);
		at = body + there;
	}
}

enum say crypt_xls_open(struct strs passwords, unsigned char *stream, size_t len, size_t at, bool biff8)
{
	struct lock lock = { 0 };
	struct crypt_try tries;
	struct bytes body;
	enum say why;

	if (at > len || len - at < HEADER || little_u16(stream + at + 2) > len - at - HEADER)
		return SAY_ENCRYPTED_KIND;
	body = (struct bytes){ stream + at + HEADER, little_u16(stream + at + 2) };
	why = parse(&lock, body, biff8);
	if (why)
		return why;
	crypt_try_begin(&tries, passwords, 1);
	while (crypt_try_next(&tries))
		if (lock.kind->fits(&lock, &tries)) {
			decrypt_records(&lock, stream, len, at + HEADER + body.len);
			return SAY_NOTHING;
		}
	return crypt_try_verdict(&tries);
}
