#include "app/verify.h"

#include "model/cell.h"
#include "read/reader.h"
#include "read/xml.h"

/* --- reading a workbook into a plan ------------------------------------------ */

struct taken {
	struct arena arena;
	struct workbook_plan plan;
	uint32_t sheet;
	struct str mark;
};

static bool take_sheet(void *user, const struct sheet_info *sheet)
{
	struct taken *taken = user;

	taken->sheet = sheet->index;
	return true;
}

static bool take_row(void *user, const struct row *row)
{
	struct taken *taken = user;

	for (uint32_t i = 0; i < row->count; i++) {
		struct workbook_cell *cell = LIST_ADD(&taken->plan.cells);

		cell->sheet = taken->sheet;
		cell->row = row->number;
		cell->col = row->cell[i].col;
		cell->is_number = row->cell[i].kind == CELL_NUMBER;
		cell->number = cell->is_number ? row->cell[i].number : 0;
		if (!cell->is_number)
			cell->text = arena_copy(&taken->arena, cell_text(&row->cell[i], &taken->arena));
	}
	return true;
}

static bool take_end(void *user)
{
	(void)user;
	return true;
}

struct str verify_mark(struct str name, struct str value)
{
	if (!str_eq(name, STR("keywords")) || !str_starts(value, STR(WORKBOOK_MARK)))
		return STR("");
	return str_after(value, strlen(WORKBOOK_MARK));
}

static void take_mark(void *user, struct str name, struct str value)
{
	struct taken *taken = user;

	taken->mark = arena_copy(&taken->arena, verify_mark(name, value));
}

static void pass_over(void *user, const struct finding *finding)
{
	(void)user;
	(void)finding;
}

static bool take_workbook(struct taken *taken, struct bytes file)
{
	const struct row_sink sink = { taken, take_sheet, take_row, take_end, take_mark };
	const struct diag_sink diag = { NULL, pass_over };
	struct arena input = { 0 }, row = { 0 };
	struct read_context context = { .input = &input, .row = &row, .sink = &sink, .diag = &diag, .own = true };
	bool ok = xlsx_reader.detect(file) && xlsx_reader.read(&context, file);

	arena_release(&input);
	arena_release(&row);
	return ok;
}

static void release(struct taken *taken)
{
	workbook_plan_release(&taken->plan);
	arena_release(&taken->arena);
}

/* --- comparing ----------------------------------------------------------------- */

static bool same_cell(const struct workbook_cell *a, const struct workbook_cell *b)
{
	return a->sheet == b->sheet && a->row == b->row && a->col == b->col && a->is_number == b->is_number &&
	       (a->is_number ? !(a->number < b->number) && !(a->number > b->number) : str_eq(a->text, b->text));
}

/* A cell that shows nothing is not read back. */
static bool is_blank(const struct workbook_cell *cell)
{
	return !cell->is_number && cell->text.len == 0;
}

static struct str place_of(struct arena *arena, const struct workbook_plan *plan, const struct workbook_cell *cell)
{
	struct buf out = { 0 };
	struct str place;

	if (cell->sheet && cell->sheet <= plan->sheet_count)
		buf_add(&out, plan->sheet_name[cell->sheet - 1]);
	buf_add_char(&out, '!');
	cell_reference(&out, cell->row, cell->col);
	place = arena_copy(arena, buf_str(&out));
	buf_release(&out);
	return place;
}

static bool compare(const struct workbook_plan *plan, const struct workbook_plan *found, struct arena *arena,
		    struct str *why)
{
	size_t at = 0;

	for (size_t i = 0; i < plan->cells.count; i++) {
		const struct workbook_cell *cell = &plan->cells.item[i];

		if (is_blank(cell))
			continue;
		if (at == found->cells.count || !same_cell(cell, &found->cells.item[at])) {
			*why = place_of(arena, plan, cell);
			return false;
		}
		at++;
	}
	if (at < found->cells.count)
		*why = place_of(arena, plan, &found->cells.item[at]);
	return at == found->cells.count;
}

/* --- the parts that hold no cells ------------------------------------------------ */

struct parts {
	uint32_t merges, links;
};

static void count_element(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct parts *parts = user;

	(void)xml, (void)attribute;
	parts->merges += str_eq(name, STR("mergeCell"));
	parts->links += str_eq(name, STR("hyperlink"));
}

static void pass_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

/*
 * The library does not see when its temporaries cannot be written: a part of the
 * package may then be empty or lack a piece. Whatever is whole is XML to its end.
 */
static bool has_whole_parts(struct bytes file, const struct workbook_plan *plan)
{
	struct parts parts = { 0 };
	const struct xml_handler handler = { &parts, count_element, pass_end, NULL };
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);
	size_t count = package ? zip_package_count(package) : 0;

	if (package)
		zip_package_trust(package);
	for (size_t i = 0; !why && i < count; i++)
		why = xml_read(package, i, &handler);
	zip_package_close(package);
	return !why && parts.merges == plan->merges && parts.links == plan->links;
}

bool verify_workbook(struct bytes file, const struct workbook_plan *plan, struct arena *arena, struct str *why)
{
	struct taken taken = { 0 };
	bool ok = take_workbook(&taken, file);

	*why = STR(".xlsx");
	ok = ok && compare(plan, &taken.plan, arena, why);
	release(&taken);
	if (!ok)
		return false;
	*why = STR(".xlsx");
	return has_whole_parts(file, plan);
}

bool verify_was_changed(struct bytes file)
{
	struct taken taken = { 0 };
	bool changed = false;

	if (take_workbook(&taken, file) && taken.mark.len)
		changed = !str_ends(taken.mark, workbook_hash(&taken.arena, &taken.plan));
	release(&taken);
	return changed;
}
