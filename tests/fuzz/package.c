/*
 * Parts of a package (.xlsx, .ods, .docx), put into a sound archive before they
 * are read by -DREADER=xlsx_reader: so the mutations reach the XML, and are not
 * lost on checksums. A bundle is "name\n", a length in digits and "\n", so
 * many bytes, again and again; a length beyond the end takes what is left.
 */
#include "promise.h"
#include "zipmaker.h"

extern const struct reader READER;

enum { PARTS = 64 };

static bool next_part(struct str *rest, struct str *name, struct str *part)
{
	struct str digits;
	size_t len = 0;

	if (!str_split(rest, '\n', name) || !str_split(rest, '\n', &digits))
		return false;
	for (size_t i = 0; i < str_digits(digits, 0) && len < rest->len; i++)
		len = len * 10 + (size_t)(digits.data[i] - '0');
	*part = str_part(*rest, 0, len);
	*rest = str_after(*rest, part->len);
	return name->len > 0 && name->len < 128;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, name, part;
	struct arena names = { 0 };
	struct zipmaker maker;
	struct bytes file;

	zipmaker_begin(&maker);
	/* An archive without entries is none to its maker. */
	zipmaker_try(&maker, "empty", STR(""));
	for (int i = 0; i < PARTS && next_part(&rest, &name, &part); i++)
		zipmaker_try(&maker, arena_cstring(&names, name), part);
	file = zipmaker_end(&maker);
	promise_kept(&READER, file);
	free((void *)file.data);
	arena_release(&names);
	return 0;
}
