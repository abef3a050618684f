/* Preloaded: the allocation with the number FAULT_AT fails, and all behind it where FAULT_ALL is set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long at = -1, seen;
static int all;

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("FAULT_AT");

	all = getenv("FAULT_ALL") != NULL;
	seen = 0;
	at = text ? atol(text) : -1;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file = path ? fopen(path, "w") : NULL;

	if (!file)
		return;
	fprintf(file, "%ld", seen);
	fclose(file);
}

static int fails(void)
{
	long number = ++seen;

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
