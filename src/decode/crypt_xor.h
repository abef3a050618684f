/*
 * XOR obfuscation of Excel 2 to 97 ([MS-OFFCRYPTO] 2.3.7): a password of 1 to 15
 * bytes of a code page becomes 16 bytes that lie over the records again and again.
 * The specification's tables of constants are those of a CRC: see crypt_xor_key.
 */
#ifndef DECODE_CRYPT_XOR_H
#define DECODE_CRYPT_XOR_H

#include "base/str.h"

enum { CRYPT_XOR_PASSWORD = 15, CRYPT_XOR_ARRAY = 16 };

/* What FILEPASS holds of a password, to tell whether it is the right one. */
uint16_t crypt_xor_key(struct bytes password);
uint16_t crypt_xor_hash(struct bytes password);

void crypt_xor_array(struct bytes password, unsigned char array[CRYPT_XOR_ARRAY]);
/* `index`: which of the array's bytes lies over the first. */
void crypt_xor_decrypt(const unsigned char array[CRYPT_XOR_ARRAY], uint64_t index, unsigned char *data, size_t len);

#endif
