#include "text/contact.h"

#include "text/contact_plain.h"
#include "text/mail.h"
#include "text/phone.h"
#include "text/points.h"

enum {
	/* Groups looked at in one go: more than any number has, so that the one after it is seen as well. */
	WINDOW = 12,
	/* Signs between two groups of one number: ") - (" and the like. */
	LONGEST_JOINT = 4,
	LONGEST_EXTENSION = 6,
	/* Of an address, before the @. */
	LONGEST_LOCAL = 64,
	/* Fewer digits are a room's or a street's number; a whole cell of five was meant as a phone. */
	FEWEST_OF_A_PHONE = 7,
	FEWEST_OF_A_CELL = 5,
	/* From here on a wrong number is complete, and what a blank sets apart is another. */
	DIGITS_OF_A_NUMBER = 10,
};

struct scan {
	struct arena *arena;
	struct points p;
	size_t at;
	size_t taken;		   /* points before this belong to an item or a label */
	size_t rest_from, rest_to; /* other words not yet handed out; empty where equal */
	struct contact_item *item;
	uint32_t count, room;
};

/* ------------------------------------------------------------------ items */

static void add(struct scan *s, enum contact_kind kind, struct str value, size_t from, size_t to)
{
	if (s->count == s->room) {
		uint32_t room = s->room ? s->room * 2 : 4;
		struct contact_item *grown = ARENA_ARRAY(s->arena, struct contact_item, room);

		if (s->count)
			memcpy(grown, s->item, s->count * sizeof(*grown));
		s->item = grown;
		s->room = room;
	}
	s->item[s->count++] = (struct contact_item){ kind, value,
						     arena_copy(s->arena, points_written(&s->p, from, to)) };
}

/* Words only: a dash or a star between two numbers says nothing. */
static void flush_rest(struct scan *s)
{
	bool says = false;

	for (size_t i = s->rest_from; i < s->rest_to && !says; i++)
		says = points_is_letter(s->p.at[i].code) || points_is_digit(s->p.at[i].code);
	if (says)
		add(s, CONTACT_REST, arena_copy(s->arena, points_written(&s->p, s->rest_from, s->rest_to)),
		    s->rest_from, s->rest_to);
	s->rest_from = s->rest_to = 0;
}

static void keep_as_rest(struct scan *s, size_t to)
{
	if (s->rest_from == s->rest_to)
		s->rest_from = s->at;
	s->rest_to = to;
	s->at = to;
}

static void pass(struct scan *s, size_t to)
{
	flush_rest(s);
	s->at = s->taken = to;
}

static void take(struct scan *s, enum contact_kind kind, struct str value, size_t from, size_t to)
{
	if (s->rest_to > from)
		s->rest_to = from > s->rest_from ? from : s->rest_from;
	while (s->rest_to > s->rest_from && points_is_blank(s->p.at[s->rest_to - 1].code))
		s->rest_to--;
	flush_rest(s);
	add(s, kind, value, from, to);
	s->at = s->taken = to;
}

/* ------------------------------------------------------------------ signs */

static bool is_dash(int32_t code)
{
	return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x2500 ||
	       code == 0x30FC || code == '_' || code == '~';
}

static bool is_separator(int32_t code)
{
	static const char ascii[] = ",;/|\\()<>[]{}:\"'\n";

	return (code > 0 && code < 0x80 && strchr(ascii, code)) || code == 0x3001 /* 、 */ || code == 0x3002 /* 。 */ ||
	       (code >= 0x3008 && code <= 0x3011) /* 〈〉《》「」『』【】 */ || code == 0x201C || code == 0x201D ||
	       code == 0x2028 || code == 0x2029;
}

static bool is_ascii_letter(int32_t code)
{
	return code < 0x80 && points_is_letter(code);
}

static size_t skip_inline_blanks(const struct points *p, size_t at)
{
	while (points_code(p, at) != '\n' && points_is_blank(points_code(p, at)))
		at++;
	return at;
}

static size_t digits_end(const struct points *p, size_t at)
{
	while (points_is_digit(points_code(p, at)))
		at++;
	return at;
}

/* Where letters that may stand before an @ end, looked at from `at` on. */
static size_t local_end(const struct points *p, size_t at)
{
	size_t most = at + LONGEST_LOCAL;

	while (at < p->count && at < most &&
	       (is_ascii_letter(p->at[at].code) || points_is_digit(p->at[at].code) ||
		strchr("._%+-", p->at[at].code < 0x80 ? p->at[at].code : 0x7F)))
		at++;
	return at;
}

/* ----------------------------------------------------------------- labels */

/* Passed over: they say what the value shows by itself. */
static const struct str labels[] = {
	STR_INIT("手机"),	  STR_INIT("手机号"),	 STR_INIT("手机号码"), STR_INIT("联系手机"),
	STR_INIT("移动电话"),	  STR_INIT("手 机"),	 STR_INIT("电话"),     STR_INIT("电话号码"),
	STR_INIT("联系电话"),	  STR_INIT("办公电话"),	 STR_INIT("固定电话"), STR_INIT("电 话"),
	STR_INIT("座机"),	  STR_INIT("固话"),	 STR_INIT("联系方式"), STR_INIT("电邮"),
	STR_INIT("邮箱"),	  STR_INIT("邮 箱"),	 STR_INIT("邮箱地址"), STR_INIT("电子邮箱"),
	STR_INIT("电子邮箱地址"), STR_INIT("电子邮件"),	 STR_INIT("邮件"),     STR_INIT("联系邮箱"),
	STR_INIT("qq邮箱"),	  STR_INIT("tel"),	 STR_INIT("tel."),     STR_INIT("telephone"),
	STR_INIT("phone"),	  STR_INIT("mobile"),	 STR_INIT("mob"),      STR_INIT("mob."),
	STR_INIT("cell"),	  STR_INIT("cellphone"), STR_INIT("email"),    STR_INIT("e-mail"),
	STR_INIT("e_mail"),	  STR_INIT("mail"),	 STR_INIT("mailto"),
};
/* Letters that are labels only before a colon. */
static const struct str short_labels[] = {
	STR_INIT("t:"), STR_INIT("m:"), STR_INIT("e:"), STR_INIT("p:"), STR_INIT("h:"),
};
/* What these name is no phone of the applicant, though it may look like one. */
static const struct str foreign_labels[] = {
	STR_INIT("qq"),	    STR_INIT("qq号"),	  STR_INIT("qq号码"), STR_INIT("扣扣"), STR_INIT("微信"),
	STR_INIT("微信号"), STR_INIT("wechat"),	  STR_INIT("weixin"), STR_INIT("vx"),	STR_INIT("wx"),
	STR_INIT("传真"),   STR_INIT("传真号码"), STR_INIT("fax"),    STR_INIT("邮编"), STR_INIT("邮政编码"),
	STR_INIT("身份证"), STR_INIT("身份证号"), STR_INIT("工号"),
};

/* A label ends where a value, a sign or another label begins: 电话 in 电话局 is none. */
static bool label_ends(const struct points *p, size_t to)
{
	int32_t last = p->at[to - 1].code, next = points_code(p, to);

	if (next < 0 || !points_is_letter(next))
		return true;
	if (is_ascii_letter(last))
		return !is_ascii_letter(next);
	return is_ascii_letter(next) || points_any_word(p, to, labels, ARRAY_COUNT(labels)) ||
	       points_any_word(p, to, foreign_labels, ARRAY_COUNT(foreign_labels));
}

/* The colon or dot behind a label, and a number before the colon: 手机1：. */
static size_t label_tail(const struct points *p, size_t to)
{
	size_t digit = to;

	if (points_is_digit(points_code(p, to)) && points_code(p, to + 1) == ':')
		digit = to + 1;
	digit = skip_inline_blanks(p, digit);
	return points_code(p, digit) == ':' ? skip_inline_blanks(p, digit + 1) : to;
}

/* mail55@b.cn, e-mail-x@b.cn and tel.a@b.cn are addresses: what runs up to the @ is a part of it. */
static bool is_address(const struct points *p, size_t at)
{
	size_t end = local_end(p, at);

	return end > at && points_code(p, end) == '@';
}

static bool inside_latin_word(const struct points *p, size_t at)
{
	return at > 0 && is_ascii_letter(points_code(p, at)) && is_ascii_letter(p->at[at - 1].code);
}

static bool scan_label(struct scan *s)
{
	size_t length, brief;

	if (!points_is_letter(s->p.at[s->at].code) || inside_latin_word(&s->p, s->at))
		return false;
	length = points_any_word(&s->p, s->at, labels, ARRAY_COUNT(labels));
	brief = points_any_word(&s->p, s->at, short_labels, ARRAY_COUNT(short_labels));
	if (brief) {
		pass(s, s->at + brief);
		return true;
	}
	if (!length || !label_ends(&s->p, s->at + length) || is_address(&s->p, s->at))
		return false;
	pass(s, label_tail(&s->p, s->at + length));
	return true;
}

/* 手机/微信：138… names a phone, too. */
static bool behind_a_label(const struct scan *s)
{
	size_t at = s->at;

	while (at > 0 && !points_is_letter(s->p.at[at - 1].code) && !points_is_digit(s->p.at[at - 1].code))
		at--;
	return at > 0 && at < s->at && points_any_word_before(&s->p, at, labels, ARRAY_COUNT(labels));
}

/* QQ:12345 as a whole; false where an address follows, or only words. */
static bool scan_foreign(struct scan *s)
{
	size_t length, to, from;

	if (!points_is_letter(s->p.at[s->at].code) || inside_latin_word(&s->p, s->at))
		return false;
	length = points_any_word(&s->p, s->at, foreign_labels, ARRAY_COUNT(foreign_labels));
	if (!length || is_address(&s->p, s->at))
		return false;
	to = from = skip_inline_blanks(&s->p, label_tail(&s->p, s->at + length));
	if (behind_a_label(s)) {
		pass(s, from);
		return true;
	}
	while (points_is_digit(points_code(&s->p, to)) || is_ascii_letter(points_code(&s->p, to)) ||
	       is_dash(points_code(&s->p, to)) || points_code(&s->p, to) == '.' || points_code(&s->p, to) == '+')
		to++;
	if (points_code(&s->p, to) == '@') {
		pass(s, from);
		return true;
	}
	if (to == from)
		return false;
	keep_as_rest(s, to);
	s->taken = to;
	flush_rest(s);
	return true;
}

/* ---------------------------------------------------------------- numbers */

struct run {
	struct phone_group group[WINDOW];
	size_t from[WINDOW], to[WINDOW]; /* points: from a bracket or + before the digits */
	size_t count;
};

/* From the end of one group to the digits of the next; 0 where nothing of the kind follows. */
static size_t joint(const struct points *p, size_t at, struct phone_group *next)
{
	size_t i = at;

	for (; i < at + LONGEST_JOINT && i < p->count; i++) {
		int32_t code = p->at[i].code;

		if (points_is_digit(code))
			break;
		if (is_dash(code) || code == '.')
			next->tight = true;
		else if (code == '+')
			next->plus = true;
		else if (code == '\n' || (!points_is_blank(code) && code != '(' && code != ')'))
			return 0;
	}
	return i > at && points_is_digit(points_code(p, i)) ? i : 0;
}

/* The first digit of a number that begins here, perhaps with ( and +; 0 with *is false where none does. */
static bool run_begins(const struct points *p, size_t at, size_t *digit, struct phone_group *group)
{
	while (points_code(p, at) == '(' || points_code(p, at) == '+') {
		group->plus = group->plus || p->at[at].code == '+';
		if (++at > *digit + 2)
			return false;
	}
	*digit = at;
	return points_is_digit(points_code(p, at));
}

static struct run collect(struct scan *s)
{
	struct run run = { .count = 0 };
	struct phone_group group = { 0 };
	size_t digit = s->at;

	if (!run_begins(&s->p, s->at, &digit, &group))
		return run;
	run.from[0] = s->at;
	do {
		size_t end = digits_end(&s->p, digit);

		group.digits = points_text(s->arena, &s->p, digit,
					   end < digit + PHONE_DIGITS ? end : digit + PHONE_DIGITS);
		if (run.count)
			run.from[run.count] = digit - group.plus;
		run.group[run.count] = group;
		run.to[run.count++] = end;
		group = (struct phone_group){ 0 };
		digit = joint(&s->p, end, &group);
	} while (digit && run.count < WINDOW);
	return run;
}

/* The most groups from i on that make a number; 0 for none. */
static size_t longest(struct scan *s, const struct run *run, size_t i, enum phone_kind *kind, struct str *value)
{
	size_t most = run->count - i < PHONE_GROUPS ? run->count - i : PHONE_GROUPS;

	for (size_t n = most; n > 0; n--) {
		*kind = phone_read(s->arena, &run->group[i], n, value);
		if (*kind)
			return n;
	}
	return 0;
}

/* Behind a number: the end, something set apart, or by a hyphen another number. */
static bool number_may_end(struct scan *s, const struct run *run, size_t next)
{
	enum phone_kind kind;
	struct str value;

	return next >= run->count || !run->group[next].tight || longest(s, run, next, &kind, &value) > 0;
}

/* 转8001, ext. 12, #8: the digits, and where they end. Empty where there are none. */
static struct str extension_behind(struct scan *s, size_t *end)
{
	static const struct str words[] = { STR_INIT("转"),  STR_INIT("转分机"), STR_INIT("分机"), STR_INIT("分机号"),
					    STR_INIT("ext"), STR_INIT("ext."),	 STR_INIT("x"),	   STR_INIT("#") };
	size_t at = skip_inline_blanks(&s->p, *end), word, to;

	at += points_code(&s->p, at) == '(' || points_code(&s->p, at) == ',';
	word = points_any_word(&s->p, at, words, ARRAY_COUNT(words));
	if (!word)
		return STR("");
	at = skip_inline_blanks(&s->p, at + word);
	if (points_code(&s->p, at) == ':')
		at = skip_inline_blanks(&s->p, at + 1);
	to = digits_end(&s->p, at);
	if (to == at || to - at > LONGEST_EXTENSION)
		return STR("");
	*end = to;
	return points_text(s->arena, &s->p, at, to);
}

static bool take_number(struct scan *s, const struct run *run)
{
	struct str value = STR(""), extension;
	enum phone_kind kind;
	size_t n = longest(s, run, 0, &kind, &value), end;

	if (n == 0 || !number_may_end(s, run, n))
		return false;
	end = run->to[n - 1];
	extension = kind == PHONE_OTHER ? extension_behind(s, &end) : STR("");
	if (extension.len)
		value = arena_printf(s->arena, "%.*s-%.*s", STR_ARG(value), STR_ARG(extension));
	take(s, kind == PHONE_MOBILE ? CONTACT_MOBILE : CONTACT_PHONE, value, s->at, end);
	return true;
}

/*
 * Whether a wrong number of so many digits goes on with a group set apart. One
 * from abroad is not cut at what looks local.
 */
static bool goes_on(struct scan *s, const struct run *run, size_t next, size_t digits)
{
	enum phone_kind kind;
	struct str value;

	return digits < DIGITS_OF_A_NUMBER && (run->group[0].plus || !longest(s, run, next, &kind, &value));
}

/* Where a number that is none ends: before another that is set apart. */
static size_t wrong_groups(struct scan *s, const struct run *run, size_t *digits)
{
	size_t n = 0;

	*digits = 0;
	do
		*digits += run->group[n].digits.len;
	while (++n < run->count && (run->group[n].tight || goes_on(s, run, n, *digits)));
	return n;
}

static struct str written(struct scan *s, size_t from, size_t to)
{
	return arena_copy(s->arena, points_written(&s->p, from, to));
}

static bool is_alone(const struct scan *s, size_t to)
{
	int32_t next = points_code(&s->p, skip_inline_blanks(&s->p, to));

	return s->rest_from == s->rest_to && (next < 0 || is_separator(next));
}

/* 1. or 2) or 3、 before something else. */
static bool scan_list_number(struct scan *s)
{
	size_t end = digits_end(&s->p, s->at);
	int32_t sign = points_code(&s->p, end), next = points_code(&s->p, end + 1);

	if (end == s->at || end > s->at + 2 || (sign != '.' && sign != 0x3001 && sign != ')') || next < 0)
		return false;
	if (s->rest_from != s->rest_to || (points_is_digit(next) && digits_end(&s->p, end + 1) < end + 8))
		return false;
	pass(s, end + 1);
	return true;
}

/* 1.38E+10 is what a sheet made of a number: which one cannot be known. */
static size_t scientific_end(const struct points *p, size_t at)
{
	size_t end = digits_end(p, at);

	if (end == at || end > at + 1)
		return 0;
	if (points_code(p, end) == '.')
		end = digits_end(p, end + 1);
	if (points_code(p, end) != 'e' && points_code(p, end) != 'E')
		return 0;
	end++;
	end += points_code(p, end) == '+';
	return digits_end(p, end) > end ? digits_end(p, end) : 0;
}

/* 13,800,138,000: a sheet's thousands. */
static size_t thousands_end(const struct points *p, size_t at)
{
	size_t end = digits_end(p, at), groups = 0;

	if (end == at || end > at + 3)
		return 0;
	while (points_code(p, end) == ',' && digits_end(p, end + 1) == end + 4) {
		end += 4;
		groups++;
	}
	return groups >= 2 ? end : 0;
}

static bool is_mistaken_letter(int32_t code)
{
	return code == 'o' || code == 'O' || code == 'l' || code == 'I' || code == 'i';
}

/* 138oo138000: letters for digits. Nothing is mended, since it would be invented. */
static size_t mistyped_end(const struct points *p, size_t at)
{
	size_t end = at, digits = 0;

	while (end < at + PHONE_DIGITS &&
	       (points_is_digit(points_code(p, end)) || is_mistaken_letter(points_code(p, end))))
		digits += points_is_digit(points_code(p, end++));
	if (digits < FEWEST_OF_A_PHONE - 1 || digits == end - at || is_ascii_letter(points_code(p, end)))
		return 0;
	/* Before an @ it is an address; 13800138000o@b.cn is looked at there. */
	return points_code(p, end) == '@' || points_code(p, end) == '.' || points_code(p, end) == '_' ? 0 : end;
}

static bool scan_ruined(struct scan *s)
{
	size_t end = scientific_end(&s->p, s->at);

	if (inside_latin_word(&s->p, s->at))
		return false;
	if (!end)
		end = thousands_end(&s->p, s->at);
	if (!end)
		end = mistyped_end(&s->p, s->at);
	if (!end)
		return false;
	take(s, CONTACT_BAD_PHONE, written(s, s->at, end), s->at, end);
	return true;
}

/* A number right before an address is its first part: 13800138000@163.com. */
static bool is_local_part(const struct scan *s, size_t digit)
{
	size_t end = digits_end(&s->p, digit), at = skip_inline_blanks(&s->p, local_end(&s->p, end));

	if (points_code(&s->p, at) != '@')
		return false;
	/* 13800138000a@b.cn: a whole mobile, then letters. */
	return !(end == digit + 11 && s->p.at[digit].code == '1' && s->p.at[digit + 1].code >= '3' &&
		 is_ascii_letter(points_code(&s->p, end)));
}

static bool scan_number(struct scan *s)
{
	struct phone_group unused = { 0 };
	size_t digit = s->at, digits, n, end;
	struct run run;

	if (!run_begins(&s->p, s->at, &digit, &unused))
		return false;
	if (is_local_part(s, digit))
		return false;
	if (scan_list_number(s) || scan_ruined(s))
		return true;
	run = collect(s);
	if (take_number(s, &run))
		return true;
	n = wrong_groups(s, &run, &digits);
	end = run.to[n - 1];
	/* The check character of an identity number. */
	if (digits == 17 && (points_code(&s->p, end) | 0x20) == 'x')
		end++;
	if (digits >= FEWEST_OF_A_PHONE || (digits >= FEWEST_OF_A_CELL && is_alone(s, end)))
		take(s, CONTACT_BAD_PHONE, written(s, s->at, end), s->at, end);
	else
		keep_as_rest(s, end);
	return true;
}

/* ------------------------------------------------------------------- all */

static bool scan_mail(struct scan *s)
{
	struct mail mail;

	if (s->p.at[s->at].code != '@')
		return false;
	mail = mail_around(&s->p, s->at, s->taken);
	if (mail.from == s->at && mail.to == s->at + 1)
		return false;
	take(s, mail.valid ? CONTACT_EMAIL : CONTACT_BAD_EMAIL, mail_value(s->arena, &s->p, &mail), mail.from, mail.to);
	return true;
}

static bool scan_lost_at(struct scan *s)
{
	size_t end = mail_without_at(&s->p, s->at);

	if (end)
		take(s, CONTACT_BAD_EMAIL, written(s, s->at, end), s->at, end);
	return end > 0;
}

static void scan_other(struct scan *s)
{
	int32_t code = s->p.at[s->at].code;

	if (is_separator(code))
		pass(s, s->at + 1);
	else if (points_is_blank(code))
		s->at++;
	else
		keep_as_rest(s, s->at + 1);
}

struct contact_list contact_parse(struct arena *arena, struct str shown)
{
	struct scan s = { .arena = arena };
	struct contact_list list;

	if (contact_plain(arena, shown, &list))
		return list;
	s.p = points_of(arena, shown);
	while (s.at < s.p.count)
		if (!scan_mail(&s) && !scan_label(&s) && !scan_foreign(&s) && !scan_number(&s) && !scan_ruined(&s) &&
		    !scan_lost_at(&s))
			scan_other(&s);
	flush_rest(&s);
	return (struct contact_list){ s.count, s.item };
}
