#include "decode/markup.h"

#include "base/attr.h"

/*
 * Markup may follow blanks, a mark and comments; a flat OpenDocument file names
 * its kind behind three dozen namespaces.
 */
enum { LOOK = 16 * 1024, BEFORE = 64 };

/* Letters in lower case, without NULs, so that UTF-16 is looked at in the same way. */
static struct str fold_beginning(struct bytes file, char folded[LOOK])
{
	size_t len = 0;

	for (size_t i = 0; i < file.len && len < LOOK; i++) {
		char c = (char)file.data[i];

		if (c != '\0')
			folded[len++] = str_lower(c);
	}
	return (struct str){ folded, len };
}

static bool is_mark_or_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (unsigned char)c >= 0xBB;
}

static bool is_markup(struct bytes file)
{
	size_t at = 0;

	while (at < file.len && at < BEFORE && (file.data[at] == 0 || is_mark_or_blank((char)file.data[at])))
		at++;
	return at < file.len && file.data[at] == '<';
}

bool markup_names(struct bytes file, struct str word)
{
	char folded[LOOK];

	return is_markup(file) && str_has(fold_beginning(file, folded), word);
}
