#include "decode/crypt_cipher.h"

#include <assert.h>

#include <nettle/aes.h>
#include <nettle/arctwo.h>
#include <nettle/cbc.h>
#include <nettle/des.h>
#include <nettle/hmac.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha3.h>

/* Room for the state of any hash, and of any cipher. */
union hash_state {
	struct sha512_ctx sha512;
	struct sha256_ctx sha256;
	struct sha1_ctx sha1;
	struct md5_ctx md5;
};

union cipher_state {
	struct aes128_ctx aes128;
	struct aes192_ctx aes192;
	struct aes256_ctx aes256;
	struct des_ctx des;
	struct des3_ctx des3;
	struct arctwo_ctx arctwo;
};

static const struct crypt_hash hashes[] = {
	{ STR_INIT("SHA512"), &nettle_sha512, SHA512_DIGEST_SIZE },
	{ STR_INIT("SHA384"), &nettle_sha384, SHA384_DIGEST_SIZE },
	{ STR_INIT("SHA256"), &nettle_sha256, SHA256_DIGEST_SIZE },
	{ STR_INIT("SHA1"), &nettle_sha1, SHA1_DIGEST_SIZE },
	{ STR_INIT("MD5"), &nettle_md5, MD5_DIGEST_SIZE },
};

/* Written with a hyphen, too: SHA-1. */
static bool is_name(struct str name, struct str known)
{
	size_t at = str_find(name, STR("-"), 0);

	if (at == name.len)
		return str_eq_nocase(name, known);
	return str_eq_nocase(str_part(name, 0, at), str_part(known, 0, at)) &&
	       str_eq_nocase(str_after(name, at + 1), str_after(known, at));
}

const struct crypt_hash *crypt_cipher_hash(struct str name, size_t size)
{
	for (size_t i = 0; i < ARRAY_COUNT(hashes); i++)
		if (is_name(name, hashes[i].name) && hashes[i].size == size)
			return &hashes[i];
	return NULL;
}

void crypt_cipher_digest(const struct crypt_hash *hash, struct bytes a, struct bytes b,
			 unsigned char digest[CRYPT_DIGEST])
{
	union hash_state state;

	assert(hash->nettle->context_size <= sizeof(state));
	hash->nettle->init(&state);
	hash->nettle->update(&state, a.len, a.data);
	hash->nettle->update(&state, b.len, b.data);
	hash->nettle->digest(&state, hash->size, digest);
}

void crypt_cipher_spin(const struct crypt_hash *hash, struct bytes salt, struct bytes password, uint32_t rounds,
		       unsigned char digest[CRYPT_DIGEST])
{
	crypt_cipher_digest(hash, salt, password, digest);
	for (uint32_t round = 0; round < rounds; round++) {
		unsigned char number[4] = { (unsigned char)round, (unsigned char)(round >> 8),
					    (unsigned char)(round >> 16), (unsigned char)(round >> 24) };

		crypt_cipher_digest(hash, (struct bytes){ number, 4 }, (struct bytes){ digest, hash->size }, digest);
	}
}

void crypt_cipher_hmac(const struct crypt_hash *hash, struct bytes key, struct bytes data,
		       unsigned char digest[CRYPT_DIGEST])
{
	union hash_state outer, inner, state;

	hmac_set_key(&outer, &inner, &state, hash->nettle, key.len, key.data);
	hmac_update(&state, hash->nettle, data.len, data.data);
	hmac_digest(&outer, &inner, &state, hash->nettle, hash->size, digest);
}

static void set_aes128(void *state, const unsigned char *key)
{
	aes128_set_decrypt_key(state, key);
}

static void set_aes192(void *state, const unsigned char *key)
{
	aes192_set_decrypt_key(state, key);
}

static void set_aes256(void *state, const unsigned char *key)
{
	aes256_set_decrypt_key(state, key);
}

/* What nettle says of a weak key does not matter here: the key is the file's. */
static void set_des(void *state, const unsigned char *key)
{
	(void)des_set_key(state, key);
}

static void set_des3(void *state, const unsigned char *key)
{
	(void)des3_set_key(state, key);
}

static void set_rc2(void *state, const unsigned char *key)
{
	arctwo128_set_key(state, key);
}

static void aes128(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	aes128_decrypt(state, len, to, from);
}

static void aes192(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	aes192_decrypt(state, len, to, from);
}

static void aes256(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	aes256_decrypt(state, len, to, from);
}

static void des(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	des_decrypt(state, len, to, from);
}

static void des3(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	des3_decrypt(state, len, to, from);
}

static void rc2(const void *state, size_t len, unsigned char *to, const unsigned char *from)
{
	/* nettle leaves out the const that it keeps. */
	arctwo_decrypt((struct arctwo_ctx *)(uintptr_t)state, len, to, from);
}

static const struct crypt_algorithm algorithms[] = {
	{ STR_INIT("AES"), 128, AES_BLOCK_SIZE, set_aes128, aes128 },
	{ STR_INIT("AES"), 192, AES_BLOCK_SIZE, set_aes192, aes192 },
	{ STR_INIT("AES"), 256, AES_BLOCK_SIZE, set_aes256, aes256 },
	{ STR_INIT("3DES"), 192, DES3_BLOCK_SIZE, set_des3, des3 },
	{ STR_INIT("DES"), 64, DES_BLOCK_SIZE, set_des, des },
	{ STR_INIT("RC2"), 128, ARCTWO_BLOCK_SIZE, set_rc2, rc2 },
};

const struct crypt_algorithm *crypt_cipher_algorithm(struct str name, size_t key_bits, size_t block)
{
	for (size_t i = 0; i < ARRAY_COUNT(algorithms); i++)
		if (str_eq_nocase(name, algorithms[i].name) && algorithms[i].key_bits == key_bits &&
		    algorithms[i].block == block)
			return &algorithms[i];
	return NULL;
}

void crypt_cipher_decrypt(const struct crypt_algorithm *algorithm, const unsigned char *key,
			  const unsigned char *vector, unsigned char *to, struct bytes from)
{
	union cipher_state state;
	unsigned char chain[CRYPT_BLOCK];

	algorithm->set_key(&state, key);
	if (vector) {
		memcpy(chain, vector, algorithm->block);
		cbc_decrypt(&state, algorithm->decrypt, algorithm->block, chain, from.len, to, from.data);
	} else {
		algorithm->decrypt(&state, from.len, to, from.data);
	}
}
