#include "app/trouble.h"

#include <errno.h>

int trouble_say(enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf sentence = { 0 }, line = { 0 };

	say_sentence(&sentence, lang, say, arg_count, arg, NULL);
	say_escaped(&line, buf_str(&sentence));
	fprintf(stderr, "huizong: %.*s\n", STR_ARG(buf_str(&line)));
	buf_release(&sentence);
	buf_release(&line);
	return STATUS_NOT_DONE;
}

int trouble_errno(enum lang lang, enum say say, const char *path)
{
	const char *why = strerror(errno);

	return trouble_say(lang, say, 2, (struct arg[]){ DIAG_TEXT(str_from(path)), DIAG_TEXT(str_from(why)) });
}

int trouble_print(enum lang lang, struct str text)
{
	if (fwrite(text.data, 1, text.len, stdout) == text.len && fflush(stdout) == 0)
		return STATUS_DONE;
	return trouble_say(lang, SAY_TROUBLE_STDOUT, 1, (struct arg[]){ DIAG_TEXT(str_from(strerror(errno))) });
}
