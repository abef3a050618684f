/*
 * struct buf: bytes that grow. It owns its memory; buf_release gives it back,
 * buf_clear keeps it for the next use. A zeroed buf is empty and ready. Like an
 * arena it never fails.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *data;
	size_t len, room;
};

void buf_release(struct buf *buf);
void buf_clear(struct buf *buf);
/* Room for `more` bytes behind the text; add what was written to buf->len. */
char *buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
/* In decimal. */
void buf_add_count(struct buf *buf, uint64_t count);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* A view of the text, valid until the next change. */
struct str buf_str(const struct buf *buf);

#endif
