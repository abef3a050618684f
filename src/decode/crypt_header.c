#include "decode/crypt_header.h"

#include "base/little.h"

enum {
	/* in the block: version, flags, length of the header */
	MAJOR_AT = 0,
	MINOR_AT = 2,
	LEN_AT = 8,
	HEADER_AT = 12,
	/* in the header, which a name of the provider ends */
	CIPHER_AT = 8,
	HASH_AT = 12,
	KEY_BITS_AT = 16,
	HEADER_LEAST = 32,
	/* in the verifier */
	SALT_AT = 4,
	VERIFIER_AT = SALT_AT + CRYPT_SALT,
	DIGEST_AT = VERIFIER_AT + CRYPT_VERIFIER + 4,

	HASH_SHA1 = 0x8004
};

static bool version_fits(const unsigned char *block)
{
	uint32_t major = little_u16(block + MAJOR_AT);

	return major >= 2 && major <= 4 && little_u16(block + MINOR_AT) == 2;
}

bool crypt_header_parse(struct crypt_header *header, struct bytes block, size_t digest_len)
{
	const unsigned char *fixed = block.data + HEADER_AT, *behind;
	uint32_t len, hash;

	if (block.len < HEADER_AT + HEADER_LEAST + DIGEST_AT + digest_len || !version_fits(block.data))
		return false;
	len = little_u32(block.data + LEN_AT);
	if (len < HEADER_LEAST || len > block.len - HEADER_AT - DIGEST_AT - digest_len)
		return false;
	behind = fixed + len;
	hash = little_u32(fixed + HASH_AT);
	*header = (struct crypt_header){
		.cipher = little_u32(fixed + CIPHER_AT),
		.key_bits = little_u32(fixed + KEY_BITS_AT),
		.salt = behind + SALT_AT,
		.verifier = behind + VERIFIER_AT,
		.digest = behind + DIGEST_AT,
	};
	return (hash == HASH_SHA1 || hash == 0) && little_u32(behind) == CRYPT_SALT;
}
