/* Any bytes, told by content and read by whoever takes them. */
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes file = { data, size };
	const struct reader *reader = NULL;
	struct str format, name;

	if (reader_detect(file, &reader, &format, &name) == READER_TABLE) {
		PROMISE(reader && format.len);
		promise_kept(reader, file);
	}
	return 0;
}
