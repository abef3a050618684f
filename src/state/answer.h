/*
 * Answers of the readers, kept in the ledger: the whole stream of messages of an input (model/message.h)
 * under a key made of all that it follows from. An input with the same key need not be read.
 *
 * What is stored came through a pipe from a process that is not trusted, and is checked again when it is taken
 * out, by whoever takes it from a pipe.
 */
#ifndef STATE_ANSWER_H
#define STATE_ANSWER_H

#include "model/message.h"
#include "state/ledger.h"

/* What an answer follows from. Not the path: what follows from that is found anew each time. */
struct answer_facts {
	struct str sha256; /* of the input */
	struct str profile_sha256;
	struct str readers; /* what reads: the program and its libraries (answer_readers) */
	struct strs passwords;
	struct str stem; /* of the name: what the sheet of a CSV is called */
	bool is_package; /* by the name's ending */
	bool read_twice; /* by the second reader, too */
};

enum { ANSWER_KEY = 32 };
struct answer_key {
	unsigned char bytes[ANSWER_KEY];
};
void answer_key_make(const struct answer_facts *facts, struct answer_key *key);

/*
 * The build of this program and of each library that it runs with, by their build-ids: another build may read
 * otherwise. Empty where one has none: then nothing is kept.
 */
struct str answer_readers(struct arena *arena);

/* Is each as it was stored? To be asked before the run is written down: what is damaged stays as it is. */
bool answer_check(struct ledger *ledger);

/* Was one stored by an earlier run? What this one stores counts from the next on: files that are alike do not. */
bool answer_has(struct ledger *ledger, const struct answer_key *key);
/* What was handed out makes no sense to who took it: damage. */
void answer_refuse(struct ledger *ledger);

/* Hand out the answer's messages one by one. False where there is none, or the sink stops, or the ledger is in trouble.
 */
bool answer_find(struct ledger *ledger, const struct answer_key *key, const struct message_sink *sink);

/*
 * Store one, message by message; one at a time. answer_keep once it is whole and the input settled;
 * answer_drop where the reader died or the file changed. An answer of more than ANSWER_MOST bytes is not kept: reading
 * is not what is slow then.
 */
#define ANSWER_MOST ((size_t)256 << 20)
void answer_begin(struct ledger *ledger, const struct answer_key *key);
void answer_put(struct ledger *ledger, struct bytes encoded);
void answer_keep(struct ledger *ledger);
void answer_drop(struct ledger *ledger);

#endif
