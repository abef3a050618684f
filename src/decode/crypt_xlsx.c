#include "decode/crypt_xlsx.h"

#include "base/little.h"
#include "decode/crypt.h"
#include "decode/crypt_info.h"
#include "decode/ole.h"

/* EncryptedPackage: its true length, then the data; agile ones in segments with a vector each. */
enum { SIZE_LEN = 8, SEGMENT = 4096 };
/* No EncryptionInfo is longer: a key is opened by a password, and perhaps by a few certificates. */
enum { INFO_MOST = 1024 * 1024 };

/* What the digests of a password are mixed with, one for each use (2.3.4.11-14). */
static const unsigned char for_verifier[] = { 0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79 };
static const unsigned char for_verifier_hash[] = { 0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E };
static const unsigned char for_key[] = { 0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6 };
static const unsigned char for_hmac_key[] = { 0x5F, 0xB2, 0xAD, 0x01, 0x0C, 0xB9, 0xE1, 0xF6 };
static const unsigned char for_hmac_value[] = { 0xA0, 0x67, 0x7F, 0x02, 0xB2, 0x2C, 0x84, 0x33 };
enum { USE_LEN = 8, FILL = 0x36 };

static struct bytes blob_bytes(const struct crypt_blob *blob)
{
	return (struct bytes){ blob->data, blob->len };
}

/* --- agile ------------------------------------------------------------------------ */

/* The digest of a and b, cut or filled up to a length. */
static void derive(const struct crypt_hash *hash, struct bytes a, struct bytes b, size_t len,
		   unsigned char out[CRYPT_DIGEST])
{
	crypt_cipher_digest(hash, a, b, out);
	if (hash->size < len)
		memset(out + hash->size, FILL, len - hash->size);
}

/* The salt itself is the vector of what a password opens. */
static void salt_vector(const struct crypt_party *party, unsigned char vector[CRYPT_BLOCK])
{
	size_t len = party->salt.len < party->algorithm->block ? party->salt.len : party->algorithm->block;

	memset(vector, FILL, CRYPT_BLOCK);
	memcpy(vector, party->salt.data, len);
}

static void open_blob(const struct crypt_info *info, const unsigned char *spun, const unsigned char *use,
		      const struct crypt_blob *blob, unsigned char plain[CRYPT_BLOB])
{
	const struct crypt_party *party = &info->key;
	unsigned char key[CRYPT_DIGEST], vector[CRYPT_BLOCK];

	derive(party->hash, (struct bytes){ spun, party->hash->size }, (struct bytes){ use, USE_LEN },
	       party->algorithm->key_bits / 8, key);
	salt_vector(party, vector);
	crypt_cipher_decrypt(party->algorithm, key, vector, plain, blob_bytes(blob));
}

/* 2.3.4.13: does the password fit? The package's key is then known. */
static bool agile_fits(const struct crypt_info *info, struct bytes password, unsigned char key[CRYPT_BLOB])
{
	const struct crypt_hash *hash = info->key.hash;
	unsigned char spun[CRYPT_DIGEST], verifier[CRYPT_BLOB], said[CRYPT_BLOB], digest[CRYPT_DIGEST];

	crypt_cipher_spin(hash, blob_bytes(&info->key.salt), password, info->rounds, spun);
	open_blob(info, spun, for_verifier, &info->verifier, verifier);
	open_blob(info, spun, for_verifier_hash, &info->verifier_hash, said);
	crypt_cipher_digest(hash, (struct bytes){ verifier, info->key.salt.len }, (struct bytes){ verifier, 0 },
			    digest);
	if (memcmp(digest, said, hash->size) != 0)
		return false;
	open_blob(info, spun, for_key, &info->key_value, key);
	return true;
}

static void data_vector(const struct crypt_party *data, struct bytes use, unsigned char vector[CRYPT_DIGEST])
{
	derive(data->hash, blob_bytes(&data->salt), use, data->algorithm->block, vector);
}

static void open_data(const struct crypt_info *info, const unsigned char *key, struct bytes use, unsigned char *to,
		      struct bytes from)
{
	unsigned char vector[CRYPT_DIGEST];

	data_vector(&info->data, use, vector);
	crypt_cipher_decrypt(info->data.algorithm, key, vector, to, from);
}

/* 2.3.4.14, over the stream as it stands, its size included. One that gives no sum is not held against it. */
static bool is_whole(const struct crypt_info *info, const unsigned char *key, struct bytes stream)
{
	unsigned char hmac_key[CRYPT_BLOB], said[CRYPT_BLOB], digest[CRYPT_DIGEST];
	const struct crypt_hash *hash = info->data.hash;

	if (info->hmac_key.len == 0)
		return true;
	open_data(info, key, (struct bytes){ for_hmac_key, USE_LEN }, hmac_key, blob_bytes(&info->hmac_key));
	open_data(info, key, (struct bytes){ for_hmac_value, USE_LEN }, said, blob_bytes(&info->hmac_value));
	crypt_cipher_hmac(hash, (struct bytes){ hmac_key, hash->size }, stream, digest);
	return memcmp(digest, said, hash->size) == 0;
}

static void open_segments(const struct crypt_info *info, const unsigned char *key, unsigned char *data, size_t len)
{
	uint32_t number = 0;

	for (size_t at = 0; at < len; at += SEGMENT, number++) {
		unsigned char use[4] = { (unsigned char)number, (unsigned char)(number >> 8),
					 (unsigned char)(number >> 16), (unsigned char)(number >> 24) };
		size_t piece = len - at < SEGMENT ? len - at : SEGMENT;

		open_data(info, key, (struct bytes){ use, sizeof(use) }, data + at, (struct bytes){ data + at, piece });
	}
}

/* --- standard ----------------------------------------------------------------------- */

enum { INNER_PAD = 0x36, OUTER_PAD = 0x5C, PAD_LEN = 64 };

/* Half of 2.3.4.7's key: the digest lies over a row of equal bytes. */
static void padded_digest(const struct crypt_hash *hash, const unsigned char *digest, unsigned char pad,
			  unsigned char out[CRYPT_DIGEST])
{
	unsigned char row[PAD_LEN];

	memset(row, pad, PAD_LEN);
	for (size_t i = 0; i < hash->size; i++)
		row[i] ^= digest[i];
	crypt_cipher_digest(hash, (struct bytes){ row, PAD_LEN }, (struct bytes){ row, 0 }, out);
}

/* 2.3.4.7 and 2.3.4.9 */
static bool standard_fits(const struct crypt_info *info, struct bytes password, unsigned char key[CRYPT_BLOB])
{
	static const unsigned char block[4] = { 0 };
	const struct crypt_hash *hash = info->key.hash;
	unsigned char spun[CRYPT_DIGEST], verifier[CRYPT_BLOB], said[CRYPT_BLOB];

	crypt_cipher_spin(hash, blob_bytes(&info->key.salt), password, info->rounds, spun);
	crypt_cipher_digest(hash, (struct bytes){ spun, hash->size }, (struct bytes){ block, 4 }, spun);
	padded_digest(hash, spun, INNER_PAD, key);
	padded_digest(hash, spun, OUTER_PAD, key + hash->size);
	crypt_cipher_decrypt(info->key.algorithm, key, NULL, verifier, blob_bytes(&info->verifier));
	crypt_cipher_decrypt(info->key.algorithm, key, NULL, said, blob_bytes(&info->verifier_hash));
	crypt_cipher_digest(hash, blob_bytes(&(struct crypt_blob){ 0 }), (struct bytes){ verifier, info->verifier.len },
			    spun);
	return memcmp(spun, said, hash->size) == 0;
}

/* --- both ----------------------------------------------------------------------------- */

static bool find_key(const struct crypt_info *info, struct crypt_try *tries, unsigned char key[CRYPT_BLOB])
{
	while (crypt_try_next(tries)) {
		struct bytes password = { tries->utf16, tries->utf16_len };

		if (info->agile ? agile_fits(info, password, key) : standard_fits(info, password, key))
			return true;
	}
	return false;
}

/* Where it lies. What the size leaves of the last block is padding. */
static bool open_package(const struct crypt_info *info, const unsigned char *key, struct buf *stream,
			 struct bytes *package)
{
	unsigned char *data = (unsigned char *)stream->data + SIZE_LEN;
	size_t block = info->agile ? info->data.algorithm->block : info->key.algorithm->block, len;
	uint64_t size;

	if (stream->len < SIZE_LEN || (info->agile && !is_whole(info, key, str_bytes(buf_str(stream)))))
		return false;
	size = little_u64(data - SIZE_LEN);
	len = (stream->len - SIZE_LEN) / block * block;
	if (size > len)
		return false;
	if (info->agile)
		open_segments(info, key, data, len);
	else
		crypt_cipher_decrypt(info->key.algorithm, key, NULL, data, (struct bytes){ data, len });
	*package = (struct bytes){ data, (size_t)size };
	return true;
}

/* The whole stream; false where it is longer than it may be, or not there. */
static bool load_stream(const struct ole *ole, struct str name, uint64_t most, struct buf *out)
{
	struct ole_stream stream = { 0 };
	bool found = ole_find(&stream, ole, name) && stream.size <= most;

	if (found) {
		ole_stream_copy(&stream, ole, (unsigned char *)buf_reserve(out, (size_t)stream.size));
		out->len += (size_t)stream.size;
	}
	ole_stream_release(&stream);
	return found;
}

static bool load_info(const struct ole *ole, struct crypt_info *info)
{
	struct buf stream = { 0 };
	bool known = load_stream(ole, STR("EncryptionInfo"), INFO_MOST, &stream) &&
		     crypt_info_parse(info, str_bytes(buf_str(&stream)));

	buf_release(&stream);
	return known;
}

enum say crypt_xlsx_open(struct strs passwords, struct bytes file, struct buf *memory, struct bytes *package)
{
	struct crypt_try tries;
	struct crypt_info info;
	unsigned char key[CRYPT_BLOB];
	struct ole ole;
	enum say why = SAY_ENCRYPTED_KIND;

	if (!ole_open(&ole, file))
		return why;
	if (!load_info(&ole, &info))
		goto done;
	crypt_try_begin(&tries, passwords, info.rounds);
	why = SAY_NOTHING;
	if (!find_key(&info, &tries, key))
		why = crypt_try_verdict(&tries);
	else if (!load_stream(&ole, STR("EncryptedPackage"), file.len, memory) ||
		 !open_package(&info, key, memory, package))
		why = SAY_WHY_DECRYPTED;
done:
	ole_release(&ole);
	return why;
}
