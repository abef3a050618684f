/*
 * What the styles of an .xls say that matters here: which cells are days or
 * times, which are struck through. XF names a FONT and a FORMAT ([MS-XLS]
 * 2.4.353, 2.4.122, 2.4.126), all of them gathered before they are asked.
 */
#ifndef READ_BIFF_STYLES_H
#define READ_BIFF_STYLES_H

#include "base/list.h"
#include "read/biff_text.h"

struct biff_style {
	bool date, struck;
};

struct biff_format {
	uint32_t id;
	bool date;
};

struct biff_xf {
	uint16_t format, font;
	bool settled; /* style says what these two mean */
	struct biff_style style;
};

struct biff_styles {
	LIST_OF(struct biff_format) formats;
	LIST_OF(struct biff_xf) xfs;
	bool sorted; /* the formats, by their numbers */
};

void biff_styles_release(struct biff_styles *styles);
/* A FONT, FORMAT or XF of any version is taken; fonts go to the decoder, whose texts name them, too. */
void biff_styles_take(struct biff_styles *styles, struct biff_decoder *decoder, const struct biff_record *record);
/* Of the XF of that number; a plain one where there is none. */
struct biff_style biff_styles_find(struct biff_styles *styles, const struct biff_fonts *fonts, uint32_t number);
/* The style of a cell of Excel 2, which names its format and font itself where there are no XFs. */
struct biff_style biff_styles_of_parts(struct biff_styles *styles, const struct biff_fonts *fonts, uint32_t format,
				       uint32_t font);

#endif
