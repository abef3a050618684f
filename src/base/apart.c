#include "base/apart.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/attr.h"

/*
 * Beginning and end of a range share their pages with what children need. A sanitizer's own notes on this memory
 * would be inherited, and be wrong of what a child maps in its place.
 */
static void advise(void *start, size_t size, int advice)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), before = (page - (uintptr_t)start % page) % page;

	if (!SANITIZED && size >= before + page)
		madvise((char *)start + before, (size - before) / page * page, advice);
}

void apart_hide(void *start, size_t size)
{
	advise(start, size, MADV_DONTFORK);
}

void apart_show(void *start, size_t size)
{
	advise(start, size, MADV_DOFORK);
}
