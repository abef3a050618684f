#include "text/variant.h"

#include <stddef.h>

#include "base/attr.h"

/* By character, 0 where it has no other form: asked for each character of each name, and most pages are never read. */
static const uint16_t simplified[] = {
#define VARIANT(from, to) [from] = to,
#include "text/variant.def"
#undef VARIANT
};

int32_t variant_fold(int32_t code)
{
	size_t at = (size_t)code;

	return at < ARRAY_COUNT(simplified) && simplified[at] ? simplified[at] : code;
}
