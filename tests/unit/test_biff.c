/*
 * The records of .xls, each case with what is odd in it. How they and the answers are
 * written stands in biffmaker.h; whole workbooks are held against another reader in
 * tests/agreement.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "biffmaker.h"

static bool said(const char *name, struct str file, const char *expected, enum say expected_why)
{
	struct str encoding;
	enum say why;
	struct buf out = biffmaker_said(file, &why, &encoding);
	bool same = str_eq(buf_str(&out), str_from(expected)) && why == expected_why;

	if (!same)
		print_message("    %s: \"%.*s\" (%d), not \"%s\" (%d)\n", name, STR_ARG(buf_str(&out)), why, expected,
			      expected_why);
	buf_release(&out);
	return same;
}

/* --- a sheet of Excel 97 --------------------------------------------------- */

/* Fonts 0 plain, 1 struck; XF 0 plain, 1 struck, 2 a date, 3 and 4 Chinese dates, 5 a format of the file, 6 0.0"m". */
#define GLOBALS                                                                                                        \
	"BOF 0600 0005 z12; CODEPAGE 04B0; FONT 00C8 0000 z12; FONT 00C8 0008 z12;"                                    \
	"FORMAT 00A4 0009 01 \"yyyy年m月d日\"; FORMAT 00A5 0006 00 '0.0\"m\"';"                                     \
	"XF 0000 0000 z16; XF 0001 0000 z16; XF 0000 000E z16; XF 0000 001B z16; XF 0000 003A z16; XF 0000 00A4 z16;"  \
	"XF 0000 00A5 z16;"
#define SHEET                                                                                                          \
	"BOUNDSHEET @1 00 00 01 00 's'; EOF\n"                                                                         \
	"BOF 0600 0010 z12; "

static const struct {
	const char *name, *globals, *records, *expected;
	enum say why;
} cases[] = {
	{ "an empty sheet", "", "", "1:s .", SAY_NOTHING },
	{ "numbers", "", "NUMBER 0000 0000 0000 d3.5; NUMBER FFFF 00FF 0000 d-1e300",
	  "1:s A1=3.5 IV65536=-1"
	  "000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000"
	  "000000000000000000000000000000000000000000000000000000000000 .",
	  SAY_NOTHING },
	{ "a number that is none", "", "NUMBER 0000 0000 0000 dnan; NUMBER 0000 0001 0000 dinf",
	  "1:s A1=#NUM! B1=#NUM! .", SAY_NOTHING },
	{ "rubbish behind a number", "", "NUMBER 0000 0000 0000 d7 z6", "1:s A1=7 .", SAY_NOTHING },
	{ "RK: integer, negative, a hundredth, double, its hundredth, the smallest", "",
	  "RK 0000 0000 0000 0000000A; RK 0000 0001 0000 FFFFFFFE; RK 0000 0002 0000 000004D3;"
	  "RK 0000 0003 0000 3FF80000; RK 0000 0004 0000 405EC001; RK 0000 0005 0000 80000002",
	  "1:s A1=2 B1=-1 C1=3.08 D1=1.5 E1=1.23 F1=-536870912 .", SAY_NOTHING },
	{ "MULRK by the bytes it has, whatever its last column says", "",
	  "MULRK 0001 0001 0000 0000000A 0000 0000000E 0000 00000012 0003; MULRK 0002 0000 0000 0000000A 00FF",
	  "1:s B2=2 C2=3 D2=4 A3=2 .", SAY_NOTHING },
	{ "blanks say nothing", "", "BLANK 0000 0000 0000; MULBLANK 0000 0001 0000 0000 0002", "1:s .", SAY_NOTHING },
	{ "LABEL", "",
	  "LABEL 0000 0000 0000 0003 00 'abc'; LABEL 0000 0001 0000 0002 01 \"𬭎\"; LABEL 0001 0000 0000 0001 00 E9",
	  "1:s A1='abc' B1='𬭎' A2='é' .", SAY_NOTHING },
	{ "a text of nothing, with and without its flags", "",
	  "LABEL 0000 0000 0000 0000 00; LABEL 0000 0001 0000 0000", "1:s .", SAY_NOTHING },
	{ "half a pair is told", "", "LABEL 0000 0000 0000 0003 01 0041 D800 0042; LABEL 0000 0001 0000 0001 01 DC00",
	  "1:s A1='A�B'? B1='�'? .", SAY_NOTHING },
	{ "a label that is too short for its text", "", "LABEL 0000 0002 0000 0009 00 'abc'", "!",
	  SAY_WHY_XLS_STRINGS },
	{ "a label of text split by CONTINUE, in the other width", "",
	  "LABEL 0000 0000 0000 0004 00 'ab'; CONTINUE 01 \"中国\"", "1:s A1='ab中国' .", SAY_NOTHING },
	{ "RSTRING", "", "RSTRING 0000 0000 0000 0003 00 'abc' 0001 0001 0005", "1:s A1='abc' .", SAY_NOTHING },
	{ "booleans and errors", "",
	  "BOOLERR 0000 0000 0000 01 00; BOOLERR 0000 0001 0000 00 00; BOOLERR 0000 0002 0000 2A 01;"
	  "BOOLERR 0000 0003 0000 07 01; BOOLERR 0000 0004 0000 17 01 00; BOOLERR 0000 0005 0000 00 01;"
	  "BOOLERR 0000 0006 0000 0F 01; BOOLERR 0000 0007 0000 1D 01; BOOLERR 0000 0008 0000 24 01",
	  "1:s A1=TRUE B1=FALSE C1=#N/A D1=#DIV/0! E1=#REF! F1=#NULL! G1=#VALUE! H1=#NAME? I1=#NUM! .", SAY_NOTHING },
	{ "an error that nobody knows", "", "BOOLERR 0000 0000 0000 63 01", "1:s A1=#ERR99! .", SAY_NOTHING },
	{ "formulas: number, boolean, error, text of nothing, date", "",
	  "FORMULA 0000 0000 0000 d2.5 0000 z6; FORMULA 0000 0001 0000 01 00 01 z3 FFFF 0000 z6;"
	  "FORMULA 0000 0002 0000 02 00 2A z3 FFFF 0000 z6; FORMULA 0000 0003 0000 03 z5 FFFF 0000 z6;"
	  "FORMULA 0000 0004 0002 d44148 0000 z6; FORMULA3 0000 0005 0000 d1 0000; FORMULA4 0000 0006 0000 d2 0000",
	  "1:s A1==2.5 B1==TRUE C1==#N/A E1==D2020-11-13 F1==1 G1==2 .", SAY_NOTHING },
	{ "a formula's text comes behind it", "", "FORMULA 0000 0000 0000 00 z5 FFFF 0000 z6; STRING 0002 01 \"结果\"",
	  "1:s A1=='结果' .", SAY_NOTHING },
	{ "with SHRFMLA, ARRAY or TABLE between", "",
	  "FORMULA 0000 0000 0000 00 z5 FFFF 0008 z6; SHRFMLA 0000 0001 00 00 00 02 z4; STRING 0001 00 'a';"
	  "FORMULA 0001 0000 0000 00 z5 FFFF 0000 z6; ARRAY 0001 0001 00 00 z8; STRING 0001 00 'b';"
	  "FORMULA 0002 0000 0000 00 z5 FFFF 0000 z6; TABLE 0002 0002 00 00 z10; STRING 0001 00 'c'",
	  "1:s A1=='a' A2=='b' A3=='c' .", SAY_NOTHING },
	{ "a formula's text split by CONTINUE", "",
	  "FORMULA 0000 0000 0000 00 z5 FFFF 0000 z6; STRING 0004 00 'ab'; CONTINUE 00 'cd'", "1:s A1=='abcd' .",
	  SAY_NOTHING },
	{ "a formula whose text is missing has no result, and the next text is not its own", "",
	  "FORMULA 0000 0000 0000 00 z5 FFFF 0000 z6; NUMBER 0000 0001 0000 d1; STRING 0001 00 'x'",
	  "1:s A1==''?? B1=1 .", SAY_NOTHING },
	{ "a result of no known kind is none", "", "FORMULA 0000 0000 0000 09 z5 FFFF 0000 z6", "1:s A1==''?? .",
	  SAY_NOTHING },
	{ "a text that no formula asked for", "", "STRING 0001 00 'x'", "1:s .", SAY_NOTHING },
	{ "dates by number, also the Chinese ones, and by a code", "",
	  "NUMBER 0000 0000 0002 d44148; NUMBER 0000 0001 0003 d44148; NUMBER 0000 0002 0004 d44148;"
	  "NUMBER 0000 0003 0005 d44148.5; NUMBER 0000 0004 0006 d12.5; NUMBER 0000 0005 0002 d0.5",
	  "1:s A1=D2020-11-13 B1=D2020-11-13 C1=D2020-11-13 D1=D2020-11-13T12:00:00 E1=12.5 F1=D12:00:00 .",
	  SAY_NOTHING },
	{ "what no day can be stays a number", "", "NUMBER 0000 0000 0002 d-1; NUMBER 0000 0001 0002 d2958466",
	  "1:s A1=-1 B1=2958466 .", SAY_NOTHING },
	{ "1904", "DATEMODE 0001;", "NUMBER 0000 0000 0002 d42686; NUMBER 0000 0001 0002 d0.5",
	  "1:s A1=D2020-11-13 B1=D12:00:00 .", SAY_NOTHING },
	{ "a style that is not there", "", "NUMBER 0000 0000 FFFF d1", "1:s A1=1 .", SAY_NOTHING },
	{ "cells in any order; the last one in a place stays", "",
	  "NUMBER 0002 0001 0000 d6; NUMBER 0000 0001 0000 d2; NUMBER 0000 0000 0000 d1; NUMBER 0002 0000 0000 d5;"
	  "NUMBER 0000 0001 0000 d3; LABEL 0002 0000 0000 0000 00",
	  "1:s A1=1 B1=3 B3=6 .", SAY_NOTHING },
	{ "struck through: by the cell, by all runs, not by some, not by one that holds no character", "",
	  "NUMBER 0000 0000 0001 d1; RSTRING 0000 0001 0000 0002 00 'ab' 0001 0000 0001;"
	  "RSTRING 0000 0002 0001 0002 00 'ab' 0002 0000 0001 0001 0000; RSTRING 0000 0003 0001 0002 00 'ab' 0001 0001 "
	  "0001;"
	  "RSTRING 0000 0004 0000 0002 00 'ab' 0002 0000 0001 0002 0000; RSTRING 0000 0005 0000 0002 00 'ab' 0001 0001 "
	  "0001",
	  "1:s A1=1/ B1='ab'/ C1='ab' D1='ab'/ E1='ab'/ F1='ab' .", SAY_NOTHING },
	{ "merged ranges come first and in order; the claimed count is not believed", "",
	  "NUMBER 0000 0000 0000 d1; MERGEDCELLS 0002 0004 0005 0000 0000 0001 0002 0001 0001; MERGEDCELLS FFFF 0000 "
	  "0000 0000 0003",
	  "1:s{A1:D1}{B2:B3}{A5:A6} A1=1 .", SAY_NOTHING },
	{ "merged ranges of one cell, upside down, beyond the last column", "",
	  "MERGEDCELLS 0003 0000 0000 0000 0000 0002 0001 0000 0000 0000 0001 0000 FFFF", "1:s{A1:IV2} .",
	  SAY_NOTHING },
	{ "hidden rows", "",
	  "ROW 0001 0000 0001 00FF 0000 0000 0020 000F; ROW 0002 0000 0001 00FF 0000 0000 0040 000F;"
	  "NUMBER 0000 0000 0000 d1; NUMBER 0001 0000 0000 d2; NUMBER 0002 0000 0000 d3",
	  "1:s A1=1 -A2=2 A3=3 .", SAY_NOTHING },
	{ "rows that are hidden unless they say otherwise", "",
	  "DEFAULTROWHEIGHT 0002 00FF; ROW 0001 0000 0001 00FF 0000 0000 0000 000F; NUMBER 0000 0000 0000 d1; NUMBER "
	  "0001 0000 0000 d2",
	  "1:s -A1=1 A2=2 .", SAY_NOTHING },
	{ "a chart within the sheet; sizes that lie", "",
	  "DIMENSIONS 00000000 00010000 0000 0100 0000; NUMBER 0009 0009 0000 d1; OBJ z26; BOF 0600 0020 z12;"
	  "NUMBER 0000 0000 0000 d9; BOF 0600 0020 z12; EOF; EOF; NUMBER 0000 0000 0000 d2",
	  "1:s A1=2 J10=1 .", SAY_NOTHING },
	{ "a column outside any sheet", "", "NUMBER 0000 0100 0000 d1", "!", SAY_WHY_CELL_PLACE },
	{ "a MULRK that runs out of the sheet", "", "MULRK 0000 00FF 0000 0000000A 0000 0000000A 0100", "!",
	  SAY_WHY_CELL_PLACE },
	{ "a record too short for a cell", "", "NUMBER 0000 0000 0000", "!", SAY_WHY_XLS },
	{ "shared strings", "SST 00000001 00000002 0001 00 'a' 0002 01 \"中国\";",
	  "LABELSST 0000 0000 0000 00000001; LABELSST 0000 0001 0001 00000000", "1:s A1='中国' B1='a'/ .",
	  SAY_NOTHING },
	{ "a string that is not there", "SST 00000001 00000001 0001 00 'a';", "LABELSST 0000 0000 0000 00000001",
	  "1:s A1='�'? .", SAY_NOTHING },
	{ "fewer strings than claimed, and none of them asked for", "SST 00000009 FFFFFFFF 0001 00 'a';",
	  "LABELSST 0000 0000 0000 00000000", "1:s A1='a' .", SAY_NOTHING },
	{ "fewer strings than claimed, and a missing one asked for", "SST 00000009 FFFFFFFF 0001 00 'a';",
	  "LABELSST 0000 0000 0000 00000001", "!", SAY_WHY_XLS_STRINGS },
	{ "obfuscated under no password at all, which there cannot be", "FILEPASS 0000 0000 0000;", "", "!",
	  SAY_ENCRYPTED },
	{ "protected in a way that nobody knows", "FILEPASS 0009 z4;", "", "!", SAY_ENCRYPTED_KIND },
};

static void records(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct str all = arena_printf(&arena, "%s%s%s%s; EOF", GLOBALS, cases[i].globals, SHEET,
					      cases[i].records);
		struct buf stream = biffmaker_stream(all.data);

		failed += !said(cases[i].name, buf_str(&stream), cases[i].expected, cases[i].why);
		buf_release(&stream);
		arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

/* --- whole files ----------------------------------------------------------- */

static const struct {
	const char *name, *records, *expected;
	enum say why;
	const char *encoding;
} files[] = {
	{ "Excel 2: three bytes of attributes, formats by their order, a formula's text",
	  "BOF2 0002 0010; FORMAT2 07 'General'; FORMAT2 06 'yyyy/m'; FONT 00C8 0000; FONT 00C8 0008;"
	  "INTEGER2 0000 0000 00 00 00 0007; NUMBER2 0000 0001 00 01 00 d44148; LABEL2 0001 0000 00 40 00 02 'ab';"
	  "BOOLERR2 0001 0001 00 00 00 01 00; FORMULA 0002 0000 00 00 00 00 z5 FFFF 00 00; STRING2 01 'x';"
	  "FORMULA 0002 0001 00 00 00 d5 00 00; EOF",
	  "1:stem A1=7 B1=D2020-11-13 A2='ab'/ B2=TRUE A3=='x' B3==5 .", SAY_NOTHING, "CP936" },
	{ "Excel 2 with XFs, one of them by IXFE",
	  "BOF2 0002 0010; FORMAT2 07 'General'; FORMAT2 06 'yyyy/m'; XF2 00 00 00 00; XF2 00 00 01 00;"
	  "NUMBER2 0000 0000 01 00 00 d44148; NUMBER2 0000 0001 00 00 00 d1; IXFE 0001; NUMBER2 0000 0002 3F 00 00 "
	  "d44148; EOF",
	  "1:stem A1=D2020-11-13 B1=1 C1=D2020-11-13 .", SAY_NOTHING, "CP936" },
	{ "Excel 3",
	  "BOF3 0003 0010 0000; CODEPAGE 8001; FONT3 00C8 0008 z3; FORMAT2 07 'General'; FORMAT2 06 'yyyy/m'; XF3 00 "
	  "01 z10;"
	  "NUMBER 0000 0000 0000 d44148; FORMULA3 0000 0001 0000 d5 0000; LABEL 0001 0000 0000 0001 E9; EOF",
	  "1:stem A1=D2020-11-13/ B1==D1900-01-05/ A2='é'/ .", SAY_NOTHING, "CP1252" },
	{ "Excel 4: two bytes before a format's code",
	  "BOF4 0004 0010 0000; CODEPAGE 2710; FORMAT 0000 07 'General'; FORMAT 0000 06 'yyyy/m'; XF4 00 01 z10;"
	  "NUMBER 0000 0000 0000 d44148; LABEL 0001 0000 0000 0001 8E; EOF",
	  "1:stem A1=D2020-11-13 A2='é' .", SAY_NOTHING, "CP10000" },
	{ "Excel 4, a workbook: its sheets one behind the other, each with styles of its own",
	  "BOF4 0004 0100 0000; CODEPAGE 04E4; BOUNDSHEET 01 'a'; SHEETHDR 00000033 01 'a'; BOF4 0000 0010 0000;"
	  "FORMAT 0000 06 'yyyy/m'; XF4 00 00; NUMBER 0000 0000 0000 d1; EOF; SHEETHDR 00000030 01 'b';"
	  "BOF4 0000 0010 0000; FORMAT 0000 03 '0.0'; XF4 00 00; NUMBER 0000 0000 0000 d1; EOF; EOF",
	  "1:a A1=D1900-01-01 . 2:b A1=1 .", SAY_NOTHING, "CP1252" },
	{ "Excel 5: text in code page 936, with the euro sign; a sheet's name, too; a format's code in which a byte "
	  "looks like a backslash",
	  "BOF 0500 0005 z4; CODEPAGE 03A8; FORMAT 00A4 07 '\xB1\\' 22 'yyyy'; XF 0000 00A4 z12; BOUNDSHEET @1 00 00 "
	  "04 'a\xB1\xED"
	  "b'; EOF;"
	  "BOF 0500 0010 z4; LABEL 0000 0000 0000 0005 '\xD6\xD0\x80\xB9\xFA'; LABEL 0000 0001 0000 0001 FF;"
	  "RSTRING 0001 0000 0000 0002 '\xD6\xD0' 01 00 00; EOF",
	  "1:a表b A1='中€国' B1='�'? A2='中' .", SAY_NOTHING, "CP936" },
	{ "a code page that nobody knows: only ASCII is text",
	  "BOF 0500 0005 z4; CODEPAGE 1234; BOUNDSHEET @1 00 00 01 'a'; EOF; BOF 0500 0010 z4; LABEL 0000 0000 0000 "
	  "0002 'x\xD6'; EOF",
	  "1:a A1='x�'? .", SAY_NOTHING, "ASCII" },
	{ "Excel 97 says no encoding; sheets in the order of their list, hidden and very hidden; a chart, macros, a "
	  "module",
	  "BOF 0600 0005 z12; BOUNDSHEET @2 00 00 01 00 'b'; BOUNDSHEET @1 01 00 01 00 'a'; BOUNDSHEET @3 00 02 01 00 "
	  "'c';"
	  "BOUNDSHEET @3 00 01 01 00 'd'; BOUNDSHEET @3 00 06 01 00 'e'; BOUNDSHEET @4 02 00 01 00 'f'; EOF;"
	  "BOF 0600 0010 z12; EOF; BOF 0600 0010 z12; EOF; BOF 0600 0020 z12; EOF; BOF 0600 0010 z12; EOF",
	  "1:b . 2:a~ . 3:f~ .", SAY_NOTHING, "" },
	{ "globals without an end", "BOF 0600 0005 z12; BOUNDSHEET @1 00 00 01 00 'b'; BOF 0600 0010 z12; EOF", "1:b .",
	  SAY_NOTHING, "" },
	{ "a sheet that is not where the list says",
	  "BOF 0600 0005 z12; BOUNDSHEET 00000004 00 00 01 00 'b'; EOF; BOF 0600 0010 z12; EOF", "!", SAY_WHY_XLS_SHEET,
	  "" },
	{ "a sheet behind the end",
	  "BOF 0600 0005 z12; BOUNDSHEET 7FFFFFFF 00 00 01 00 'b'; EOF; BOF 0600 0010 z12; EOF", "!", SAY_WHY_XLS_CUT,
	  "" },
	{ "a sheet without its end, the one before it whole",
	  "BOF 0600 0005 z12; BOUNDSHEET @1 00 00 01 00 'a'; BOUNDSHEET @2 00 00 01 00 'b'; EOF; BOF 0600 0010 z12; "
	  "EOF; BOF 0600 0010 z12",
	  "1:a .!", SAY_WHY_XLS_CUT, "" },
	{ "no sheet at all", "BOF 0600 0005 z12; EOF", "!", SAY_WHY_XLS, "" },
	{ "a version that nobody knows", "BOF 0700 0005 z12; EOF", "!", SAY_WHY_XLS, "" },
	{ "an id of Excel 5 that means Excel 2", "BOF 0200 0010 z12; INTEGER2 0000 0000 00 00 00 0007; EOF",
	  "1:stem A1=7 .", SAY_NOTHING, "CP936" },
};

static void whole_files(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
		struct buf stream = biffmaker_stream(files[i].records);
		struct str encoding;
		enum say why;
		struct buf out = biffmaker_said(buf_str(&stream), &why, &encoding);

		failed += !said(files[i].name, buf_str(&stream), files[i].expected, files[i].why);
		if (!str_eq(encoding, str_from(files[i].encoding)) && files[i].why == SAY_NOTHING) {
			print_message("    %s: encoding %.*s\n", files[i].name, STR_ARG(encoding));
			failed++;
		}
		buf_release(&out);
		buf_release(&stream);
	}
	assert_int_equal(failed, 0);
}

/* A file cut anywhere is refused: what came before is never passed off as the whole. */
static void cut_short(void **state)
{
	struct buf stream = biffmaker_stream(GLOBALS "SST 00000001 00000001 0002 01 \"中国\";" SHEET
						     "LABELSST 0000 0000 0000 00000000; NUMBER 0001 0000 0000 d1; EOF");

	(void)state;
	for (size_t len = 0; len < stream.len; len++) {
		struct str encoding;
		enum say why;
		struct buf out = biffmaker_said((struct str){ stream.data, len }, &why, &encoding);

		assert_string_equal(out.data ? "!" : "", "!");
		assert_int_equal(out.len, 1);
		assert_int_not_equal(why, SAY_NOTHING);
		buf_release(&out);
	}
	buf_release(&stream);
}

/* Two sheets in one place could make a small file a large one. */
static void sheets_share_nothing(void **state)
{
	struct buf records = { 0 }, stream;
	struct str encoding;
	enum say why;

	(void)state;
	buf_printf(&records, "BOF 0600 0005 z12;");
	for (int i = 0; i < 100; i++)
		buf_printf(&records, "BOUNDSHEET @1 00 00 01 00 'a';");
	buf_printf(&records, "EOF; BOF 0600 0010 z12;");
	for (int i = 0; i < 100; i++)
		buf_printf(&records, "NUMBER 0000 0000 0000 d1;");
	buf_printf(&records, "EOF");
	buf_add_char(&records, '\0');
	stream = biffmaker_stream(records.data);
	buf_release(&records);
	records = biffmaker_said(buf_str(&stream), &why, &encoding);
	assert_int_equal(why, SAY_WHY_XLS_SHEET);
	assert_true(records.len < 100);
	buf_release(&records);
	buf_release(&stream);
}

/* --- limits, from both sides ----------------------------------------------- */

/* Charts, so that nothing is read but the list; the last is a sheet. */
static void so_many_sheets(void **state)
{
	static const struct {
		int sheets;
		const char *expected;
		enum say why;
	} rows[] = { { 4096, "1:s .", SAY_NOTHING }, { 4097, "!", SAY_WHY_TOO_LARGE } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct buf records = { 0 }, stream;

		buf_printf(&records, "BOF 0600 0005 z12;");
		for (int k = 1; k < rows[i].sheets; k++)
			buf_printf(&records, "BOUNDSHEET z4 00 02 01 00 'c';");
		buf_printf(&records, "BOUNDSHEET @1 00 00 01 00 's'; EOF; BOF 0600 0010 z12; EOF");
		buf_add_char(&records, '\0');
		stream = biffmaker_stream(records.data);
		assert_true(said("sheets", buf_str(&stream), rows[i].expected, rows[i].why));
		buf_release(&records);
		buf_release(&stream);
	}
}

static void so_many_merged_ranges(void **state)
{
	static const struct {
		int ranges;
		enum say why;
	} rows[] = { { 200000, SAY_NOTHING }, { 200001, SAY_WHY_TOO_LARGE } };

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct biffmaker maker = { .out = biffmaker_stream("BOF 0600 0010 z12") };
		struct str encoding;
		enum say why;
		struct buf out;

		for (int k = 0; k < rows[i].ranges; k++) {
			if (k % 1000 == 0) {
				biffmaker_begin(&maker, 0xE5);
				biffmaker_put(&maker, 1000, 2);
			}
			biffmaker_put(&maker, (uint64_t)(k % 65536) * 0x10001, 4);
			biffmaker_put(&maker, 0x00010000, 4);
			if (k % 1000 == 999 || k + 1 == rows[i].ranges)
				biffmaker_end(&maker);
		}
		biffmaker_begin(&maker, 0x0A);
		biffmaker_end(&maker);
		out = biffmaker_said(buf_str(&maker.out), &why, &encoding);
		assert_int_equal(why, rows[i].why);
		buf_release(&out);
		buf_release(&maker.out);
	}
}

/* --- shared strings split anywhere ----------------------------------------- */

/* What is written while a split is due before a byte of the whole; split_at 0: none is. */
struct splitter {
	struct biffmaker maker;
	size_t written, split_at;
	bool other_width; /* what follows the split within characters is written in the other width */
};

static void split_if_due(struct splitter *s, bool in_text, bool wide)
{
	if (s->split_at == 0 || s->written != s->split_at)
		return;
	biffmaker_end(&s->maker);
	biffmaker_begin(&s->maker, 0x3C);
	if (in_text)
		biffmaker_put(&s->maker, wide, 1);
}

static void put_bytes(struct splitter *s, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		split_if_due(s, false, false);
		biffmaker_put(&s->maker, value >> 8 * i & 0xFF, 1);
		s->written++;
	}
}

/* A split between the two bytes of a character leaves a byte that is nothing, and the character to the CONTINUE. */
static bool put_unit(struct splitter *s, uint32_t unit, bool wide)
{
	bool due = s->split_at && (s->written == s->split_at || (wide && s->written + 1 == s->split_at));

	if (wide && s->split_at && s->written + 1 == s->split_at) {
		biffmaker_put(&s->maker, 0x5A, 1);
		s->written++;
	}
	if (due && s->other_width && unit < 0x100)
		wide = !wide;
	split_if_due(s, true, wide);
	biffmaker_put(&s->maker, unit, wide ? 2 : 1);
	s->written += wide ? 2 : 1;
	return wide;
}

struct shared {
	const char *text; /* of ASCII, or else wide */
	bool wide;
	unsigned runs, readings;
};

static const struct shared shared[] = {
	{ "abc", false, 0, 0 },		 { "中国人", true, 0, 0 }, { "rich", false, 2, 0 },
	{ "富文本", true, 3, 0 },	 { "read", false, 0, 5 },  { "", false, 0, 0 },
	{ "日本語𬭎", true, 0, 7 }, { "both", true, 2, 9 },   { "end", false, 1, 3 },
};

static void put_shared(struct splitter *s, const struct shared *string)
{
	struct str rest = str_from(string->text);
	struct biffmaker units = { 0 };
	bool wide = string->wide;

	biffmaker_wide(&units, rest);
	put_bytes(s, units.out.len / 2, 2);
	put_bytes(s, (string->wide ? 1u : 0) | (string->readings ? 4u : 0) | (string->runs ? 8u : 0), 1);
	if (string->runs)
		put_bytes(s, string->runs, 2);
	if (string->readings)
		put_bytes(s, string->readings, 4);
	for (size_t i = 0; i < units.out.len; i += 2)
		wide = put_unit(s,
				(unsigned char)units.out.data[i] | (uint32_t)(unsigned char)units.out.data[i + 1] << 8,
				wide);
	for (unsigned i = 0; i < string->runs; i++)
		put_bytes(s, i, 2), put_bytes(s, 1, 2);
	for (unsigned i = 0; i < string->readings; i++)
		put_bytes(s, 0xEE, 1);
	buf_release(&units.out);
}

static size_t read_split(size_t split_at, bool other_width, const char *expected)
{
	struct splitter s = { .split_at = split_at, .other_width = other_width };
	struct buf before = biffmaker_stream("BOF 0600 0005 z12; FONT 00C8 0000; FONT 00C8 0008"), after;
	struct buf cells = { 0 }, file = { 0 };
	char name[64];
	size_t place;

	biffmaker_begin(&s.maker, 0xFC);
	biffmaker_put(&s.maker, 9, 4);
	biffmaker_put(&s.maker, ARRAY_COUNT(shared), 4);
	for (size_t i = 0; i < ARRAY_COUNT(shared); i++)
		put_shared(&s, &shared[i]);
	biffmaker_end(&s.maker);
	/* BOUNDSHEET is 13 bytes, EOF 4. */
	place = before.len + s.maker.out.len + 13 + 4;
	buf_printf(&cells, "BOUNDSHEET %08zX 00 00 01 00 's'; EOF; BOF 0600 0010 z12", place);
	for (size_t i = 0; i < ARRAY_COUNT(shared); i++)
		buf_printf(&cells, "; LABELSST %04zX 0000 0000 %08zX", i, i);
	buf_printf(&cells, "; EOF");
	buf_add_char(&cells, '\0');
	after = biffmaker_stream(cells.data);
	buf_add(&file, buf_str(&before));
	buf_add(&file, buf_str(&s.maker.out));
	buf_add(&file, buf_str(&after));
	snprintf(name, sizeof(name), "split before byte %zu", split_at);
	assert_true(said(name, buf_str(&file), expected, SAY_NOTHING));
	buf_release(&before), buf_release(&after), buf_release(&cells), buf_release(&file);
	buf_release(&s.maker.out);
	return s.written;
}

static void shared_strings_split_anywhere(void **state)
{
	static const char expected[] =
		"1:s A1='abc' A2='中国人' A3='rich'/ A4='富文本'/ A5='read' A7='日本語𬭎' "
		"A8='both'/ A9='end'/ .";
	size_t len = read_split(0, false, expected);

	(void)state;
	assert_int_equal(len, 151);
	for (size_t at = 1; at < len; at++) {
		read_split(at, false, expected);
		read_split(at, true, expected);
	}
}

/* --- containers ------------------------------------------------------------ */

#define ONE_SHEET "BOUNDSHEET @1 00 00 01 00 's'; EOF; BOF 0600 0010 z12; NUMBER 0000 0000 0000 d1; EOF"

static void containers(void **state)
{
	struct buf new = biffmaker_stream("BOF 0600 0005 z12;" ONE_SHEET);
	struct buf old = biffmaker_stream("BOF 0500 0005 z4; BOUNDSHEET @1 00 00 03 'old'; EOF; BOF 0500 0010 z4; EOF");
	struct buf large = biffmaker_stream("BOF 0600 0005 z12; OBJ z4200;" ONE_SHEET);
	struct buf ruin = biffmaker_stream("OBJ z40");
	const struct {
		const char *name;
		struct maker_files {
			size_t count;
			struct biffmaker_file file[BIFFMAKER_FILES];
		} files;
		bool detected;
		const char *expected;
		enum say why;
	} rows[] = {
		{ "small sectors", { 1, { { "Workbook", buf_str(&new), false } } }, true, "1:s A1=1 .", SAY_NOTHING },
		{ "large sectors", { 1, { { "Workbook", buf_str(&large), false } } }, true, "1:s A1=1 .", SAY_NOTHING },
		{ "the name of Excel 95", { 1, { { "Book", buf_str(&old), false } } }, true, "1:old .", SAY_NOTHING },
		{ "beside streams of WPS",
		  { 3,
		    { { "ETExtData", buf_str(&large), false },
		      { "WORKBOOK", buf_str(&new), false },
		      { "KSOext", buf_str(&ruin), false } } },
		  true,
		  "1:s A1=1 .",
		  SAY_NOTHING },
		{ "both: the newer one",
		  { 2, { { "Book", buf_str(&old), false }, { "Workbook", buf_str(&new), false } } },
		  true,
		  "1:s A1=1 .",
		  SAY_NOTHING },
		{ "both, and the newer one is a ruin",
		  { 2, { { "Book", buf_str(&old), false }, { "Workbook", buf_str(&ruin), false } } },
		  true,
		  "1:old .",
		  SAY_NOTHING },
		{ "a ruin", { 1, { { "Workbook", buf_str(&ruin), false } } }, true, "!", SAY_WHY_XLS },
		{ "a workbook embedded in a letter is not the file's",
		  { 3,
		    { { "WordDocument", buf_str(&ruin), false },
		      { "ObjectPool", { 0 }, true },
		      { "Workbook", buf_str(&new), false } } },
		  false,
		  "!",
		  SAY_WHY_XLS },
	};
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct buf file = biffmaker_ole(rows[i].files.file, rows[i].files.count);

		failed += !said(rows[i].name, buf_str(&file), rows[i].expected, rows[i].why);
		failed += xls_reader.detect(str_bytes(buf_str(&file))) != rows[i].detected;
		buf_release(&file);
	}
	assert_int_equal(failed, 0);
	buf_release(&new), buf_release(&old), buf_release(&large), buf_release(&ruin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(whole_files),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(sheets_share_nothing),
		cmocka_unit_test(so_many_sheets),
		cmocka_unit_test(so_many_merged_ranges),
		cmocka_unit_test(shared_strings_split_anywhere),
		cmocka_unit_test(containers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
