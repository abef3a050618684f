#include "read/biff_text.h"

#include "base/utf8.h"

/* The flags of a text: 16 bits a character; readings of East Asian writing behind it; runs of fonts behind it. */
enum { WIDE = 0x01, READINGS = 0x04, RUNS = 0x08 };

/* No font has this number, ever: those behind it stand one place earlier ([MS-XLS] 2.5.122). */
enum { NO_FONT = 4 };

/* Bytes of UTF-8 that a unit of UTF-16 needs at most; half a pair needs two of its four. */
enum { UTF8_MOST = 3 };

bool biff_text_font_struck(const struct biff_fonts *fonts, uint32_t number)
{
	if (number > NO_FONT)
		number--;
	return number < fonts->list.count && fonts->list.item[number];
}

void biff_text_release(struct biff_decoder *decoder)
{
	code_page_release(&decoder->page);
	free(decoder->fonts.list.item);
	buf_release(&decoder->text);
	*decoder = (struct biff_decoder){ 0 };
}

/* Go on to the next CONTINUE record that holds anything. */
static bool go_on(struct biff_cursor *cursor)
{
	struct biff_record record;

	while (cursor->left == 0) {
		size_t next = cursor->next;

		if (!biff_record_next(cursor->stream, &next, &record) || record.id != BIFF_CONTINUE)
			return false;
		cursor->next = next;
		cursor->at = record.body;
		cursor->left = record.len;
	}
	return true;
}

static size_t at_most(const struct biff_cursor *cursor, size_t count)
{
	return cursor->left < count ? cursor->left : count;
}

static void pass(struct biff_cursor *cursor, size_t count)
{
	cursor->at += count;
	cursor->left -= count;
}

static bool skip(struct biff_cursor *cursor, uint64_t count)
{
	while (count > 0) {
		size_t part;

		if (!go_on(cursor))
			return false;
		part = at_most(cursor, count < SIZE_MAX ? (size_t)count : SIZE_MAX);
		pass(cursor, part);
		count -= part;
	}
	return true;
}

/* A little-endian number of `size` bytes, which a CONTINUE may split like anything else. */
static bool take_number(struct biff_cursor *cursor, size_t size, uint32_t *number)
{
	*number = 0;
	for (size_t i = 0; i < size; i++) {
		if (!go_on(cursor))
			return false;
		*number |= (uint32_t)cursor->at[0] << 8 * i;
		pass(cursor, 1);
	}
	return true;
}

/* Characters while they come: the first half of a pair waits for the second. */
struct units {
	struct buf *out;
	uint32_t high;
	bool bad;
};

static char *put_two(char *to, uint32_t code)
{
	*to++ = (char)(0xC0 | code >> 6);
	*to++ = (char)(0x80 | (code & 0x3F));
	return to;
}

static char *put_three(char *to, uint32_t code)
{
	*to++ = (char)(0xE0 | code >> 12);
	*to++ = (char)(0x80 | (code >> 6 & 0x3F));
	*to++ = (char)(0x80 | (code & 0x3F));
	return to;
}

/* Half a pair that stays alone has no meaning. */
static void drop_half(struct units *units)
{
	if (units->high == 0)
		return;
	utf8_put(units->out, -1);
	units->high = 0;
	units->bad = true;
}

static void put_half(struct units *units, uint32_t unit)
{
	if (unit < 0xDC00) {
		drop_half(units);
		units->high = unit;
	} else if (units->high) {
		utf8_put(units->out, (int32_t)(0x10000 + ((units->high - 0xD800) << 10) + (unit - 0xDC00)));
		units->high = 0;
	} else {
		utf8_put(units->out, -1);
		units->bad = true;
	}
}

static void put_unit(struct units *units, uint32_t unit)
{
	char *to;

	if (unit - 0xD800 < 0x800) {
		put_half(units, unit);
		return;
	}
	drop_half(units);
	to = buf_reserve(units->out, UTF8_MOST);
	if (unit < 0x80)
		*to++ = (char)unit;
	else
		to = unit < 0x800 ? put_two(to, unit) : put_three(to, unit);
	units->out->len = (size_t)(to - units->out->data);
}

/* `count` characters that stand in one piece. */
static void put_units(struct units *units, const unsigned char *at, size_t count, bool wide)
{
	for (size_t i = 0; i < count; i++)
		put_unit(units, wide ? little_u16(at + 2 * i) : at[i]);
}

/*
 * A CONTINUE within the characters begins with flags of its own: what follows may
 * be of the other width. No character is split; an odd byte before it is nothing.
 */
static bool take_units(struct biff_cursor *cursor, uint32_t count, bool wide, struct units *units)
{
	uint32_t flags;

	while (count > 0) {
		size_t whole = wide ? cursor->left / 2 : cursor->left;
		size_t part = whole < count ? whole : count;

		put_units(units, cursor->at, part, wide);
		pass(cursor, wide ? 2 * part : part);
		count -= (uint32_t)part;
		if (count == 0)
			break;
		cursor->left = 0;
		if (!take_number(cursor, 1, &flags))
			return false;
		wide = flags & WIDE;
	}
	drop_half(units);
	return true;
}

/*
 * Runs begin at a character each and end where the next begins; before the first the
 * cell's font holds. One that holds no character, as at the end, says nothing.
 */
struct runs {
	bool any, first_late; /* the first begins behind the text's start */
	bool struck, kept;    /* which kinds there were */
	uint32_t last;	      /* where the one at hand begins */
	bool last_struck;
};

static void end_run(struct runs *runs, uint32_t at)
{
	if (!runs->any || at <= runs->last)
		return;
	runs->struck |= runs->last_struck;
	runs->kept |= !runs->last_struck;
}

static void take_run(struct runs *runs, uint32_t at, bool struck)
{
	if (!runs->any)
		runs->first_late = at > 0;
	end_run(runs, at);
	runs->any = true;
	runs->last = at;
	runs->last_struck = struck;
}

static enum biff_strike strike_of(struct runs *runs, uint32_t length)
{
	end_run(runs, length);
	if (runs->kept)
		return BIFF_STRIKE_NOT;
	return runs->struck && !runs->first_late ? BIFF_STRIKE_ALL : BIFF_STRIKE_BY_CELL;
}

/* Position and font are of one byte each up to Excel 95, of two since. */
static bool take_runs(const struct biff_fonts *fonts, struct biff_cursor *cursor, uint32_t count, size_t size,
		      uint32_t length, enum biff_strike *strike)
{
	struct runs runs = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		uint32_t at, font;

		if (!take_number(cursor, size, &at) || !take_number(cursor, size, &font))
			return false;
		take_run(&runs, at, biff_text_font_struck(fonts, font));
	}
	*strike = strike_of(&runs, length);
	return true;
}

static bool read_wide(struct biff_decoder *decoder, struct biff_cursor *cursor, uint32_t length, struct biff_text *text)
{
	struct units units = { .out = &decoder->text };
	uint32_t flags, runs = 0, readings = 0;

	if (!take_number(cursor, 1, &flags))
		return false;
	if ((flags & RUNS && !take_number(cursor, 2, &runs)) ||
	    (flags & READINGS && !take_number(cursor, 4, &readings)) ||
	    !take_units(cursor, length, flags & WIDE, &units) ||
	    !take_runs(&decoder->fonts, cursor, runs, 2, length, &text->strike) || !skip(cursor, readings))
		return false;
	text->text = buf_str(&decoder->text);
	text->bad = units.bad;
	return true;
}

/* Texts of Excel 95 and before may go on in a CONTINUE, too, as they are. */
static bool read_bytes(struct biff_decoder *decoder, struct biff_cursor *cursor, uint32_t length,
		       struct biff_text *text)
{
	struct buf raw = { 0 };

	while (raw.len < length && go_on(cursor)) {
		size_t part = at_most(cursor, length - raw.len);

		buf_add(&raw, (struct str){ (const char *)cursor->at, part });
		pass(cursor, part);
	}
	if (!code_page_decode(&decoder->page, str_bytes(buf_str(&raw)), &decoder->text, &text->bad))
		decoder->lacking = true;
	text->text = buf_str(&decoder->text);
	length -= (uint32_t)raw.len;
	buf_release(&raw);
	return length == 0 && !decoder->lacking;
}

/* A length with nothing behind it is an empty text, as some writers leave out the flags. */
bool biff_text_read(struct biff_decoder *decoder, struct biff_cursor *cursor, size_t length_bytes,
		    struct biff_text *text)
{
	uint32_t length;

	*text = (struct biff_text){ .text = STR("") };
	buf_clear(&decoder->text);
	if (!take_number(cursor, length_bytes, &length))
		return false;
	text->length = length;
	if (length == 0 && !go_on(cursor))
		return true;
	if (decoder->version == BIFF_8)
		return read_wide(decoder, cursor, length, text);
	return read_bytes(decoder, cursor, length, text);
}

bool biff_text_read_runs(struct biff_decoder *decoder, struct biff_cursor *cursor, struct biff_text *text)
{
	size_t size = decoder->version == BIFF_8 ? 2 : 1;
	uint32_t count;

	return take_number(cursor, size, &count) &&
	       take_runs(&decoder->fonts, cursor, count, size, text->length, &text->strike);
}
