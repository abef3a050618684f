#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/apart.h"
#include "base/attr.h"
#include "base/cleanup.h"

#if SANITIZED
#include <sanitizer/asan_interface.h>
#define POISON(address, size) ASAN_POISON_MEMORY_REGION((address), (size))
#define UNPOISON(address, size) ASAN_UNPOISON_MEMORY_REGION((address), (size))
#else
#define POISON(address, size) ((void)(address), (void)(size))
#define UNPOISON(address, size) ((void)(address), (void)(size))
#endif

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024, PAGE = 4096 };

struct arena_block {
	struct arena_block *older;
	size_t size; /* of data */
	bool apart;  /* pages of its own, made while the arena was hidden */
	alignas(max_align_t) unsigned char data[];
};

static void free_block(struct arena_block *block)
{
	UNPOISON(block->data, block->size);
	if (block->apart)
		munmap(block, sizeof(*block) + block->size);
	else
		free(block);
}

static void free_chain(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;

		free_block(block);
		block = older;
	}
}

void arena_release(struct arena *arena)
{
	free_chain(arena->block);
	*arena = (struct arena){ 0 };
}

void arena_reset(struct arena *arena)
{
	if (!arena->block)
		return;
	free_chain(arena->block->older);
	arena->block->older = NULL;
	arena->used = 0;
	POISON(arena->block->data, arena->block->size);
}

/* Neighbours become one mapping; blocks of the heap would each stay one, and each costs a fork its time. */
static struct arena_block *make_apart(size_t *size)
{
	size_t whole = (sizeof(struct arena_block) + *size + PAGE - 1) / PAGE * PAGE;
	struct arena_block *block = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (block == MAP_FAILED)
		return NULL;
	apart_hide(block, whole);
	*size = whole - sizeof(*block);
	return block;
}

static struct arena_block *make_block(bool apart, size_t *size)
{
	struct arena_block *block = NULL;

	if (*size <= SIZE_MAX - sizeof(*block) - PAGE)
		block = apart ? make_apart(size) : malloc(sizeof(*block) + *size);
	if (!block)
		cleanup_no_memory();
	block->apart = apart;
	return block;
}

/* Blocks double up to a step, so that small inputs stay small and large ones need few calls. */
static void add_block(struct arena *arena, size_t need)
{
	size_t size = arena->block ? arena->block->size * 2 : FIRST_BLOCK;
	struct arena_block *block;

	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	if (size < need)
		size = need;
	block = make_block(arena->hidden, &size);
	block->older = arena->block;
	block->size = size;
	POISON(block->data, size);
	arena->block = block;
	arena->used = 0;
}

/* Behind the block in use, so that the room left in that is not lost. */
void arena_adopt(struct arena *arena, struct arena *other)
{
	struct arena_block **last = &other->block;

	if (!arena->block) {
		arena->block = other->block;
		arena->used = other->used;
	} else {
		while (*last)
			last = &(*last)->older;
		*last = arena->block->older;
		arena->block->older = other->block;
	}
	*other = (struct arena){ 0 };
}

void arena_hide(struct arena *arena)
{
	arena->hidden = true;
}

void arena_show(struct arena *arena)
{
	for (struct arena_block *block = arena->block; block; block = block->older)
		if (block->apart)
			apart_show(block, sizeof(*block) + block->size);
	arena->hidden = false;
}

/* Texts lie side by side: a run holds millions. The sanitizer sees where one ends only at steps of its own. */
enum { ALIGN = alignof(max_align_t), TEXT_ALIGN = SANITIZED ? ALIGN : 1 };

static void *take(struct arena *arena, size_t size, size_t align)
{
	size_t at = (arena->used + align - 1) / align * align;
	void *place;

	if (size > SIZE_MAX - ALIGN)
		cleanup_no_memory();
	if (!arena->block || at > arena->block->size || arena->block->size - at < size) {
		add_block(arena, size);
		at = 0;
	}
	place = arena->block->data + at;
	arena->used = at + size;
	UNPOISON(place, size);
	return place;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	void *place;

	if (size && count > SIZE_MAX / size)
		cleanup_no_memory();
	place = take(arena, count * size, ALIGN);
	memset(place, 0, count * size);
	return place;
}

struct str arena_copy(struct arena *arena, struct str s)
{
	return (struct str){ arena_cstring(arena, s), s.len };
}

char *arena_cstring(struct arena *arena, struct str s)
{
	char *copy;

	if (s.len == SIZE_MAX)
		cleanup_no_memory();
	copy = take(arena, s.len + 1, TEXT_ALIGN);
	if (s.len)
		memcpy(copy, s.data, s.len);
	copy[s.len] = '\0';
	return copy;
}

struct str arena_join(struct arena *arena, struct str a, struct str b)
{
	char *joined;

	if (a.len >= SIZE_MAX - b.len)
		cleanup_no_memory();
	joined = take(arena, a.len + b.len + 1, TEXT_ALIGN);
	if (a.len)
		memcpy(joined, a.data, a.len);
	if (b.len)
		memcpy(joined + a.len, b.data, b.len);
	joined[a.len + b.len] = '\0';
	return (struct str){ joined, a.len + b.len };
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list list;
	int length;
	char *text;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length < 0)
		return STR("");
	text = take(arena, (size_t)length + 1, TEXT_ALIGN);
	va_start(list, format);
	vsnprintf(text, (size_t)length + 1, format, list);
	va_end(list);
	return (struct str){ text, (size_t)length };
}
