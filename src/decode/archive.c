#include "decode/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "decode/gzip.h"
#include "decode/rar.h"
#include "decode/zip_layout.h"

enum { TAR_AT = 257, TAR_BLOCK = 512, ISO_AT = 32769, FIRST_ROOM = 64 * 1024, BZIP2_AT = 4 };

/* Of the last kind that an archive can be made of: filters. */
enum shape { SHAPE_ZIP, SHAPE_SEQUENCE, SHAPE_TAR, SHAPE_ISO, SHAPE_GZIP, SHAPE_PACKED };

typedef int support(struct archive *archive);

/* Each kind is read by its own few readers: a library that guesses less is fooled less. */
struct kind {
	size_t at;
	struct str bytes, name;
	enum shape shape;
	support *support[3];
};

static const struct kind kinds[] = {
	{ 0, STR_INIT("PK\3\4"), STR_INIT("ZIP"), SHAPE_ZIP, { archive_read_support_format_zip_seekable } },
	{ 0, STR_INIT("PK\5\6"), STR_INIT("ZIP"), SHAPE_ZIP, { archive_read_support_format_zip_seekable } },
	{ 0, STR_INIT("Rar!\x1A\x07\1"), STR_INIT("RAR"), SHAPE_SEQUENCE, { archive_read_support_format_rar5 } },
	{ 0, STR_INIT("Rar!\x1A\x07"), STR_INIT("RAR"), SHAPE_SEQUENCE, { archive_read_support_format_rar } },
	{ 0, STR_INIT("7z\xBC\xAF\x27\x1C"), STR_INIT("7z"), SHAPE_SEQUENCE, { archive_read_support_format_7zip } },
	{ 0,
	  STR_INIT("\x1F\x8B\x08"),
	  STR_INIT("gzip"),
	  SHAPE_GZIP,
	  { archive_read_support_filter_gzip, archive_read_support_format_tar, archive_read_support_format_raw } },
	{ BZIP2_AT,
	  STR_INIT("1AY&SY"),
	  STR_INIT("bzip2"),
	  SHAPE_PACKED,
	  { archive_read_support_filter_bzip2, archive_read_support_format_tar, archive_read_support_format_raw } },
	{ 0,
	  STR_INIT("\xFD"
		   "7zXZ\0"),
	  STR_INIT("xz"),
	  SHAPE_PACKED,
	  { archive_read_support_filter_xz, archive_read_support_format_tar, archive_read_support_format_raw } },
	{ TAR_AT, STR_INIT("ustar"), STR_INIT("tar"), SHAPE_TAR, { archive_read_support_format_tar } },
	{ ISO_AT, STR_INIT("CD001"), STR_INIT("ISO"), SHAPE_ISO, { archive_read_support_format_iso9660 } },
};

/* One archive while it is read. */
struct reading {
	const struct archive_context *context;
	const struct kind *kind;
	struct bytes file;
	struct archive *archive;
	struct archive_entry *entry;
	uint32_t index;
	size_t header; /* that of the member at hand, folders counted */
	struct rar_sums sums;
	enum say fatal; /* why nothing more can be read */
	bool stopped;
	bool header_failed;

	/* Of the member at hand. */
	unsigned char *content; /* malloc'ed: how much a file asks for must not end the program */
	size_t len, room;
};

static const struct kind *kind_of(struct bytes file)
{
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		const struct kind *k = &kinds[i];

		if (file.len >= k->at + k->bytes.len && memcmp(file.data + k->at, k->bytes.data, k->bytes.len) == 0)
			return k;
	}
	return NULL;
}

bool archive_detect(struct bytes file, struct str *name)
{
	const struct kind *kind = kind_of(file);

	if (kind)
		*name = kind->name;
	return kind != NULL;
}

struct archive_budget archive_budget_of(uint64_t packed)
{
	struct archive_budget budget = { ARCHIVE_FREE_SIZE, ARCHIVE_MEMBER_SIZE, ARCHIVE_ENTRIES };

	if (packed > ARCHIVE_TOTAL_SIZE / ARCHIVE_RATIO)
		budget.bytes = ARCHIVE_TOTAL_SIZE;
	else if (packed * ARCHIVE_RATIO > budget.bytes)
		budget.bytes = packed * ARCHIVE_RATIO;
	return budget;
}

/* --- Content ----------------------------------------------------------------- */

static enum say reason_of(const struct reading *reading, enum say otherwise)
{
	return archive_errno(reading->archive) == ENOMEM ? SAY_WHY_EXPANDS : otherwise;
}

static bool make_room(struct reading *reading, size_t len)
{
	size_t room = reading->room ? reading->room : FIRST_ROOM;
	unsigned char *grown;

	while (room < len)
		room *= 2;
	if (room == reading->room)
		return true;
	grown = realloc(reading->content, room);
	if (!grown)
		return false;
	reading->content = grown;
	reading->room = room;
	return true;
}

/* A hole before the block, which a sparse file has, counts like any other bytes. */
static bool keep_block(struct reading *reading, struct str block, size_t at)
{
	if (at < reading->len || !make_room(reading, at + block.len))
		return false;
	memset(reading->content + reading->len, 0, at - reading->len);
	if (block.len)
		memcpy(reading->content + at, block.data, block.len);
	reading->len = at + block.len;
	return true;
}

/* What was inflated is spent, kept or not. False where the archive as a whole expands too much. */
static bool spend(struct reading *reading, uint64_t bytes)
{
	struct archive_budget *budget = reading->context->budget;

	if (bytes > budget->bytes) {
		budget->bytes = 0;
		reading->fatal = SAY_WHY_EXPANDS;
		return false;
	}
	budget->bytes -= bytes;
	return true;
}

/*
 * In a .zip the next member can be gone to directly. Elsewhere what is passed over is
 * inflated all the same, so that it is done here, where it counts.
 */
static bool skips_freely(const struct reading *reading)
{
	return reading->kind->shape == SHAPE_ZIP || reading->kind->shape == SHAPE_TAR ||
	       reading->kind->shape == SHAPE_ISO;
}

static enum say end_content(struct reading *reading, int status)
{
	if (status == ARCHIVE_EOF)
		return SAY_NOTHING;
	if (status == ARCHIVE_FATAL)
		reading->fatal = reason_of(reading, SAY_WHY_ARCHIVE);
	return reason_of(reading, SAY_WHY_MEMBER);
}

static enum say read_content(struct reading *reading, bool keep)
{
	uint64_t most = reading->context->budget->member;
	enum say why = SAY_NOTHING;
	struct str block;
	const void *data;
	int64_t at;
	int status;

	while ((status = archive_read_data_block(reading->archive, &data, &block.len, &at)) == ARCHIVE_OK) {
		block.data = data;
		if (!spend(reading, block.len))
			return SAY_WHY_EXPANDS;
		if (!keep || why)
			continue;
		if (at < 0 || (uint64_t)at > most || block.len > most - (uint64_t)at ||
		    !keep_block(reading, block, (size_t)at))
			why = SAY_WHY_EXPANDS;
		if (why && skips_freely(reading))
			return why;
	}
	if (why)
		return why;
	return end_content(reading, status);
}

/* A hole at the end; or fewer bytes than promised, where nobody else has noticed. */
static enum say hold_size(struct reading *reading)
{
	int64_t size = archive_entry_size(reading->entry);

	if (!archive_entry_size_is_set(reading->entry) || size < 0 || (uint64_t)size == reading->len)
		return SAY_NOTHING;
	if ((uint64_t)size < reading->len)
		return SAY_WHY_MEMBER;
	if ((uint64_t)size > reading->context->budget->member)
		return SAY_WHY_EXPANDS;
	if (archive_entry_sparse_count(reading->entry) == 0)
		return SAY_WHY_MEMBER;
	return keep_block(reading, STR(""), (size_t)size) ? SAY_NOTHING : SAY_WHY_EXPANDS;
}

/* What a cipher gives with a wrong password may look like damage: a member that is encrypted is never called damaged.
 */
static enum say content_of(struct reading *reading)
{
	bool encrypted = archive_entry_is_encrypted(reading->entry) != 0;
	enum say why;

	reading->len = 0;
	if (reading->header_failed)
		return encrypted ? SAY_ENCRYPTED : SAY_WHY_MEMBER;
	if (encrypted && (reading->kind->shape != SHAPE_ZIP || reading->context->passwords.count == 0))
		return SAY_ENCRYPTED;
	if (skips_freely(reading) && archive_entry_size_is_set(reading->entry) &&
	    archive_entry_size(reading->entry) > (int64_t)reading->context->budget->member)
		return SAY_WHY_EXPANDS;
	why = read_content(reading, true);
	if (!why)
		why = hold_size(reading);
	if (!why && !rar_holds(&reading->sums, reading->header, (struct bytes){ reading->content, reading->len }))
		why = SAY_WHY_MEMBER;
	return encrypted && why && why != SAY_WHY_EXPANDS ? SAY_ENCRYPTED : why;
}

/* --- Members ----------------------------------------------------------------- */

/* A packed file has no name of its own that could be relied on. */
static struct str name_of(const struct reading *reading)
{
	struct str name = archive_format(reading->archive) == ARCHIVE_FORMAT_RAW
				  ? reading->context->stem
				  : str_from(archive_entry_pathname(reading->entry));

	if (name.len <= ARCHIVE_NAME)
		return name;
	name.len = ARCHIVE_NAME;
	while (name.len > ARCHIVE_NAME - 4 && (name.data[name.len] & 0xC0) == 0x80)
		name.len--;
	return name;
}

static bool is_special(const struct reading *reading)
{
	return archive_entry_filetype(reading->entry) != AE_IFREG || archive_entry_hardlink(reading->entry);
}

static void take_member(struct reading *reading)
{
	const struct archive_sink *sink = reading->context->sink;
	struct archive_member member = { .index = reading->index++, .name = name_of(reading) };

	member.special = is_special(reading);
	if (!member.special && sink->wants(sink->user, member.index, member.name)) {
		member.why = content_of(reading);
		if (!member.why)
			member.content = (struct bytes){ reading->content, reading->len };
	} else if (!skips_freely(reading)) {
		read_content(reading, false);
	}
	reading->stopped = !sink->take(sink->user, &member);
}

/*
 * Behind a warning is a member all the same: a name that could not be made out, a field
 * too many; and behind a failure one that cannot be read (an encrypted link in a .zip).
 */
static bool next_member(struct reading *reading)
{
	int status = archive_read_next_header(reading->archive, &reading->entry);

	reading->header_failed = status == ARCHIVE_FAILED;
	if (status == ARCHIVE_EOF)
		return false;
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN || status == ARCHIVE_FAILED)
		return true;
	if (archive_read_has_encrypted_entries(reading->archive) > 0)
		reading->fatal = SAY_ENCRYPTED;
	else
		reading->fatal = reason_of(reading, SAY_WHY_ARCHIVE);
	return false;
}

static void read_members(struct reading *reading)
{
	while (!reading->stopped && !reading->fatal && next_member(reading)) {
		if (reading->context->budget->entries == 0) {
			reading->fatal = SAY_WHY_ENTRIES;
			return;
		}
		reading->context->budget->entries--;
		if (archive_entry_filetype(reading->entry) != AE_IFDIR)
			take_member(reading);
		reading->header++;
	}
}

/* --- The archive ------------------------------------------------------------- */

/* Every tar ends in blocks of zeros; one that was cut between two members has none. */
static bool is_cut_tar(struct bytes file)
{
	if (file.len < (size_t)2 * TAR_BLOCK)
		return true;
	for (size_t i = file.len - TAR_BLOCK; i < file.len; i++)
		if (file.data[i])
			return true;
	return false;
}

/* One filter, and it was found: what the library does not know as packed it would hand on as it is, and unpack what is
 * packed twice. */
static bool is_unpacked_once(const struct reading *reading)
{
	return skips_freely(reading) || reading->kind->shape == SHAPE_SEQUENCE ||
	       archive_filter_count(reading->archive) == 2;
}

static bool open_archive(struct reading *reading, support *const *with, size_t count)
{
	struct arena arena = { 0 };
	bool ok;

	reading->archive = archive_read_new();
	ok = reading->archive != NULL;
	for (size_t i = 0; ok && i < count && with[i]; i++)
		ok = with[i](reading->archive) == ARCHIVE_OK;
	for (uint32_t i = 0; ok && i < reading->context->passwords.count; i++)
		if (reading->context->passwords.item[i].len)
			archive_read_add_passphrase(reading->archive,
						    arena_cstring(&arena, reading->context->passwords.item[i]));
	ok = ok && archive_read_open_memory(reading->archive, reading->file.data, reading->file.len) == ARCHIVE_OK &&
	     is_unpacked_once(reading);
	arena_release(&arena);
	return ok;
}

static void close_archive(struct reading *reading)
{
	archive_read_free(reading->archive);
	free(reading->content);
	free(reading->sums.item);
	reading->sums = (struct rar_sums){ 0 };
	reading->archive = NULL;
	reading->content = NULL;
	reading->len = reading->room = 0;
}

static enum say read_with(struct reading *reading, support *const *with, size_t count)
{
	if (open_archive(reading, with, count))
		read_members(reading);
	else
		reading->fatal = reading->archive ? reason_of(reading, SAY_WHY_ARCHIVE) : SAY_WHY_EXPANDS;
	close_archive(reading);
	return reading->fatal;
}

/* Inflate it all and forget it: the sums of bzip2 and xz stand behind what they are of. */
static enum say check_packed(struct reading *reading)
{
	support *const raw[] = { reading->kind->support[0], archive_read_support_format_raw };
	struct archive_budget kept = *reading->context->budget;

	if (!open_archive(reading, raw, ARRAY_COUNT(raw)))
		reading->fatal = SAY_WHY_ARCHIVE;
	else if (next_member(reading) && read_content(reading, false) && !reading->fatal)
		reading->fatal = SAY_WHY_ARCHIVE;
	close_archive(reading);
	*reading->context->budget = kept;
	return reading->fatal;
}

/* A .zip without a directory that makes sense is read from its beginning as far as that goes, and is damaged all the
 * same. */
static enum say read_zip(struct reading *reading)
{
	support *const streaming[] = { archive_read_support_format_zip_streamable };
	uint32_t count;
	enum say why = zip_layout_check(reading->file, reading->context->budget->entries, &count);

	if (why == SAY_WHY_TOO_LARGE)
		return SAY_WHY_ENTRIES;
	if (why != SAY_WHY_ZIP)
		return why ? why : read_with(reading, reading->kind->support, ARRAY_COUNT(reading->kind->support));
	why = read_with(reading, streaming, ARRAY_COUNT(streaming));
	return why ? why : SAY_WHY_ARCHIVE;
}

static enum say read_kind(struct reading *reading)
{
	enum shape shape = reading->kind->shape;
	enum say why = SAY_NOTHING;

	if (shape == SHAPE_ZIP)
		return read_zip(reading);
	if (shape == SHAPE_GZIP)
		why = gzip_check(reading->file, reading->context->budget->bytes);
	else if (shape == SHAPE_PACKED)
		why = check_packed(reading);
	rar_read_sums(reading->file, reading->context->budget->entries, &reading->sums);
	if (!why)
		why = read_with(reading, reading->kind->support, ARRAY_COUNT(reading->kind->support));
	return why || shape != SHAPE_TAR || reading->stopped || !is_cut_tar(reading->file) ? why : SAY_WHY_ARCHIVE;
}

/* --- Names ------------------------------------------------------------------- */

/* The library hands names over in the encoding of the locale, which must then hold them all. */
static const char utf8_locale[] = "C.UTF-8";

void archive_prepare(void)
{
	setlocale(LC_CTYPE, utf8_locale);
}

enum say archive_read(const struct archive_context *context, struct bytes file)
{
	struct reading reading = { .context = context, .kind = kind_of(file), .file = file };
	locale_t locale = (locale_t)0, before = (locale_t)0;
	enum say why;

	if (!reading.kind)
		return SAY_WHY_ARCHIVE;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		locale = newlocale(LC_CTYPE_MASK, utf8_locale, (locale_t)0);
	if (locale)
		before = uselocale(locale);
	why = read_kind(&reading);
	if (locale) {
		uselocale(before);
		freelocale(locale);
	}
	return why;
}
