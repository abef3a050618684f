/* What the styles of an XML spreadsheet of Excel 2003 say that matters here: dates, and what is struck through. */
#ifndef READ_XML2003_STYLES_H
#define READ_XML2003_STYLES_H

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"

/* As many as a workbook may have. */
enum { XML2003_STYLES = 1048576 };

struct xml2003_style {
	bool date, struck;
};

/* Names live in the arena. */
struct xml2003_styles {
	struct arena *arena;
	struct map names;
	LIST_OF(struct xml2003_style) list;
};

void xml2003_styles_release(struct xml2003_styles *styles);
/* <Style>, which begins as the one that it is derived from, and what is within. False where there are too many. */
MUST_CHECK bool xml2003_styles_begin(struct xml2003_styles *styles, struct str id, struct str parent);
void xml2003_styles_take(struct xml2003_styles *styles, struct str name, const char **attribute);
/* One that is not there says nothing. */
struct xml2003_style xml2003_styles_find(const struct xml2003_styles *styles, struct str id);

#endif
