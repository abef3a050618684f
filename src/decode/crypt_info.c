#include "decode/crypt_info.h"

#include <nettle/base64.h>

#include "base/little.h"
#include "decode/crypt.h"
#include "decode/crypt_header.h"
#include "decode/xml.h"

/* --- standard (2.3.4.5) ---------------------------------------------------------------- */

enum { STANDARD_ROUNDS = 50000, VERIFIER_HASH = 32 /* SHA-1's 20 in whole blocks */ };

static void set_blob(struct crypt_blob *blob, const unsigned char *data, size_t len)
{
	memcpy(blob->data, data, len);
	blob->len = len;
}

/* AES of this many bits has the numbers 0x660E and on; 0 leaves it to the bits. */
static const struct crypt_algorithm *standard_algorithm(uint32_t cipher, uint32_t bits)
{
	if (cipher >= 0x660E && cipher <= 0x6610 && bits == 0)
		bits = 128 + 64 * (cipher - 0x660E);
	if (cipher != 0 && cipher != 0x660E + (bits - 128) / 64)
		return NULL;
	return crypt_cipher_algorithm(STR("AES"), bits, CRYPT_BLOCK);
}

static bool parse_standard(struct crypt_info *info, struct bytes stream)
{
	struct crypt_header header;

	if (!crypt_header_parse(&header, stream, VERIFIER_HASH))
		return false;
	info->rounds = STANDARD_ROUNDS;
	info->key.hash = crypt_cipher_hash(STR("SHA1"), 20);
	info->key.algorithm = standard_algorithm(header.cipher, header.key_bits);
	set_blob(&info->key.salt, header.salt, CRYPT_SALT);
	set_blob(&info->verifier, header.verifier, CRYPT_VERIFIER);
	set_blob(&info->verifier_hash, header.digest, VERIFIER_HASH);
	return info->key.algorithm != NULL;
}

/* --- agile (2.3.4.10) ------------------------------------------------------------------ */

struct agile {
	struct crypt_info *info;
	bool password; /* within the key encryptor of a password */
	bool data, key, bad;
};

static bool take_number(const char **attribute, const char *name, uint32_t most, uint32_t *number)
{
	struct str text = xml_attribute(attribute, name);

	return text.data && xml_number(text, most, number);
}

static bool take_blob(const char **attribute, const char *name, struct crypt_blob *blob)
{
	struct str text = xml_attribute(attribute, name);
	struct base64_decode_ctx decoder;
	size_t len = CRYPT_BLOB;

	if (!text.data || BASE64_DECODE_LENGTH(text.len) > CRYPT_BLOB)
		return false;
	base64_decode_init(&decoder);
	if (!base64_decode_update(&decoder, &len, blob->data, text.len, text.data) || !base64_decode_final(&decoder))
		return false;
	blob->len = len;
	return true;
}

static bool take_party(const char **attribute, struct crypt_party *party)
{
	uint32_t bits, block, size;

	if (!take_number(attribute, "keyBits", 8 * CRYPT_KEY, &bits) ||
	    !take_number(attribute, "blockSize", CRYPT_BLOCK, &block) ||
	    !take_number(attribute, "hashSize", CRYPT_DIGEST, &size) ||
	    !str_eq(xml_attribute(attribute, "cipherChaining"), STR("ChainingModeCBC")))
		return false;
	party->hash = crypt_cipher_hash(xml_attribute(attribute, "hashAlgorithm"), size);
	party->algorithm = crypt_cipher_algorithm(xml_attribute(attribute, "cipherAlgorithm"), bits, block);
	return party->hash && party->algorithm && take_blob(attribute, "saltValue", &party->salt);
}

static bool take_key(const char **attribute, struct crypt_info *info)
{
	return take_party(attribute, &info->key) && take_number(attribute, "spinCount", CRYPT_ROUNDS, &info->rounds) &&
	       take_blob(attribute, "encryptedVerifierHashInput", &info->verifier) &&
	       take_blob(attribute, "encryptedVerifierHashValue", &info->verifier_hash) &&
	       take_blob(attribute, "encryptedKeyValue", &info->key_value);
}

static bool take_integrity(const char **attribute, struct crypt_info *info)
{
	return take_blob(attribute, "encryptedHmacKey", &info->hmac_key) &&
	       take_blob(attribute, "encryptedHmacValue", &info->hmac_value);
}

/* A certificate opens the same package: its key encryptor is passed over. */
static void agile_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct agile *agile = user;

	(void)xml;
	if (str_eq(name, STR("keyData")) && !agile->data) {
		agile->data = true;
		agile->bad |= !take_party(attribute, &agile->info->data);
	} else if (str_eq(name, STR("dataIntegrity"))) {
		agile->bad |= !take_integrity(attribute, agile->info);
	} else if (str_eq(name, STR("keyEncryptor"))) {
		agile->password = str_ends(xml_attribute(attribute, "uri"), STR("keyEncryptor/password"));
	} else if (str_eq(name, STR("encryptedKey")) && agile->password && !agile->key) {
		agile->key = true;
		agile->bad |= !take_key(attribute, agile->info);
	}
}

static void agile_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

/* Whole blocks, and enough of them. */
static bool holds(const struct crypt_blob *blob, const struct crypt_party *party, size_t least)
{
	return blob->len >= least && blob->len % party->algorithm->block == 0;
}

static bool sizes_fit(const struct crypt_info *info)
{
	const struct crypt_party *key = &info->key, *data = &info->data;

	return holds(&info->verifier, key, key->salt.len) && holds(&info->verifier_hash, key, key->hash->size) &&
	       holds(&info->key_value, key, data->algorithm->key_bits / 8) &&
	       (info->hmac_key.len == 0 ||
		(holds(&info->hmac_key, data, data->hash->size) && holds(&info->hmac_value, data, data->hash->size)));
}

static bool parse_agile(struct crypt_info *info, struct bytes stream)
{
	struct agile agile = { .info = info };
	struct xml_handler handler = { .user = &agile, .start = agile_start, .end = agile_end };
	struct str text = { (const char *)stream.data, stream.len };

	info->agile = true;
	return xml_read_memory(text, &handler) == SAY_NOTHING && agile.data && agile.key && !agile.bad &&
	       sizes_fit(info);
}

enum { AGILE_AT = 8 };

bool crypt_info_parse(struct crypt_info *info, struct bytes stream)
{
	*info = (struct crypt_info){ 0 };
	if (stream.len >= AGILE_AT && little_u16(stream.data) == 4 && little_u16(stream.data + 2) == 4)
		return parse_agile(info, (struct bytes){ stream.data + AGILE_AT, stream.len - AGILE_AT });
	return parse_standard(info, stream);
}
