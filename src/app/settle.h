/* What becomes of an input: its status and reason in the run, and the finding that says so. */
#ifndef APP_SETTLE_H
#define APP_SETTLE_H

#include "model/message.h"
#include "model/run.h"

/* By its ending: a letter or a form, or text whose ending promises no table, is no failed table. */
bool settle_is_other_document(const struct source *source);

void settle_skipped(struct run *run, uint32_t source, enum source_reason reason);
/* A word of a finding: it may say that another night the input can be read. */
void settle_word(struct run *run, uint32_t source, enum say why);
void settle_unreadable(struct run *run, uint32_t source, enum say why);
void settle_encrypted(struct run *run, uint32_t source);
/* The process that read it died of this signal. */
void settle_signalled(struct run *run, uint32_t source, int signal_number);
/* What was read up to this row is out already; what follows is missing. */
void settle_after(struct run *run, uint32_t source, struct str sheet, uint32_t row, enum say why);
/* A spreadsheet without a header row, and without anything else on its visible sheets where it is empty. */
void settle_no_table(struct run *run, uint32_t source, bool empty);
/* It changed while it was read: left for the next run. */
void settle_changing(struct run *run, uint32_t source);
/* It is no table, but what the message says. */
void settle_kind(struct run *run, uint32_t source, const struct message_input *input);

#endif
