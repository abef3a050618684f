/*
 * An archive as messages: INPUT, then each MEMBER, followed by what it holds, then
 * END. Whoever reads a member may find an archive in it and come back here, to
 * ARCHIVE_DEPTH; all draw on the outermost one's budget.
 */
#ifndef WORK_UNPACK_H
#define WORK_UNPACK_H

#include "decode/archive.h"
#include "model/message.h"

/* What is known of an input besides its bytes. */
struct unpack_input {
	struct str stem;
	bool is_package;	       /* as in struct work */
	uint32_t depth;		       /* archives around it */
	struct archive_budget *budget; /* NULL where there is none around it */
	uint32_t from, to;	       /* its members that are asked for */
	uint32_t lost;		       /* and one that is named only: reading it is known to end badly */
};

/* Who listens, and reads the members; each false to stop. Borrowed. */
struct unpack {
	void *user;
	bool (*put)(void *user, const struct message *message);
	bool (*read)(void *user, struct bytes bytes, const struct unpack_input *input);
	struct strs passwords;
};

/* name is what people call the format. */
void unpack_archive(const struct unpack *unpack, struct bytes bytes, struct str name, const struct unpack_input *input);

#endif
