/*
 * 重复: the pairs that are, or may be, one project, the strongest of those that wait for a word first: both
 * originals side by side, column by column, what differs marked; and why they are a pair, in points.
 */
#include "model/cell.h"
#include "model/evidence.h"
#include "output/page_room.h"
#include "output/pairs.h"

/* As many as a person judges in some days; the workbook has more, the JSON report all. */
enum { PAIRS_SHOWN = 500 };

uint64_t page_pairs_count(const struct page_room *room)
{
	uint64_t count = 0;

	for (size_t i = 0; i < room->run->pairs.count; i++)
		count += room->run->pairs.item[i].ruling != RULING_DIFFERENT;
	return count;
}

/* --- both originals -------------------------------------------------------------------- */

static void write_sides(struct page_room *room, struct str a, struct str b)
{
	struct arena scratch = { 0 };
	struct diff left, right;

	diff_texts(&scratch, a, b, &left, &right);
	page_room_diff_cell(room, SAY_HEAD_ONE, &left);
	page_room_diff_cell(room, SAY_HEAD_OTHER, &right);
	page_room_raw(room, "</tr>\n");
	arena_release(&scratch);
}

static void write_column(struct page_room *room, uint32_t column, const struct record *a, const struct record *b)
{
	struct str left = record_shown(a, column), right = record_shown(b, column);

	if (left.len + right.len == 0 || room->run->profile->column[column].type == COLUMN_SEQUENCE)
		return;
	page_room_raw(room, "<tr><th scope=\"row\"");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, room->run->profile->column[column].name);
	page_room_raw(room, "</th>");
	write_sides(room, left, right);
}

static void write_place(struct page_room *room, enum say side, const struct record *record)
{
	page_room_cell(room, side, "place");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_place(room, room->run, record);
	page_room_raw(room, "</td>");
}

static void write_originals(struct page_room *room, const struct pair *pair, uint64_t number)
{
	static const enum say heads[] = { SAY_PAGE_COLUMN, SAY_HEAD_ONE, SAY_HEAD_OTHER };
	const struct run *run = room->run;
	const struct record *a = &run->records.item[pair->a], *b = &run->records.item[pair->b];

	page_room_raw(room, "<table class=\"originals\"><caption>");
	page_room_say(room, SAY_PAGE_ORIGINALS, 1, &DIAG_NUMBER(number));
	page_room_raw(room, "</caption><thead><tr>");
	for (size_t i = 0; i < ARRAY_COUNT(heads); i++)
		page_room_head(room, heads[i]);
	page_room_raw(room, "</tr></thead>\n<tbody>\n<tr><th scope=\"row\">");
	page_room_word(room, SAY_HEAD_REGION);
	page_room_raw(room, "</th>");
	write_sides(room, index_region_name(run, a->region), index_region_name(run, b->region));
	for (uint32_t i = 0; i < run->profile->column_count; i++)
		write_column(room, i, a, b);
	page_room_raw(room, "<tr><th scope=\"row\">");
	page_room_word(room, SAY_PAGE_PLACE);
	page_room_raw(room, "</th>");
	write_place(room, SAY_HEAD_ONE, a);
	write_place(room, SAY_HEAD_OTHER, b);
	page_room_raw(room, "</tr>\n");
	page_room_table_end(room);
}

/* --- why ------------------------------------------------------------------------------------ */

static void write_evidence(struct page_room *room, const struct evidence *evidence)
{
	struct arg words = evidence_words(evidence);

	page_room_raw(room, "<li><b>");
	page_room_raw(room, evidence->weight < 0 ? "" : "+");
	page_room_number(room, evidence->weight);
	page_room_raw(room, "</b> ");
	page_room_say(room, words.word, 1, &DIAG_NUMBER(words.number));
	page_room_raw(room, "</li>");
}

static void write_reasons(struct page_room *room, const struct pair *pair)
{
	page_room_raw(room, "<ul class=\"evidence\"");
	page_room_attribute(room, "aria-label", say_word(room->lang, SAY_PAGE_EVIDENCE));
	page_room_raw(room, ">");
	for (uint32_t i = 0; i < pair->evidence_count; i++)
		write_evidence(room, &pair->evidence[i]);
	page_room_raw(room, "</ul>\n");
}

static void write_pair(struct page_room *room, const struct pairs_line *line, uint64_t number)
{
	static const enum say words[] = { SAY_PAIR_EXACT, SAY_PAIR_LIKELY, SAY_PAIR_POSSIBLE };
	static const char *const kinds[] = { "exact", "likely", "possible" };
	const struct pair *pair = line->pair;
	struct arg cluster = DIAG_NUMBER(pair->cluster), found = DIAG_WORD(pair->found_by);

	buf_printf(&room->out, "<article class=\"pair %s\" data-kind=\"%s\"><h3><span class=\"number\">",
		   kinds[pair->kind], kinds[pair->kind]);
	page_room_count(room, number);
	page_room_raw(room, "</span> <span class=\"pairkind\">");
	page_room_word(room, words[pair->kind]);
	page_room_raw(room, "</span> <span class=\"score\">");
	buf_clear(&room->text);
	cell_number_text(&room->text, pair->score);
	struct str score = arena_copy(&room->arena, buf_str(&room->text));

	page_room_say(room, SAY_PAGE_POINTS, 1, &DIAG_TEXT(score));
	page_room_raw(room, "</span> <span class=\"state\">");
	page_room_word(room, line->state);
	page_room_raw(room, "</span></h3>\n<p class=\"about\">");
	page_room_say(room, SAY_PAGE_CLUSTER, 1, &cluster);
	page_room_raw(room, " · ");
	page_room_say(room, SAY_PAGE_FOUND_BY, 1, &found);
	page_room_raw(room, "</p>\n");
	write_reasons(room, pair);
	write_originals(room, pair, number);
	page_room_raw(room, "</article>\n");
}

static void write_pairs(struct page_room *room, uint64_t count)
{
	const struct pairs_line *line = pairs_lines(room->run, &room->arena);
	uint64_t shown = 0;

	for (size_t i = 0; i < room->run->pairs.count && shown < PAIRS_SHOWN && page_room_goes_on(room); i++)
		if (line[i].pair->ruling != RULING_DIFFERENT)
			write_pair(room, &line[i], ++shown);
	if (count > shown)
		page_room_rest(room, count - shown);
}

void page_pairs_write(struct page_room *room)
{
	uint64_t count = page_pairs_count(room);

	page_room_section(room, "pairs", SAY_PAGE_PAIRS, count);
	page_room_raw(room, "<p class=\"hint\">");
	page_room_word(room, count ? SAY_PAGE_PAIRS_HOW : SAY_SHEET_NO_PAIRS);
	page_room_raw(room, "</p>\n");
	write_pairs(room, count);
	page_room_section_end(room);
}
