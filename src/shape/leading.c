#include "shape/leading.h"

#include "base/utf8.h"
#include "text/variant.h"

bool leading_is_blank(int32_t code)
{
	return code == ' ' || code == 0x3000 || code == 0xA0 || code == '\n';
}

/* Cut a bracketed remark (盖章) off the front. */
static struct str skip_bracket(struct str text)
{
	size_t end = text.len;

	if (str_starts(text, STR("（")) || str_starts(text, STR("(")) || str_starts(text, STR("["))) {
		static const struct str close[] = { STR_INIT("）"), STR_INIT(")"), STR_INIT("]") };

		for (size_t i = 0; i < ARRAY_COUNT(close); i++) {
			size_t at = str_find(text, close[i], 0);

			if (at < text.len && at + close[i].len < end)
				end = at + close[i].len;
		}
		if (end < text.len || str_ends(text, STR("）")) || str_ends(text, STR(")")))
			return str_after(text, end);
	}
	return text;
}

struct str leading_skip_blanks(struct str text)
{
	while (text.len) {
		struct str rest = text;

		if (!leading_is_blank(utf8_next(&rest)))
			break;
		text = rest;
	}
	return text;
}

bool leading_cut_colon(struct str *text)
{
	if (str_starts(*text, STR(":")))
		*text = str_after(*text, 1);
	else if (str_starts(*text, STR("：")))
		*text = str_after(*text, STR("：").len);
	else
		return false;
	return true;
}

struct leading leading_of(struct str text)
{
	struct leading opening = { .len = 0 };

	text = leading_skip_blanks(text);
	if (text.len)
		opening.len = utf8_write(opening.byte, variant_fold(utf8_next(&text)));
	return opening;
}

bool leading_may_be(const struct leading *opening, struct str word)
{
	size_t len = opening->len;

	/* The last byte tells most ideographs apart. */
	return len && word.len >= len && word.data[len - 1] == opening->byte[len - 1] &&
	       memcmp(word.data, opening->byte, len) == 0;
}

bool leading_word(struct str text, struct str word, struct str *rest)
{
	while (word.len) {
		text = leading_skip_blanks(text);
		if (!text.len || variant_fold(utf8_next(&text)) != utf8_next(&word))
			return false;
	}
	*rest = leading_skip_blanks(text);
	return true;
}

bool leading_label(struct str text, struct str word, struct str *rest)
{
	if (!leading_word(text, word, &text))
		return false;
	while (text.len && text.data[0] >= '0' && text.data[0] <= '9')
		text = str_after(text, 1);
	text = leading_skip_blanks(skip_bracket(leading_skip_blanks(text)));
	*rest = text;
	return leading_cut_colon(rest);
}

bool leading_any_label(struct str text, const struct str *word, size_t count)
{
	struct leading opening = leading_of(text);
	struct str rest;

	for (size_t i = 0; i < count; i++)
		if (leading_may_be(&opening, word[i]) && leading_label(text, word[i], &rest))
			return true;
	return false;
}

bool leading_label_alone(struct str text, struct str word)
{
	struct str rest;

	return leading_word(text, word, &rest) && leading_skip_blanks(skip_bracket(rest)).len == 0;
}
