/*
 * What a correction has mended. The file that it corrects stays where it is: what was wrong there, and is
 * written otherwise now, is no longer anybody's business.
 */
#ifndef RULES_MENDED_H
#define RULES_MENDED_H

#include "model/run.h"

/* Places of cell.lossy, which were found while the inputs were read, in order. Made where a slip came back. */
struct mended {
	LIST_OF(struct where) lossy;
};

void mended_init(struct mended *mended, const struct run *run);
void mended_release(struct mended *mended);

/*
 * Was a region asked, by a return slip, to write another text into this cell of a row that it had sent? `kept` is the
 * row that came back. What it changed besides is a difference like any other.
 */
bool mended_was_asked(const struct mended *mended, const struct run *run, const struct record *sent,
		      const struct record *kept, uint32_t column);
/* Is this finding, made while the inputs were read, about what a correction has replaced? */
bool mended_is_settled(const struct run *run, const struct finding *finding);

#endif
