#include "app/verify.h"

#include "decode/xml.h"
#include "model/cell.h"
#include "read/reader.h"

/* --- reading a workbook into a plan ------------------------------------------ */

/* Where a person fills in what --rulings reads, by the sheet's name and the column's head, alike in every language. */
static const struct {
	enum say sheet, head;
} answered[] = {
	{ SAY_SHEET_PAIRS, SAY_HEAD_RULING },
	{ SAY_SHEET_SELECTION, SAY_HEAD_SELECTED },
	{ SAY_SHEET_UNSELECTED, SAY_HEAD_SELECTED },
};

/* The head of such a column of a sheet; SAY_NOTHING where it has none. */
static enum say answers_on(struct str sheet)
{
	for (size_t i = 0; i < ARRAY_COUNT(answered); i++)
		if (str_eq(sheet, say_word(LANG_ZH, answered[i].sheet)))
			return answered[i].head;
	return SAY_NOTHING;
}

struct taken {
	struct arena arena;
	struct workbook_plan plan;
	uint32_t sheet;
	enum say head;	  /* of the column of this sheet that a person fills in */
	uint32_t answers; /* that column; 0 for none */
	struct str mark;
};

static bool take_sheet(void *user, const struct sheet_info *sheet)
{
	struct taken *taken = user;

	taken->sheet = sheet->index;
	taken->head = answers_on(sheet->name);
	taken->answers = 0;
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
		cell->is_answer = row->number > 1 && cell->col == taken->answers;
		if (row->number == 1 && taken->head && str_eq(cell->text, say_word(LANG_ZH, taken->head)))
			taken->answers = cell->col;
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

static bool read_workbook(const struct row_sink *sink, struct bytes file)
{
	const struct diag_sink diag = { NULL, pass_over };
	struct arena input = { 0 }, row = { 0 };
	struct read_context context = { .input = &input, .row = &row, .sink = sink, .diag = &diag, .own = true };
	bool ok = xlsx_reader.detect(file) && xlsx_reader.read(&context, file);

	arena_release(&input);
	arena_release(&row);
	return ok;
}

static bool take_workbook(struct taken *taken, struct bytes file)
{
	const struct row_sink sink = { taken, take_sheet, take_row, take_end, take_mark };

	return read_workbook(&sink, file);
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

/* A sheet is read whole by the reader of its cells; a larger piece of it is taken at once. Bytes. */
enum { PIECE = 64 * 1024 };

static void pass_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	(void)user, (void)xml, (void)name, (void)attribute;
}

static void pass_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

static uint32_t count_of(struct str text, struct str what)
{
	uint32_t count = 0;

	for (size_t at = str_find(text, what, 0); at < text.len; at = str_find(text, what, at + 1))
		count++;
	return count;
}

/* Elements that hold no cell are counted as the library spells them. */
static enum say count_links(struct zip_package *package, size_t index, struct workbook_plan *found)
{
	struct buf text = { 0 };
	struct zip_part part;
	size_t got = 0;
	enum say why = zip_part_open(&part, package, index);

	if (why)
		return why;
	do {
		why = zip_part_read(&part, buf_reserve(&text, PIECE), PIECE, &got);
		text.len += why ? 0 : got;
	} while (!why && got);
	zip_part_close(&part);
	found->merges += count_of(buf_str(&text), STR("<mergeCell "));
	found->links += count_of(buf_str(&text), STR("<hyperlink "));
	found->hints += count_of(buf_str(&text), STR("<ignoredError "));
	found->panes += count_of(buf_str(&text), STR("<selection pane="));
	found->choices += count_of(buf_str(&text), STR("<dataValidation "));
	found->charts += count_of(buf_str(&text), STR("<drawing "));
	found->locks += count_of(buf_str(&text), STR("<sheetProtection "));
	buf_release(&text);
	return why;
}

static bool *sheet_parts(struct zip_package *package, size_t count, const struct workbook_plan *plan,
			 struct arena *arena)
{
	bool *is_sheet = ARENA_ARRAY(arena, bool, count);

	for (uint32_t i = 1; i <= plan->sheet_count; i++) {
		size_t at = zip_package_find(package, arena_printf(arena, "xl/worksheets/sheet%u.xml", i));

		if (at < count)
			is_sheet[at] = true;
	}
	return is_sheet;
}

static uint32_t count_charts(struct zip_package *package, struct arena *arena)
{
	uint32_t count = 0;

	while (zip_package_find(package, arena_printf(arena, "xl/charts/chart%u.xml", count + 1)) <
	       zip_package_count(package))
		count++;
	return count;
}

/*
 * The library does not see when its temporaries cannot be written: a part of the
 * package may then be empty or lack a piece. Whatever is whole is XML to its end.
 */
static bool has_whole_parts(struct bytes file, const struct workbook_plan *plan)
{
	const struct xml_handler handler = { .start = pass_start, .end = pass_end };
	struct workbook_plan found = { 0 };
	struct arena arena = { 0 };
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);
	uint32_t charts;
	size_t count;
	const bool *is_sheet;

	if (!package)
		return false;
	count = zip_package_count(package);
	is_sheet = sheet_parts(package, count, plan, &arena);
	charts = count_charts(package, &arena);
	zip_package_trust(package);
	for (size_t i = 0; !why && i < count; i++)
		why = is_sheet[i] ? count_links(package, i, &found) : xml_read(package, i, &handler);
	zip_package_close(package);
	arena_release(&arena);
	return !why && found.merges == plan->merges && found.links == plan->links && found.hints == plan->hints &&
	       found.panes == plan->panes && found.choices == plan->choices && found.locks == plan->locks &&
	       found.charts == plan->charts && charts == plan->charts;
}

/* --- comments ---------------------------------------------------------------------- */

struct comments {
	const struct workbook_plan *plan;
	size_t at;	 /* the one that is read */
	struct buf text; /* of it, so far */
	bool inside, differs;
};

static void begin_comment(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct comments *comments = user;
	struct buf place = { 0 };

	(void)xml;
	comments->inside = str_eq(name, STR("t"));
	if (!str_eq(name, STR("comment")) || comments->differs)
		return;
	comments->differs = comments->at == comments->plan->comments.count;
	if (!comments->differs) {
		const struct workbook_cell *cell = &comments->plan->comments.item[comments->at];

		cell_reference(&place, cell->row, cell->col);
		comments->differs = !str_eq(xml_attribute(attribute, "ref"), buf_str(&place));
	}
	buf_clear(&comments->text);
	buf_release(&place);
}

static void end_comment(void *user, struct xml *xml, struct str name)
{
	struct comments *comments = user;

	(void)xml;
	comments->inside = false;
	if (!str_eq(name, STR("comment")) || comments->differs)
		return;
	comments->differs = !str_eq(buf_str(&comments->text), comments->plan->comments.item[comments->at].text);
	comments->at++;
}

static void take_comment_text(void *user, struct str text)
{
	struct comments *comments = user;

	if (comments->inside)
		buf_add(&comments->text, text);
}

/* Those of one sheet stand in one part, in the order of their cells. */
static bool has_comments(struct bytes file, const struct workbook_plan *plan)
{
	struct comments comments = { .plan = plan };
	const struct xml_handler handler = { &comments, begin_comment, end_comment, take_comment_text, NULL };
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);
	size_t part = package ? zip_package_find(package, STR("xl/comments1.xml")) : ZIP_ABSENT;
	bool same = package && (part == ZIP_ABSENT) == (plan->comments.count == 0);

	if (same && part != ZIP_ABSENT) {
		zip_package_trust(package);
		same = !xml_read(package, part, &handler) && !comments.differs && comments.at == plan->comments.count;
	}
	if (package)
		zip_package_close(package);
	buf_release(&comments.text);
	return same;
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
	return has_whole_parts(file, plan) && has_comments(file, plan);
}

static bool is_answered(const struct workbook_plan *plan)
{
	for (size_t i = 0; i < plan->cells.count; i++)
		if (plan->cells.item[i].is_answer && !is_blank(&plan->cells.item[i]))
			return true;
	return false;
}

static struct str office_of(const struct workbook_plan *plan)
{
	static const struct str colon = STR_INIT("：");

	for (size_t i = 0; i < plan->cells.count && plan->cells.item[i].sheet == 1; i++) {
		const struct workbook_cell *cell = &plan->cells.item[i];
		size_t at = cell->row == 3 && cell->col == 1 ? str_find(cell->text, colon, 0) : cell->text.len;

		if (at < cell->text.len)
			return str_after(cell->text, at + colon.len);
	}
	return STR("");
}

struct verify_look verify_look_at(struct bytes file, struct arena *arena)
{
	struct taken taken = { 0 };
	struct verify_look look = { 0 };
	struct str hash;

	if (take_workbook(&taken, file)) {
		look.mark = arena_copy(arena, taken.mark);
		hash = workbook_hash(&taken.arena, &taken.plan);
		look.changed = taken.mark.len && !str_ends(taken.mark, hash);
		look.carried = look.changed &&
			       str_has(taken.mark,
				       arena_join(&taken.arena, arena_join(&taken.arena, STR(" "), hash), STR(" ")));
		look.answered = is_answered(&taken.plan);
		look.office = arena_copy(arena, office_of(&taken.plan));
	}
	release(&taken);
	return look;
}

/* --- answers alone -------------------------------------------------------------- */

struct answers {
	enum say head;
	uint32_t col; /* of this sheet; 0 for none */
	bool found;
};

/* What is answered stands before 来源追溯, which is the larger part of the file. */
static bool begin_answers(void *user, const struct sheet_info *sheet)
{
	struct answers *answers = user;

	answers->head = answers_on(sheet->name);
	answers->col = 0;
	return !answers->found && !str_eq(sheet->name, say_word(LANG_ZH, SAY_SHEET_TRACE));
}

static bool look_for_answer(void *user, const struct row *row)
{
	struct answers *answers = user;

	for (uint32_t i = 0; i < row->count && (row->number == 1 || answers->col); i++) {
		const struct cell *cell = &row->cell[i];

		if (row->number == 1 && answers->head && str_eq(cell->text, say_word(LANG_ZH, answers->head)))
			answers->col = cell->col;
		else if (row->number > 1 && cell->col == answers->col)
			answers->found = answers->found || cell->kind != CELL_TEXT || cell->text.len;
	}
	return !answers->found;
}

bool verify_is_answered(struct bytes file)
{
	struct answers answers = { 0 };
	const struct row_sink sink = { &answers, begin_answers, look_for_answer, take_end, NULL };

	if (!read_workbook(&sink, file))
		return answers.found; /* what is damaged may still hold some */
	return answers.found;
}
