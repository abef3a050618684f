/* Any bytes as an encrypted package: it is opened and no longer than its file, or there is a reason of the right kind.
 * And as a protected .xls: what a second reader gets of it is as long and begins as the file does.
 */
#include "decode/crypt_info.h"
#include "decode/crypt_ods.h"
#include "decode/crypt_xlsx.h"
#include "promise.h"
#include "read/xls_plain.h"

static void unprotect(struct strs passwords, struct bytes file)
{
	struct arena arena = { 0 };
	struct bytes plain = xls_plain(&arena, passwords, file);

	PROMISE(plain.len == file.len);
	if (plain.data != file.data)
		PROMISE(file.len >= 512 && !memcmp(plain.data, file.data, 512));
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str passwords[] = { STR_INIT("secret") };
	struct strs given = { ARRAY_COUNT(passwords), passwords };
	struct bytes file = { data, size }, package;
	struct buf memory = { 0 };
	struct crypt_info info;
	enum say why;

	(void)crypt_ods_is(file);
	if (crypt_info_parse(&info, file))
		PROMISE(info.key.hash && info.key.algorithm && info.key.salt.len <= CRYPT_BLOB);
	why = crypt_xlsx_open(given, file, &memory, &package);
	if (why)
		PROMISE(why == SAY_WHY_DECRYPTED || diag_rule(why) == RULE_INPUT_ENCRYPTED);
	else
		PROMISE(package.len <= size &&
			utf8_first((struct str){ (const char *)package.data, package.len }) >= -1);
	buf_release(&memory);
	unprotect(given, file);
	return 0;
}
