/*
 * 关联: rows that have to do with one another and are no pair to fold, group by group:
 * joint submissions, branches, one applicant's other wordings and projects, shared contacts.
 */
#include "output/workbook_room.h"

enum { NUMBER = 1, KIND, SHARED, REGION, PROJECT, APPLICANT, CONTACT, FILE_PATH, SHEET, ROW, COLUMNS = ROW };

/* A person looks through so many rows at most; the JSON report has them all. */
enum { MEMBERS_SHOWN = 20000 };

static const struct workbook_column columns[COLUMNS] = {
	{ SAY_HEAD_GROUP_NUMBER, 6, SAY_NOTHING }, { SAY_HEAD_KIND, 16, SAY_NOTHING },
	{ SAY_HEAD_SHARED, 26, SAY_NOTHING },	   { SAY_HEAD_REGION, 9, SAY_NOTHING },
	{ SAY_HEAD_PROJECT, 34, SAY_NOTHING },	   { SAY_HEAD_APPLICANT, 26, SAY_NOTHING },
	{ SAY_HEAD_CONTACT, 20, SAY_NOTHING },	   { SAY_HEAD_FILE, 24, SAY_NOTHING },
	{ SAY_HEAD_SHEET, 12, SAY_NOTHING },	   { SAY_HEAD_ROW, 7, SAY_NOTHING },
};

static const enum say kind_words[] = { SAY_RELATION_JOINT, SAY_RELATION_BRANCH, SAY_RELATION_REWORDED,
				       SAY_RELATION_APPLICANT, SAY_RELATION_CONTACT };

static struct str shared_text(struct workbook_room *room, const struct relation *relation)
{
	struct str note = workbook_room_word(room, relation->note);

	if (relation->shared.len == 0 || note.len == 0)
		return relation->shared.len ? relation->shared : note;
	return arena_printf(room->arena, "%.*s\n%.*s", STR_ARG(relation->shared), STR_ARG(note));
}

static void write_member(struct workbook_room *room, struct sheet_page *page, size_t number, struct str shared,
			 uint32_t at)
{
	const struct run *run = room->run;
	const struct record *record = &run->records.item[at];

	sheet_number(page, NUMBER, STYLE_CENTRE, (double)number + 1);
	sheet_text(page, KIND, STYLE_CENTRE, workbook_room_word(room, kind_words[run->relations.item[number].kind]));
	sheet_text(page, SHARED, STYLE_LEFT, shared);
	sheet_text(page, REGION, STYLE_CENTRE, index_region_name(run, record->region));
	sheet_text(page, PROJECT, STYLE_LEFT, record->project);
	sheet_text(page, APPLICANT, STYLE_LEFT, record->applicant);
	sheet_text(page, CONTACT, STYLE_LEFT, workbook_room_contact(room, record));
	sheet_text(page, FILE_PATH, STYLE_LEFT, workbook_room_path(room, record));
	sheet_text(page, SHEET, STYLE_LEFT, index_sheet_name(run, record));
	workbook_room_row(room, page, ROW, at);
	sheet_row_end(page, 0);
}

/* Whole groups up to the limit. How many groups were left out. */
static size_t write_groups(struct workbook_room *room, struct sheet_page *page)
{
	const struct run *run = room->run;
	size_t shown = 0;

	for (size_t i = 0; i < run->relations.count; i++) {
		const struct relation *relation = &run->relations.item[i];
		struct str shared = shared_text(room, relation);

		if (shown && shown + relation->member_count > MEMBERS_SHOWN)
			return run->relations.count - i;
		for (uint32_t j = 0; j < relation->member_count; j++) {
			if (workbook_room_is_full(room, page, relation->member_count - j))
				return run->relations.count - i - 1;
			write_member(room, page, i, shared, relation->member[j]);
		}
		shown += relation->member_count;
	}
	return 0;
}

void workbook_related_write(struct workbook_room *room)
{
	double widths[COLUMNS];
	struct sheet_page page;
	struct arg left;

	if (room->run->relations.count == 0 && !room->run->audit)
		return;
	page = workbook_room_list(room, SAY_SHEET_RELATED, COLUMNS, columns, widths);
	left = DIAG_NUMBER(write_groups(room, &page));
	sheet_filter(&page, 1);
	if (room->run->relations.count == 0)
		workbook_room_line(&page, 1, workbook_room_word(room, SAY_SHEET_NO_RELATED));
	if (left.number && !sheet_full(&page))
		workbook_room_line(&page, 1, workbook_room_sentence(room, SAY_SHEET_RELATED_REST, 1, &left));
	sheet_end(&page, room->lang);
}
