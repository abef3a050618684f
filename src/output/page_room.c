#include "output/page_room.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "model/cell.h"

/* The page of a large run has megabytes: it is handed on in pieces of this size. */
enum { PIECE = 256 * 1024 };

void page_room_hand_on(struct page_room *room)
{
	if (!room->broken)
		room->broken = !room->sink->put(room->sink->user, buf_str(&room->out));
	buf_clear(&room->out);
}

bool page_room_goes_on(struct page_room *room)
{
	if (room->out.len >= PIECE)
		page_room_hand_on(room);
	return !room->broken;
}

void page_room_raw(struct page_room *room, const char *markup)
{
	buf_add(&room->out, str_from(markup));
}

/* --- anybody's text ---------------------------------------------------------------- */

/* Controls, what is invisible or turns the direction of writing, what is no character at all. */
static bool is_unseen(int32_t code)
{
	if (code == '\n' || code == '\t')
		return false;
	if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF))
		return true;
	switch (utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

static const char *entity_of(int32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void add_escaped(struct buf *out, struct str text, const char *before, const char *behind)
{
	while (text.len) {
		struct str rest = text;
		int32_t code = utf8_next(&rest);
		const char *entity = entity_of(code);

		if (code < 0)
			buf_add(out, STR("\xEF\xBF\xBD"));
		else if (entity)
			buf_add(out, str_from(entity));
		else if (is_unseen(code))
			buf_printf(out, "%sU+%04X%s", before, (unsigned)code, behind);
		else
			buf_add(out, str_part(text, 0, text.len - rest.len));
		text = rest;
	}
}

void page_room_text(struct page_room *room, struct str text)
{
	add_escaped(&room->out, text, "<span class=\"unseen\">", "</span>");
}

void page_room_attribute(struct page_room *room, const char *name, struct str text)
{
	buf_printf(&room->out, " %s=\"", name);
	add_escaped(&room->out, text, "", "");
	buf_add_char(&room->out, '"');
}

void page_room_foreign(struct page_room *room)
{
	if (room->lang == LANG_EN)
		page_room_raw(room, " lang=\"zh-CN\"");
}

/* --- words ---------------------------------------------------------------------------- */

void page_room_word(struct page_room *room, enum say say)
{
	page_room_text(room, say_word(room->lang, say));
}

void page_room_say(struct page_room *room, enum say say, uint32_t arg_count, const struct arg *arg)
{
	buf_clear(&room->text);
	say_sentence(&room->text, room->lang, say, arg_count, arg, room->places);
	page_room_text(room, buf_str(&room->text));
}

void page_room_count(struct page_room *room, uint64_t count)
{
	buf_add_count(&room->out, count);
}

void page_room_number(struct page_room *room, double number)
{
	cell_number_text(&room->out, number);
}

void page_room_rule(struct page_room *room, enum rule_id rule)
{
	const struct diag_rule_info *info = diag_rule_at(rule);

	if (room->lang == LANG_ZH) {
		page_room_text(room, info->name);
		page_room_raw(room, " ");
	}
	page_room_raw(room, "<code>");
	page_room_text(room, info->word);
	page_room_raw(room, "</code>");
}

/* --- tables ------------------------------------------------------------------------------- */

void page_room_head(struct page_room *room, enum say head)
{
	page_room_raw(room, "<th scope=\"col\">");
	page_room_word(room, head);
	page_room_raw(room, "</th>");
}

void page_room_cell(struct page_room *room, enum say head, const char *kind)
{
	page_room_raw(room, "<td");
	if (*kind)
		page_room_attribute(room, "class", str_from(kind));
	page_room_attribute(room, "data-head", say_word(room->lang, head));
}

void page_room_text_cell(struct page_room *room, enum say head, struct str text)
{
	page_room_cell(room, head, text.len ? "" : "none");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, text);
	page_room_raw(room, "</td>");
}

void page_room_diff_cell(struct page_room *room, enum say head, const struct diff *diff)
{
	page_room_cell(room, head, diff->count ? "" : "none");
	page_room_foreign(room);
	page_room_raw(room, ">");
	for (uint32_t i = 0; i < diff->count; i++) {
		page_room_raw(room, diff->piece[i].differs ? "<mark>" : "");
		page_room_text(room, diff->piece[i].text);
		page_room_raw(room, diff->piece[i].differs ? "</mark>" : "");
	}
	page_room_raw(room, "</td>");
}

/* A sentence that names hundreds of cells is long; in bytes. */
enum { LONG = 900, BEGINNING = 200 };

void page_room_sentence(struct page_room *room, struct str sentence)
{
	if (sentence.len <= LONG) {
		page_room_text(room, sentence);
		return;
	}
	page_room_raw(room, "<details class=\"long\"><summary>");
	page_room_text(room, str_part(sentence, 0, utf8_span(str_part(sentence, 0, BEGINNING))));
	page_room_raw(room, "…</summary><div>");
	page_room_text(room, sentence);
	page_room_raw(room, "</div></details>");
}

void page_room_word_cell(struct page_room *room, enum say head, enum say word)
{
	page_room_cell(room, head, word == SAY_NOTHING ? "none" : "");
	page_room_raw(room, ">");
	page_room_word(room, word);
	page_room_raw(room, "</td>");
}

void page_room_count_cell(struct page_room *room, enum say head, uint64_t count)
{
	page_room_cell(room, head, "number");
	page_room_raw(room, ">");
	page_room_count(room, count);
	page_room_raw(room, "</td>");
}

void page_room_table(struct page_room *room, const char *kind, enum say caption, uint32_t heads, const enum say *head)
{
	page_room_raw(room, "<table");
	page_room_attribute(room, "class", str_from(kind));
	page_room_raw(room, "><caption>");
	page_room_word(room, caption);
	page_room_raw(room, "</caption><thead><tr>");
	for (uint32_t i = 0; i < heads; i++)
		page_room_head(room, head[i]);
	page_room_raw(room, "</tr></thead>\n<tbody>\n");
}

void page_room_table_end(struct page_room *room)
{
	page_room_raw(room, "</tbody></table>\n");
}

/* --- sections -------------------------------------------------------------------------------- */

void page_room_section(struct page_room *room, const char *id, enum say title, uint64_t count)
{
	page_room_raw(room, "<section");
	page_room_attribute(room, "id", str_from(id));
	page_room_raw(room, "><h2>");
	page_room_word(room, title);
	page_room_raw(room, " <span class=\"count\">");
	page_room_count(room, count);
	page_room_raw(room, "</span></h2>\n");
}

void page_room_section_end(struct page_room *room)
{
	page_room_raw(room, "</section>\n");
}

void page_room_rest(struct page_room *room, uint64_t left)
{
	struct arg count = DIAG_NUMBER(left);

	if (left == 0)
		return;
	page_room_raw(room, "<p class=\"rest\">");
	page_room_say(room, SAY_PAGE_REST, 1, &count);
	page_room_raw(room, "</p>\n");
}

void page_room_place(struct page_room *room, const struct run *of, const struct record *record)
{
	struct arg row = DIAG_NUMBER(record->row);

	page_room_raw(room, "<span class=\"path\">");
	page_room_text(room, of->sources.item[record->source].path);
	page_room_raw(room, "</span> <span class=\"sheet\">");
	page_room_text(room, index_sheet_name(of, record));
	page_room_raw(room, "</span> <span class=\"at\">");
	page_room_say(room, SAY_ROW_AT, 1, &row);
	page_room_raw(room, "</span>");
}
