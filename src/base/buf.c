#include "base/buf.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/cleanup.h"

enum { FIRST_ROOM = 256 };

void buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ 0 };
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
}

char *buf_reserve(struct buf *buf, size_t more)
{
	size_t room = buf->room ? buf->room : FIRST_ROOM;
	char *grown;

	if (buf->data && more <= buf->room - buf->len)
		return buf->data + buf->len;
	if (more > SIZE_MAX / 2 - buf->len)
		cleanup_no_memory();
	while (room - buf->len < more)
		room *= 2;
	grown = realloc(buf->data, room);
	if (!grown)
		cleanup_no_memory();
	buf->data = grown;
	buf->room = room;
	return buf->data + buf->len;
}

void buf_add(struct buf *buf, struct str s)
{
	if (s.len == 0)
		return;
	if (buf->room - buf->len < s.len)
		buf_reserve(buf, s.len);
	memcpy(buf->data + buf->len, s.data, s.len);
	buf->len += s.len;
}

void buf_add_char(struct buf *buf, char c)
{
	if (buf->len == buf->room)
		buf_reserve(buf, 1);
	buf->data[buf->len++] = c;
}

void buf_add_count(struct buf *buf, uint64_t count)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + count % 10);
	while (count /= 10);
	buf_add(buf, (struct str){ digits + at, sizeof(digits) - at });
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length < 0)
		return;
	va_start(list, format);
	vsnprintf(buf_reserve(buf, (size_t)length + 1), (size_t)length + 1, format, list);
	va_end(list);
	buf->len += (size_t)length;
}

struct str buf_str(const struct buf *buf)
{
	return (struct str){ buf->data ? buf->data : "", buf->len };
}
