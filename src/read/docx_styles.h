/* Which styles of a Word document are those of captions: their ids are made up, their names are not. */
#ifndef READ_DOCX_STYLES_H
#define READ_DOCX_STYLES_H

#include "base/list.h"
#include "decode/zip.h"

/* There is one, and what people derive from it. */
enum { DOCX_CAPTION_STYLES = 100 };

struct docx_styles {
	struct arena *arena;
	struct str id; /* of the style at hand */
	LIST_OF(struct str) captions;
};

/* A part that is damaged says nothing: a table's name is not worth a file. */
void docx_styles_read(struct docx_styles *styles, struct zip_package *package, size_t part);
void docx_styles_release(struct docx_styles *styles);

bool docx_styles_is_caption(const struct docx_styles *styles, struct str id);

#endif
