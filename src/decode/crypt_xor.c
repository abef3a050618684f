#include "decode/crypt_xor.h"

/*
 * 2.3.7.2 gives InitialCode and XorMatrix as tables: the values of a CRC of
 * polynomial 0x1021 from 0xFFFF over as many zero bytes, and of its single bits.
 * Their sum over a password is its CRC, of seven bits a byte.
 */
uint16_t crypt_xor_key(struct bytes password)
{
	uint32_t crc = 0xFFFF;

	for (size_t i = 0; i < password.len; i++) {
		crc ^= (uint32_t)(password.data[i] & 0x7F) << 8;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 0x8000 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1;
	}
	return password.len ? (uint16_t)crc : 0;
}

static uint32_t rotate15(uint32_t value)
{
	return (value >> 14 & 1) | (value << 1 & 0x7FFF);
}

/* 2.3.7.1 */
uint16_t crypt_xor_hash(struct bytes password)
{
	uint32_t hash = 0;

	for (size_t i = password.len; i-- > 0;)
		hash = rotate15(hash) ^ password.data[i];
	hash = rotate15(hash) ^ (uint32_t)password.len;
	return (uint16_t)(password.len ? hash ^ 0xCE4B : 0);
}

static unsigned char rotate_left(uint32_t byte, unsigned bits)
{
	return (unsigned char)(byte << bits | byte >> (8 - bits));
}

/*
 * 2.3.7.2 and 2.3.7.3 with the directions of rotation that Excel uses: the
 * specification has them the other way round.
 */
void crypt_xor_array(struct bytes password, unsigned char array[CRYPT_XOR_ARRAY])
{
	static const unsigned char pad[CRYPT_XOR_PASSWORD] = { 0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80,
							       0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00 };
	uint32_t key = crypt_xor_key(password);

	for (size_t i = 0; i < CRYPT_XOR_ARRAY; i++) {
		unsigned char byte = i < password.len ? password.data[i] : pad[i - password.len];

		array[i] = rotate_left(byte ^ (i % 2 ? key >> 8 : key & 0xFF), 2);
	}
}

void crypt_xor_decrypt(const unsigned char array[CRYPT_XOR_ARRAY], uint64_t index, unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		data[i] = rotate_left(data[i], 3) ^ array[(index + i) % CRYPT_XOR_ARRAY];
}
