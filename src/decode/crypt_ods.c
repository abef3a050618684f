#include "decode/crypt_ods.h"

#include "base/buf.h"
#include "decode/zip.h"

/* The name of the first entry and what it holds, uncompressed: OpenDocument fixes both. */
enum { MIMETYPE_AT = 30 };
static const struct str mimetype = STR_INIT("mimetypeapplication/vnd.oasis.opendocument.spreadsheet");

/* A manifest has a line a part, and parts there are a thousand at most. */
enum { MANIFEST_MOST = 1024 * 1024, CHUNK = 16 * 1024 };

static enum say load(struct zip_package *package, size_t index, struct buf *out)
{
	struct zip_part part;
	enum say why = zip_part_open(&part, package, index);
	size_t got = 0;

	if (why)
		return why;
	do {
		why = zip_part_read(&part, buf_reserve(out, CHUNK), CHUNK, &got);
		out->len += why ? 0 : got;
	} while (!why && got > 0 && out->len < MANIFEST_MOST);
	zip_part_close(&part);
	return why;
}

/* Old manifests begin with a DOCTYPE, which no reader of XML here takes: the element's name is looked for as it stands.
 */
static bool is_encrypted(struct zip_package *package)
{
	size_t index = zip_package_find(package, STR("META-INF/manifest.xml"));
	struct buf manifest = { 0 };
	bool found = index != ZIP_ABSENT && load(package, index, &manifest) == SAY_NOTHING &&
		     str_has(buf_str(&manifest), STR(":encryption-data"));

	buf_release(&manifest);
	return found;
}

bool crypt_ods_is(struct bytes file)
{
	struct zip_package *package;
	enum say why;
	bool found;

	if (file.len < MIMETYPE_AT + mimetype.len || memcmp(file.data, "PK\3\4", 4) != 0 ||
	    memcmp(file.data + MIMETYPE_AT, mimetype.data, mimetype.len) != 0)
		return false;
	package = zip_package_open(file, &why);
	if (!package)
		return false;
	found = is_encrypted(package);
	zip_package_close(package);
	return found;
}
