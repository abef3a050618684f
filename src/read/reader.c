#include "read/reader.h"

#include "decode/archive.h"
#include "decode/crypt_ods.h"
#include "decode/encoding.h"
#include "decode/markup.h"
#include "decode/ole.h"
#include "decode/zip.h"

/* What is asked by its first bytes is found here. */
enum { DOCUMENT_AT = 38 };

static const struct reader *const readers[] = { &xlsx_reader, &ods_reader,     &docx_reader,
						&xls_reader,  &xml2003_reader, &html_reader };

struct known {
	size_t at;
	struct str bytes;
	struct str format, name;
};

#define KNOWN(at, bytes, format, name)                                                                                 \
	{                                                                                                              \
		at, STR_INIT(bytes), STR_INIT(format), STR_INIT(name)                                                  \
	}

/* Longer beginnings stand before shorter ones that they begin with. */
static const struct known known[] = {
	KNOWN(0, "%PDF-", "", "PDF"),
	KNOWN(0, "{\\rtf", "", "RTF"),
	KNOWN(0, "\x89PNG\r\n\x1A\n", "", "PNG"),
	KNOWN(0, "\xFF\xD8\xFF", "", "JPEG"),
	KNOWN(0, "GIF87a", "", "GIF"),
	KNOWN(0, "GIF89a", "", "GIF"),
	KNOWN(0, "II*\0", "", "TIFF"),
	KNOWN(0, "MM\0*", "", "TIFF"),
	KNOWN(0, "RIFF", "", "RIFF"),
	KNOWN(4, "ftypheic", "", "HEIC"),
	KNOWN(4, "ftyp", "", "MP4"),
	KNOWN(0,
	      "\x7F"
	      "ELF",
	      "", "ELF"),
	KNOWN(0, "MZ\x90", "", "EXE"),
	KNOWN(0, "ID;P", "", "SYLK"),
	KNOWN(0, "TABLE\r\n0,1\r\n", "", "DIF"),
};

/* Parts that tell what a zip archive is. */
static const struct known packages[] = {
	KNOWN(0, "xl/workbook.bin", "", "XLSB"),
	KNOWN(0, "ppt/presentation.xml", "", "PPTX"),
	KNOWN(0, "ofd.xml", "", "OFD"),
};

/* OpenDocument says what it is at a fixed place. */
static const struct known documents[] = {
	KNOWN(DOCUMENT_AT, "application/vnd.oasis.opendocument.", "", "OpenDocument"),
	KNOWN(DOCUMENT_AT, "application/vnd.sun.xml.", "", "OpenOffice 1"),
};

/* Streams that tell what an OLE2 file is, when it is no workbook. */
static const struct known compounds[] = {
	KNOWN(0, "WordDocument", "", "DOC / WPS"),
	KNOWN(0, "PowerPoint Document", "", "PPT / DPS"),
	KNOWN(0, "VisioDocument", "", "VSD"),
};

/* Words near the beginning of markup; a workbook says so in its first lines. */
static const struct known markups[] = {
	KNOWN(0, "<html", "html", "HTML"),  KNOWN(0, "<!doctype html", "html", "HTML"),
	KNOWN(0, "<table", "html", "HTML"), KNOWN(0, "<meta", "html", "HTML"),
	KNOWN(0, "<?xml", "", "XML"),
};

struct answer {
	enum reader_kind kind;
	const struct reader *reader;
	struct str format, name;
};

static struct answer unsupported(const struct known *k)
{
	return (struct answer){ READER_UNSUPPORTED, NULL, k->format, k->name };
}

static bool begins(struct bytes file, const struct known *k)
{
	return file.len >= k->at + k->bytes.len && memcmp(file.data + k->at, k->bytes.data, k->bytes.len) == 0;
}

static const struct known *find_beginning(struct bytes file, const struct known *row, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (begins(file, &row[i]))
			return &row[i];
	return NULL;
}

static struct answer ask_zip(struct bytes file)
{
	const struct known *document = find_beginning(file, documents, ARRAY_COUNT(documents));

	if (document)
		return unsupported(document);
	for (size_t i = 0; i < ARRAY_COUNT(packages); i++)
		if (zip_has(file, packages[i].bytes))
			return unsupported(&packages[i]);
	return (struct answer){ READER_ARCHIVE, NULL, STR("archive"), STR("ZIP") };
}

/*
 * An encrypted package says nothing of what is inside; nearly always it is an .xlsx.
 * A document may hold one as an object: it is itself first.
 */
static struct answer ask_compound(struct bytes file)
{
	struct answer answer = { READER_UNSUPPORTED, NULL, STR(""), STR("OLE2") };
	struct ole ole;

	if (!ole_open(&ole, file))
		return answer;
	if (ole_has(&ole, STR("EncryptedPackage")))
		answer = (struct answer){ READER_ENCRYPTED, NULL, STR("xlsx"), STR("XLSX") };
	for (size_t i = 0; i < ARRAY_COUNT(compounds); i++)
		if (ole_has(&ole, compounds[i].bytes)) {
			answer = unsupported(&compounds[i]);
			break;
		}
	ole_release(&ole);
	return answer;
}

static const struct known *find_markup(struct bytes file)
{
	for (size_t i = 0; i < ARRAY_COUNT(markups); i++)
		if (markup_names(file, markups[i].bytes))
			return &markups[i];
	return NULL;
}

/* BMP has but two letters for a mark: its length and its reserved zeros are asked, too. */
static bool is_bitmap(struct bytes file)
{
	static const unsigned char reserved[4] = { 0 };

	return file.len >= 26 && memcmp(file.data, "BM", 2) == 0 && memcmp(file.data + 6, reserved, 4) == 0;
}

static bool is_zip(struct bytes file)
{
	return file.len >= 4 && (memcmp(file.data, "PK\3\4", 4) == 0 || memcmp(file.data, "PK\5\6", 4) == 0);
}

/* As output/report and output/page_head write them; the end-to-end case that reads its own outputs holds them together.
 */
static bool is_own_report(struct bytes file)
{
	static const struct known heads[] = { KNOWN(0, "{\n  \"tool\": {\n    \"name\": \"huizong\",", "", ""),
					      KNOWN(0, "<!DOCTYPE html><!-- huizong -->", "", "") };

	return begins(file, &heads[0]) || begins(file, &heads[1]);
}

static struct answer ask(struct bytes file)
{
	struct str archive;
	const struct known *k;

	if (is_own_report(file))
		return (struct answer){ READER_OWN_REPORT, NULL, STR(""), STR("") };
	if (crypt_ods_is(file))
		return (struct answer){ READER_ENCRYPTED, NULL, STR("ods"), STR("ODS") };
	for (size_t i = 0; i < ARRAY_COUNT(readers); i++)
		if (readers[i]->detect(file))
			return (struct answer){ READER_TABLE, readers[i], readers[i]->format, readers[i]->format };
	if (is_zip(file))
		return ask_zip(file);
	if (ole_is(file))
		return ask_compound(file);
	if (is_bitmap(file))
		return (struct answer){ READER_UNSUPPORTED, NULL, STR(""), STR("BMP") };
	k = find_beginning(file, known, ARRAY_COUNT(known));
	if (!k)
		k = find_markup(file);
	if (k)
		return unsupported(k);
	if (archive_detect(file, &archive))
		return (struct answer){ READER_ARCHIVE, NULL, STR("archive"), archive };
	if (csv_reader.detect(file))
		return (struct answer){ READER_TABLE, &csv_reader, csv_reader.format, csv_reader.format };
	return (struct answer){ READER_UNKNOWN, NULL, STR(""), STR("") };
}

enum reader_kind reader_detect(struct bytes file, const struct reader **reader, struct str *format, struct str *name)
{
	struct answer answer = ask(file);

	*reader = answer.reader;
	*format = answer.format;
	*name = answer.name;
	return answer.kind;
}

void reader_say_encoding(const struct read_context *ctx, const struct encoding_choice *choice)
{
	struct arg fits[] = { DIAG_TEXT(choice->name), DIAG_TEXT(choice->other) };
	struct arg declared[] = { DIAG_TEXT(choice->refused), DIAG_TEXT(choice->name) };

	if (choice->other.len)
		diag_add(ctx->diag, SAY_ENCODING_GUESSED, (struct where){ 0 }, ARRAY_COUNT(fits), fits);
	if (choice->refused.len)
		diag_add(ctx->diag, SAY_ENCODING_DECLARED, (struct where){ 0 }, ARRAY_COUNT(declared), declared);
}
