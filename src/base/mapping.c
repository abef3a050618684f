#include "base/mapping.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* A slot counts while its size is not 0; all else of it is complete before that. */
static struct mapping {
	unsigned char *start;
	volatile size_t size;
	volatile sig_atomic_t torn;
} mappings[MAPPING_MOST];

/* The mapping that holds this address. */
static struct mapping *find(const void *address)
{
	uintptr_t at = (uintptr_t)address;

	for (size_t i = 0; i < MAPPING_MOST; i++)
		if (mappings[i].size && at >= (uintptr_t)mappings[i].start &&
		    at - (uintptr_t)mappings[i].start < mappings[i].size)
			return &mappings[i];
	return NULL;
}

static struct mapping *find_free(void)
{
	for (size_t i = 0; i < MAPPING_MOST; i++)
		if (mappings[i].size == 0)
			return &mappings[i];
	return NULL;
}

bool mapping_open(int fd, size_t size, struct bytes *out)
{
	struct mapping *mapping = find_free();
	void *start;

	if (!mapping) {
		errno = ENFILE;
		return false;
	}
	start = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (start == MAP_FAILED)
		return false;
	mapping->start = start;
	mapping->torn = 0;
	mapping->size = size;
	*out = (struct bytes){ start, size };
	return true;
}

void mapping_close(struct bytes bytes)
{
	struct mapping *mapping = find(bytes.data);
	size_t size;

	if (!mapping)
		return;
	size = mapping->size;
	mapping->size = 0;
	munmap(mapping->start, size);
}

bool mapping_is_torn(struct bytes bytes)
{
	const struct mapping *mapping = find(bytes.data);

	return mapping && mapping->torn;
}

/* Whole pages only; dropping a page that is still needed costs time, never content. */
void mapping_pass(struct bytes passed)
{
	const struct mapping *mapping = passed.len ? find(passed.data) : NULL;
	size_t from, to;

	if (!mapping || mapping->torn)
		return;
	from = (size_t)(passed.data - mapping->start) / PAGE * PAGE;
	to = (size_t)(passed.data - mapping->start) + passed.len;
	if (to < mapping->size)
		to = to / PAGE * PAGE;
	if (to > from)
		madvise(mapping->start + from, to - from, MADV_DONTNEED);
}

/* Only calls that a handler may make. All that follows is missing, too: one call mends it. */
bool mapping_mend(void *address)
{
	struct mapping *mapping = find(address);
	size_t from;

	if (!mapping)
		return false;
	from = (size_t)((uintptr_t)address - (uintptr_t)mapping->start) / PAGE * PAGE;
	mapping->torn = 1;
	return mmap(mapping->start + from, mapping->size - from, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		    0) != MAP_FAILED;
}
