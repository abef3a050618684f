#include "text/mail.h"

enum { LONGEST_LOCAL = 64, LONGEST_DOMAIN = 253 };

static bool is_ascii_letter(int32_t code)
{
	return code < 0x80 && points_is_letter(code);
}

static bool is_alnum(int32_t code)
{
	return is_ascii_letter(code) || points_is_digit(code);
}

static bool is_local(int32_t code)
{
	return is_alnum(code) || (code > 0 && code < 0x80 && strchr("._%+-", code));
}

static bool is_domain(int32_t code)
{
	return is_alnum(code) || code == '.' || code == '-' || code == '_';
}

static bool is_inline_blank(int32_t code)
{
	return code != '\n' && points_is_blank(code);
}

/* Where the part before the @ begins; signs at its front belong to nothing. */
static size_t local_begin(const struct points *p, size_t at, size_t floor)
{
	size_t end = at, from;

	while (end > floor && is_inline_blank(p->at[end - 1].code))
		end--;
	from = end;
	while (from > floor && is_local(p->at[from - 1].code))
		from--;
	while (from < end && !is_alnum(p->at[from].code))
		from++;
	if (from < end)
		return from;
	/* 张三@b.cn was meant as an address, too. */
	for (from = at; from > floor && points_is_letter(p->at[from - 1].code);)
		from--;
	return from;
}

/* The end of the address's domain: without the full stop of a sentence, and not into a number that follows. */
static size_t domain_end(const struct points *p, size_t from)
{
	size_t to = from, label;

	while (is_domain(points_code(p, to)))
		to++;
	while (to > from && !is_alnum(p->at[to - 1].code))
		to--;
	for (label = to; label > from && is_alnum(p->at[label - 1].code);)
		label--;
	/* a@b.cn13800138000: a top domain is letters. */
	if (label > from && is_ascii_letter(p->at[label].code)) {
		size_t letters = label;

		while (letters < to && is_ascii_letter(p->at[letters].code))
			letters++;
		to = to - letters >= 7 ? letters : to;
	}
	return to;
}

static bool is_valid_local(const struct points *p, size_t from, size_t to)
{
	if (from >= to || to - from > LONGEST_LOCAL || p->at[to - 1].code == '.')
		return false;
	for (size_t i = from; i < to; i++)
		if (!is_local(p->at[i].code) || (p->at[i].code == '.' && p->at[i - (i > from)].code == '.'))
			return false;
	return true;
}

/* Labels of letters, digits and inner hyphens; the last of two letters or more. */
static bool is_valid_domain(const struct points *p, size_t from, size_t to)
{
	size_t label = from, letters = 0, dots = 0;

	if (from >= to || to - from > LONGEST_DOMAIN)
		return false;
	for (size_t i = from; i < to; i++) {
		int32_t code = p->at[i].code;
		bool edge = i == label || i + 1 == to || p->at[i + 1].code == '.';

		if (code == '_' || ((code == '.' || code == '-') && edge && !(code == '.' && i != label)))
			return false;
		if (code == '.') {
			label = i + 1;
			letters = 0;
			dots++;
		}
		letters += is_ascii_letter(code);
	}
	return dots > 0 && to - label >= 2 && letters == to - label;
}

/* Signs that were meant as the dot of a domain: b。com, b,com. */
static bool is_wrong_dot(int32_t code)
{
	return code == 0x3002 || code == ',' || code == 0x3001 || code == ';' || code == '.';
}

static const struct str tops[] = { STR_INIT("com"), STR_INIT("cn"),  STR_INIT("net"),
				   STR_INIT("org"), STR_INIT("gov"), STR_INIT("edu") };

/* Behind an address that has no end yet: a wrong dot, or one set apart by a blank; 0 where nothing of it goes on. */
static size_t broken_tail(const struct points *p, size_t at)
{
	size_t i = at, top;

	while (is_inline_blank(points_code(p, i)))
		i++;
	if (is_wrong_dot(points_code(p, i)))
		i++;
	while (is_inline_blank(points_code(p, i)))
		i++;
	top = i > at ? points_any_word(p, i, tops, ARRAY_COUNT(tops)) : 0;
	return top && !is_alnum(points_code(p, i + top)) ? i + top : 0;
}

/* What belongs to an address that is none: further @, wrong dots, ideographs right behind an @. */
static size_t bad_end(const struct points *p, size_t at, size_t to)
{
	if (to == at + 1)
		while (points_is_letter(points_code(p, to)))
			to++;
	while (to < p->count) {
		size_t tail = broken_tail(p, to);

		if (tail)
			to = tail;
		else if (p->at[to].code == '@' || is_domain(p->at[to].code))
			to++;
		else
			break;
	}
	return to;
}

/* zhang san@b.cn: a Latin word and a blank before the part before the @. */
static size_t blank_inside(const struct points *p, size_t from, size_t floor)
{
	size_t end = from, word;

	while (end > floor && is_inline_blank(p->at[end - 1].code))
		end--;
	for (word = end; word > floor && is_local(p->at[word - 1].code);)
		word--;
	if (end == from || word == end || !is_ascii_letter(p->at[word].code))
		return from;
	return word;
}

struct mail mail_around(const struct points *p, size_t at, size_t floor)
{
	struct mail mail = { local_begin(p, at, floor), at + 1, false };
	size_t local_to = at, domain = at + 1, word;

	while (local_to > mail.from && is_inline_blank(p->at[local_to - 1].code))
		local_to--;
	while (is_inline_blank(points_code(p, domain)))
		domain++;
	if (is_domain(points_code(p, domain)))
		mail.to = domain_end(p, domain);
	if (mail.to <= domain)
		mail.to = at + 1;
	word = blank_inside(p, mail.from, floor);
	mail.valid = word == mail.from && is_valid_local(p, mail.from, local_to) &&
		     is_valid_domain(p, domain, mail.to) && points_code(p, mail.to) != '@';
	mail.from = word;
	if (!mail.valid)
		mail.to = bad_end(p, at, mail.to);
	return mail;
}

struct str mail_value(struct arena *arena, const struct points *p, const struct mail *mail)
{
	struct str text = points_text(arena, p, mail->from, mail->to);
	char *value = arena_cstring(arena, text);
	bool domain = false;
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		domain = domain || c == '@';
		if (mail->valid && (unsigned char)c < 0x80 && points_is_blank(c))
			continue;
		value[len++] = domain ? str_lower(c) : c;
	}
	return (struct str){ value, len };
}

size_t mail_without_at(const struct points *p, size_t from)
{
	static const struct str pages[] = { STR_INIT("www."), STR_INIT("http") };
	int32_t before = from ? points_code(p, from - 1) : -1;
	size_t to = from, dot;

	if (before == '/' || before == '#' || is_domain(before) || points_any_word(p, from, pages, ARRAY_COUNT(pages)))
		return 0;
	while (is_domain(points_code(p, to)) || points_code(p, to) == '#')
		to++;
	if (points_code(p, to) == '@')
		return 0;
	while (to > from && !is_ascii_letter(p->at[to - 1].code))
		to--;
	for (dot = to; dot > from && p->at[dot - 1].code != '.';)
		dot--;
	if (dot < from + 2 || !is_ascii_letter(p->at[from].code))
		return 0;
	return dot + points_any_word(p, dot, tops, ARRAY_COUNT(tops)) == to && to > dot ? to : 0;
}
