/* 未列入, 未上报 and 合并的重复行: the rows that do not stand on the first sheet, each with what became of it. */
#include "model/fate.h"
#include "output/page_room.h"

/* More than a person looks through here: the rest stands in the JSON report. */
enum { ROWS_SHOWN = 2000 };

static void write_record(struct page_room *room, const struct record *record)
{
	page_room_raw(room, "<tr>");
	page_room_text_cell(room, SAY_HEAD_REGION, index_region_name(room->run, record->region));
	page_room_text_cell(room, SAY_HEAD_PROJECT, record->project);
	page_room_text_cell(room, SAY_HEAD_APPLICANT, record->applicant);
}

static void write_place(struct page_room *room, enum say head, const struct record *record)
{
	page_room_cell(room, head, "place");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_place(room, room->run, record);
	page_room_raw(room, "</td>");
}

static void write_held(struct page_room *room, const struct record *record)
{
	write_record(room, record);
	page_room_cell(room, SAY_HEAD_REASON, "");
	page_room_raw(room, ">");
	page_room_rule(room, record->held_by);
	page_room_raw(room, "</td>");
	write_place(room, SAY_PAGE_PLACE, record);
	page_room_raw(room, "</tr>\n");
}

static void write_folded(struct page_room *room, const struct record *record)
{
	const struct record *root =
		&room->run->records.item[fate_root(room->run, (uint32_t)(record - room->run->records.item))];
	struct arg seq = DIAG_NUMBER(root->seq), name = DIAG_TEXT(root->project);

	write_record(room, record);
	write_place(room, SAY_PAGE_PLACE, record);
	page_room_cell(room, SAY_HEAD_FATE, "");
	page_room_raw(room, ">");
	page_room_say(room, root->seq ? SAY_FATE_FOLDED : SAY_FATE_FOLDED_HELD, 1, root->seq ? &seq : &name);
	page_room_raw(room, "</td>");
	write_place(room, SAY_PAGE_KEPT, root);
	page_room_raw(room, "</tr>\n");
}

typedef void row_writer(struct page_room *room, const struct record *record);

static void write_rows(struct page_room *room, enum fate fate, uint32_t count, row_writer *write)
{
	const struct run *run = room->run;
	uint32_t shown = 0;

	for (size_t i = 0; i < run->records.count && shown < ROWS_SHOWN && page_room_goes_on(room); i++) {
		const struct record *record = &run->records.item[run->order[i]];

		if (record->fate != fate)
			continue;
		write(room, record);
		shown++;
	}
	page_room_table_end(room);
	page_room_rest(room, count - shown);
	page_room_section_end(room);
}

bool page_rows_has_held(const struct page_room *room)
{
	return room->run->held > 0;
}

void page_rows_write_held(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_REGION, SAY_HEAD_PROJECT, SAY_HEAD_APPLICANT, SAY_HEAD_REASON,
					  SAY_PAGE_PLACE };

	page_room_section(room, "held", SAY_PAGE_HELD, room->run->held);
	page_room_table(room, "rows", SAY_PAGE_HELD, ARRAY_COUNT(heads), heads);
	write_rows(room, FATE_HELD, room->run->held, write_held);
}

static void write_unselected(struct page_room *room, const struct record *record)
{
	write_record(room, record);
	write_place(room, SAY_PAGE_PLACE, record);
	page_room_raw(room, "</tr>\n");
}

bool page_rows_has_unselected(const struct page_room *room)
{
	return room->run->unselected > 0;
}

void page_rows_write_unselected(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_REGION, SAY_HEAD_PROJECT, SAY_HEAD_APPLICANT, SAY_PAGE_PLACE };

	page_room_section(room, "unselected", SAY_PAGE_UNSELECTED, room->run->unselected);
	page_room_table(room, "rows", SAY_PAGE_UNSELECTED, ARRAY_COUNT(heads), heads);
	write_rows(room, FATE_UNSELECTED, room->run->unselected, write_unselected);
}

bool page_rows_has_folded(const struct page_room *room)
{
	return room->run->folded > 0;
}

void page_rows_write_folded(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_REGION, SAY_HEAD_PROJECT, SAY_HEAD_APPLICANT,
					  SAY_PAGE_PLACE,  SAY_HEAD_FATE,    SAY_PAGE_KEPT };

	page_room_section(room, "folded", SAY_PAGE_FOLDED, room->run->folded);
	page_room_table(room, "rows", SAY_PAGE_FOLDED, ARRAY_COUNT(heads), heads);
	write_rows(room, FATE_FOLDED, room->run->folded, write_folded);
}
