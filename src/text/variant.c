#include "text/variant.h"

#include <stddef.h>

#include "base/attr.h"

struct pair {
	uint16_t from, to;
};

static const struct pair pairs[] = {
#define VARIANT(from, to) { from, to },
#include "text/variant.def"
#undef VARIANT
};

int32_t variant_fold(int32_t code)
{
	size_t low = 0, high = ARRAY_COUNT(pairs);

	if (code < pairs[0].from || code > pairs[high - 1].from)
		return code;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pairs[middle].from < code)
			low = middle + 1;
		else
			high = middle;
	}
	return pairs[low].from == code ? pairs[low].to : code;
}
