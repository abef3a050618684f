/*
 * Files: read whole, written beside their place and renamed. An old file stays
 * whole until the new one is complete and on the disk.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/stat.h>

#include "base/arena.h"
#include "base/aside.h"

/*
 * Map or read a regular file. False, with errno set, where it cannot be opened
 * or is no regular file (ELOOP for a symbolic link where follow is false, EISDIR,
 * ENXIO for a device or FIFO, which is never opened for reading). The bytes are
 * in memory of their own: file_unload gives it back.
 */
struct file_content {
	struct bytes bytes;
	bool changed;	   /* size, time or inode were not the same before and after reading */
	struct stat state; /* before it was read */

	/* Its own business: a large file is mapped. */
	int mapped; /* its descriptor, else -1 */
};
MUST_CHECK bool file_load(const char *path, bool follow, struct file_content *out);
/*
 * The same of a file that was found in a folder: of the path only the first `given`
 * bytes, which a person wrote, may hold symbolic links; none behind them is followed,
 * whatever has taken the place of a name since it was found (ELOOP or ENOTDIR then).
 */
MUST_CHECK bool file_load_below(const char *path, size_t given, struct file_content *out);
/* Only what the system says of that file. */
MUST_CHECK bool file_look_below(const char *path, size_t given, struct stat *out);
/* A small file that may be a pipe, as of <(…): waits while another program writes it. No more than `most` bytes are
 * read. */
MUST_CHECK bool file_load_stream(const char *path, size_t most, struct file_content *out);
/* Has it changed since? To be asked once the bytes were used: those of a large file come from the disk only then. */
MUST_CHECK bool file_changed(struct file_content *content);
void file_unload(struct file_content *content);

/*
 * Before any file is opened: a standard stream that is closed is taken by /dev/null, opened
 * for reading, so that no file of ours gets its number and what is said to it fails.
 */
void file_guard_streams(void);

/* Would both paths be one file, written in other ways? Neither need be there yet. */
bool file_same_place(const char *a, const char *b);

/* A file being written beside its place. */
struct file_draft {
	char *path;	    /* the place, malloc'ed */
	char *folder;	    /* it stands in */
	char *temporary;    /* what is written; NULL once it is in its place */
	char *old;	    /* a second name for the file that is replaced, as long as that can be taken back */
	struct aside aside; /* both stand in it; none where they stand in a folder of somebody else's */
	bool exists;	    /* something stood there at the beginning */
	bool removes;	    /* nothing is written: what stands there is to go */
	int fd;
};

/*
 * Begin: the folder must exist and be writable; an existing file must be a
 * regular one. Mode and owner follow the file that is replaced, else the umask.
 * False with errno set; nothing is left behind then.
 */
MUST_CHECK bool file_draft_begin(struct file_draft *draft, const char *path);
/*
 * The same where many drafts share a folder of temporaries (base/stage.h): under names in it that
 * the folder's owner cleans up. The place itself may be no link. With a NULL for the temporary the
 * file that stands there is to be removed.
 */
MUST_CHECK bool file_draft_begin_at(struct file_draft *draft, const char *path, const char *temporary, const char *old);
/* Write all bytes, then make sure they are on the disk and close. False with errno set. */
MUST_CHECK bool file_draft_write(struct file_draft *draft, struct str text);
MUST_CHECK bool file_draft_sync(struct file_draft *draft);
/*
 * Rename all into place, in this order, and flush their folders. From here on
 * signals come too late and are ignored. False with errno set, and *failed the
 * place: what was renamed already is taken back, so that all is as before.
 */
MUST_CHECK bool file_draft_publish(struct file_draft *const *draft, size_t count, const char **failed);
/* Before they end: as it was before file_draft_publish, though that went well. */
void file_draft_take_back(struct file_draft *const *draft, size_t count);
/* Remove the temporary if it is still there; give the memory back. Safe after any of the above. */
void file_draft_end(struct file_draft *draft);

/* SHA-256 of the bytes in hexadecimal (64 characters), in the arena. */
struct str file_sha256(struct arena *arena, struct bytes bytes);

#endif
