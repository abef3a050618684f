#include "base/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

enum { FIRST_ROOM = 1024 };

/* More bytes of a text are not looked at: a cell has at most 32,767 characters, a name some dozens. */
enum { LENGTH_MOST = 60000 };

struct numbers_slot {
	const char *text;
	uint16_t len, tag; /* of the hash: most others are told apart without their texts */
	uint32_t number;   /* 0: the slot is free */
};

static uint16_t tag_of(uint64_t hash)
{
	return (uint16_t)(hash >> 48);
}

static size_t place_of(const struct numbers *numbers, struct str text, uint64_t hash)
{
	size_t at = (size_t)hash & (numbers->room - 1);

	for (; numbers->slot[at].number; at = (at + 1) & (numbers->room - 1)) {
		const struct numbers_slot *slot = &numbers->slot[at];

		if (slot->tag == tag_of(hash) && slot->len == text.len && memcmp(slot->text, text.data, text.len) == 0)
			break;
	}
	return at;
}

static void grow(struct numbers *numbers)
{
	struct numbers larger = { .count = numbers->count, .room = numbers->room ? numbers->room * 2 : FIRST_ROOM };

	larger.slot = calloc(larger.room, sizeof(*larger.slot));
	if (!larger.slot)
		cleanup_no_memory();
	for (size_t i = 0; i < numbers->room; i++) {
		struct numbers_slot *slot = &numbers->slot[i];

		struct str text = { slot->text, slot->len };

		if (slot->number)
			larger.slot[place_of(&larger, text, str_hash(text))] = *slot;
	}
	free(numbers->slot);
	*numbers = larger;
}

void numbers_release(struct numbers *numbers)
{
	free(numbers->slot);
	*numbers = (struct numbers){ 0 };
}

uint32_t numbers_of(struct numbers *numbers, struct arena *arena, struct str text)
{
	struct numbers_slot *slot;
	uint64_t hash;

	if (text.len == 0)
		return 0;
	text = str_part(text, 0, LENGTH_MOST);
	hash = str_hash(text);
	if (numbers->count * 4 >= numbers->room * 3)
		grow(numbers);
	slot = &numbers->slot[place_of(numbers, text, hash)];
	if (slot->number == 0) {
		slot->text = arena ? arena_copy(arena, text).data : text.data;
		slot->len = (uint16_t)text.len;
		slot->tag = tag_of(hash);
		slot->number = (uint32_t)++numbers->count;
	}
	return slot->number;
}
