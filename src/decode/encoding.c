#include "decode/encoding.h"

#include <errno.h>
#include <iconv.h>

#include "base/cleanup.h"
#include "base/mapping.h"
#include "base/utf8.h"
#include "decode/encoding_class.h"

/*
 * PIECE: of decoded text. KEPT: as much of a mapped file stays in memory. SAMPLE: where words and classes are counted;
 * headers stand at the beginning. A text with no more than FEW bad bytes, or one in RARE, is read nevertheless, each
 * marked; with known words in it one in KNOWN will do. JUNK bad bytes that are also more than one in JUNK_SHARE are
 * enough to give an encoding up.
 */
enum { PIECE = 64 * 1024, KEPT = 1024 * 1024, SAMPLE = 1024 * 1024, LOOK = 64 * 1024 };
enum { FEW = 4, RARE = 20, KNOWN = 3, JUNK = 1000, JUNK_SHARE = 2 };

/* A valid UTF-8 text of so few characters may be valid by chance. */
enum { SHORT_TEXT = 12 };

#define REPLACEMENT "\xEF\xBF\xBD"

/* Those that the bytes tell, and what old workbooks need most (code_page, passwords). */
void encoding_prepare(struct charset_kit *kit)
{
	for (size_t i = 0; i <= CHARSET_CP1252; i++)
		charset_hold(kit, &charset_table[i]);
}

bool encoding_open(struct encoding_stream *stream, const struct encoding_choice *choice, struct bytes text)
{
	size_t mark = choice->mark < text.len ? choice->mark : text.len;
	bool wide = choice->charset->wide.unit > 0;

	*stream = (struct encoding_stream){ .charset = choice->charset,
					    .rest = { text.data + mark, text.len - mark },
					    .kept = text.data };
	if (!wide && choice->charset->converter) {
		stream->converter = charset_decoder(choice->charset);
		if (!stream->converter)
			return false;
	}
	if (wide || stream->converter) {
		stream->out = malloc(PIECE);
		if (!stream->out)
			cleanup_no_memory();
	}
	return true;
}

/* What was handed on is read no more: pieces are views, so only now. */
static void give_back(struct encoding_stream *stream)
{
	mapping_pass((struct bytes){ stream->kept, (size_t)(stream->rest.data - stream->kept) });
	stream->kept = stream->rest.data;
}

void encoding_close(struct encoding_stream *stream)
{
	if (stream->converter)
		iconv_close(stream->converter);
	free(stream->out);
	if (stream->kept)
		give_back(stream);
	*stream = (struct encoding_stream){ 0 };
}

static void skip(struct encoding_stream *stream, size_t count)
{
	size_t n = count < stream->rest.len ? count : stream->rest.len;

	stream->rest.data += n;
	stream->rest.len -= n;
}

/* A character cut short counts once: its first byte and what of it follows. */
static size_t broken_utf8(struct bytes rest)
{
	size_t whole = rest.data[0] >= 0xF0 ? 4 : rest.data[0] >= 0xE0 ? 3 : rest.data[0] >= 0xC0 ? 2 : 1;
	size_t len = 1;

	while (len < whole && len < rest.len && (rest.data[len] & 0xC0) == 0x80)
		len++;
	return len;
}

/* Views of the file itself. A character that the window cuts waits for the next one. */
static void next_as_is(struct encoding_stream *stream, struct encoding_piece *piece)
{
	struct str window = { (const char *)stream->rest.data, stream->rest.len < PIECE ? stream->rest.len : PIECE };
	size_t span = utf8_span(window);
	bool cut = window.len < stream->rest.len && window.len - span < 4;

	*piece = (struct encoding_piece){ .text = str_part(window, 0, span) };
	skip(stream, span);
	if (span == 0 && !cut) {
		piece->text = STR(REPLACEMENT);
		piece->bad = true;
		skip(stream, broken_utf8(stream->rest));
	}
}

/* Bytes that make no text: U+FFFD stands for `count` of them at the end of the piece. */
static void end_bad(struct encoding_stream *stream, struct encoding_piece *piece, size_t len, size_t count)
{
	memcpy(stream->out + len, REPLACEMENT, sizeof(REPLACEMENT) - 1);
	piece->text = (struct str){ stream->out, len + sizeof(REPLACEMENT) - 1 };
	piece->bad = true;
	skip(stream, count);
}

/*
 * iconv stops at full output, at bad bytes and at a character cut off by the end. What it
 * holds back in case of an accent to come (CP1258, BIG5-HKSCS) stands before those.
 */
static void next_converted(struct encoding_stream *stream, struct encoding_piece *piece)
{
	enum { HELD = 8 };
	char *in = (char *)(uintptr_t)stream->rest.data, *out = stream->out;
	size_t in_left = stream->rest.len, out_left = PIECE - HELD - (sizeof(REPLACEMENT) - 1);
	bool bad = iconv(stream->converter, &in, &in_left, &out, &out_left) == (size_t)-1 && errno != E2BIG;

	if (bad || in_left == 0) {
		out_left += HELD;
		iconv(stream->converter, NULL, NULL, &out, &out_left);
	}
	skip(stream, stream->rest.len - in_left);
	*piece = (struct encoding_piece){ .text = { stream->out, (size_t)(out - stream->out) } };
	if (bad)
		end_bad(stream, piece, piece->text.len, 1);
}

static void next_wide(struct encoding_stream *stream, struct encoding_piece *piece)
{
	const struct wide *wide = &stream->charset->wide;
	size_t at = 0, len = 0, used = 0;
	int32_t code = 0;

	while (at < stream->rest.len && len < PIECE - 2 * (sizeof(REPLACEMENT) - 1)) {
		code = wide_next(wide, (struct bytes){ stream->rest.data + at, stream->rest.len - at }, &used);
		if (code < 0)
			break;
		len += utf8_write(stream->out + len, code);
		at += used;
	}
	skip(stream, at);
	*piece = (struct encoding_piece){ .text = { stream->out, len } };
	if (code >= 0 || (len && used < wide->unit))
		return; /* what is cut is a piece of its own */
	piece->cut = used < wide->unit;
	end_bad(stream, piece, len, used);
}

bool encoding_next(struct encoding_stream *stream, struct encoding_piece *piece)
{
	if (stream->rest.len == 0)
		return false;
	if ((size_t)(stream->rest.data - stream->kept) >= KEPT)
		give_back(stream);
	if (stream->converter)
		next_converted(stream, piece);
	else if (stream->charset->wide.unit)
		next_wide(stream, piece);
	else
		next_as_is(stream, piece);
	return true;
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
static void count_units(struct trial *t, const struct encoding_piece *piece)
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
	struct encoding_stream stream;
	struct encoding_piece piece;

	t.unreadable = !encoding_open(&stream, &choice, text);
	while (!t.unreadable && t.bad <= most && !is_junk(&t) && encoding_next(&stream, &piece)) {
		count_units(&t, &piece);
		if (choice.charset > &charset_table[CHARSET_CP1252])
			count_controls(&t, piece.text);
	}
	encoding_close(&stream);
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
	struct encoding_stream stream;
	struct encoding_piece piece;

	if (hint_count == 0)
		return;
	if (!encoding_open(&stream, &t->choice, head_of(text, SAMPLE)))
		return;
	while (encoding_next(&stream, &piece))
		buf_add(&decoded, piece.text);
	encoding_close(&stream);
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
