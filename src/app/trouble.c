#include "app/trouble.h"

#include <errno.h>

#include "base/log.h"
#include "base/monitor.h"

#define TROUBLE_WHO "huizong: "

/* "huizong: ", and the sentence on one line. */
static void make_line(struct buf *line, enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf sentence = { 0 };

	say_sentence(&sentence, lang, say, arg_count, arg, NULL);
	buf_add(line, STR(TROUBLE_WHO));
	say_escaped(line, buf_str(&sentence));
	buf_release(&sentence);
}

/* The monitoring gets it, too: whether it can be told changes nothing any more. */
int trouble_say(enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf line = { 0 };

	make_line(&line, lang, say, arg_count, arg);
	log_say(LEVEL_ERROR, buf_str(&line));
	(void)monitor_say(MONITOR_UNKNOWN, str_after(buf_str(&line), STR(TROUBLE_WHO).len), STR(""));
	buf_release(&line);
	return STATUS_NOT_DONE;
}

void trouble_note(enum log_level level, enum lang lang, enum say say, uint32_t arg_count, const struct arg *arg)
{
	struct buf line = { 0 };

	make_line(&line, lang, say, arg_count, arg);
	log_say(level, buf_str(&line));
	buf_release(&line);
}

/* The C library knows English only, as long as no locale is set; ours has the errors that people meet. */
static struct arg reason(int error)
{
	static const struct {
		int error;
		enum say say;
	} known[] = {
		{ ENOENT, SAY_ERRNO_ABSENT },	  { EACCES, SAY_ERRNO_DENIED }, { EPERM, SAY_ERRNO_DENIED },
		{ ENOSPC, SAY_ERRNO_FULL },	  { EDQUOT, SAY_ERRNO_FULL },	{ EFBIG, SAY_ERRNO_TOO_LARGE },
		{ EROFS, SAY_ERRNO_READ_ONLY },	  { EISDIR, SAY_ERRNO_FOLDER }, { ENOTDIR, SAY_ERRNO_NO_FOLDER },
		{ ENAMETOOLONG, SAY_ERRNO_NAME }, { EPIPE, SAY_ERRNO_PIPE },	{ ENXIO, SAY_ERRNO_DEVICE },
	};

	for (size_t i = 0; i < ARRAY_COUNT(known); i++)
		if (known[i].error == error)
			return DIAG_WORD(known[i].say);
	return DIAG_TEXT(str_from(strerror(error)));
}

int trouble_errno(enum lang lang, enum say say, const char *path)
{
	struct arg why = reason(errno);

	return trouble_say(lang, say, 2, (struct arg[]){ DIAG_TEXT(str_from(path)), why });
}

int trouble_reason(enum lang lang, enum say say)
{
	return trouble_say(lang, say, 1, (struct arg[]){ reason(errno) });
}

int trouble_stdout(enum lang lang)
{
	return trouble_reason(lang, SAY_TROUBLE_STDOUT);
}

int trouble_print(enum lang lang, struct str text)
{
	if (fwrite(text.data, 1, text.len, stdout) == text.len && fflush(stdout) == 0)
		return STATUS_DONE;
	return trouble_stdout(lang);
}
