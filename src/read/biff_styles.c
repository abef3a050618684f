#include "read/biff_styles.h"

#include "read/number_format.h"

/*
 * A number of a style has 16 bits: more of them than that no cell could name. The
 * bytes present bound each list long before.
 */
enum { STYLES = 65536 };

enum {
	FONT = 0x0031,
	FONT_3 = 0x0231,
	FORMAT_2 = 0x001E,
	FORMAT = 0x041E,
	XF_2 = 0x0043,
	XF_3 = 0x0243,
	XF_4 = 0x0443,
	XF = 0x00E0
};

/* The flags of a FONT stand behind its height. */
enum { FONT_FLAGS_AT = 2, STRUCK = 0x08 };

/* The format's number within an XF of Excel 2. */
enum { FORMAT_BITS = 0x3F };

void biff_styles_release(struct biff_styles *styles)
{
	free(styles->formats.item);
	free(styles->xfs.item);
	*styles = (struct biff_styles){ 0 };
}

static void take_font(struct biff_decoder *decoder, const struct biff_record *record)
{
	if (decoder->fonts.list.count < STYLES)
		*LIST_ADD(&decoder->fonts.list) = record->len > FONT_FLAGS_AT && (record->body[FONT_FLAGS_AT] & STRUCK);
}

/* Up to Excel 4 formats have no number but that of their order, and all stand in the file. */
static void take_format(struct biff_styles *styles, struct biff_decoder *decoder, const struct biff_record *record)
{
	bool numbered = decoder->version >= BIFF_5;
	size_t at = numbered || (record->id == FORMAT && decoder->version == BIFF_4) ? 2 : 0;
	struct biff_record rest = { record->id, record->len, record->body };
	struct biff_format format = { .id = (uint32_t)styles->formats.count };
	struct biff_cursor cursor;
	struct biff_text text;

	if (record->len < at + 1 || styles->formats.count == STYLES)
		return;
	if (numbered)
		format.id = little_u16(record->body);
	rest.body += at;
	rest.len -= (uint32_t)at;
	biff_record_cursor(&cursor, (struct bytes){ NULL, 0 }, &rest, 0);
	if (biff_text_read(decoder, &cursor, decoder->version == BIFF_8 ? 2 : 1, &text))
		format.date = number_format_is_date(text.text);
	*LIST_ADD(&styles->formats) = format;
	styles->sorted = false;
}

static void take_xf(struct biff_styles *styles, const struct biff_record *record)
{
	const unsigned char *body = record->body;
	struct biff_xf xf = { 0 };

	if (styles->xfs.count == STYLES)
		return;
	if (record->id == XF && record->len >= 4)
		xf = (struct biff_xf){ .font = (uint16_t)little_u16(body), .format = (uint16_t)little_u16(body + 2) };
	else if (record->id == XF_2 && record->len >= 3)
		xf = (struct biff_xf){ .font = body[0], .format = body[2] & FORMAT_BITS };
	else if (record->len >= 2)
		xf = (struct biff_xf){ .font = body[0], .format = body[1] };
	*LIST_ADD(&styles->xfs) = xf;
}

void biff_styles_take(struct biff_styles *styles, struct biff_decoder *decoder, const struct biff_record *record)
{
	switch (record->id) {
	case FONT:
	case FONT_3:
		take_font(decoder, record);
		break;
	case FORMAT:
	case FORMAT_2:
		take_format(styles, decoder, record);
		break;
	case XF:
	case XF_2:
	case XF_3:
	case XF_4:
		take_xf(styles, record);
		break;
	}
}

static int by_id(const void *a, const void *b)
{
	const struct biff_format *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* A code that the file gives counts before what Excel knows by number. */
static bool is_date(struct biff_styles *styles, uint32_t id)
{
	struct biff_format wanted = { .id = id };
	const struct biff_format *found = NULL;

	if (!styles->sorted && styles->formats.count > 0)
		qsort(styles->formats.item, styles->formats.count, sizeof(wanted), by_id);
	styles->sorted = true;
	if (styles->formats.count > 0)
		found = bsearch(&wanted, styles->formats.item, styles->formats.count, sizeof(wanted), by_id);
	return found ? found->date : number_format_is_date_id(id);
}

struct biff_style biff_styles_of_parts(struct biff_styles *styles, const struct biff_fonts *fonts, uint32_t format,
				       uint32_t font)
{
	return (struct biff_style){ is_date(styles, format), biff_text_font_struck(fonts, font) };
}

struct biff_style biff_styles_find(struct biff_styles *styles, const struct biff_fonts *fonts, uint32_t number)
{
	struct biff_xf *xf;

	if (number >= styles->xfs.count)
		return (struct biff_style){ 0 };
	xf = &styles->xfs.item[number];
	if (!xf->settled)
		xf->style = biff_styles_of_parts(styles, fonts, xf->format, xf->font);
	xf->settled = true;
	return xf->style;
}
