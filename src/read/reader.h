/*
 * A file format is a value. A reader turns bytes into a stream of rows
 * (model/table.h) or says why it cannot; it opens nothing, knows no clock, no
 * header and no rule. The format is told by content, never by a file's name.
 */
#ifndef READ_READER_H
#define READ_READER_H

#include "base/arena.h"
#include "diag/diag.h"
#include "model/table.h"

struct read_context {
	struct arena *input; /* lives until the input is done */
	struct arena *row;   /* reset by the reader before each row */
	const struct row_sink *sink;
	const struct diag_sink *diag; /* input.*, encoding.guessed: where.source is left 0 */
	struct str stem;	      /* the file's name without its ending: the sheet's name of a CSV */
	/* Words that a right decoding is likely to hold (column names), to tell encodings apart. */
	uint32_t hint_count;
	const struct str *hint;
	/* Passwords to try on an encrypted file, after Excel's own default one. */
	struct strs passwords;
	bool own; /* the file was written by ourselves just now: how far it expands is no sign of harm */
	/* Answer: what text was decoded from, in the contract's words; empty for Unicode formats. */
	struct str encoding;
};

struct reader {
	struct str format; /* the contract's word: "xls", "xlsx", "csv" … */
	/* Does the content look like this format? */
	bool (*detect)(struct bytes file);
	/*
	 * Push every sheet into the sink. False where the file is given up: the
	 * reason has then been reported as a finding. Where the sink stops the
	 * reading that is success.
	 */
	bool (*read)(struct read_context *ctx, struct bytes file);
};

/* Kinds of content that are known but not read. */
enum reader_kind {
	READER_TABLE,	    /* *reader reads it */
	READER_ARCHIVE,	    /* its members are inputs themselves: archive_read */
	READER_ENCRYPTED,   /* known to need a password: crypt_xlsx_open */
	READER_UNSUPPORTED, /* known, *name says which: "pdf", "doc", "image" … */
	READER_OWN_REPORT,  /* a report of ours (output/report, output/page), no table of anybody's */
	READER_UNKNOWN	    /* nothing that is known */
};

/* Tell the format by content. *format is the contract's word, or empty; *name is for people. */
enum reader_kind reader_detect(struct bytes file, const struct reader **reader, struct str *format, struct str *name);

struct encoding_choice;
/* encoding.guessed, where the choice was no certain one. */
void reader_say_encoding(const struct read_context *ctx, const struct encoding_choice *choice);

/* The readers, in the order in which they are asked. */
extern const struct reader xlsx_reader, ods_reader, docx_reader, xls_reader, xml2003_reader, html_reader, csv_reader;

#endif
