/*
 * EncryptionInfo, the stream that says how a package is encrypted ([MS-OFFCRYPTO]
 * 2.3.4): "standard" as Excel 2007 writes it, in binary, and "agile" as Excel does
 * since 2010, in XML. Every size that it names was checked: what it tells can be used.
 */
#ifndef DECODE_CRYPT_INFO_H
#define DECODE_CRYPT_INFO_H

#include "decode/crypt_cipher.h"

/* Excel's longest value has 64 bytes. */
enum { CRYPT_BLOB = 128 };

struct crypt_blob {
	unsigned char data[CRYPT_BLOB];
	size_t len;
};

struct crypt_party {
	const struct crypt_hash *hash;
	const struct crypt_algorithm *algorithm;
	struct crypt_blob salt;
};

struct crypt_info {
	bool agile;
	uint32_t rounds;		 /* of hashing a password: at most CRYPT_ROUNDS */
	struct crypt_party key;		 /* what the password opens */
	struct crypt_blob verifier;	 /* whole blocks, the salt's length at least where agile, else one block */
	struct crypt_blob verifier_hash; /* whole blocks, a digest at least */

	/* Agile only: the package's own key. */
	struct crypt_party data;
	struct crypt_blob key_value;		/* encrypted by the password's: a key of the data at least */
	struct crypt_blob hmac_key, hmac_value; /* encrypted by the data's: a digest at least, or both empty */
};

/* False where it is of a kind that is not known: by certificate, by rights management, or nonsense. */
MUST_CHECK bool crypt_info_parse(struct crypt_info *info, struct bytes stream);

#endif
