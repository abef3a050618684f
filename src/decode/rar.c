#include "decode/rar.h"

#include <zlib.h>

/* RAR 4, technote.txt: blocks of a 16-bit sum, a type, flags, a size; then what is added. */
enum {
	OLD_MARK = 7,
	OLD_FILE = 0x74,
	OLD_FILE_SIZE = 32,
	OLD_ADDED = 0x8000,
	OLD_LARGE = 0x100,
	OLD_SPLIT = 3,
	OLD_LEAST = 7
};

/* RAR 5, "RAR 5.0 archive format": numbers of 7 bits a byte, the lowest first. */
enum { NEW_MARK = 8, NEW_FILE = 2, NEW_EXTRA = 1, NEW_DATA = 2, NEW_SPLIT = 0x18, FILE_TIME = 2, FILE_CRC = 4 };

/* Reading on from a place; nothing more once it was beyond the end. */
struct cursor {
	struct bytes file;
	uint64_t at;
	bool ok;
};

static uint64_t take(struct cursor *cursor, int bytes)
{
	uint64_t value = 0;

	if (!cursor->ok || cursor->at > cursor->file.len || cursor->file.len - cursor->at < (uint64_t)bytes) {
		cursor->ok = false;
		return 0;
	}
	for (int i = bytes; i-- > 0;)
		value = value << 8 | cursor->file.data[cursor->at + (uint64_t)i];
	cursor->at += (uint64_t)bytes;
	return value;
}

static uint64_t take_number(struct cursor *cursor)
{
	uint64_t value = 0;

	for (int shift = 0; shift < 64; shift += 7) {
		uint64_t byte = take(cursor, 1);

		value |= (byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return value;
	}
	cursor->ok = false;
	return 0;
}

/* Where the next block begins: forward, or there is none. */
static void go_on(struct cursor *cursor, uint64_t from, uint64_t header, uint64_t data)
{
	uint64_t left = cursor->file.len - from;

	cursor->ok = cursor->ok && header <= left && data <= left - header && header + data > 0;
	cursor->at = from + header + data;
}

static void take_old(struct cursor *cursor, struct rar_sums *sums)
{
	uint64_t begin = cursor->at, type, flags, size, data = 0;

	take(cursor, 2);
	type = take(cursor, 1);
	flags = take(cursor, 2);
	size = take(cursor, 2);
	if (size < OLD_LEAST)
		cursor->ok = false;
	if (flags & OLD_ADDED)
		data = take(cursor, 4);
	if (type == OLD_FILE && cursor->ok) {
		struct rar_sum *sum = LIST_ADD(sums);

		take(cursor, 5);
		sum->crc = (uint32_t)take(cursor, 4);
		sum->known = cursor->ok && !(flags & OLD_SPLIT);
		cursor->at = begin + OLD_FILE_SIZE;
		if (flags & OLD_LARGE)
			data |= take(cursor, 4) << 32;
	}
	go_on(cursor, begin, size, data);
}

static void take_new(struct cursor *cursor, struct rar_sums *sums)
{
	uint64_t begin, size, type, flags, data = 0;

	take(cursor, 4);
	size = take_number(cursor);
	begin = cursor->at;
	type = take_number(cursor);
	flags = take_number(cursor);
	if (flags & NEW_EXTRA)
		take_number(cursor);
	if (flags & NEW_DATA)
		data = take_number(cursor);
	if (type == NEW_FILE && cursor->ok) {
		struct rar_sum *sum = LIST_ADD(sums);
		uint64_t has = take_number(cursor);

		take_number(cursor); /* its size */
		take_number(cursor); /* its attributes */
		if (has & FILE_TIME)
			take(cursor, 4);
		if (has & FILE_CRC)
			sum->crc = (uint32_t)take(cursor, 4);
		sum->known = cursor->ok && (has & FILE_CRC) && !(flags & NEW_SPLIT);
	}
	if (cursor->ok)
		go_on(cursor, begin, size, data);
}

void rar_read_sums(struct bytes file, size_t most, struct rar_sums *sums)
{
	struct cursor cursor = { file, 0, true };
	bool old = file.len >= OLD_MARK && memcmp(file.data, "Rar!\x1A\x07\0", OLD_MARK) == 0;

	if (!old && (file.len < NEW_MARK || memcmp(file.data, "Rar!\x1A\x07\1\0", NEW_MARK) != 0))
		return;
	cursor.at = old ? OLD_MARK : NEW_MARK;
	while (cursor.ok && cursor.at < file.len && sums->count < most)
		(old ? take_old : take_new)(&cursor, sums);
}

bool rar_holds(const struct rar_sums *sums, size_t index, struct bytes content)
{
	if (index >= sums->count || !sums->item[index].known)
		return true;
	return crc32_z(0, content.data, content.len) == sums->item[index].crc;
}
