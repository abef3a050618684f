/*
 * The encodings that texts may be in: one table of them, with what they are called here, by
 * the numbers that old workbooks name and by the words that pages declare. The converters of
 * the system are opened by this file alone; profile/, which knows nothing of files of tables,
 * has its own.
 */
#ifndef DECODE_CHARSET_H
#define DECODE_CHARSET_H

#include "base/str.h"
#include "decode/wide.h"

struct charset {
	uint32_t number;       /* Microsoft's */
	struct str name;       /* the contract's word */
	const char *converter; /* iconv's name; NULL where we need none */
	struct wide wide; /* a unit of 0: not wide. What is wide is decoded without a converter where it is a file */
	struct str mark;
};

/* Those that the bytes alone can tell; behind them those that somebody must name. */
enum {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_GB18030,
	CHARSET_CP936,
	CHARSET_BIG5,
	CHARSET_HKSCS,
	CHARSET_CP1252,
	CHARSETS = 54
};
extern const struct charset charset_table[CHARSETS];

/* NULL where nobody knows it. */
const struct charset *charset_by_number(uint32_t number);
/*
 * By what a page declares: labels of the Encoding Standard, IANA's names, Microsoft's numbers
 * behind a word ("cp866"). As browsers do it, a narrow one is read as what extends it: gb2312
 * as GB18030, iso-8859-1 as windows-1252; and what can read its declaration byte by byte is in
 * no UTF-16.
 */
const struct charset *charset_by_label(struct str label);

/* To UTF-8, for iconv and iconv_close. NULL where the system has none. */
void *charset_decoder(const struct charset *charset);
void *charset_encoder(const struct charset *charset);
/* To UTF-8 from what the system calls so: for who must have ready what a library will open by that name. */
void *charset_decoder_named(const char *converter);

/*
 * Converters held open, since they are files, too: a process that may open none any more
 * finds them nevertheless. Zeroed it is ready.
 */
struct charset_kit {
	void *converter[CHARSETS];
	size_t count; /* of those that are held */
};
void charset_hold(struct charset_kit *kit, const struct charset *charset);
/* Three milliseconds, for what may hold texts in any. */
void charset_hold_all(struct charset_kit *kit);
/* Those that a text names near its beginning, behind "charset" or "encoding". */
void charset_hold_declared(struct charset_kit *kit, struct bytes text);
void charset_forget(struct charset_kit *kit);

#endif
