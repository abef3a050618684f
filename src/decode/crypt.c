#include "decode/crypt.h"

#include "base/utf8.h"

static bool put_unit(unsigned char *utf16, size_t *len, uint32_t unit)
{
	if (*len == 2 * (size_t)CRYPT_PASSWORD_UNITS)
		return false;
	utf16[(*len)++] = (unsigned char)unit;
	utf16[(*len)++] = (unsigned char)(unit >> 8);
	return true;
}

static bool put_code(unsigned char *utf16, size_t *len, int32_t code)
{
	uint32_t above = (uint32_t)code - 0x10000;

	if (code < 0)
		return false;
	if (code < 0x10000)
		return put_unit(utf16, len, (uint32_t)code);
	return put_unit(utf16, len, 0xD800 + (above >> 10)) && put_unit(utf16, len, 0xDC00 + (above & 0x3FF));
}

static bool to_utf16(struct str text, unsigned char *utf16, size_t *len)
{
	*len = 0;
	while (text.len)
		if (!put_code(utf16, len, utf8_next(&text)))
			return false;
	return true;
}

bool crypt_is_password(struct str text)
{
	unsigned char utf16[2 * CRYPT_PASSWORD_UNITS];
	size_t len;

	return to_utf16(text, utf16, &len);
}

void crypt_try_begin(struct crypt_try *tries, struct strs given, uint32_t rounds)
{
	*tries = (struct crypt_try){ .given = given, .rounds = rounds };
}

static struct str password_at(struct strs given, uint32_t index)
{
	if (index == 0)
		return STR("VelvetSweatshop");
	return index <= given.count ? given.item[index - 1] : STR("");
}

bool crypt_try_next(struct crypt_try *tries)
{
	while (tries->next <= tries->given.count + 1) {
		if (tries->spent + tries->rounds > CRYPT_ROUNDS) {
			tries->untried = true;
			return false;
		}
		tries->text = password_at(tries->given, tries->next++);
		if (!to_utf16(tries->text, tries->utf16, &tries->utf16_len))
			continue;
		tries->spent += tries->rounds;
		return true;
	}
	return false;
}

enum say crypt_try_verdict(const struct crypt_try *tries)
{
	return tries->untried ? SAY_ENCRYPTED_UNTRIED : SAY_ENCRYPTED;
}
