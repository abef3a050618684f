#include "decode/zip.h"

#include <zip.h>

#include "decode/zip_layout.h"

struct entry {
	struct str name; /* lower case, with /, none in front */
	uint64_t size, packed;
	bool encrypted;
	bool counted; /* towards the total */
};

struct zip_package {
	struct arena arena; /* of the names */
	zip_t *zip;
	bool trusted;
	uint32_t count;
	struct entry *entry;
	uint64_t total; /* declared sizes of the parts read so far */
};

static char plain_char(char c)
{
	return c == '\\' ? '/' : str_lower(c);
}

static struct str plain_name(struct arena *arena, struct str name)
{
	char *plain;

	while (name.len && (name.data[0] == '/' || name.data[0] == '\\'))
		name = str_after(name, 1);
	plain = arena_cstring(arena, name);
	for (size_t i = 0; i < name.len; i++)
		plain[i] = plain_char(plain[i]);
	return (struct str){ plain, name.len };
}

static bool load_entries(struct zip_package *package)
{
	package->entry = ARENA_ARRAY(&package->arena, struct entry, package->count);
	for (uint32_t i = 0; i < package->count; i++) {
		zip_stat_t stat;
		const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;

		if (zip_stat_index(package->zip, i, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & wanted) != wanted)
			return false;
		package->entry[i] = (struct entry){
			.name = plain_name(&package->arena, str_from(stat.name)),
			.size = stat.size,
			.packed = stat.comp_size,
			.encrypted = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE,
		};
	}
	return true;
}

/* ZIP_CHECKCONS is not used: it refuses files that people have. */
static zip_t *open_bytes(struct bytes file)
{
	zip_source_t *source = zip_source_buffer_create(file.data, file.len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;

	if (source && !zip)
		zip_source_free(source);
	return zip;
}

struct zip_package *zip_package_open(struct bytes file, enum say *why)
{
	struct zip_package *package;
	uint32_t count;

	*why = zip_layout_check(file, ZIP_ENTRIES, &count);
	if (*why)
		return NULL;
	*why = SAY_WHY_ZIP;
	package = calloc(1, sizeof(*package));
	if (!package)
		return NULL;
	package->count = count;
	package->zip = open_bytes(file);
	if (!package->zip || zip_get_num_entries(package->zip, 0) != (zip_int64_t)count || !load_entries(package)) {
		zip_package_close(package);
		return NULL;
	}
	*why = SAY_NOTHING;
	return package;
}

void zip_package_close(struct zip_package *package)
{
	if (!package)
		return;
	if (package->zip)
		zip_discard(package->zip);
	arena_release(&package->arena);
	free(package);
}

void zip_package_trust(struct zip_package *package)
{
	package->trusted = true;
}

size_t zip_package_count(const struct zip_package *package)
{
	return package->count;
}

size_t zip_package_find(const struct zip_package *package, struct str name)
{
	struct arena arena = { 0 };
	struct str plain = plain_name(&arena, name);
	size_t found = ZIP_ABSENT;

	for (uint32_t i = 0; i < package->count && found == ZIP_ABSENT; i++)
		if (str_eq(package->entry[i].name, plain))
			found = i;
	arena_release(&arena);
	return found;
}

/* The declared size decides, since reading stops there: what it declares too small is damage. */
static bool expands_too_much(struct zip_package *package, struct entry *entry)
{
	if (package->trusted)
		return false;
	if (entry->size > ZIP_ENTRY_SIZE)
		return true;
	if (entry->size > ZIP_RATIO_FREE && entry->size / ZIP_RATIO > entry->packed)
		return true;
	if (!entry->counted)
		package->total += entry->size;
	entry->counted = true;
	return package->total > ZIP_TOTAL_SIZE;
}

enum say zip_part_open(struct zip_part *part, struct zip_package *package, size_t index)
{
	struct entry *entry = &package->entry[index];

	*part = (struct zip_part){ .left = entry->size };
	if (entry->encrypted)
		return SAY_ENCRYPTED;
	if (expands_too_much(package, entry))
		return SAY_WHY_EXPANDS;
	part->file = zip_fopen_index(package->zip, index, 0);
	return part->file ? SAY_NOTHING : SAY_WHY_ZIP;
}

enum say zip_part_read(struct zip_part *part, void *chunk, size_t room, size_t *got)
{
	zip_int64_t bytes = zip_fread(part->file, chunk, room);

	*got = 0;
	if (bytes < 0 || (uint64_t)bytes > part->left || (bytes == 0 && part->left > 0))
		return SAY_WHY_ZIP;
	part->left -= (uint64_t)bytes;
	*got = (size_t)bytes;
	return SAY_NOTHING;
}

void zip_part_close(struct zip_part *part)
{
	if (part->file)
		zip_fclose(part->file);
	part->file = NULL;
}

bool zip_has(struct bytes file, struct str part_name)
{
	enum say why;
	struct zip_package *package = zip_package_open(file, &why);
	bool has = package && zip_package_find(package, part_name) != ZIP_ABSENT;

	zip_package_close(package);
	return has;
}
