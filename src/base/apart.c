#include "base/apart.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
/* The sanitizer's own notes on this memory would be inherited, and be wrong of what a child maps in its place. */
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#endif

/* Beginning and end of a range share their pages with what children need. */
static void advise(void *start, size_t size, int advice)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), before = (page - (uintptr_t)start % page) % page;

	if (!WATCHED && size >= before + page)
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
