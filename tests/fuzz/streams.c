/* What a worker answers of a file, on standard output: seeds for tests/fuzz/collect.c. */
#include <stdio.h>

#include "base/file.h"
#include "base/path.h"
#include "profile_fixture.h"
#include "work/worker.h"

static bool put(void *user, struct bytes encoded)
{
	return fwrite(encoded.data, 1, encoded.len, user) == encoded.len;
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct worker_settings settings = { .profile = fixture_profile(&arena) };
	const struct message_sink sink = { stdout, put };
	struct file_content content;
	struct worker *worker;

	if (argc != 2 || !file_load(argv[1], true, &content))
		return 1;
	worker_hints(&settings, &arena);
	worker = worker_new(&settings);
	if (content.bytes.len)
		worker_read(worker,
			    &(struct work){ .bytes = content.bytes,
					    .stem = path_stem(str_from(argv[1])),
					    .member_to = UINT32_MAX,
					    .member_lost = UINT32_MAX },
			    &sink);
	worker_free(worker);
	file_unload(&content);
	arena_release(&arena);
	return 0;
}
