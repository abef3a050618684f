/*
 * Preloaded: the allocation with the number FAULT_AT fails, and all behind it where FAULT_ALL is set. Each process
 * counts by itself, going on from where it was forked; with FAULT_IN only the process of that name does. FAULT_COUNT
 * is a file of eight bytes, in which the largest number stands in the end.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long at = -1, seen;
static volatile long *largest;
static int all;
static const char *only;
static int meant;

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("FAULT_AT"), *path = getenv("FAULT_COUNT");
	int fd = path ? open(path, O_RDWR) : -1;
	void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (map != MAP_FAILED)
		largest = map;
	if (fd >= 0)
		close(fd);
	all = getenv("FAULT_ALL") != NULL;
	only = getenv("FAULT_IN");
	seen = 0;
	at = text ? atol(text) : -1;
}

/* A process that gives itself a name does so by this call. */
int prctl(int option, ...)
{
	va_list list;
	unsigned long argument[4];

	va_start(list, option);
	for (int i = 0; i < 4; i++)
		argument[i] = va_arg(list, unsigned long);
	va_end(list);
	if (option == PR_SET_NAME && only && strcmp((const char *)argument[0], only) == 0)
		meant = 1;
	return (int)syscall(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
}

static int fails(void)
{
	long number;

	if (only && !meant)
		return 0;
	number = ++seen;
	if (largest && number > *largest)
		*largest = number;
	if (at < 0 || (all ? number < at : number != at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
