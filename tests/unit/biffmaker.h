/*
 * Workbooks of old Excel from readable text: records by their names, in a line each or
 * with ; between them, and the bytes of their bodies in words:
 *
 *     NUMBER 0002 0004 000F d3.5      two hex digits a byte, four 16 bits, eight 32 bits,
 *                                     little-endian in the file; d a double
 *     LABEL 0000 0000 0000 0003 00 'abc'    'bytes as they are'
 *     LABEL 0000 0000 0000 0002 01 "中国"   "UTF-16"
 *     BOUNDSHEET @1 00 00 01 00 'a'   @1 the place of the second BOF
 *     ROW 0000 z12                    so many zeros
 *
 * What is read is said as text again: see biffmaker_said. Included behind cmocka.h.
 */
#ifndef TESTS_BIFFMAKER_H
#define TESTS_BIFFMAKER_H

#include <ctype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "read/xls.h"

enum { BIFFMAKER_BOFS = 16 };

static const struct {
	const char *name;
	unsigned id;
} biffmaker_records[] = {
	{ "BOF2", 0x0009 },	   { "BOF3", 0x0209 },	   { "BOF4", 0x0409 },
	{ "BOF", 0x0809 },	   { "EOF", 0x000A },	   { "CONTINUE", 0x003C },
	{ "CODEPAGE", 0x0042 },	   { "DATEMODE", 0x0022 }, { "FILEPASS", 0x002F },
	{ "BOUNDSHEET", 0x0085 },  { "SHEETHDR", 0x008F }, { "SST", 0x00FC },
	{ "FONT", 0x0031 },	   { "FONT3", 0x0231 },	   { "FORMAT", 0x041E },
	{ "FORMAT2", 0x001E },	   { "XF", 0x00E0 },	   { "XF2", 0x0043 },
	{ "XF3", 0x0243 },	   { "XF4", 0x0443 },	   { "INTEGER2", 0x0002 },
	{ "NUMBER2", 0x0003 },	   { "LABEL2", 0x0004 },   { "BOOLERR2", 0x0005 },
	{ "FORMULA", 0x0006 },	   { "STRING2", 0x0007 },  { "IXFE", 0x0044 },
	{ "MULRK", 0x00BD },	   { "MULBLANK", 0x00BE }, { "RSTRING", 0x00D6 },
	{ "MERGEDCELLS", 0x00E5 }, { "LABELSST", 0x00FD }, { "NUMBER", 0x0203 },
	{ "LABEL", 0x0204 },	   { "BOOLERR", 0x0205 },  { "FORMULA3", 0x0206 },
	{ "STRING", 0x0207 },	   { "ROW", 0x0208 },	   { "DEFAULTROWHEIGHT", 0x0225 },
	{ "RK", 0x027E },	   { "FORMULA4", 0x0406 }, { "DIMENSIONS", 0x0200 },
	{ "SHRFMLA", 0x04BC },	   { "ARRAY", 0x0221 },	   { "TABLE", 0x0236 },
	{ "BLANK", 0x0201 },	   { "OBJ", 0x005D },
};

struct biffmaker {
	struct buf out;
	size_t record;		    /* where the one at hand begins */
	size_t bof[BIFFMAKER_BOFS]; /* as the pass before found them */
	size_t bofs;
};

static inline void biffmaker_put(struct biffmaker *maker, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buf_add_char(&maker->out, (char)(value >> 8 * i));
}

static inline void biffmaker_begin(struct biffmaker *maker, unsigned id)
{
	maker->record = maker->out.len;
	if (id == 0x0009 || id == 0x0209 || id == 0x0409 || id == 0x0809) {
		assert_true(maker->bofs < BIFFMAKER_BOFS);
		maker->bof[maker->bofs++] = maker->record;
	}
	biffmaker_put(maker, id, 2);
	biffmaker_put(maker, 0, 2);
}

static inline void biffmaker_end(struct biffmaker *maker)
{
	size_t len = maker->out.len - maker->record - 4;

	maker->out.data[maker->record + 2] = (char)len;
	maker->out.data[maker->record + 3] = (char)(len >> 8);
}

static inline void biffmaker_wide(struct biffmaker *maker, struct str text)
{
	while (text.len > 0) {
		uint32_t code = (uint32_t)utf8_next(&text);

		if (code < 0x10000) {
			biffmaker_put(maker, code, 2);
			continue;
		}
		biffmaker_put(maker, 0xD800 + ((code - 0x10000) >> 10), 2);
		biffmaker_put(maker, 0xDC00 + ((code - 0x10000) & 0x3FF), 2);
	}
}

/* The length of the word that begins here. */
static inline size_t biffmaker_word(struct str rest)
{
	char quote = rest.data[0];
	size_t len = 0;

	if (quote == '\'' || quote == '"')
		return str_find(rest, (struct str){ &quote, 1 }, 1) + 1;
	while (len < rest.len && rest.data[len] != ' ' && rest.data[len] != ';' && rest.data[len] != '\n')
		len++;
	return len;
}

static inline void biffmaker_value(struct biffmaker *maker, struct str word, const struct biffmaker *before)
{
	char number[64];
	double real;

	snprintf(number, sizeof(number), "%.*s", STR_ARG(str_after(word, 1)));
	if (word.data[0] == '\'') {
		buf_add(&maker->out, str_part(word, 1, word.len - 1));
	} else if (word.data[0] == '"') {
		biffmaker_wide(maker, str_part(word, 1, word.len - 1));
	} else if (word.data[0] == 'd') {
		uint64_t bits;

		real = strtod(number, NULL);
		memcpy(&bits, &real, sizeof(bits));
		biffmaker_put(maker, bits, 8);
	} else if (word.data[0] == 'z') {
		for (long i = strtol(number, NULL, 10); i > 0; i--)
			buf_add_char(&maker->out, '\0');
	} else if (word.data[0] == '@') {
		biffmaker_put(maker, before->bof[strtoul(number, NULL, 10)], 4);
	} else {
		snprintf(number, sizeof(number), "%.*s", STR_ARG(word));
		assert_true(word.len == 2 || word.len == 4 || word.len == 8);
		biffmaker_put(maker, strtoul(number, NULL, 16), word.len / 2);
	}
}

static inline unsigned biffmaker_id(struct str word)
{
	for (size_t i = 0; i < ARRAY_COUNT(biffmaker_records); i++)
		if (str_eq(word, str_from(biffmaker_records[i].name)))
			return biffmaker_records[i].id;
	fail_msg("no record is called %.*s", STR_ARG(word));
	return 0;
}

static inline void biffmaker_pass(struct biffmaker *maker, struct str rest, const struct biffmaker *before)
{
	bool within = false;

	while (rest.len > 0) {
		size_t len = biffmaker_word(rest);

		if (rest.data[0] == ' ') {
			rest = str_after(rest, 1);
			continue;
		}
		if (rest.data[0] == ';' || rest.data[0] == '\n') {
			if (within)
				biffmaker_end(maker);
			within = false;
			rest = str_after(rest, 1);
			continue;
		}
		if (within)
			biffmaker_value(maker, str_part(rest, 0, len), before);
		else
			biffmaker_begin(maker, biffmaker_id(str_part(rest, 0, len)));
		within = true;
		rest = str_after(rest, len);
	}
	if (within)
		biffmaker_end(maker);
}

/* The stream of these records; the caller releases it. Places of BOFs are known in the second pass. */
static inline struct buf biffmaker_stream(const char *records)
{
	struct biffmaker first = { 0 }, second = { 0 };

	biffmaker_pass(&first, str_from(records), &first);
	biffmaker_pass(&second, str_from(records), &first);
	buf_release(&first.out);
	return second.out;
}

/* --- OLE2 ------------------------------------------------------------------ */

struct biffmaker_file {
	const char *name;
	struct str bytes;
	bool storage; /* a folder: those behind it stand within it */
};

enum { BIFFMAKER_SECTOR = 512, BIFFMAKER_FILES = 4 };

static inline void biffmaker_pad(struct biffmaker *maker, size_t unit)
{
	while (maker->out.len % unit)
		buf_add_char(&maker->out, '\0');
}

static inline void biffmaker_entry(struct biffmaker *maker, const char *name, unsigned type, uint32_t right,
				   uint32_t child, uint32_t start, size_t size)
{
	size_t at = maker->out.len;

	biffmaker_wide(maker, str_from(name));
	while (maker->out.len < at + 64)
		buf_add_char(&maker->out, '\0');
	biffmaker_put(maker, 2 * strlen(name) + 2, 2);
	biffmaker_put(maker, type, 1);
	biffmaker_put(maker, 1, 1);
	biffmaker_put(maker, 0xFFFFFFFF, 4);
	biffmaker_put(maker, right, 4);
	biffmaker_put(maker, child, 4);
	for (int i = 0; i < 36; i++)
		buf_add_char(&maker->out, '\0');
	biffmaker_put(maker, start, 4);
	biffmaker_put(maker, size, 8);
}

/*
 * Sector 0 the table, 1 and 2 the directory, 3 the table of small sectors, 4 and on
 * their container, then the large streams. Few and short files only: one table holds
 * all of it.
 */
static inline struct buf biffmaker_ole(const struct biffmaker_file *file, size_t count)
{
	static const unsigned char magic[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
	struct biffmaker ole = { 0 }, body = { 0 };
	uint32_t fat[128], mini[128], start[BIFFMAKER_FILES] = { 0 };
	size_t small = 0;

	memset(fat, 0xFF, sizeof(fat));
	memset(mini, 0xFF, sizeof(mini));
	fat[0] = 0xFFFFFFFD, fat[1] = 2, fat[2] = 0xFFFFFFFE, fat[3] = 0xFFFFFFFE;
	for (size_t i = 0; i < count; i++) {
		size_t sectors = (file[i].bytes.len + 63) / 64;

		if (file[i].storage || file[i].bytes.len >= 4096)
			continue;
		start[i] = (uint32_t)small;
		for (size_t k = 0; k < sectors; k++)
			mini[small + k] = k + 1 < sectors ? (uint32_t)(small + k + 1) : 0xFFFFFFFE;
		small += sectors;
		buf_add(&body.out, file[i].bytes);
		biffmaker_pad(&body, 64);
	}
	biffmaker_pad(&body, BIFFMAKER_SECTOR);
	for (size_t k = 0; k < body.out.len / BIFFMAKER_SECTOR; k++)
		fat[4 + k] = (k + 1) * BIFFMAKER_SECTOR < body.out.len ? (uint32_t)(5 + k) : 0xFFFFFFFE;
	for (size_t i = 0; i < count; i++) {
		size_t first = 4 + body.out.len / BIFFMAKER_SECTOR,
		       sectors = (file[i].bytes.len + 511) / BIFFMAKER_SECTOR;

		if (file[i].storage || file[i].bytes.len < 4096)
			continue;
		start[i] = (uint32_t)first;
		assert_true(first + sectors <= 128);
		for (size_t k = 0; k < sectors; k++)
			fat[first + k] = k + 1 < sectors ? (uint32_t)(first + k + 1) : 0xFFFFFFFE;
		buf_add(&body.out, file[i].bytes);
		biffmaker_pad(&body, BIFFMAKER_SECTOR);
	}
	buf_add(&ole.out, (struct str){ (const char *)magic, sizeof(magic) });
	biffmaker_put(&ole, 0, 8), biffmaker_put(&ole, 0, 8);
	biffmaker_put(&ole, 0x3E, 2), biffmaker_put(&ole, 3, 2), biffmaker_put(&ole, 0xFFFE, 2);
	biffmaker_put(&ole, 9, 2), biffmaker_put(&ole, 6, 2), biffmaker_put(&ole, 0, 6);
	biffmaker_put(&ole, 0, 4), biffmaker_put(&ole, 1, 4), biffmaker_put(&ole, 1, 4), biffmaker_put(&ole, 0, 4);
	biffmaker_put(&ole, 4096, 4), biffmaker_put(&ole, 3, 4), biffmaker_put(&ole, 1, 4);
	biffmaker_put(&ole, 0xFFFFFFFE, 4), biffmaker_put(&ole, 0, 4), biffmaker_put(&ole, 0, 4);
	for (int i = 1; i < 109; i++)
		biffmaker_put(&ole, 0xFFFFFFFF, 4);
	for (int i = 0; i < 128; i++)
		biffmaker_put(&ole, fat[i], 4);
	biffmaker_entry(&ole, "Root Entry", 5, 0xFFFFFFFF, count ? 1 : 0xFFFFFFFF, small ? 4 : 0xFFFFFFFE, small * 64);
	for (size_t i = 0; i < count; i++) {
		uint32_t next = i + 1 < count ? (uint32_t)i + 2 : 0xFFFFFFFF;

		biffmaker_entry(&ole, file[i].name, file[i].storage ? 1 : 2, file[i].storage ? 0xFFFFFFFF : next,
				file[i].storage ? next : 0xFFFFFFFF, start[i], file[i].bytes.len);
	}
	while (ole.out.len < 4 * BIFFMAKER_SECTOR)
		buf_add_char(&ole.out, '\0');
	for (int i = 0; i < 128; i++)
		biffmaker_put(&ole, mini[i], 4);
	buf_add(&ole.out, buf_str(&body.out));
	buf_release(&body.out);
	return ole.out;
}

/* --- what is read, as text ------------------------------------------------- */

static inline bool biffmaker_on_sheet(void *user, const struct sheet_info *sheet)
{
	struct buf *out = user;

	buf_printf(out, "%s%u:%.*s%s", out->len ? " " : "", sheet->index, STR_ARG(sheet->name),
		   sheet->hidden ? "~" : "");
	for (uint32_t i = 0; i < sheet->merge_count; i++) {
		buf_add_char(out, '{');
		cell_reference(out, sheet->merge[i].top, sheet->merge[i].left);
		buf_add_char(out, ':');
		cell_reference(out, sheet->merge[i].bottom, sheet->merge[i].right);
		buf_add_char(out, '}');
	}
	return true;
}

static inline void biffmaker_say_cell(struct buf *out, uint32_t row, const struct cell *cell)
{
	struct arena arena = { 0 };
	const char *quote = cell->kind == CELL_TEXT ? "'" : "";

	cell_reference(out, row, cell->col);
	buf_printf(out, "%s%s%s", cell->computed ? "==" : "=", quote, cell->kind == CELL_DATE ? "D" : "");
	buf_add(out, cell_text(cell, &arena));
	buf_printf(out, "%s%s%s%s", quote, cell->struck ? "/" : "", cell->flaw == CELL_BAD_BYTES ? "?" : "",
		   cell->flaw == CELL_NO_RESULT ? "??" : "");
	arena_release(&arena);
}

/* Rows must rise, and the cells within them. */
static inline bool biffmaker_on_row(void *user, const struct row *row)
{
	struct buf *out = user;

	for (uint32_t i = 0; i < row->count; i++) {
		assert_true(i == 0 || row->cell[i].col > row->cell[i - 1].col);
		buf_printf(out, " %s", row->hidden ? "-" : "");
		biffmaker_say_cell(out, row->number, &row->cell[i]);
	}
	return true;
}

static inline bool biffmaker_on_end(void *user)
{
	buf_add(user, STR(" ."));
	return true;
}

static inline void biffmaker_on_finding(void *user, const struct finding *finding)
{
	enum say say = finding->say == SAY_UNREADABLE ? finding->arg[0].word : finding->say;

	*(enum say *)user = say;
}

/*
 * Read a file and say what came: "1:name~{A1:B2} -A1='text'/ B1=3.5 C1==TRUE D1=#N/A E1=D2020-11-13 ." ~ is a
 * hidden sheet, - a hidden row, / struck through, == a formula's result, ? a text with bad bytes, ?? no result. What
 * cannot be read ends with "!" and no more; *why says why.
 */
static inline struct buf biffmaker_said(struct str file, enum say *why, struct str *encoding)
{
	struct arena input = { 0 }, row = { 0 };
	struct buf out = { 0 };
	struct row_sink sink = { &out, biffmaker_on_sheet, biffmaker_on_row, biffmaker_on_end, NULL };
	struct diag_sink diag = { why, biffmaker_on_finding };
	struct read_context ctx = { .input = &input, .row = &row, .sink = &sink, .diag = &diag, .stem = STR("stem") };
	unsigned char *exact = malloc(file.len + 1); /* so that the sanitizer sees the file's end */
	static char name[32];

	memcpy(exact, file.data, file.len);
	*why = SAY_NOTHING;
	exact = realloc(exact, file.len ? file.len : 1);
	if (!xls_reader.read(&ctx, (struct bytes){ exact, file.len }))
		buf_add(&out, STR("!"));
	free(exact);
	*encoding = (struct str){ name, (size_t)snprintf(name, sizeof(name), "%.*s", STR_ARG(ctx.encoding)) };
	arena_release(&input);
	arena_release(&row);
	return out;
}

#endif
