/* A profile that anybody wrote: it is loaded, or its mistakes are said, each with a place in the file. */
#include "profile/load.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct load_mistakes mistakes = { 0 };
	const struct profile *profile = load_profile(&arena, (struct bytes){ data, size }, &mistakes);

	PROMISE((profile == NULL) == (mistakes.count > 0));
	if (profile)
		PROMISE(profile->column_count && profile->id.len);
	for (uint32_t i = 0; i < mistakes.count; i++)
		PROMISE(mistakes.item[i].line <= size + 1);
	arena_release(&arena);
	return 0;
}
