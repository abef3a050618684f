#include "output/workbook.h"

#include <nettle/sha2.h>

#include "model/cell.h"
#include "output/workbook_room.h"

typedef void room_writer(struct workbook_room *room);

/* The sheets of each kind, in their order; NULL behind the last. */
static room_writer *const rooms[WORKBOOK_KINDS][16] = {
	[WORKBOOK_SUMMARY] = { workbook_form_write, workbook_regions_write, workbook_findings_write,
			       workbook_changes_write, workbook_pairs_write, workbook_related_write,
			       workbook_listed_write, workbook_held_write, workbook_selection_write,
			       workbook_selection_rest, workbook_directions_write, workbook_arrivals_write,
			       workbook_manual_write, workbook_trace_write, workbook_notes_write },
	[WORKBOOK_AUDIT] = { workbook_pairs_write, workbook_related_write, workbook_listed_write,
			     workbook_selection_write, workbook_trace_write, workbook_notes_write },
	[WORKBOOK_BLANK] = { workbook_blank_write, workbook_guide_write, workbook_blank_choices },
	[WORKBOOK_SLIP] = { workbook_slip_rows_write, workbook_slip_notes_write },
};

/* Of those that come back. No id of a profile holds a blank. */
static const struct str mark_words[WORKBOOK_KINDS] = {
	[WORKBOOK_BLANK] = STR_INIT("form "), [WORKBOOK_SLIP] = STR_INIT(WORKBOOK_MARK_SLIP)
};

bool workbook_mark_returns(struct str mark)
{
	struct str rest = str_after(mark, str_find(mark, STR(" "), 0) + 1);

	for (size_t i = 0; i < WORKBOOK_KINDS; i++)
		if (mark_words[i].len && str_starts(rest, mark_words[i]))
			return true;
	return false;
}

/* A number of the given bytes, the least first. */
static uint8_t *put_number(uint8_t *at, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		*at++ = (uint8_t)(number >> (8 * i));
	return at;
}

/* Place and kind in one piece: the hash works in blocks of 64 bytes, and there are many cells. */
static void hash_cell(struct sha256_ctx *hash, const struct workbook_cell *cell, struct buf *scratch)
{
	struct str text = cell->text;
	uint8_t place[16], *at = place;

	if (cell->is_number) {
		buf_clear(scratch);
		cell_number_text(scratch, cell->number);
		text = buf_str(scratch);
	}
	if (text.len == 0)
		return; /* a blank cell is not read back */
	at = put_number(at, cell->sheet, 2);
	at = put_number(at, cell->row, 4);
	at = put_number(at, cell->col, 2);
	at = put_number(at, cell->is_number, 1);
	at = put_number(at, text.len, 4);
	sha256_update(hash, (size_t)(at - place), place);
	sha256_update(hash, text.len, (const uint8_t *)text.data);
}

/* Over answers, too, where they stand on this sheet; 0: on none. */
static struct str hash_with(struct arena *arena, const struct workbook_plan *plan, uint32_t sheet)
{
	struct buf scratch = { 0 };
	struct sha256_ctx hash;
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_init(&hash);
	for (size_t i = 0; i < plan->cells.count; i++)
		if (!plan->cells.item[i].is_answer || plan->cells.item[i].sheet == sheet)
			hash_cell(&hash, &plan->cells.item[i], &scratch);
	sha256_digest(&hash, sizeof(digest), digest);
	buf_clear(&scratch);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(&scratch, "%02x", digest[i]);
	struct str text = arena_copy(arena, buf_str(&scratch));

	buf_release(&scratch);
	return text;
}

struct str workbook_hash(struct arena *arena, const struct workbook_plan *plan)
{
	return hash_with(arena, plan, 0);
}

/* With a blank behind it; empty where no results were carried into the workbook. */
static struct str hash_of_carried(struct workbook_room *room, const struct workbook_plan *plan)
{
	const struct sheet_book *book = room->book;

	for (uint32_t i = 0; room->run->ticks.count && i < book->names.count; i++)
		if (str_eq(book->names.item[i], say_word(LANG_ZH, SAY_SHEET_MANUAL)))
			return arena_join(room->arena, hash_with(room->arena, plan, i + 1), STR(" "));
	return STR("");
}

/* The mark, once all cells are known. */
static void sign(struct workbook_room *room, enum workbook_kind kind, const struct workbook_plan *plan)
{
	const struct profile *profile = room->run->profile;
	struct str hash = workbook_hash(room->arena, plan), carried = hash_of_carried(room, plan);

	sheet_book_sign(room->book, profile->table_title,
			arena_printf(room->arena, "%.*s %.*s%.*s%.*s", STR_ARG(profile->id), STR_ARG(mark_words[kind]),
				     STR_ARG(carried), STR_ARG(hash)));
}

static void take_names(struct workbook_plan *plan, const struct sheet_book *book)
{
	struct str *names = ARENA_ARRAY(book->arena, struct str, book->names.count);

	for (size_t i = 0; i < book->names.count; i++)
		names[i] = book->names.item[i];
	plan->sheet_count = (uint32_t)book->names.count;
	plan->sheet_name = names;
}

/* All sheets, into the file where there is one. */
static void fill(struct sheet_book *book, const struct workbook_order *order)
{
	struct workbook_room room = { .run = order->run,
				      .lang = order->lang,
				      .places = order->places,
				      .arena = book->arena,
				      .book = book,
				      .slip = order->slip };

	if (order->kind != WORKBOOK_SLIP)
		index_init(&room.index, order->run, room.arena);
	for (room_writer *const *write = rooms[order->kind]; *write; write++)
		(*write)(&room);
	take_names(book->plan, book);
	if (book->file)
		sign(&room, order->kind, book->plan);
	buf_release(&room.text);
}

void workbook_plan(const struct workbook_order *order, struct arena *arena, struct workbook_plan *plan)
{
	struct sheet_book book = { .arena = arena, .plan = plan };

	if (sheet_book_open(&book, order->run->profile, NULL, NULL))
		fill(&book, order);
	sheet_book_release(&book);
}

bool workbook_write(const struct workbook_order *order, const char *path, const char *folder, struct arena *arena,
		    struct workbook_plan *plan, struct str *why)
{
	struct sheet_book book = { .arena = arena, .plan = plan };

	if (sheet_book_open(&book, order->run->profile, path, folder))
		fill(&book, order);
	sheet_book_close(&book);
	if (book.error)
		*why = sheet_book_why(&book);
	sheet_book_release(&book);
	return book.error == 0;
}

void workbook_plan_release(struct workbook_plan *plan)
{
	free(plan->cells.item);
	free(plan->comments.item);
	*plan = (struct workbook_plan){ 0 };
}
