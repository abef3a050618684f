/*
 * Reads a file from memory and puts what the reader said into words, for tests.
 * Include after cmocka; SAID_READER is the one that is asked.
 */
#ifndef TESTS_XLSX_SAID_H
#define TESTS_XLSX_SAID_H

#include "base/buf.h"
#include "model/cell.h"
#include "read/reader.h"
#include "zipmaker.h"

#ifndef SAID_READER
#define SAID_READER xlsx_reader
#endif

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define STRICT "xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define STRICT_TYPE "http://purl.oclc.org/ooxml/officeDocument/relationships/"
#define RELS(inside) "<Relationships>" inside "</Relationships>"
#define REL(id, type, target) "<Relationship Id=\"" id "\" Type=\"" type "\" Target=\"" target "\"/>"
#define SHEET(data, behind) "<worksheet " MAIN "><sheetData>" data "</sheetData>" behind "</worksheet>"

/* What the reader said, in words: a line a sheet, merged range, hidden row and cell. */
static struct buf said;

static inline bool say_sheet(void *user, const struct sheet_info *sheet)
{
	(void)user;
	buf_printf(&said, "[%u %.*s%s]\n", sheet->index, STR_ARG(sheet->name), sheet->hidden ? " hidden" : "");
	for (uint32_t i = 0; i < sheet->merge_count; i++)
		buf_printf(&said, "merged %u,%u-%u,%u\n", sheet->merge[i].top, sheet->merge[i].left,
			   sheet->merge[i].bottom, sheet->merge[i].right);
	return true;
}

static inline void say_cell(uint32_t row, const struct cell *cell)
{
	static const char *const kinds[] = { "empty", "text", "number", "date", "bool", "error" };

	cell_reference(&said, row, cell->col);
	buf_printf(&said, " %s ", kinds[cell->kind]);
	if (cell->kind == CELL_TEXT || cell->kind == CELL_ERROR)
		buf_printf(&said, "'%.*s'", STR_ARG(cell->text));
	else
		buf_printf(&said, "%.15g", cell->number);
	if (cell->kind == CELL_NUMBER && cell->text.len > 0)
		buf_printf(&said, " digits %.*s", STR_ARG(cell->text));
	buf_printf(&said, "%s%s%s\n", cell->struck ? " struck" : "", cell->flaw == CELL_NO_RESULT ? " no-result" : "",
		   cell->flaw == CELL_BAD_BYTES ? " lost" : "");
}

static inline bool say_row(void *user, const struct row *row)
{
	(void)user;
	if (row->hidden)
		buf_printf(&said, "row %u hidden\n", row->number);
	for (uint32_t i = 0; i < row->count; i++)
		say_cell(row->number, &row->cell[i]);
	return true;
}

static inline bool say_end(void *user)
{
	(void)user;
	return true;
}

static inline void say_mark(void *user, struct str name, struct str value)
{
	(void)user;
	buf_printf(&said, "mark %.*s=%.*s\n", STR_ARG(name), STR_ARG(value));
}

static const char *word_name(enum say say)
{
	static const char *const names[SAY_COUNT] = {
#define WORD(id, zh, en) [SAY_##id] = #id,
#include "diag/list.def"
	};

	return names[say];
}

static inline void say_finding(void *user, const struct finding *finding)
{
	(void)user;
	if (finding->say == SAY_ENCRYPTED)
		buf_printf(&said, "refused: ENCRYPTED\n");
	else if (finding->say == SAY_ENCODING_DECLARED)
		buf_printf(&said, "declared %.*s, read as %.*s\n", STR_ARG(finding->arg[0].text),
			   STR_ARG(finding->arg[1].text));
	else
		buf_printf(&said, "refused: %s %u!%u,%u\n", word_name(finding->arg[0].word), finding->where.sheet,
			   finding->where.row, finding->where.col);
}

static inline bool read_bytes(struct bytes file, bool (*take_row)(void *, const struct row *))
{
	struct arena input = { 0 }, row = { 0 };
	struct row_sink sink = { NULL, say_sheet, take_row, say_end, say_mark };
	struct diag_sink diag = { NULL, say_finding };
	struct read_context ctx = { .input = &input, .row = &row, .sink = &sink, .diag = &diag };
	bool good;

	buf_clear(&said);
	good = SAID_READER.read(&ctx, file);
	buf_add_char(&said, '\0');
	arena_release(&input);
	arena_release(&row);
	return good;
}

static inline void add_part(struct zipmaker *maker, const char *name, const char *text)
{
	if (text)
		zipmaker_add(maker, name, str_from(text), false);
}

static inline int release(void **state)
{
	(void)state;
	buf_release(&said);
	return 0;
}

#endif
