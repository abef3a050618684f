#include "decode/encoding.h"

#include "base/buf.h"
#include "base/mapping.h"
#include "decode/decoding.h"
#include "decode/encoding_class.h"

/*
 * SAMPLE: where words and classes are counted; headers stand at the beginning. A text with no more than FEW bad
 * bytes, or one in RARE, is read nevertheless, each marked; with known words in it one in KNOWN will do. JUNK bad
 * bytes that are also more than one in JUNK_SHARE are enough to give an encoding up.
 */
enum { SAMPLE = 1024 * 1024, LOOK = 64 * 1024 };
enum { FEW = 4, RARE = 20, KNOWN = 3, JUNK = 1000, JUNK_SHARE = 2 };

/* A valid UTF-8 text of so few characters may be valid by chance. */
enum { SHORT_TEXT = 12 };

/* Those that the bytes tell, and what old workbooks need most (code_page, passwords). */
void encoding_prepare(struct charset_kit *kit)
{
	for (size_t i = 0; i <= CHARSET_CP1252; i++)
		charset_hold(kit, &charset_table[i]);
}

/* How well a text reads in an encoding. */
struct trial {
	struct encoding_choice choice;
	uint64_t units;	     /* characters outside ASCII, bad ones included */
	uint64_t ideographs; /* of three bytes or four in UTF-8, bad ones left out */
	uint64_t bad;
	uint64_t controls; /* U+0080 to U+009F, of those that somebody must name */
	uint32_t hits;	   /* hints that stand in it */
	bool unreadable;   /* this system has no converter for it */
};

static struct encoding_choice choice_of(size_t index)
{
	return (struct encoding_choice){ .charset = &charset_table[index], .name = charset_table[index].name };
}

/* First bytes of characters, eight at a time: of two bytes and more, and of three and more. */
static void count_units(struct trial *t, const struct decoding_piece *piece)
{
	static const uint64_t HIGH = UINT64_C(0x8080808080808080);
	struct str text = piece->text;
	uint64_t word, leads;

	for (; text.len; text = str_after(text, sizeof(word))) {
		word = 0;
		memcpy(&word, text.data, text.len < sizeof(word) ? text.len : sizeof(word));
		leads = word & word << 1 & HIGH;
		t->units += (unsigned)__builtin_popcountll(leads);
		t->ideographs += (unsigned)__builtin_popcountll(leads & word << 2);
	}
	t->ideographs -= piece->bad;
	t->bad += piece->bad;
}

/* The system's tables have them where a page has nothing, as if every byte were text. */
static void count_controls(struct trial *t, struct str text)
{
	const char *at = text.data, *end = text.data + text.len;

	while (at < end && (at = memchr(at, 0xC2, (size_t)(end - at))) != NULL) {
		at++;
		t->controls += at < end && (unsigned char)*at < 0xA0;
	}
}

static bool is_junk(const struct trial *t)
{
	return t->bad > JUNK && t->bad > t->units / JUNK_SHARE;
}

/* Given up where more bytes are bad than `most`: another encoding is the better one then. */
static struct trial try_within(struct bytes text, struct encoding_choice choice, uint64_t most)
{
	struct trial t = { .choice = choice };
	struct decoding stream;
	struct decoding_piece piece;

	t.unreadable = !decoding_open(&stream, choice.charset, choice.mark, text);
	while (!t.unreadable && t.bad <= most && !is_junk(&t) && decoding_next(&stream, &piece)) {
		count_units(&t, &piece);
		if (choice.charset > &charset_table[CHARSET_CP1252])
			count_controls(&t, piece.text);
	}
	decoding_close(&stream);
	return t;
}

static struct trial try_choice(struct bytes text, struct encoding_choice choice)
{
	return try_within(text, choice, UINT64_MAX);
}

static bool is_tolerable(const struct trial *t)
{
	uint64_t share = t->hits ? KNOWN : RARE;

	return !is_junk(t) && (t->bad <= FEW || t->bad <= t->units / share);
}

/*
 * Three bytes that continue one another as UTF-8 wants it are no chance where they
 * outnumber the bad ones: in GBK hardly one character in a hundred reads so.
 */
static bool is_mostly_utf8(const struct trial *utf8)
{
	return utf8->ideographs > utf8->bad;
}

static struct bytes head_of(struct bytes text, size_t len)
{
	return (struct bytes){ text.data, text.len < len ? text.len : len };
}

static void count_hits(struct trial *t, struct bytes text, uint32_t hint_count, const struct str *hint)
{
	struct buf decoded = { 0 };
	struct decoding stream;
	struct decoding_piece piece;

	if (hint_count == 0)
		return;
	if (!decoding_open(&stream, t->choice.charset, t->choice.mark, head_of(text, SAMPLE)))
		return;
	while (decoding_next(&stream, &piece))
		buf_add(&decoded, piece.text);
	decoding_close(&stream);
	for (uint32_t i = 0; i < hint_count; i++)
		t->hits += hint[i].len && str_has(buf_str(&decoded), hint[i]);
	buf_release(&decoded);
}

/* Equal in all else: Big5 must win clearly, since it is the rarer one here; a near tie is said. */
static struct encoding_choice choose_by_class(const struct trial *gb, const struct trial *big5, struct bytes text)
{
	static const double CLEAR = 0.05;
	double lead = encoding_class_big5(head_of(text, SAMPLE)) - encoding_class_gb(head_of(text, SAMPLE));
	struct encoding_choice choice = lead > CLEAR ? big5->choice : gb->choice;

	if (lead >= -CLEAR && lead <= CLEAR)
		choice.other = big5->choice.name;
	return choice;
}

/* None valid: the one with the fewest bad bytes, in this order where they are equal. */
static bool choose_least_bad(const struct trial *trial, size_t count, struct encoding_choice *choice)
{
	const struct trial *best = &trial[0];

	for (size_t i = 1; i < count; i++)
		if (trial[i].bad < best->bad)
			best = &trial[i];
	*choice = best->choice;
	return is_tolerable(best);
}

/* UTF-8 that was cut short or damaged may be valid in a code page by chance: known words then tell. */
static bool is_damaged_utf8(const struct trial *utf8, const struct trial *valid)
{
	if (is_mostly_utf8(utf8))
		return utf8->hits >= valid->hits;
	return is_tolerable(utf8) && utf8->hits > valid->hits;
}

static void choose_of_two(const struct trial *gb, const struct trial *big5, struct bytes text,
			  struct encoding_choice *choice)
{
	if (gb->bad || big5->bad)
		*choice = gb->bad ? big5->choice : gb->choice;
	else if (gb->hits != big5->hits)
		*choice = gb->hits > big5->hits ? gb->choice : big5->choice;
	else
		*choice = choose_by_class(gb, big5, text);
}

static enum encoding_answer choose_code_page(struct trial *utf8, struct bytes text, uint32_t hint_count,
					     const struct str *hint, struct encoding_choice *choice)
{
	struct trial trial[4] = { *utf8, try_choice(text, choice_of(CHARSET_GB18030)) };
	struct trial *gb = &trial[1], *big5 = &trial[2];

	trial[2] = try_within(text, choice_of(CHARSET_BIG5), gb->bad);
	trial[3] = gb->bad ? try_within(text, choice_of(CHARSET_CP936), 0) : *gb;

	if (gb->unreadable || big5->unreadable) {
		*choice = utf8->choice;
		return is_mostly_utf8(utf8) ? ENCODING_TOLD : ENCODING_NO_CONVERTER;
	}
	if (gb->bad && !trial[3].bad)
		gb = &trial[3]; /* it alone knows the byte 0x80 */
	for (size_t i = 0; i < ARRAY_COUNT(trial); i++)
		count_hits(&trial[i], text, hint_count, hint);
	if (is_damaged_utf8(&trial[0], gb->bad ? big5 : gb))
		*choice = utf8->choice;
	else if (gb->bad && big5->bad)
		return choose_least_bad(trial, 3, choice) ? ENCODING_TOLD : ENCODING_UNKNOWN;
	else
		choose_of_two(gb, big5, text, choice);
	return ENCODING_TOLD;
}

/* A few GBK characters may be valid UTF-8 by chance. Known words that stand in that reading only are worth a word. */
static void doubt_short_utf8(struct trial *utf8, struct bytes text, uint32_t hint_count, const struct str *hint)
{
	struct trial gb;

	if (utf8->units == 0 || utf8->units > SHORT_TEXT)
		return;
	gb = try_choice(text, choice_of(CHARSET_GB18030));
	if (gb.bad || gb.unreadable)
		return;
	count_hits(utf8, text, hint_count, hint);
	count_hits(&gb, text, hint_count, hint);
	if (gb.hits > utf8->hits)
		utf8->choice.other = gb.choice.name;
}

static bool starts_with(struct bytes text, struct str mark)
{
	return mark.len && text.len >= mark.len && memcmp(text.data, mark.data, mark.len) == 0;
}

static bool has_mark(struct bytes text, struct encoding_choice *choice)
{
	static const size_t order[] = { CHARSET_UTF32LE, CHARSET_UTF32BE, CHARSET_UTF8,
					CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_GB18030 };

	for (size_t i = 0; i < ARRAY_COUNT(order); i++) {
		const struct charset *e = &charset_table[order[i]];

		if (!starts_with(text, e->mark))
			continue;
		*choice = choice_of(order[i]);
		choice->mark = e->mark.len;
		return true;
	}
	return false;
}

static size_t order_of(const struct wide_pairs *p)
{
	if (p->separator_little != p->separator_big)
		return p->separator_little > p->separator_big ? CHARSET_UTF16LE : CHARSET_UTF16BE;
	return p->little >= p->big ? CHARSET_UTF16LE : CHARSET_UTF16BE;
}

/* Step by step, so that a huge file does not stay in memory for it. */
static bool has_nul(struct bytes text)
{
	for (size_t at = 0; at < text.len; at += SAMPLE) {
		struct bytes step = head_of((struct bytes){ text.data + at, text.len - at }, SAMPLE);

		if (memchr(step.data, 0, step.len))
			return true;
		mapping_pass(step);
	}
	return false;
}

/* UTF-16 without a mark. Chinese text may hold such bytes by chance, hence the last look. */
static bool is_wide(struct bytes text, struct encoding_choice *choice)
{
	struct wide_pairs p;

	if (!has_nul(text))
		return false;
	p = wide_count(head_of(text, SAMPLE));
	*choice = choice_of(order_of(&p));
	if (!wide_is_stray(&p))
		return true;
	return try_choice(text, choice_of(CHARSET_UTF8)).bad && try_choice(text, choice_of(CHARSET_GB18030)).bad;
}

enum encoding_answer encoding_choose(struct bytes text, uint32_t hint_count, const struct str *hint,
				     struct encoding_choice *choice)
{
	struct trial t;

	if (has_mark(text, choice) || is_wide(text, choice)) {
		t = try_choice(text, *choice);
		if (t.unreadable)
			return ENCODING_NO_CONVERTER;
		count_hits(&t, text, hint_count, hint);
		return is_tolerable(&t) ? ENCODING_TOLD : ENCODING_UNKNOWN;
	}
	t = try_choice(text, choice_of(CHARSET_UTF8));
	if (t.bad)
		return choose_code_page(&t, text, hint_count, hint, choice);
	doubt_short_utf8(&t, text, hint_count, hint);
	*choice = t.choice;
	return ENCODING_TOLD;
}

/* --- what says itself what it is in -------------------------------------------------- */

static bool is(const struct encoding_choice *choice, size_t index)
{
	return choice->charset == &charset_table[index];
}

/* Told by its mark or by its NULs. */
static bool tells_itself(const struct encoding_choice *choice)
{
	return choice->mark > 0 || choice->charset->wide.unit > 0;
}

/* GB18030 lacks a byte of CP936's, and Big5 the characters of Hong Kong: the wider or narrower brother serves. */
static struct trial try_declared(struct bytes text, const struct charset *charset)
{
	struct trial t = try_choice(text, choice_of((size_t)(charset - charset_table)));

	if (t.bad && is(&t.choice, CHARSET_GB18030))
		t = try_choice(text, choice_of(CHARSET_CP936));
	return t.bad && is(&t.choice, CHARSET_BIG5) ? try_choice(text, choice_of(CHARSET_HKSCS)) : t;
}

/* A few bytes may be damaged, but not most of a short text. */
static bool is_as_declared(const struct trial *t)
{
	uint64_t bad = t->bad + t->controls;

	return bad == 0 || bad <= t->units / RARE || (bad <= FEW && bad <= t->units / KNOWN);
}

/*
 * Every text is valid in an encoding of one byte a character, and programs declare
 * Latin 1 without thinking: text that reads as usual Chinese is no French.
 */
static bool is_careless(const struct trial *declared, const struct trial *other, struct bytes text)
{
	static const double USUAL = 0.3;

	return is(&declared->choice, CHARSET_CP1252) && other->bad == 0 && is(&other->choice, CHARSET_GB18030) &&
	       encoding_class_gb(head_of(text, SAMPLE)) > USUAL;
}

/* Characters of two bytes may be UTF-8 by chance, where they are few; those of three are no chance. */
static void doubt_by_label(const struct trial *utf8, struct bytes text, const struct charset *charset,
			   struct encoding_choice *choice)
{
	struct trial declared;

	if (utf8->units == 0 || utf8->units > SHORT_TEXT || utf8->ideographs || !charset || !charset->converter)
		return;
	declared = try_declared(text, charset);
	if (!declared.bad && !declared.controls && !declared.unreadable)
		choice->other = declared.choice.name;
}

/* By what it declares, or, where that does not fit, as it was chosen without. */
static enum encoding_answer choose_by_label(struct bytes text, const struct charset *charset, bool found,
					    uint32_t hint_count, const struct str *hint, struct encoding_choice *choice)
{
	struct trial declared = try_declared(text, charset), other = declared;

	if (declared.unreadable)
		return ENCODING_NO_CONVERTER;
	if (!is_as_declared(&declared) || (found && declared.bad && is(choice, CHARSET_UTF8)))
		return found ? ENCODING_TOLD : ENCODING_UNKNOWN;
	if (found)
		other = try_choice(text, *choice);
	count_hits(&declared, text, hint_count, hint);
	count_hits(&other, text, hint_count, hint);
	if (other.hits <= declared.hits && !is_careless(&declared, &other, text))
		*choice = declared.choice;
	return ENCODING_TOLD;
}

/* Text of seven bits that is not what it looks like: ISO-2022-JP, HZ. */
static bool is_shifted(struct bytes text)
{
	return text.len > 0 && (memchr(text.data, 0x1B, text.len) || memmem(text.data, text.len, "~{", 2));
}

/* UTF-8 is held against the bytes: where they are none, the word of it says nothing about what they are. */
static bool is_brother(const struct encoding_choice *choice, const struct charset *charset)
{
	return choice->charset == charset || charset == &charset_table[CHARSET_UTF8] ||
	       (is(choice, CHARSET_CP936) && charset == &charset_table[CHARSET_GB18030]) ||
	       (is(choice, CHARSET_HKSCS) && charset == &charset_table[CHARSET_BIG5]);
}

enum encoding_answer encoding_choose_declared(struct bytes text, struct str label, uint32_t hint_count,
					      const struct str *hint, struct encoding_choice *choice)
{
	enum encoding_answer answer = encoding_choose(text, hint_count, hint, choice);
	bool found = answer == ENCODING_TOLD;
	const struct charset *charset = charset_by_label(label);
	struct trial utf8 = { .bad = 1 };

	if (!label.len || (found && tells_itself(choice)))
		return answer;
	if (found && is(choice, CHARSET_UTF8))
		utf8 = try_choice(text, *choice);
	if (utf8.bad == 0)
		doubt_by_label(&utf8, text, charset, choice);
	else if (charset)
		answer = choose_by_label(text, charset, found, hint_count, hint, choice);
	if (utf8.bad ? !is_brother(choice, charset) : !charset && is_shifted(text))
		choice->refused = label;
	return answer;
}

static bool is_control(unsigned code)
{
	return code < 0x20 && !(code >= '\t' && code <= '\r');
}

/* One in a hundred may be dirt. */
static bool is_clean(uint64_t controls, uint64_t count)
{
	return controls <= 1 + count / 100;
}

/* Binary data has lone surrogates, or NULs and small numbers side by side. The look may cut one pair. */
static bool is_clean_wide(struct bytes look)
{
	struct wide_pairs p = wide_count(look);
	size_t order = order_of(&p);
	size_t high = order == CHARSET_UTF16LE ? 1 : 0;
	uint64_t controls = 0;

	if (!memchr(look.data, 0, look.len) || try_choice(look, choice_of(order)).bad > 1)
		return false;
	for (size_t i = 0; i + 1 < look.len; i += 2)
		controls += look.data[i + high] == 0 && is_control(look.data[i + 1 - high]);
	return is_clean(controls, look.len / 2);
}

bool encoding_is_text(struct bytes file)
{
	struct bytes look = head_of(file, LOOK);
	struct encoding_choice choice;
	uint64_t controls = 0;

	if (file.len == 0)
		return false;
	if (has_mark(file, &choice))
		return true;
	for (size_t i = 0; i < look.len; i++)
		controls += is_control(look.data[i]);
	return is_clean(controls, look.len) || is_clean_wide(look);
}
