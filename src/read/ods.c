/* OpenDocument spreadsheets: the package (.ods), and the same as one file of XML (.fods). */
#include "decode/markup.h"
#include "decode/xml.h"
#include "read/ods_sheets.h"
#include "read/reader.h"

/* Where the type stands in a package whose first entry is its type, as the standard asks. */
enum { TYPE_AT = 38, TYPE_ROOM = 128 };

static const struct str type = STR_INIT("application/vnd.oasis.opendocument.spreadsheet");

static void ignore_end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

/* --- the package ------------------------------------------------------------ */

static void manifest_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	bool *encrypted = user;

	(void)attribute;
	if (str_eq(name, STR("encryption-data"))) {
		*encrypted = true;
		xml_stop(xml, SAY_NOTHING);
	}
}

/* The standard's own encryption: parts look damaged, only the manifest tells. */
static bool is_encrypted(struct zip_package *package)
{
	bool encrypted = false;
	struct xml_handler handler = { .user = &encrypted, .start = manifest_start, .end = ignore_end };
	size_t part = zip_package_find(package, STR("META-INF/manifest.xml"));

	if (part != ZIP_ABSENT)
		(void)xml_read(package, part, &handler);
	return encrypted;
}

static void styles_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	if (!ods_styles_start(user, name, attribute))
		xml_stop(xml, SAY_WHY_TOO_LARGE);
}

static void styles_end(void *user, struct xml *xml, struct str name)
{
	(void)xml, (void)name;
	ods_styles_end(user);
}

/* How cells look is not worth a file: where that part is damaged, nothing more is said of it. */
static void read_styles(struct ods_sheets *sheets, struct zip_package *package)
{
	struct xml_handler handler = { .user = &sheets->styles, .start = styles_start, .end = styles_end };
	size_t part = zip_package_find(package, STR("styles.xml"));

	if (part != ZIP_ABSENT)
		(void)xml_read(package, part, &handler);
	sheets->styles.depth = 0;
}

static enum say read_package(struct ods_sheets *sheets, struct bytes file)
{
	struct xml_source source;
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);
	size_t part;

	if (!package)
		return why;
	part = zip_package_find(package, STR("content.xml"));
	if (is_encrypted(package)) {
		why = SAY_ENCRYPTED;
	} else if (part == ZIP_ABSENT) {
		why = SAY_WHY_PART;
	} else {
		read_styles(sheets, package);
		source = xml_source_part(package, part);
		why = ods_sheets_read(sheets, &source);
	}
	zip_package_close(package);
	return why;
}

static enum say read_flat(struct ods_sheets *sheets, struct bytes file)
{
	struct xml_source source;
	enum say why = xml_source_file(&source, file, sheets->ctx->hint_count, sheets->ctx->hint);

	if (why)
		return why;
	reader_say_encoding(sheets->ctx, &source.encoding);
	return ods_sheets_read(sheets, &source);
}

static bool is_zip(struct bytes file)
{
	return file.len >= 4 && memcmp(file.data, "PK\3\4", 4) == 0;
}

/* The one place that reports why a file is given up. */
static bool read(struct read_context *ctx, struct bytes file)
{
	struct ods_sheets sheets = { .ctx = ctx, .styles.arena = ctx->input };
	enum say why = is_zip(file) ? read_package(&sheets, file) : read_flat(&sheets, file);

	ods_styles_release(&sheets.styles);
	if (!why && !sheets.found)
		why = SAY_WHY_PART;
	if (why == SAY_ENCRYPTED)
		return diag_add(ctx->diag, SAY_ENCRYPTED, (struct where){ 0 }, 0, NULL);
	if (why)
		return diag_add(ctx->diag, SAY_UNREADABLE, sheets.where, 1, (struct arg[]){ DIAG_WORD(why) });
	return true;
}

/* --- is it one? ------------------------------------------------------------- */

static bool says_type(struct zip_package *package, size_t part)
{
	char text[TYPE_ROOM] = "";
	size_t got = 0;
	struct zip_part open;
	enum say why = zip_part_open(&open, package, part);

	if (!why)
		why = zip_part_read(&open, text, sizeof(text), &got);
	zip_part_close(&open);
	return !why && str_starts((struct str){ text, got }, type);
}

static void body_start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	bool *spreadsheet = user;

	(void)attribute;
	*spreadsheet = str_eq(name, STR("spreadsheet"));
	if (*spreadsheet)
		xml_stop(xml, SAY_NOTHING);
}

/* Some writers leave the type out, or put it elsewhere: what is in it then tells. */
static bool holds_spreadsheet(struct zip_package *package)
{
	bool spreadsheet = false;
	struct xml_handler handler = { .user = &spreadsheet, .start = body_start, .end = ignore_end };
	size_t mimetype = zip_package_find(package, STR("mimetype"));
	size_t content = zip_package_find(package, STR("content.xml"));

	if (mimetype != ZIP_ABSENT)
		return says_type(package, mimetype);
	if (content != ZIP_ABSENT)
		(void)xml_read(package, content, &handler);
	return spreadsheet;
}

static bool detect(struct bytes file)
{
	struct str text = { (const char *)file.data, file.len };
	struct zip_package *package;
	enum say why;
	bool found;

	if (!is_zip(file))
		return markup_names(file, STR("opendocument.spreadsheet"));
	if (str_starts(str_after(text, TYPE_AT), type))
		return true;
	package = zip_package_open(file, &why);
	found = package && holds_spreadsheet(package);
	zip_package_close(package);
	return found;
}

const struct reader ods_reader = { STR_INIT("ods"), detect, read };
