#include "decode/code_page.h"

#include <errno.h>
#include <iconv.h>

#include "base/cleanup.h"

/* Bytes of UTF-8 that a byte of a code page becomes at most; most become two. */
enum { GROWS = 4 };

enum { EURO_BYTE = 0x80 };
#define EURO "\xE2\x82\xAC"
#define REPLACEMENT "\xEF\xBF\xBD"

struct code_page_row {
	uint32_t number;
	struct str name;
	const char *converter; /* iconv's name */
};

/* 32768 and 32769 stand for two of them in files of Excel 2 to 4. */
static const struct code_page_row rows[CODE_PAGES] = {
	{ 936, STR_INIT("CP936"), "GB18030" },	     { 950, STR_INIT("CP950"), "BIG5" },
	{ 1252, STR_INIT("CP1252"), "CP1252" },	     { 0, STR_INIT("CP936"), "GB18030" },
	{ 32769, STR_INIT("CP1252"), "CP1252" },     { 10000, STR_INIT("CP10000"), "MACINTOSH" },
	{ 32768, STR_INIT("CP10000"), "MACINTOSH" }, { 10007, STR_INIT("CP10007"), "MAC-CYRILLIC" },
	{ 1200, STR_INIT("UTF-16LE"), "UTF-16LE" },  { 932, STR_INIT("CP932"), "CP932" },
	{ 949, STR_INIT("CP949"), "CP949" },	     { 1361, STR_INIT("CP1361"), "JOHAB" },
	{ 874, STR_INIT("CP874"), "CP874" },	     { 1250, STR_INIT("CP1250"), "CP1250" },
	{ 1251, STR_INIT("CP1251"), "CP1251" },	     { 1253, STR_INIT("CP1253"), "CP1253" },
	{ 1254, STR_INIT("CP1254"), "CP1254" },	     { 1255, STR_INIT("CP1255"), "CP1255" },
	{ 1256, STR_INIT("CP1256"), "CP1256" },	     { 1257, STR_INIT("CP1257"), "CP1257" },
	{ 1258, STR_INIT("CP1258"), "CP1258" },	     { 437, STR_INIT("CP437"), "CP437" },
	{ 737, STR_INIT("CP737"), "CP737" },	     { 775, STR_INIT("CP775"), "CP775" },
	{ 850, STR_INIT("CP850"), "CP850" },	     { 852, STR_INIT("CP852"), "CP852" },
	{ 855, STR_INIT("CP855"), "CP855" },	     { 857, STR_INIT("CP857"), "CP857" },
	{ 860, STR_INIT("CP860"), "CP860" },	     { 861, STR_INIT("CP861"), "CP861" },
	{ 862, STR_INIT("CP862"), "CP862" },	     { 863, STR_INIT("CP863"), "CP863" },
	{ 864, STR_INIT("CP864"), "CP864" },	     { 865, STR_INIT("CP865"), "CP865" },
	{ 866, STR_INIT("CP866"), "CP866" },	     { 869, STR_INIT("CP869"), "CP869" },
};

enum { UTF16 = 1200 };
/* So many that a file may name are prepared: more is nobody's workbook. */
enum { NAMED = 4 };

static const struct code_page_row ascii = { 20127, STR_INIT("ASCII"), "ASCII" };

static const struct code_page_row *find_row(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		if (rows[i].number == number)
			return &rows[i];
	return &ascii;
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
	page->row = find_row(number);
}

struct str code_page_name(const struct code_page *page)
{
	return page->row->name;
}

/* NULL where the system has none. */
static void *open_converter(const struct code_page_row *row)
{
	iconv_t converter = iconv_open("UTF-8", row->converter);

	if (converter != (iconv_t)-1)
		return converter;
	if (errno == ENOMEM)
		cleanup_no_memory();
	return NULL;
}

/* ASCII is the same in all code pages but the one of 16 bits, and needs no converter. */
static bool is_plain(const struct code_page *page, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] >= 0x80)
			return false;
	return page->row->number != UTF16;
}

/* A byte that the converter refuses: what stands in its place, and how many bytes it takes. */
static size_t replace(const struct code_page *page, const unsigned char *at, size_t left, struct buf *out, bool *bad)
{
	size_t unit = page->row->number == UTF16 ? 2 : 1;

	if (*at == EURO_BYTE && (page->row->number == 936 || page->row->number == 0)) {
		buf_add(out, STR(EURO));
		return 1;
	}
	buf_add(out, STR(REPLACEMENT));
	*bad = true;
	return unit < left ? unit : left;
}

/* Convert as far as it goes; *in is moved to what cannot be. */
static void convert(struct code_page *page, char **in, size_t *left, struct buf *out)
{
	size_t room = *left * GROWS, had = room;
	char *to = buf_reserve(out, room);

	iconv(page->converter, in, left, &to, &room);
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
		page->converter = open_converter(page->row);
	if (!page->converter)
		return false;
	iconv(page->converter, NULL, NULL, NULL, NULL);
	for (convert(page, &in, &left, out); left > 0; convert(page, &in, &left, out)) {
		size_t passed = replace(page, (unsigned char *)in, left, out, bad);

		in += passed;
		left -= passed;
	}
	return true;
}

/* Of machines on which a password may have been set. */
static const uint16_t usual[CODE_PAGES_USUAL] = { 936, 950, 1252 };

static void prepare_row(struct code_page_kit *kit, const struct code_page_row *row)
{
	if (row != &ascii && row->number != UTF16)
		kit->converter[kit->count++] = open_converter(row);
}

/* Is it under XOR, the one encryption of old files? What FILEPASS of 4 bytes, or of 6 from Excel 97 on, says. */
static bool is_locked(struct bytes file)
{
	static const unsigned char old[] = { 0x2F, 0x00, 0x04, 0x00 }, later[] = { 0x2F, 0x00, 0x06, 0x00, 0x00, 0x00 };

	return file.len > 0 &&
	       (memmem(file.data, file.len, old, sizeof(old)) || memmem(file.data, file.len, later, sizeof(later)));
}

/* The name of the code page is encrypted, too, and the password is in one: those that are usual here. */
static bool prepare_locked(struct code_page_kit *kit, struct bytes file)
{
	if (!is_locked(file))
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(usual); i++)
		prepare_row(kit, find_row(usual[i]));
	return true;
}

/*
 * The record that names the code page stands near the beginning of a workbook, which
 * itself may stand anywhere. Something else that looks like it costs one converter more.
 */
void code_page_prepare(struct code_page_kit *kit, struct bytes file)
{
	static const unsigned char record[] = { 0x42, 0x00, 0x02, 0x00 };
	const unsigned char *at = file.data, *end = file.data + file.len;
	bool named = prepare_locked(kit, file);

	while (kit->count < NAMED && file.len > 0 &&
	       (at = memmem(at, (size_t)(end - at), record, sizeof(record))) != NULL && end - at >= 6) {
		named = true;
		prepare_row(kit, find_row((uint32_t)(at[4] | at[5] << 8)));
		at += sizeof(record);
	}
	if (!named)
		prepare_row(kit, find_row(0));
}

/* Two numbers of one converter cost no more than one. */
void code_page_prepare_all(struct code_page_kit *kit)
{
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		prepare_row(kit, &rows[i]);
}

void code_page_forget(struct code_page_kit *kit)
{
	for (size_t i = 0; i < kit->count; i++)
		if (kit->converter[i])
			iconv_close(kit->converter[i]);
	*kit = (struct code_page_kit){ 0 };
}

static bool encode(const struct code_page_row *row, struct str text, struct buf *out)
{
	iconv_t converter = iconv_open(row->converter, "UTF-8");
	size_t in_left = text.len, out_left = 4 * text.len, room = out_left;
	char *in = (char *)(uintptr_t)text.data, *to = buf_reserve(out, room);
	bool whole;

	if (converter == (iconv_t)-1)
		return false;
	whole = iconv(converter, &in, &in_left, &to, &out_left) == 0;
	iconv_close(converter);
	out->len += whole ? room - out_left : 0;
	return whole;
}

bool code_page_encode(uint32_t index, struct str text, struct buf *out)
{
	return index < CODE_PAGES_USUAL && encode(find_row(usual[index]), text, out);
}
