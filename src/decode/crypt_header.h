/*
 * EncryptionHeader and EncryptionVerifier as they stand one behind the other ([MS-OFFCRYPTO]
 * 2.3.2, 2.3.3): in a package's EncryptionInfo and, of the CryptoAPI, in an .xls's FILEPASS.
 */
#ifndef DECODE_CRYPT_HEADER_H
#define DECODE_CRYPT_HEADER_H

#include "base/str.h"

/* RC4 without a header has a salt and a verifier as long (2.3.6.1). */
enum { CRYPT_SALT = 16, CRYPT_VERIFIER = 16 };

struct crypt_header {
	uint32_t cipher;	       /* AlgID; 0: the kind of file tells */
	uint32_t key_bits;	       /* 0 as well */
	const unsigned char *salt;     /* CRYPT_SALT bytes; these borrow from what was parsed */
	const unsigned char *verifier; /* CRYPT_VERIFIER bytes, encrypted */
	const unsigned char *digest;   /* of the verifier, encrypted */
};

/*
 * `block` begins with the version, 2 to 4 and then 2. False where header and a digest of so many
 * bytes are not whole, the salt is of another length, or what is hashed is not so by SHA-1.
 */
MUST_CHECK bool crypt_header_parse(struct crypt_header *header, struct bytes block, size_t digest_len);

#endif
