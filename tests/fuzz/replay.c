/* Run a fuzz target over files, without a fuzzer: whatever was found once stays mended. Ends by a signal where it is
 * not. */
#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "promise.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct file_content content;

		if (!file_load(argv[i], true, &content)) {
			fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
			return 1;
		}
		fprintf(stderr, "%s\n", argv[i]);
		LLVMFuzzerTestOneInput(content.bytes.data, content.bytes.len);
		file_unload(&content);
	}
	return 0;
}
