#include "model/seal.h"

#include <stdio.h>
#include <string.h>

#include "diag/say.h"
#include "text/key.h"

static const struct str sign = STR_INIT("huizong:");

void seal_begin(struct seal *seal)
{
	*seal = (struct seal){ 0 };
	sha256_init(&seal->hash);
}

static bool is_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The sign with its digits behind it. */
static bool find_seal(struct str text, struct str *digits)
{
	size_t at = str_find(text, sign, 0);

	if (at == text.len)
		return false;
	*digits = str_part(text, at + sign.len, at + sign.len + SEAL_DIGITS);
	for (size_t i = 0; i < digits->len; i++)
		if (!is_digit(digits->data[i]))
			return false;
	return digits->len == SEAL_DIGITS;
}

/* A byte that no text holds parts the cells. */
static void take_text(struct seal *seal, struct str text)
{
	static const uint8_t end = 0xFF;

	sha256_update(&seal->hash, text.len, (const uint8_t *)text.data);
	sha256_update(&seal->hash, 1, &end);
}

/* "Sheet 2: 填表说明": the line that LibreOffice writes before each sheet that it saves as a page. */
static bool is_heading(struct arena *scratch, struct str plain)
{
	static const enum say names[] = { SAY_SHEET_GUIDE, SAY_SHEET_SLIP };

	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		for (enum lang lang = 0; lang <= LANG_EN; lang++) {
			struct str name = key_lossless(scratch, say_word(lang, names[i]));

			if (str_ends(plain, arena_join(scratch, STR(":"), name)))
				return true;
		}
	return false;
}

void seal_take(struct seal *seal, struct str text)
{
	struct arena scratch = { 0 };
	struct str plain, digits;

	if (seal->taken > SEAL_CELLS)
		return;
	seal->taken++;
	plain = key_lossless(&scratch, text);
	if (!seal->is_found && find_seal(plain, &digits)) {
		memcpy(seal->found, digits.data, SEAL_DIGITS);
		seal->is_found = true;
	} else if (plain.len && !(seal->taken == 1 && is_heading(&scratch, plain))) {
		take_text(seal, plain);
	}
	arena_release(&scratch);
}

static void hash_digits(const struct seal *seal, char digits[SEAL_DIGITS + 1])
{
	struct sha256_ctx hash = seal->hash; /* a copy: more may follow */
	uint8_t bytes[SEAL_DIGITS / 2];

	sha256_digest(&hash, sizeof(bytes), bytes);
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
}

struct str seal_text(struct arena *arena, const struct seal *seal)
{
	char digits[SEAL_DIGITS + 1];

	hash_digits(seal, digits);
	return arena_printf(arena, "%.*s%s", STR_ARG(sign), digits);
}

bool seal_holds(const struct seal *seal)
{
	char digits[SEAL_DIGITS + 1];

	hash_digits(seal, digits);
	return seal->is_found && seal->taken <= SEAL_CELLS && memcmp(seal->found, digits, SEAL_DIGITS) == 0;
}
