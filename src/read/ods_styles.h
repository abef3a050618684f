/*
 * What the styles of an OpenDocument file say that matters here: which cells and
 * spans of text are struck through, which sheets are not shown (OpenDocument
 * 1.3, part 3, 16.2). Names are those of a family: "ce1" of cells is not that of text.
 */
#ifndef READ_ODS_STYLES_H
#define READ_ODS_STYLES_H

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"

/* Offices write a few hundred; as many as a workbook may have. */
enum { ODS_STYLES = 1048576 };

enum ods_strike { ODS_STRIKE_UNSAID, ODS_STRIKE_NO, ODS_STRIKE_YES };

struct ods_style {
	struct str parent; /* its key */
	enum ods_strike strike;
	bool hidden; /* of a sheet */
};

/* Texts live in the arena. */
struct ods_styles {
	struct arena *arena;
	struct map names; /* key to index */
	LIST_OF(struct ods_style) list;
	bool any_struck; /* else nobody need be asked */
	uint32_t depth;	 /* below <style:style>, 0 outside */
};

void ods_styles_release(struct ods_styles *styles);

/* The elements of a file's styles, wherever they stand. False where there are too many. */
MUST_CHECK bool ods_styles_start(struct ods_styles *styles, struct str name, const char **attribute);
void ods_styles_end(struct ods_styles *styles);

/* Of a name in a family, or of what it is derived from. */
enum ods_strike ods_styles_strike(const struct ods_styles *styles, struct str family, struct str name);
bool ods_styles_hidden(const struct ods_styles *styles, struct str name);

#endif
