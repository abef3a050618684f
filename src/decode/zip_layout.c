#include "decode/zip_layout.h"

#include <stdlib.h>

enum {
	END_SIZE = 22,
	END_SEARCH = 65535 + END_SIZE, /* a comment may follow */
	LOCATOR_SIZE = 20,
	END64_SIZE = 56,
	ENTRY_SIZE = 46,
	LOCAL_SIZE = 30,
	ZIP64_EXTRA = 1
};

#define END_MARK 0x06054b50u
#define LOCATOR_MARK 0x07064b50u
#define END64_MARK 0x06064b50u
#define ENTRY_MARK 0x02014b50u
#define LOCAL_MARK 0x04034b50u

/* The list of entries at the archive's end. */
struct directory {
	uint64_t count, offset, size;
};

struct extent {
	uint64_t begin, end;
};

static uint64_t number(const unsigned char *at, int bytes)
{
	uint64_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

static bool has_mark(struct bytes file, uint64_t offset, size_t size, uint32_t mark)
{
	return size <= file.len && offset <= file.len - size && number(file.data + offset, 4) == mark;
}

/* From behind, since a comment may hold the same bytes only behind the true one. */
static bool find_end(struct bytes file, size_t *offset)
{
	size_t lowest = file.len > END_SEARCH ? file.len - END_SEARCH : 0;

	if (file.len < END_SIZE)
		return false;
	for (size_t at = file.len - END_SIZE + 1; at-- > lowest;)
		if (has_mark(file, at, END_SIZE, END_MARK)) {
			*offset = at;
			return true;
		}
	return false;
}

static bool read_end64(struct bytes file, size_t end, struct directory *directory)
{
	uint64_t at;

	if (end < LOCATOR_SIZE || !has_mark(file, end - LOCATOR_SIZE, LOCATOR_SIZE, LOCATOR_MARK))
		return false;
	at = number(file.data + end - LOCATOR_SIZE + 8, 8);
	if (!has_mark(file, at, END64_SIZE, END64_MARK))
		return false;
	directory->count = number(file.data + at + 32, 8);
	directory->size = number(file.data + at + 40, 8);
	directory->offset = number(file.data + at + 48, 8);
	return true;
}

static bool read_directory(struct bytes file, struct directory *directory)
{
	const unsigned char *at;
	size_t end;

	if (!find_end(file, &end))
		return false;
	at = file.data + end;
	directory->count = number(at + 10, 2);
	directory->size = number(at + 12, 4);
	directory->offset = number(at + 16, 4);
	if (directory->count == UINT16_MAX || directory->size == UINT32_MAX || directory->offset == UINT32_MAX)
		if (!read_end64(file, end, directory))
			return false;
	return directory->offset <= file.len && directory->size <= file.len - directory->offset;
}

/*
 * Sizes that do not fit their field stand in the Zip64 extra: the inflated one,
 * the compressed one and the offset, each only where its field is full.
 */
static void widen(const unsigned char *entry, struct bytes extra, uint64_t *packed, uint64_t *offset)
{
	size_t at = 0;

	while (extra.len - at >= 4) {
		size_t size = number(extra.data + at + 2, 2), from = at + 4;

		if (size > extra.len - from)
			return;
		at = from + size;
		if (number(extra.data + from - 4, 2) != ZIP64_EXTRA)
			continue;
		if (number(entry + 24, 4) == UINT32_MAX)
			from += 8;
		if (*packed == UINT32_MAX && from + 8 <= at) {
			*packed = number(extra.data + from, 8);
			from += 8;
		}
		if (*offset == UINT32_MAX && from + 8 <= at)
			*offset = number(extra.data + from, 8);
		return;
	}
}

/* The bytes of one entry: its local header, names and data. */
static bool measure(struct bytes file, uint64_t packed, uint64_t offset, struct extent *extent)
{
	uint64_t data;

	if (!has_mark(file, offset, LOCAL_SIZE, LOCAL_MARK))
		return false;
	data = offset + LOCAL_SIZE + number(file.data + offset + 26, 2) + number(file.data + offset + 28, 2);
	if (data > file.len || packed > file.len - data)
		return false;
	*extent = (struct extent){ offset, data + packed };
	return true;
}

static bool list_extents(struct bytes file, const struct directory *directory, struct extent *extents)
{
	uint64_t at = directory->offset, end = directory->offset + directory->size;

	for (uint64_t i = 0; i < directory->count; i++) {
		const unsigned char *entry = file.data + at;
		uint64_t packed, offset, name, extra;

		if (!has_mark((struct bytes){ file.data, (size_t)end }, at, ENTRY_SIZE, ENTRY_MARK))
			return false;
		packed = number(entry + 20, 4);
		offset = number(entry + 42, 4);
		name = number(entry + 28, 2);
		extra = number(entry + 30, 2);
		at += ENTRY_SIZE + name + extra + number(entry + 32, 2);
		if (at > end)
			return false;
		widen(entry, (struct bytes){ entry + ENTRY_SIZE + name, (size_t)extra }, &packed, &offset);
		if (!measure(file, packed, offset, &extents[i]))
			return false;
	}
	return true;
}

static int by_begin(const void *a, const void *b)
{
	const struct extent *x = a, *y = b;

	return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Bytes that several entries claim are inflated as often. */
static enum say lie_apart(struct extent *extents, size_t count, uint64_t limit)
{
	qsort(extents, count, sizeof(*extents), by_begin);
	for (size_t i = 0; i + 1 < count; i++)
		if (extents[i].end > extents[i + 1].begin)
			return SAY_WHY_EXPANDS;
	return count && extents[count - 1].end > limit ? SAY_WHY_ZIP : SAY_NOTHING;
}

enum say zip_layout_check(struct bytes file, uint32_t most, uint32_t *count)
{
	struct directory directory;
	struct extent *extents;
	enum say why = SAY_WHY_ZIP;

	if (!read_directory(file, &directory))
		return SAY_WHY_ZIP;
	if (directory.count > most)
		return SAY_WHY_TOO_LARGE;
	extents = calloc((size_t)directory.count + 1, sizeof(*extents));
	if (extents && list_extents(file, &directory, extents))
		why = lie_apart(extents, (size_t)directory.count, directory.offset);
	free(extents);
	*count = (uint32_t)directory.count;
	return why;
}
