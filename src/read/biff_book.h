/*
 * An .xls as a whole: its stream of records, and what the first substream, the
 * globals, says of all sheets ([MS-XLS] 2.1.7.20.3). Up to Excel 4 a file is one
 * sheet without globals, or a workbook (4W) of such sheets one after the other.
 */
#ifndef READ_BIFF_BOOK_H
#define READ_BIFF_BOOK_H

#include "read/biff_strings.h"
#include "read/biff_styles.h"
#include "read/reader.h"

/*
 * Excel itself knows no limit but memory. No workbook of people has so many sheets;
 * each costs its reading a moment, whatever its size.
 */
enum { BIFF_BOOK_SHEETS = 4096 };

/* A sheet as the globals list it. */
struct biff_listed {
	struct str name; /* in the input's arena */
	uint64_t at;	 /* of its BOF */
	bool hidden, worksheet;
};

struct biff_book {
	struct read_context *ctx;
	/* The records, in memory of our own, since what is encrypted is decrypted in place. */
	unsigned char *data;
	size_t len;
	enum biff_version version;
	bool date1904;
	bool unlocked; /* it was encrypted */
	struct biff_decoder decoder;
	struct biff_styles styles;
	struct biff_strings strings;
	LIST_OF(struct biff_listed) sheets;
};

struct bytes biff_book_stream(const struct biff_book *book);
/*
 * Read the globals. The members up to len are the caller's. SAY_NOTHING where all is well,
 * else why not: nothing has been pushed yet.
 */
MUST_CHECK enum say biff_book_open(struct biff_book *book);
void biff_book_release(struct biff_book *book);

/*
 * Take a record that means the same for all sheets. Old files without globals hold them
 * within their sheet. `next` is behind the record.
 */
MUST_CHECK enum say biff_book_take(struct biff_book *book, const struct biff_record *record, size_t next);
/* Each sheet of Excel 4 and before has styles of its own. */
void biff_book_forget_styles(struct biff_book *book);

#endif
