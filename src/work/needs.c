#include "work/needs.h"

#include "decode/archive.h"
#include "decode/ole.h"

/*
 * Our readers take some 100 MB a second where this was measured. A password costs up to three
 * seconds (read/crypt.h); Excel's own is always tried.
 */
enum { BYTES_A_SECOND = 20 * 1000 * 1000, SECONDS_A_PASSWORD = 3 };
/* A workbook of Excel 2 to 4 stands in no container, and begins with a record of this kind. */
enum { BIFF_BEGIN = 0x09 };

/* Parts of a workbook have the same limits as members of an archive: a hundredfold, and 2 GiB. */
static uint64_t inflated(struct bytes file, bool is_archive)
{
	return is_archive || ole_is(file) ? archive_budget_of(file.len).bytes : 0;
}

struct needs needs_of(struct bytes file, bool is_package, uint32_t password_count)
{
	struct str name;
	bool is_archive = archive_detect(file, &name), is_ole = ole_is(file);
	struct needs needs = { .many = is_archive && !is_package };

	needs.seconds = (uint32_t)((file.len + inflated(file, is_archive)) / BYTES_A_SECOND);
	if (is_archive || is_ole)
		needs.seconds += SECONDS_A_PASSWORD * (1 + password_count);
	needs.second = needs.many || is_ole || (file.len && file.data[0] == BIFF_BEGIN);
	return needs;
}
