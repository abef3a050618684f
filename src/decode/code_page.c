#include "decode/code_page.h"

#include <iconv.h>

#include "base/little.h"

/* Bytes of UTF-8 that a byte of a code page becomes at most; most become two. */
enum { GROWS = 4 };

enum { EURO_BYTE = 0x80 };
#define EURO "\xE2\x82\xAC"
#define REPLACEMENT "\xEF\xBF\xBD"

/*
 * What workbooks call otherwise than charset does: 32768 and 32769 stand for two in files of
 * Excel 2 to 4, and what is said to be 936 was never anything but GBK.
 */
static const struct {
	uint32_t number, charset;
	struct str name;
} others[] = {
	{ 0, 54936, STR_INIT("CP936") },     { 936, 54936, STR_INIT("CP936") },	    { 950, 950, STR_INIT("CP950") },
	{ 32769, 1252, STR_INIT("CP1252") }, { 32768, 10000, STR_INIT("CP10000") },
};

enum { UTF16 = 1200 };
/* So many that a file may name are prepared: more is nobody's workbook. */
enum { NAMED = 4 };

static const struct charset ascii = { 20127, STR_INIT("ASCII"), "ASCII", { 0 }, STR_INIT("") };

static const struct charset *find_charset(uint32_t number)
{
	const struct charset *charset;

	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		if (others[i].number == number)
			return charset_by_number(others[i].charset);
	charset = charset_by_number(number);
	return charset && charset->converter ? charset : &ascii;
}

void code_page_release(struct code_page *page)
{
	if (page->converter)
		iconv_close(page->converter);
	*page = (struct code_page){ 0 };
}

void code_page_choose(struct code_page *page, uint32_t number)
{
	code_page_release(page);
	page->charset = find_charset(number);
	page->number = number;
}

struct str code_page_name(const struct code_page *page)
{
	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		if (others[i].number == page->number)
			return others[i].name;
	return page->charset->name;
}

/* ASCII is the same in all code pages but the one of 16 bits, and needs no converter. */
static bool is_plain(const struct code_page *page, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] >= 0x80)
			return false;
	return page->number != UTF16;
}

/* A byte that the converter refuses: what stands in its place, and how many bytes it takes. */
static size_t replace(const struct code_page *page, const unsigned char *at, size_t left, struct buf *out, bool *bad)
{
	size_t unit = page->number == UTF16 ? 2 : 1;

	if (*at == EURO_BYTE && (page->number == 936 || page->number == 0)) {
		buf_add(out, STR(EURO));
		return 1;
	}
	buf_add(out, STR(REPLACEMENT));
	*bad = true;
	return unit < left ? unit : left;
}

/*
 * Convert as far as it goes; *in is moved to what cannot be. What is held back in case of
 * an accent to come (CP1258) stands before that.
 */
static void convert(struct code_page *page, char **in, size_t *left, struct buf *out)
{
	enum { HELD = 8 };
	size_t room = *left * GROWS + HELD, had = room;
	char *to = buf_reserve(out, room);

	iconv(page->converter, in, left, &to, &room);
	iconv(page->converter, NULL, NULL, &to, &room);
	out->len += had - room;
}

bool code_page_decode(struct code_page *page, struct bytes text, struct buf *out, bool *bad)
{
	char *in = (char *)(uintptr_t)text.data;
	size_t left = text.len;

	if (is_plain(page, text)) {
		buf_add(out, (struct str){ in, left });
		return true;
	}
	if (!page->converter)
		page->converter = charset_decoder(page->charset);
	if (!page->converter)
		return false;
	for (convert(page, &in, &left, out); left > 0; convert(page, &in, &left, out)) {
		size_t passed = replace(page, (unsigned char *)in, left, out, bad);

		in += passed;
		left -= passed;
	}
	return true;
}

/* Of machines on which a password may have been set. */
static const uint16_t usual[CODE_PAGES_USUAL] = { 936, 950, 1252 };

static void prepare_number(struct charset_kit *kit, uint32_t number)
{
	const struct charset *charset = find_charset(number);

	if (charset != &ascii && !charset->wide.unit)
		charset_hold(kit, charset);
}

/* Is it under XOR, the one encryption of old files? What FILEPASS of 4 bytes, or of 6 from Excel 97 on, says. */
static bool is_locked(struct bytes file)
{
	static const unsigned char old[] = { 0x2F, 0x00, 0x04, 0x00 }, later[] = { 0x2F, 0x00, 0x06, 0x00, 0x00, 0x00 };

	return file.len > 0 &&
	       (memmem(file.data, file.len, old, sizeof(old)) || memmem(file.data, file.len, later, sizeof(later)));
}

/* The name of the code page is encrypted, too, and the password is in one: those that are usual here. */
static bool prepare_locked(struct charset_kit *kit, struct bytes file)
{
	if (!is_locked(file))
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(usual); i++)
		prepare_number(kit, usual[i]);
	return true;
}

/*
 * The record that names the code page stands near the beginning of a workbook, which
 * itself may stand anywhere. Something else that looks like it costs one converter more.
 */
void code_page_prepare(struct charset_kit *kit, struct bytes file)
{
	static const unsigned char record[] = { 0x42, 0x00, 0x02, 0x00 };
	const unsigned char *at = file.data, *end = file.data + file.len;
	bool named = prepare_locked(kit, file);

	while (kit->count < NAMED && file.len > 0 &&
	       (at = memmem(at, (size_t)(end - at), record, sizeof(record))) != NULL && end - at >= 6) {
		named = true;
		prepare_number(kit, little_u16(at + 4));
		at += sizeof(record);
	}
	if (!named)
		prepare_number(kit, 0);
}

static bool encode(const struct charset *charset, struct str text, struct buf *out)
{
	iconv_t converter = charset_encoder(charset);
	size_t in_left = text.len, out_left = 4 * text.len, room = out_left;
	char *in = (char *)(uintptr_t)text.data, *to = buf_reserve(out, room);
	bool whole;

	if (!converter)
		return false;
	whole = iconv(converter, &in, &in_left, &to, &out_left) == 0;
	iconv_close(converter);
	out->len += whole ? room - out_left : 0;
	return whole;
}

bool code_page_encode(uint32_t index, struct str text, struct buf *out)
{
	return index < CODE_PAGES_USUAL && encode(find_charset(usual[index]), text, out);
}
