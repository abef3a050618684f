#include "decode/encoding.h"

#include <errno.h>
#include <iconv.h>

#include "base/cleanup.h"
#include "base/mapping.h"
#include "base/utf8.h"
#include "decode/encoding_class.h"
#include "decode/wide.h"

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

struct encoding {
	struct str name;
	const char *converter; /* iconv's name; NULL where we need none */
	struct wide wide;      /* a unit of 0: not wide */
	struct str mark;
};

enum { UTF8, UTF16LE, UTF16BE, UTF32LE, UTF32BE, GB18030, CP936, BIG5, HKSCS, CP1252, ENCODINGS };

/* The marks of UTF-32 begin as those of UTF-16 do: mark_of asks the longer first. */
static const struct encoding encodings[ENCODINGS] = {
	[UTF8] = { STR_INIT("UTF-8"), NULL, { 0 }, STR_INIT("\xEF\xBB\xBF") },
	[UTF16LE] = { STR_INIT("UTF-16LE"), NULL, { 2, false }, STR_INIT("\xFF\xFE") },
	[UTF16BE] = { STR_INIT("UTF-16BE"), NULL, { 2, true }, STR_INIT("\xFE\xFF") },
	[UTF32LE] = { STR_INIT("UTF-32LE"), NULL, { 4, false }, STR_INIT("\xFF\xFE\x00\x00") },
	[UTF32BE] = { STR_INIT("UTF-32BE"), NULL, { 4, true }, STR_INIT("\x00\x00\xFE\xFF") },
	[GB18030] = { STR_INIT("GB18030"), "GB18030", { 0 }, STR_INIT("\x84\x31\x95\x33") },
	[CP936] = { STR_INIT("CP936"), "CP936", { 0 }, STR_INIT("") },
	[BIG5] = { STR_INIT("BIG5"), "BIG5", { 0 }, STR_INIT("") },
	[HKSCS] = { STR_INIT("BIG5-HKSCS"), "BIG5-HKSCS", { 0 }, STR_INIT("") },
	[CP1252] = { STR_INIT("CP1252"), "CP1252", { 0 }, STR_INIT("") },
};

/* Those of the encodings, and what old workbooks need most (code_page, passwords). */
void encoding_prepare(struct encoding_kit *kit)
{
	static const char *const names[] = { "GB18030", "CP936", "BIG5", "BIG5-HKSCS", "CP1252", "UTF-16LE" };

	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		iconv_t converter = iconv_open("UTF-8", names[i]);

		if (converter != (iconv_t)-1)
			kit->converter[kit->count++] = converter;
	}
}

void encoding_forget(struct encoding_kit *kit)
{
	for (size_t i = 0; i < kit->count; i++)
		iconv_close(kit->converter[i]);
	kit->count = 0;
}

bool encoding_open(struct encoding_stream *stream, const struct encoding_choice *choice, struct bytes text)
{
	size_t mark = choice->mark < text.len ? choice->mark : text.len;
	iconv_t converter;

	*stream = (struct encoding_stream){ .encoding = choice->encoding,
					    .rest = { text.data + mark, text.len - mark },
					    .kept = text.data };
	if (choice->encoding->converter) {
		converter = iconv_open("UTF-8", choice->encoding->converter);
		if (converter == (iconv_t)-1 && errno == ENOMEM)
			cleanup_no_memory();
		if (converter == (iconv_t)-1)
			return false;
		stream->converter = converter;
	}
	if (choice->encoding->converter || choice->encoding->wide.unit) {
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

/* iconv stops at full output, at bad bytes and at a character cut off by the end. */
static void next_converted(struct encoding_stream *stream, struct encoding_piece *piece)
{
	char *in = (char *)(uintptr_t)stream->rest.data, *out = stream->out;
	size_t in_left = stream->rest.len, out_left = PIECE - (sizeof(REPLACEMENT) - 1);
	bool bad = iconv(stream->converter, &in, &in_left, &out, &out_left) == (size_t)-1 && errno != E2BIG;

	skip(stream, stream->rest.len - in_left);
	*piece = (struct encoding_piece){ .text = { stream->out, (size_t)(out - stream->out) } };
	if (bad)
		end_bad(stream, piece, piece->text.len, 1);
}

static void next_wide(struct encoding_stream *stream, struct encoding_piece *piece)
{
	const struct wide *wide = &stream->encoding->wide;
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
	else if (stream->encoding->wide.unit)
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
	uint32_t hits;	 /* hints that stand in it */
	bool unreadable; /* this system has no converter for it */
};

static struct encoding_choice choice_of(int index)
{
	return (struct encoding_choice){ .encoding = &encodings[index], .name = encodings[index].name };
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
	while (!t.unreadable && t.bad <= most && !is_junk(&t) && encoding_next(&stream, &piece))
		count_units(&t, &piece);
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
	struct trial trial[4] = { *utf8, try_choice(text, choice_of(GB18030)) };
	struct trial *gb = &trial[1], *big5 = &trial[2];

	trial[2] = try_within(text, choice_of(BIG5), gb->bad);
	trial[3] = gb->bad ? try_within(text, choice_of(CP936), 0) : *gb;

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
	gb = try_choice(text, choice_of(GB18030));
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
	static const int order[] = { UTF32LE, UTF32BE, UTF8, UTF16LE, UTF16BE, GB18030 };

	for (size_t i = 0; i < ARRAY_COUNT(order); i++) {
		const struct encoding *e = &encodings[order[i]];

		if (!starts_with(text, e->mark))
			continue;
		*choice = choice_of(order[i]);
		choice->mark = e->mark.len;
		return true;
	}
	return false;
}

static int order_of(const struct wide_pairs *p)
{
	if (p->separator_little != p->separator_big)
		return p->separator_little > p->separator_big ? UTF16LE : UTF16BE;
	return p->little >= p->big ? UTF16LE : UTF16BE;
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
	return try_choice(text, choice_of(UTF8)).bad && try_choice(text, choice_of(GB18030)).bad;
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
	t = try_choice(text, choice_of(UTF8));
	if (t.bad)
		return choose_code_page(&t, text, hint_count, hint, choice);
	doubt_short_utf8(&t, text, hint_count, hint);
	*choice = t.choice;
	return ENCODING_TOLD;
}

/* Names as pages write them. Latin 1 has long meant its extension by Microsoft. */
static const struct {
	struct str label;
	int index;
} labels[] = {
	{ STR_INIT("gb2312"), GB18030 },      { STR_INIT("gbk"), GB18030 },	    { STR_INIT("gb18030"), GB18030 },
	{ STR_INIT("x-gbk"), GB18030 },	      { STR_INIT("cp936"), GB18030 },	    { STR_INIT("gb_2312-80"), GB18030 },
	{ STR_INIT("ms936"), GB18030 },	      { STR_INIT("windows-936"), GB18030 }, { STR_INIT("big5"), BIG5 },
	{ STR_INIT("cp950"), BIG5 },	      { STR_INIT("x-x-big5"), BIG5 },	    { STR_INIT("big5-hkscs"), HKSCS },
	{ STR_INIT("iso-8859-1"), CP1252 },   { STR_INIT("iso8859-1"), CP1252 },    { STR_INIT("latin1"), CP1252 },
	{ STR_INIT("windows-1252"), CP1252 }, { STR_INIT("us-ascii"), CP1252 },	    { STR_INIT("ascii"), CP1252 },
};

static bool find_label(struct str label, struct encoding_choice *choice)
{
	for (size_t i = 0; i < ARRAY_COUNT(labels); i++)
		if (str_eq_nocase(label, labels[i].label)) {
			*choice = choice_of(labels[i].index);
			return true;
		}
	return false;
}

/* Told by its mark, by its NULs, or by being valid UTF-8 to the end. */
static bool is_unicode(struct bytes text, const struct encoding_choice *choice)
{
	if (choice->encoding == &encodings[UTF8] && choice->mark == 0)
		return try_choice(text, *choice).bad == 0;
	return choice->encoding < &encodings[GB18030] || choice->mark > 0;
}

/* GB18030 lacks a byte of CP936's, and Big5 the characters of Hong Kong: the wider or narrower brother serves. */
static struct trial try_declared(struct bytes text, struct encoding_choice declared)
{
	struct trial t = try_choice(text, declared);

	if (t.bad && declared.encoding == &encodings[GB18030])
		t = try_choice(text, choice_of(CP936));
	return t.bad && declared.encoding == &encodings[BIG5] ? try_choice(text, choice_of(HKSCS)) : t;
}

/*
 * Every text is valid in an encoding of one byte a character, and programs declare
 * Latin 1 without thinking: text that reads as usual Chinese is no French.
 */
static bool is_careless(const struct trial *declared, const struct trial *other, struct bytes text)
{
	static const double USUAL = 0.3;

	return declared->choice.encoding == &encodings[CP1252] && other->bad == 0 &&
	       other->choice.encoding == &encodings[GB18030] && encoding_class_gb(head_of(text, SAMPLE)) > USUAL;
}

enum encoding_answer encoding_choose_declared(struct bytes text, struct str label, uint32_t hint_count,
					      const struct str *hint, struct encoding_choice *choice)
{
	enum encoding_answer answer = encoding_choose(text, hint_count, hint, choice);
	bool found = answer == ENCODING_TOLD;
	struct encoding_choice by_label;
	struct trial declared, other;

	if ((found && is_unicode(text, choice)) || !find_label(label, &by_label))
		return answer;
	declared = try_declared(text, by_label);
	if (declared.bad || declared.unreadable)
		return answer;
	other = found ? try_choice(text, *choice) : declared;
	count_hits(&declared, text, hint_count, hint);
	count_hits(&other, text, hint_count, hint);
	*choice = other.hits > declared.hits || is_careless(&declared, &other, text) ? other.choice : declared.choice;
	return ENCODING_TOLD;
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
	int order = order_of(&p);
	size_t high = order == UTF16LE ? 1 : 0;
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
