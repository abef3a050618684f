/* 关联, 名单比对 and 裁定: what has to do with one another and is no pair, and what a person said of pairs. */
#include "model/cell.h"
#include "output/page_room.h"

/* More than a person looks through here: the rest stands in the JSON report. */
enum { GROUPS_SHOWN = 500, MEMBERS_SHOWN = 50, LISTINGS_SHOWN = 500, RULINGS_SHOWN = 2000 };

static void write_texts(struct page_room *room, const struct record *record)
{
	page_room_text_cell(room, SAY_HEAD_PROJECT, record->project);
	page_room_text_cell(room, SAY_HEAD_APPLICANT, record->applicant);
}

static void write_place(struct page_room *room, const struct run *of, const struct record *record)
{
	page_room_cell(room, SAY_PAGE_PLACE, "place");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_place(room, of, record);
	page_room_raw(room, "</td>");
}

/* --- related rows -------------------------------------------------------------------- */

static void write_member(struct page_room *room, const struct record *record)
{
	page_room_raw(room, "<tr>");
	page_room_text_cell(room, SAY_HEAD_REGION, index_region_name(room->run, record->region));
	write_texts(room, record);
	write_place(room, room->run, record);
	page_room_raw(room, "</tr>\n");
}

static void write_relation(struct page_room *room, const struct relation *relation)
{
	static const enum say kinds[] = { SAY_RELATION_JOINT, SAY_RELATION_BRANCH, SAY_RELATION_REWORDED,
					  SAY_RELATION_APPLICANT, SAY_RELATION_CONTACT };
	static const enum say heads[] = { SAY_HEAD_REGION, SAY_HEAD_PROJECT, SAY_HEAD_APPLICANT, SAY_PAGE_PLACE };
	uint32_t shown = relation->member_count < MEMBERS_SHOWN ? relation->member_count : MEMBERS_SHOWN;

	page_room_raw(room, "<article class=\"relation\"><h3>");
	page_room_word(room, kinds[relation->kind]);
	page_room_raw(room, " <span");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, relation->shared);
	page_room_raw(room, "</span></h3>\n<p class=\"about\">");
	page_room_word(room, relation->note);
	page_room_raw(room, "</p>\n");
	page_room_table(room, "rows", kinds[relation->kind], ARRAY_COUNT(heads), heads);
	for (uint32_t i = 0; i < shown; i++)
		write_member(room, &room->run->records.item[relation->member[i]]);
	page_room_table_end(room);
	page_room_rest(room, relation->member_count - shown);
	page_room_raw(room, "</article>\n");
}

bool page_related_has(const struct page_room *room)
{
	return room->run->relations.count > 0;
}

void page_related_write(struct page_room *room)
{
	size_t count = room->run->relations.count;

	page_room_section(room, "related", SAY_PAGE_RELATED, count);
	for (size_t i = 0; i < count && i < GROUPS_SHOWN && page_room_goes_on(room); i++)
		write_relation(room, &room->run->relations.item[i]);
	page_room_rest(room, count > GROUPS_SHOWN ? count - GROUPS_SHOWN : 0);
	page_room_section_end(room);
}

/* --- lists ------------------------------------------------------------------------------ */

static void write_listing(struct page_room *room, const struct listing *listing)
{
	static const enum say lists[] = { SAY_LIST_RECOMMENDED, SAY_LIST_AWARDED };
	static const enum say kinds[] = { SAY_PAIR_EXACT, SAY_PAIR_LIKELY, SAY_PAIR_POSSIBLE };
	static const enum say directions[] = { SAY_LISTED_SAME, SAY_LISTED_OTHER, SAY_LISTED_UNCLEAR };
	const struct run *listed = room->run->listed[listing->list];
	const struct record *ours = &room->run->records.item[listing->record];
	const struct record *theirs = &listed->records.item[listing->row];

	page_room_raw(room, "<tr>");
	page_room_word_cell(room, SAY_HEAD_STATE, run_listing_counts(listing) ? SAY_LISTED_FOUND : SAY_LISTED_HINT);
	page_room_word_cell(room, SAY_HEAD_KIND, kinds[listing->kind]);
	page_room_word_cell(room, SAY_HEAD_DIRECTIONS, directions[listing->direction]);
	write_texts(room, ours);
	write_place(room, room->run, ours);
	page_room_word_cell(room, SAY_HEAD_LIST, lists[listing->list]);
	write_texts(room, theirs);
	write_place(room, listed, theirs);
	page_room_raw(room, "</tr>\n");
}

/* What is a finding, or what is not. */
static void write_listings(struct page_room *room, bool counted, size_t *shown)
{
	const struct run *run = room->run;

	for (size_t i = 0; i < run->listings.count && *shown < LISTINGS_SHOWN && page_room_goes_on(room); i++) {
		if (run_listing_counts(&run->listings.item[i]) != counted)
			continue;
		write_listing(room, &run->listings.item[i]);
		++*shown;
	}
}

bool page_related_has_listed(const struct page_room *room)
{
	return room->run->listings.count > 0;
}

void page_related_write_listed(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_STATE,     SAY_HEAD_KIND,  SAY_HEAD_DIRECTIONS, SAY_HEAD_PROJECT,
					  SAY_HEAD_APPLICANT, SAY_PAGE_PLACE, SAY_HEAD_LIST,	   SAY_HEAD_PROJECT,
					  SAY_HEAD_APPLICANT, SAY_PAGE_PLACE };
	size_t shown = 0;

	page_room_section(room, "listed", SAY_PAGE_LISTED, room->run->listings.count);
	page_room_table(room, "rows wide", SAY_PAGE_LISTED, ARRAY_COUNT(heads), heads);
	write_listings(room, true, &shown);
	write_listings(room, false, &shown);
	page_room_table_end(room);
	page_room_rest(room, room->run->listings.count - shown);
	page_room_section_end(room);
}

/* --- rulings -------------------------------------------------------------------------------- */

static void write_ruling_side(struct page_room *room, enum say side, const struct ruling_side *of)
{
	page_room_cell(room, side, "");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, of->region);
	page_room_raw(room, "<br>");
	page_room_text(room, of->project);
	page_room_raw(room, "<br>");
	page_room_text(room, of->applicant);
	page_room_raw(room, "</td>");
}

static void write_ruling(struct page_room *room, const struct ruling *ruling)
{
	bool honoured = ruling->status == RULING_HONOURED;

	page_room_raw(room, honoured ? "<tr>" : "<tr class=\"over\">");
	page_room_text_cell(room, SAY_HEAD_RULING, ruling->written);
	page_room_word_cell(room, SAY_HEAD_STATE, honoured ? SAY_PAGE_HONOURED : SAY_STATE_RULING_STALE);
	write_ruling_side(room, SAY_HEAD_ONE, &ruling->a);
	write_ruling_side(room, SAY_HEAD_OTHER, &ruling->b);
	page_room_raw(room, "</tr>\n");
}

bool page_related_has_rulings(const struct page_room *room)
{
	return room->run->rulings.count > 0;
}

void page_related_write_rulings(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_RULING, SAY_HEAD_STATE, SAY_HEAD_ONE, SAY_HEAD_OTHER };
	size_t count = room->run->rulings.count;

	page_room_section(room, "rulings", SAY_PAGE_RULINGS, count);
	page_room_table(room, "rows", SAY_PAGE_RULINGS, ARRAY_COUNT(heads), heads);
	for (size_t i = 0; i < count && i < RULINGS_SHOWN && page_room_goes_on(room); i++)
		write_ruling(room, &room->run->rulings.item[i]);
	page_room_table_end(room);
	page_room_rest(room, count > RULINGS_SHOWN ? count - RULINGS_SHOWN : 0);
	page_room_section_end(room);
}
