#include "read/biff_strings.h"

/* How often they are used, and how many there are, stand before the first. */
enum { COUNT_AT = 4, FIRST_AT = 8 };

void biff_strings_release(struct biff_strings *strings)
{
	free(strings->list.item);
	*strings = (struct biff_strings){ 0 };
}

/*
 * A string takes three bytes at least, so that there are never more of them than
 * that, whatever the count says. Files of some writers hold fewer than they claim.
 */
void biff_strings_read(struct biff_strings *strings, struct biff_decoder *decoder, struct arena *arena,
		       struct bytes stream, const struct biff_record *record, size_t next)
{
	struct biff_cursor cursor;
	struct biff_text text;
	uint32_t count;

	if (record->len < FIRST_AT) {
		strings->cut = true;
		return;
	}
	count = little_u32(record->body + COUNT_AT);
	biff_record_cursor(&cursor, stream, record, next);
	cursor.at += FIRST_AT;
	cursor.left -= FIRST_AT;
	for (uint32_t i = 0; i < count; i++) {
		if (!biff_text_read(decoder, &cursor, 2, &text)) {
			strings->cut = true;
			return;
		}
		text.text = arena_copy(arena, text.text);
		*LIST_ADD(&strings->list) = text;
	}
}
