/* A notice from a file that a clerk wrote in a text editor. */
#ifndef PROFILE_LOAD_H
#define PROFILE_LOAD_H

#include "diag/say.h"
#include "model/profile.h"

/* A profile is a page or two; what is larger is another file given by mistake. */
enum { LOAD_BYTES_MAX = 16 * 1024 * 1024 };

/* A mistake in a profile: its place and a sentence. */
struct load_mistake {
	uint32_t line, col; /* from 1, col in characters; 0 for the whole file */
	enum say say;
	uint32_t arg_count;
	const struct arg *arg;
};

struct load_mistakes {
	uint32_t count;
	const struct load_mistake *item; /* all of them, in the order of the file */
};

/*
 * Read a profile from the bytes of its file: UTF-8 with or without a mark,
 * GB18030, UTF-16. Everything is made in the arena. NULL where there is a
 * mistake; *mistakes then says which and where.
 */
const struct profile *load_profile(struct arena *arena, struct bytes file, struct load_mistakes *mistakes);

#endif
