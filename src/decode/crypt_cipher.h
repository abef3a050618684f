/*
 * The hashes and block ciphers that an encrypted package may name ([MS-OFFCRYPTO]
 * 2.3.4.11), by their names there, over nettle. Chaining is CBC; ECB is CBC of
 * single blocks without a vector.
 */
#ifndef DECODE_CRYPT_CIPHER_H
#define DECODE_CRYPT_CIPHER_H

#include "base/str.h"

struct crypt_hash {
	struct str name;
	const struct nettle_hash *nettle;
	size_t size; /* of a digest */
};

enum { CRYPT_DIGEST = 64, CRYPT_BLOCK = 16, CRYPT_KEY = 32 };

/* NULL where it is not known, or its size is another. */
const struct crypt_hash *crypt_cipher_hash(struct str name, size_t size);

/* The digest of a and b, one behind the other; *digest may be one of them. */
void crypt_cipher_digest(const struct crypt_hash *hash, struct bytes a, struct bytes b,
			 unsigned char digest[CRYPT_DIGEST]);
/* The password's digest, hashed again that many times with the number of the round before it (2.3.4.7, 2.3.4.11). */
void crypt_cipher_spin(const struct crypt_hash *hash, struct bytes salt, struct bytes password, uint32_t rounds,
		       unsigned char digest[CRYPT_DIGEST]);
void crypt_cipher_hmac(const struct crypt_hash *hash, struct bytes key, struct bytes data,
		       unsigned char digest[CRYPT_DIGEST]);

struct crypt_algorithm {
	struct str name;
	size_t key_bits, block;
	void (*set_key)(void *state, const unsigned char *key);
	void (*decrypt)(const void *state, size_t len, unsigned char *to, const unsigned char *from);
};

/* NULL where it is not known. */
const struct crypt_algorithm *crypt_cipher_algorithm(struct str name, size_t key_bits, size_t block);

/*
 * Decrypt whole blocks; key as long as the algorithm's. vector: as long as a block,
 * or NULL for ECB.
 */
void crypt_cipher_decrypt(const struct crypt_algorithm *algorithm, const unsigned char *key,
			  const unsigned char *vector, unsigned char *to, struct bytes from);

#endif
