#include "output/workbook_room.h"

#include "model/cell.h"
#include "model/evidence.h"

struct str workbook_room_word(const struct workbook_room *room, enum say say)
{
	return say_word(room->lang, say);
}

struct str workbook_room_sentence(struct workbook_room *room, enum say say, uint32_t arg_count, const struct arg *arg)
{
	buf_clear(&room->text);
	say_sentence(&room->text, room->lang, say, arg_count, arg, room->places);
	return arena_copy(room->arena, buf_str(&room->text));
}

struct str workbook_room_finding(struct workbook_room *room, const struct finding *finding)
{
	return workbook_room_sentence(room, finding->say, finding->arg_count, finding->arg);
}

struct str workbook_room_rule(const struct workbook_room *room, enum rule_id rule)
{
	if (rule >= RULE_COUNT)
		return STR("");
	return room->lang == LANG_EN ? diag_rule_at(rule)->word : diag_rule_at(rule)->name;
}

struct str workbook_room_shown(struct workbook_room *room, const struct record *record, uint32_t column)
{
	if (column == room->run->profile->direction && record->direction_count)
		return record_directions(room->arena, record);
	return record_shown(record, column);
}

struct str workbook_room_path(const struct workbook_room *room, const struct record *record)
{
	return room->run->sources.item[record->source].path;
}

static void add_line(struct buf *out, struct str text)
{
	if (text.len && out->len)
		buf_add_char(out, '\n');
	buf_add(out, text);
}

struct str workbook_room_contact(struct workbook_room *room, const struct record *record)
{
	buf_clear(&room->text);
	add_line(&room->text, record->person);
	for (uint32_t i = 0; i < record->phone_count; i++)
		add_line(&room->text, record->phone[i]);
	for (uint32_t i = 0; i < record->email_count; i++)
		add_line(&room->text, record->email[i]);
	return arena_copy(room->arena, buf_str(&room->text));
}

struct str workbook_room_evidence(struct workbook_room *room, uint32_t count, const struct evidence *evidence)
{
	buf_clear(&room->text);
	for (uint32_t i = 0; i < count; i++) {
		struct arg words = evidence_words(&evidence[i]);

		buf_add(&room->text, i ? STR("\n") : STR(""));
		buf_add(&room->text, evidence[i].weight < 0 ? STR("") : STR("+"));
		cell_number_text(&room->text, evidence[i].weight);
		buf_add_char(&room->text, ' ');
		say_sentence(&room->text, room->lang, words.word, 1, (struct arg[]){ DIAG_NUMBER(words.number) }, NULL);
	}
	return arena_copy(room->arena, buf_str(&room->text));
}

struct str workbook_room_ruling(enum ruling_word ruling)
{
	static const enum say words[] = { SAY_NOTHING, SAY_RULING_SAME, SAY_RULING_DIFFERENT };

	return say_word(LANG_ZH, words[ruling]);
}

static struct str head_of(struct workbook_room *room, const struct workbook_column *column)
{
	struct arg arg[2] = { DIAG_WORD(column->side), DIAG_WORD(column->head) };

	if (column->side == SAY_NOTHING)
		return workbook_room_word(room, column->head);
	return workbook_room_sentence(room, SAY_HEAD_SIDE, 2, arg);
}

struct sheet_page workbook_room_list(struct workbook_room *room, enum say name, uint32_t count,
				     const struct workbook_column *column, double *widths)
{
	struct sheet_page page;

	for (uint32_t i = 0; i < count; i++)
		widths[i] = column[i].width;
	page = sheet_begin(room->book, workbook_room_word(room, name), count, widths);
	for (uint32_t i = 0; i < count; i++)
		sheet_text(&page, i + 1, STYLE_HEAD, head_of(room, &column[i]));
	sheet_row_end(&page, 24);
	sheet_freeze(&page);
	return page;
}

void workbook_room_line(struct sheet_page *page, uint32_t first, struct str text)
{
	sheet_span(page, first, page->column_count, STYLE_LEFT, text);
	sheet_row_end(page, 0);
}

void workbook_room_row(struct workbook_room *room, struct sheet_page *page, uint32_t col, uint32_t at)
{
	enum sheet_style style = sheet_lead(page, col, workbook_trace_place(room, at, COLUMN_NONE));

	sheet_number(page, col, style, room->run->records.item[at].row);
}

bool workbook_room_is_full(struct workbook_room *room, struct sheet_page *page, size_t left)
{
	struct arg count = DIAG_NUMBER(left);

	if (!sheet_full(page))
		return false;
	workbook_room_line(page, 1, workbook_room_sentence(room, SAY_SHEET_REST, 1, &count));
	return true;
}
