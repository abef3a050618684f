/* Any bytes through one reader, named by -DREADER=xls_reader: what it does not take for its own it need not read. */
#include "promise.h"

extern const struct reader READER;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes file = { data, size };

	(void)READER.detect(file);
	promise_kept(&READER, file);
	return 0;
}
