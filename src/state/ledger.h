/*
 * The ledger: one SQLite file that nightly runs share. It holds every run, what stood in each
 * (model/night.h), and the readers' answers, so that a file that is as it was is not read again.
 *
 * One run at a time: an OFD lock on a byte of the file that SQLite never locks, held from ledger_open
 * to ledger_close. It is the kernel's, so it goes with whoever holds it, killed or not, and leaves no file
 * behind; a process that only opens and closes the ledger (it may lie in the folder that is read) does
 * not drop it, as it would drop SQLite's own. Processes that are forked meanwhile die with their parent.
 *
 * A rollback journal (journal_mode DELETE, synchronous EXTRA) and no WAL: there is one writer and nobody who reads
 * beside it, so that WAL's gain is none here; at rest all is one file, which any copy backs up whole;
 * and a WAL's shared memory does not work on network folders.
 *
 * What a run does, in this order, and what is left where it is cut off behind each step:
 *
 *   1 ledger_begin    its number is committed, as begun; from here on one transaction holds all else
 *   2 inputs are read; answers found and stored; outputs written beside their places, fsync
 *                     -> nothing: old outputs, old ledger; the number was given in vain
 *   3 ledger_stage    the night is stored (night_store_put), all pages written and the journal on the disk: a full disk
 * shows here
 *                     -> the same: SQLite takes the pages back from its journal
 *   4 outputs are renamed, their folders fsynced
 *                     -> new outputs (of several only some), old ledger: the next run compares with the night
 *                        before, tells once more what this one told, and writes all outputs anew
 *   5 ledger_commit   removes the journal: the night is in force. Where that fails outputs are taken back
 *
 * So the ledger never says that something was told which was not. A run that has begun and has no end
 * is named by the next one (ledger_broken_off).
 *
 * Trouble sticks: the first one is kept, everything after it does nothing, and whoever is about to rely on
 * the ledger asks ledger_ok. What is refused (damaged, foreign, of a newer version) is not written to.
 */
#ifndef STATE_LEDGER_H
#define STATE_LEDGER_H

#include "diag/diag.h"

struct ledger;

/* What is wrong: a sentence with the path as {1}, detail as {2}. */
struct ledger_trouble {
	enum say say; /* SAY_NOTHING: all is well */
	char detail[256];
};

/*
 * Open or make the ledger. NULL, and *why, where that cannot be or another run has it. Symbolic links are followed
 * once, here.
 */
struct ledger *ledger_open(const char *path, struct ledger_trouble *why);
/*
 * Open it to look back, where reading is all that the user may do, too: nothing is written, and no lock taken, so that
 * no run waits for who looks or fails for it. What is read counts only once ledger_unchanged has said that it was not
 * written meanwhile. Refused while a run holds it. A journal that a killed run left is played back where the user may
 * write; else it is refused. One of an older version is brought to this one in memory.
 */
struct ledger *ledger_open_read(const char *path, struct ledger_trouble *why);
/* False where a run has begun since it was opened: that is the trouble then. */
bool ledger_unchanged(struct ledger *ledger);
/* Whatever is not committed never was. */
void ledger_close(struct ledger *ledger);

/* Of the run that begins: for people, and to compare like with like. */
struct ledger_run {
	struct str profile;	   /* its id: nights of one profile are compared with one another */
	struct str profile_sha256; /* of its file */
	struct str command;	   /* "merge" */
	int64_t clock;		   /* seconds; never used to order anything */
};
/*
 * Before step 1, where something is to be looked at first: nothing has been written yet, and so what is found to be
 * damaged stays as it is.
 */
bool ledger_enter(struct ledger *ledger, struct str profile);
/* Step 1. */
bool ledger_begin(struct ledger *ledger, const struct ledger_run *run);
/* The last run before this one that has begun and not ended, behind all that have; 0: none. */
int64_t ledger_broken_off(const struct ledger *ledger);
/* A file without a byte stood in its place: begun anew, and whoever had more in it must be told. */
bool ledger_was_empty(const struct ledger *ledger);

/* Steps 3 and 5. */
bool ledger_stage(struct ledger *ledger, int64_t clock);
bool ledger_commit(struct ledger *ledger);
/* False: the night is in force, but a power cut might still take it back, so that its changes are told once more. */
bool ledger_is_flushed(const struct ledger *ledger);
/* The run ends without a night: all is as it was, but that it is no run that was cut off. */
void ledger_fail(struct ledger *ledger, int64_t clock);

bool ledger_ok(const struct ledger *ledger);
const struct ledger_trouble *ledger_why(const struct ledger *ledger);

#endif
