#include "text/contact_plain.h"

/* More digits in an address may be a number, LONGEST_LOCAL and LONGEST_DOMAIN are those of an address. */
enum { MOBILE = 11, FEW_DIGITS = 5, LONGEST_LOCAL = 64, LONGEST_DOMAIN = 253 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* 0, or where the mobile at the beginning ends. */
static size_t mobile_end(struct str s)
{
	if (s.len < MOBILE || s.data[0] != '1' || s.data[1] < '3')
		return 0;
	return str_digits(s, 0) == MOBILE ? MOBILE : 0;
}

/* Blanks, one separator at most, blanks; *to == from where none stands there. */
static size_t joint_end(struct str s, size_t from)
{
	static const struct str signs[] = { STR_INIT("、"), STR_INIT(","), STR_INIT("，"), STR_INIT(";"),
					    STR_INIT("；"), STR_INIT("/"), STR_INIT("\n") };
	size_t at = from;

	while (at < s.len && s.data[at] == ' ')
		at++;
	for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
		if (str_starts(str_after(s, at), signs[i])) {
			at += signs[i].len;
			break;
		}
	while (at < s.len && s.data[at] == ' ')
		at++;
	return at;
}

/* Letters with single dots, hyphens and underscores inside, then few digits: the @ behind them, or 0. */
static size_t local_end(struct str s, size_t from)
{
	size_t at = from, digits;

	while (at < s.len &&
	       (is_letter(s.data[at]) || (at > from && memchr("._-", s.data[at], 3) && s.data[at - 1] != '.')))
		at++;
	if (at == from || s.data[at - 1] == '.')
		return 0;
	digits = str_digits(s, at);
	at += digits;
	return digits <= FEW_DIGITS && at - from <= LONGEST_LOCAL && at < s.len && s.data[at] == '@' ? at : 0;
}

/* Labels of letters and digits up to the end of the text, the last of two letters or more. */
static bool is_domain(struct str domain)
{
	size_t label = 0, letters = 0;

	for (size_t i = 0; i < domain.len; i++) {
		char c = domain.data[i];

		if (c == '.' && i > label) {
			label = i + 1;
			letters = 0;
		} else if (is_letter(c)) {
			letters++;
		} else if (c < '0' || c > '9') {
			return false;
		}
	}
	return label > 0 && letters >= 2 && letters == domain.len - label && domain.len <= LONGEST_DOMAIN;
}

static void put_mail(struct arena *arena, struct contact_item *item, struct str written, size_t at_sign)
{
	char *value = arena_cstring(arena, written);

	for (size_t i = at_sign; i < written.len; i++)
		value[i] = str_lower(value[i]);
	*item = (struct contact_item){ CONTACT_EMAIL, { value, written.len }, arena_copy(arena, written) };
}

bool contact_plain(struct arena *arena, struct str shown, struct contact_list *list)
{
	size_t mobile = mobile_end(shown), mail = joint_end(shown, mobile), at_sign = 0;
	struct contact_item *item;
	struct str number;
	uint32_t count = 0;

	if (mail < shown.len) {
		if (mail == mobile && mobile)
			return false;
		at_sign = local_end(shown, mail);
		if (!at_sign || !is_domain(str_after(shown, at_sign + 1)))
			return false;
	}
	item = ARENA_ARRAY(arena, struct contact_item, 2);
	if (mobile) {
		number = arena_copy(arena, str_part(shown, 0, mobile));
		item[count++] = (struct contact_item){ CONTACT_MOBILE, number, number };
	}
	if (at_sign)
		put_mail(arena, &item[count++], str_after(shown, mail), at_sign - mail);
	*list = (struct contact_list){ count, item };
	return true;
}
