/*
 * Points in time as people write them: a day and, where one is written, a time of it. All are counted in the
 * notice's own zone, Asia/Shanghai (UTC+8, without summer time since 1991), whatever the machine's is; only a
 * text that names another zone is carried over. Nothing is filled in: a day without its year is no day.
 */
#ifndef TEXT_MOMENT_H
#define TEXT_MOMENT_H

#include "base/arena.h"
#include "base/buf.h"

enum { MOMENT_DAY = 86400000, MOMENT_MINUTE = 60000, MOMENT_SECOND = 1000 };

/* Milliseconds since 1970-01-01 00:00 in Asia/Shanghai; of a day alone its beginning. */
struct moment {
	int64_t ms;
	bool has_time;
};

/*
 * 2020-11-13 17:00, 2020/11/13 17:00:00, 2020.11.13, 20201113 17:00, 2020年11月13日（周五）下午5点半,
 * 2020-11-13T09:00:00Z … 24:00 ends its day; midnight itself (00:00) is how a day alone is often exported, and means no
 * more. False for all else, a leap second among it.
 */
bool moment_parse(struct arena *scratch, struct str text, struct moment *out);

/* A time alone ("17:00", "下午5点"), as in a column of its own beside one of days: milliseconds of the day. */
bool moment_parse_time(struct arena *scratch, struct str text, int64_t *ms);

struct moment moment_of_day(int year, int month, int day);

/* Append "2020-11-13", "2020-11-13 17:00", "2020-11-13 17:00:01". */
void moment_text(struct buf *out, struct moment moment);

#endif
