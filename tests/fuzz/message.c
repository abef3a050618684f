/* Bytes from a process that may have lost its mind: a message that is understood says the same when it is encoded
 * again. */
#include "model/message.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest = { data, size };
	struct arena arena = { 0 };
	struct message message;

	while (rest.len && message_decode(&rest, &arena, &message)) {
		struct message again;
		struct buf first = { 0 }, second = { 0 };
		struct bytes encoded;

		message_encode(&first, &message);
		encoded = str_bytes(buf_str(&first));
		PROMISE(message_decode(&encoded, &arena, &again) && encoded.len == 0);
		message_encode(&second, &again);
		PROMISE(str_eq(buf_str(&first), buf_str(&second)));
		buf_release(&first);
		buf_release(&second);
	}
	arena_release(&arena);
	return 0;
}
