#include "base/log.h"

#include <stdio.h>
#include <string.h>

void log_add(struct buf *out, enum log_level level, struct str text)
{
	char mark[LOG_MARK_ROOM];
	size_t length = log_mark_put(mark, level);

	do {
		const char *end = text.len ? memchr(text.data, '\n', text.len) : NULL;
		struct str line = str_part(text, 0, end ? (size_t)(end - text.data) : text.len);

		text = str_after(text, line.len + 1);
		if (line.len == 0 && !log_mark_is_plain())
			continue;
		buf_add(out, (struct str){ mark, length });
		buf_add(out, line);
		buf_add_char(out, '\n');
	} while (text.len);
}

void log_write(struct str lines)
{
	if (lines.len)
		fwrite(lines.data, 1, lines.len, stderr);
}

void log_say(enum log_level level, struct str text)
{
	struct buf out = { 0 };

	log_add(&out, level, text);
	log_write(buf_str(&out));
	buf_release(&out);
}
