#include "decode/ole.h"

#include "base/little.h"

#include <stdlib.h>

/* The layout of [MS-CFB]: where the header and an entry of the directory hold what. */
enum {
	HEADER_SIZE = 512,
	SECTOR_SHIFT_AT = 30,
	DIRECTORY_AT = 48,
	MINI_FAT_AT = 60,
	DIFAT_AT = 68,
	HEADER_FAT_AT = 76,
	HEADER_FAT_COUNT = 109,
	MINI_SECTOR = 64,
	MINI_BELOW = 4096,
	ENTRY_SIZE = 128,
	NAME_LEN_AT = 64,
	TYPE_AT = 66,
	LEFT_AT = 68,
	RIGHT_AT = 72,
	CHILD_AT = 76,
	START_AT = 116,
	SIZE_AT = 120
};

enum { TYPE_STREAM = 2, TYPE_ROOT = 5 };

/* Sector numbers from here on are no sectors. */
#define LAST_SECTOR 0xFFFFFFF9u
#define END_OF_CHAIN 0xFFFFFFFEu
/* No entry of the directory stands beside, or below. */
#define NO_ENTRY 0xFFFFFFFFu

struct entry {
	uint32_t start, size;
};

bool ole_is(struct bytes file)
{
	static const unsigned char magic[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };

	return file.len >= sizeof(magic) && memcmp(file.data, magic, sizeof(magic)) == 0;
}

/* Sectors the file has room for: no chain is longer. */
static uint64_t sector_count(const struct ole *ole)
{
	return ole->file.len / ole->sector_size;
}

/* NULL where the file does not hold the whole of it. */
static const unsigned char *sector_at(const struct ole *ole, uint32_t sector)
{
	uint64_t at = ((uint64_t)sector + 1) * ole->sector_size;

	if (sector > LAST_SECTOR || at + ole->sector_size > ole->file.len)
		return NULL;
	return ole->file.data + at;
}

static uint32_t next_sector(const struct ole *ole, uint32_t sector)
{
	uint32_t per_sector = ole->sector_size / 4;
	const unsigned char *table;

	if (sector / per_sector >= ole->fat.count)
		return END_OF_CHAIN;
	table = sector_at(ole, ole->fat.item[sector / per_sector]);
	return table ? little_u32(table + 4 * (size_t)(sector % per_sector)) : END_OF_CHAIN;
}

static void add_fat(struct ole *ole, const unsigned char *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (little_u32(list + 4 * (size_t)i) <= LAST_SECTOR && ole->fat.count < sector_count(ole))
			*LIST_ADD(&ole->fat) = little_u32(list + 4 * (size_t)i);
}

static void list_directory(struct ole *ole, uint32_t sector)
{
	while (ole->directory.count < sector_count(ole) && sector_at(ole, sector)) {
		*LIST_ADD(&ole->directory) = sector;
		sector = next_sector(ole, sector);
	}
}

bool ole_open(struct ole *ole, struct bytes file)
{
	uint32_t difat, per_sector;
	const unsigned char *list;

	*ole = (struct ole){ .file = file };
	if (!ole_is(file) || file.len < HEADER_SIZE)
		return false;
	switch (little_u16(file.data + SECTOR_SHIFT_AT)) {
	case 9:
	case 12:
		ole->sector_size = 1u << little_u16(file.data + SECTOR_SHIFT_AT);
		break;
	default:
		return false;
	}
	ole->mini_fat = little_u32(file.data + MINI_FAT_AT);
	add_fat(ole, file.data + HEADER_FAT_AT, HEADER_FAT_COUNT);
	per_sector = ole->sector_size / 4 - 1;
	difat = little_u32(file.data + DIFAT_AT);
	for (uint64_t n = 0; n < sector_count(ole) && (list = sector_at(ole, difat)); n++) {
		add_fat(ole, list, per_sector);
		difat = little_u32(list + 4 * (size_t)per_sector);
	}
	list_directory(ole, little_u32(file.data + DIRECTORY_AT));
	return true;
}

void ole_release(struct ole *ole)
{
	free(ole->fat.item);
	free(ole->directory.item);
	*ole = (struct ole){ 0 };
}

/* Names are UTF-16; those looked for are ASCII. */
static bool has_name(const unsigned char *entry, struct str name)
{
	if (little_u16(entry + NAME_LEN_AT) != 2 * (name.len + 1) || 2 * name.len > NAME_LEN_AT)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (entry[2 * i + 1] != 0 || str_lower((char)entry[2 * i]) != str_lower(name.data[i]))
			return false;
	return true;
}

/* An empty name: the root, whose stream holds all small ones. */
static bool is_wanted(const unsigned char *entry, struct str name)
{
	if (name.len == 0)
		return entry[TYPE_AT] == TYPE_ROOT;
	return entry[TYPE_AT] == TYPE_STREAM && has_name(entry, name);
}

static uint64_t entry_count(const struct ole *ole)
{
	return ole->directory.count * (uint64_t)(ole->sector_size / ENTRY_SIZE);
}

/* NULL where there is no such entry. */
static const unsigned char *entry_at(const struct ole *ole, uint64_t number)
{
	uint32_t per_sector = ole->sector_size / ENTRY_SIZE;

	if (number >= entry_count(ole))
		return NULL;
	return sector_at(ole, ole->directory.item[number / per_sector]) + (number % per_sector) * ENTRY_SIZE;
}

/*
 * The entries below the root are a tree of neighbours. *whole: it is one, without
 * circles and without ends in nowhere.
 */
static const unsigned char *find_in_tree(const struct ole *ole, const unsigned char *root, struct str name, bool *whole)
{
	LIST_OF(uint32_t) waiting = { 0 };
	const unsigned char *found = NULL;
	uint64_t seen = 0;

	*whole = true;
	*LIST_ADD(&waiting) = little_u32(root + CHILD_AT);
	while (waiting.count > 0 && !found && *whole) {
		uint32_t number = waiting.item[--waiting.count];
		const unsigned char *entry = entry_at(ole, number);

		if (number == NO_ENTRY)
			continue;
		*whole = entry && seen++ < entry_count(ole);
		if (!*whole)
			break;
		if (is_wanted(entry, name))
			found = entry;
		*LIST_ADD(&waiting) = little_u32(entry + RIGHT_AT);
		*LIST_ADD(&waiting) = little_u32(entry + LEFT_AT);
	}
	free(waiting.item);
	return found;
}

static const unsigned char *find_anywhere(const struct ole *ole, struct str name)
{
	for (uint64_t i = 0; i < entry_count(ole); i++)
		if (is_wanted(entry_at(ole, i), name))
			return entry_at(ole, i);
	return NULL;
}

/* Where the tree is damaged, or nobody made one, the first of that name will do. */
static bool find_entry(const struct ole *ole, struct str name, struct entry *found)
{
	const unsigned char *entry = find_anywhere(ole, STR("")), *root = entry;
	bool whole = false;

	if (name.len > 0 && root && little_u32(root + CHILD_AT) != NO_ENTRY)
		entry = find_in_tree(ole, root, name, &whole);
	if (name.len > 0 && !whole)
		entry = find_anywhere(ole, name);
	if (!entry)
		return false;
	*found = (struct entry){ little_u32(entry + START_AT), little_u32(entry + SIZE_AT) };
	return true;
}

bool ole_has(const struct ole *ole, struct str name)
{
	struct entry entry;

	return find_entry(ole, name, &entry);
}

/* A last sector may be cut short: what is there counts. */
static void add_chain(struct ole_stream *stream, const struct ole *ole, struct entry entry)
{
	uint32_t sector = entry.start;

	stream->piece_size = ole->sector_size;
	while (sector <= LAST_SECTOR && stream->piece.count * (uint64_t)ole->sector_size < entry.size) {
		uint64_t at = ((uint64_t)sector + 1) * ole->sector_size;

		if (at >= ole->file.len || stream->piece.count > sector_count(ole))
			break;
		*LIST_ADD(&stream->piece) = at;
		stream->size = stream->piece.count * (uint64_t)ole->sector_size;
		sector = next_sector(ole, sector);
	}
	if (stream->size > entry.size)
		stream->size = entry.size;
}

static bool mini_next(const struct ole *ole, const struct ole_stream *table, uint32_t sector, uint32_t *next)
{
	uint64_t place;

	if (!ole_stream_at(table, 4 * (uint64_t)sector, &place) || place + 4 > ole->file.len)
		return false;
	*next = little_u32(ole->file.data + place);
	return true;
}

/* Small streams lie in pieces of 64 bytes inside the root's stream. */
static void add_mini_chain(struct ole_stream *stream, const struct ole *ole, struct entry entry)
{
	struct ole_stream table = { 0 }, container = { 0 };
	struct entry root;
	uint32_t sector = entry.start;
	uint64_t place;

	stream->piece_size = MINI_SECTOR;
	add_chain(&table, ole, (struct entry){ ole->mini_fat, UINT32_MAX });
	if (find_entry(ole, STR(""), &root))
		add_chain(&container, ole, root);
	while (stream->size < entry.size && ole_stream_at(&container, (uint64_t)sector * MINI_SECTOR, &place)) {
		*LIST_ADD(&stream->piece) = place;
		stream->size += MINI_SECTOR;
		if (!mini_next(ole, &table, sector, &sector))
			break;
	}
	if (stream->size > entry.size)
		stream->size = entry.size;
	ole_stream_release(&table);
	ole_stream_release(&container);
}

/* Some writers know nothing of small sectors and have none. */
bool ole_find(struct ole_stream *stream, const struct ole *ole, struct str name)
{
	struct entry entry;

	*stream = (struct ole_stream){ 0 };
	if (!find_entry(ole, name, &entry))
		return false;
	if (entry.size < MINI_BELOW)
		add_mini_chain(stream, ole, entry);
	if (stream->size == 0)
		add_chain(stream, ole, entry);
	return true;
}

void ole_stream_release(struct ole_stream *stream)
{
	free(stream->piece.item);
	*stream = (struct ole_stream){ 0 };
}

/* A last piece that the file cuts is filled with zeros. */
void ole_stream_copy(const struct ole_stream *stream, const struct ole *ole, unsigned char *to)
{
	uint64_t left = stream->size;

	for (size_t i = 0; i < stream->piece.count && left > 0; i++) {
		uint64_t at = stream->piece.item[i], part = left < stream->piece_size ? left : stream->piece_size;
		uint64_t there = at < ole->file.len ? ole->file.len - at : 0;

		if (there > part)
			there = part;
		memcpy(to, ole->file.data + at, there);
		memset(to + there, 0, part - there);
		to += part;
		left -= part;
	}
}

bool ole_stream_at(const struct ole_stream *stream, uint64_t at, uint64_t *place)
{
	if (at >= stream->size)
		return false;
	*place = stream->piece.item[at / stream->piece_size] + at % stream->piece_size;
	return true;
}
