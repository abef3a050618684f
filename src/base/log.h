/* Lines on standard error: all of ours go there through here and bear the mark that fits (base/log_mark.h). */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/buf.h"
#include "base/log_mark.h"

/* Append the text's lines, marked and ended. An empty one keeps things apart where people read, and is none in a log.
 */
void log_add(struct buf *out, enum log_level level, struct str text);
/* Put out what log_add made. */
void log_write(struct str lines);
/* Both. */
void log_say(enum log_level level, struct str text);

#endif
