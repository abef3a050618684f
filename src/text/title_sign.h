/* The numbers of a title: which project of several with one name it is. For text/title only. */
#ifndef TEXT_TITLE_SIGN_H
#define TEXT_TITLE_SIGN_H

#include "text/title.h"

/* A title while it is parsed: folded units, and of each whether it belongs to the signature alone. */
struct title_draft {
	uint16_t unit[TITLE_MOST];
	bool cut[TITLE_MOST];	/* of content */
	bool point[TITLE_MOST]; /* a decimal point stands before it */
	uint16_t count;
	struct title_sign sign[TITLE_SIGNS];
	uint16_t sign_count;
};

/* Find the signature and mark what is nothing else. */
void title_sign_find(struct title_draft *draft);

#endif
