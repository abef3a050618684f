#include "text/firm_draft.h"

#include "base/utf8.h"
#include "text/key.h"
#include "text/points.h"
#include "text/variant.h"

struct str firm_draft_text(const struct firm_draft *d)
{
	return (struct str){ d->text, d->len };
}

static bool opens(int32_t code)
{
	return code == '(' || code == '[' || code == '{' || code == 0x3010 || code == 0x3014 || code == 0x3016;
}

static bool closes(int32_t code)
{
	return code == ')' || code == ']' || code == '}' || code == 0x3011 || code == 0x3015 || code == 0x3017;
}

/* A bracket inside another is none. */
static void take_bracket(struct firm_draft *d, int32_t code, bool *open)
{
	if (opens(code) && !*open && d->notes < FIRM_DRAFT_NOTES) {
		d->note[d->notes] = (struct firm_note){ d->len, d->len };
		*open = true;
	} else if (closes(code) && *open) {
		d->note[d->notes].to = d->len;
		d->notes += d->note[d->notes].from < d->len;
		*open = false;
	}
}

static int32_t folded(int32_t code)
{
	if (code >= 0x4E00 && code <= 0x9FFF)
		return variant_fold(code);
	return key_fold_code(code);
}

/* Add one character of NFKC text. */
static void take_code(struct firm_draft *d, int32_t code, bool *open, bool *edge)
{
	int32_t letter = folded(code);

	if (letter < 0) {
		take_bracket(d, code, open);
		*edge = *edge || !points_is_control(code);
		return;
	}
	if (d->len + 4 > FIRM_DRAFT_LONGEST) {
		d->too_long = true;
		return;
	}
	d->edge[d->len] = *edge;
	d->len += utf8_write(d->text + d->len, letter);
	*edge = false;
}

/* False where the text needs more than points_plain. */
static bool draft_plain(struct firm_draft *d, struct str shown)
{
	bool open = false, edge = true;

	while (shown.len && !d->too_long) {
		int32_t code = points_plain(utf8_next(&shown));

		if (code < 0)
			return false;
		take_code(d, code, &open, &edge);
	}
	return true;
}

static void draft_points(struct firm_draft *d, struct str shown)
{
	struct arena scratch = { 0 };
	struct points points = points_of(&scratch, shown);
	bool open = false, edge = true;

	d->len = d->notes = 0;
	d->too_long = false;
	for (size_t i = 0; i < points.count && !d->too_long; i++)
		take_code(d, points.at[i].code, &open, &edge);
	arena_release(&scratch);
}

struct str firm_draft_name(struct firm_draft *d, struct arena *arena, struct str shown)
{
	d->len = d->notes = 0;
	d->too_long = false;
	if (!draft_plain(d, shown)) {
		draft_points(d, shown);
		return key_fold(arena, shown);
	}
	return d->too_long ? key_fold(arena, shown) : arena_copy(arena, firm_draft_text(d));
}

/* Where this place is once [from, to) is gone. */
static size_t moved(size_t at, size_t from, size_t to)
{
	if (at <= from)
		return at;
	return at < to ? from : at - (to - from);
}

void firm_draft_cut(struct firm_draft *d, size_t from, size_t to)
{
	uint32_t kept = 0;

	memmove(d->text + from, d->text + to, d->len - to);
	memmove(d->edge + from, d->edge + to, d->len - to);
	d->len -= to - from;
	for (uint32_t i = 0; i < d->notes; i++) {
		struct firm_note note = d->note[i];

		if (note.from >= from && note.from < to)
			continue;
		note.from = moved(note.from, from, to);
		note.to = moved(note.to, from, to);
		if (note.from < note.to)
			d->note[kept++] = note;
	}
	d->notes = kept;
}

struct str firm_draft_note(const struct firm_draft *d, uint32_t note)
{
	return str_part(firm_draft_text(d), d->note[note].from, d->note[note].to);
}
