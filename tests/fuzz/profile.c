/*
 * A profile that anybody wrote: it is loaded, or its mistakes are said, each with a place in the file. What is loaded
 * has a form that is loaded, too, and is its own form.
 */
#include "profile/canon.h"
#include "profile/load.h"
#include "promise.h"

static void promise_form(struct arena *arena, struct bytes file, const struct profile *profile)
{
	struct buf form = { 0 }, again = { 0 };
	struct load_mistakes mistakes = { 0 };
	const struct profile *same;

	canon_profile(&form, arena, file, profile);
	same = load_profile(arena, str_bytes(buf_str(&form)), &mistakes);
	PROMISE(same);
	canon_profile(&again, arena, str_bytes(buf_str(&form)), same);
	PROMISE(str_eq(buf_str(&form), buf_str(&again)));
	PROMISE(same->region_count == profile->region_count && same->kind_count == profile->kind_count &&
		same->column_count == profile->column_count);
	buf_release(&form);
	buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes = { 0 };
	const struct bytes file = { data, size };
	const struct profile *profile = load_profile(&arena, file, &mistakes);

	PROMISE((profile == NULL) == (mistakes.count > 0));
	if (profile) {
		PROMISE(profile->column_count && profile->id.len);
		promise_form(&arena, file, profile);
	}
	for (uint32_t i = 0; i < mistakes.count; i++)
		PROMISE(mistakes.item[i].line <= size + 1);
	arena_release(&arena);
	return 0;
}
