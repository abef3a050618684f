#include "read/xls_plain.h"

#include "decode/crypt_xls.h"
#include "decode/ole.h"
#include "read/biff_record.h"

/* Before FILEPASS stand a BOF and what protects against changes ([MS-XLS] 2.1.7.20.3). */
enum { LOOK = 1024, FILEPASS = 0x002F };
/* In its place: a record that says nothing and that readers pass over ([MS-XLS] 2.4.93). */
enum { DSF = 0x0161 };

static bool find_filepass(const struct ole_stream *stream, struct bytes file, size_t *at, bool *biff8)
{
	unsigned char look[LOOK];
	struct bytes beginning = { look, 0 };
	struct biff_record record;
	struct biff_bof bof;
	size_t next = 0;
	uint64_t place;

	while (beginning.len < LOOK && ole_stream_at(stream, beginning.len, &place) && place < file.len)
		look[beginning.len++] = file.data[place];
	if (!biff_record_next(beginning, &next, &record) || !biff_record_bof(&record, &bof))
		return false;
	*biff8 = bof.version == BIFF_8;
	do
		*at = next;
	while (biff_record_next(beginning, &next, &record) && record.id != FILEPASS && record.id != BIFF_EOF);
	return next > *at && record.id == FILEPASS;
}

/* The records lie where they lay, piece by piece. */
static struct bytes put_back(struct arena *arena, const struct ole_stream *stream, const unsigned char *records,
			     struct bytes file)
{
	unsigned char *copy = arena_alloc(arena, file.len, 1);
	uint64_t place;

	memcpy(copy, file.data, file.len);
	for (uint64_t at = 0; at < stream->size && ole_stream_at(stream, at, &place); at += stream->piece_size) {
		uint64_t left = stream->size - at, len = left < stream->piece_size ? left : stream->piece_size;
		uint64_t there = place < file.len ? file.len - place : 0;

		memcpy(copy + place, records + at, len < there ? len : there);
	}
	return (struct bytes){ copy, file.len };
}

static struct bytes open_stream(struct arena *arena, struct strs passwords, const struct ole *ole,
				const struct ole_stream *stream)
{
	unsigned char *records;
	bool biff8;
	size_t at;

	if (!find_filepass(stream, ole->file, &at, &biff8))
		return ole->file;
	records = arena_alloc(arena, (size_t)stream->size, 1);
	ole_stream_copy(stream, ole, records);
	if (crypt_xls_open(passwords, records, (size_t)stream->size, at, biff8))
		return ole->file;
	records[at] = DSF & 0xFF;
	records[at + 1] = DSF >> 8;
	return put_back(arena, stream, records, ole->file);
}

struct bytes xls_plain(struct arena *arena, struct strs passwords, struct bytes file)
{
	struct ole ole;
	struct ole_stream stream = { 0 };
	struct bytes plain = file;

	if (file.len > XLS_PLAIN_MOST)
		return file;
	if (ole_open(&ole, file) && (ole_find(&stream, &ole, STR("Workbook")) || ole_find(&stream, &ole, STR("Book"))))
		plain = open_stream(arena, passwords, &ole, &stream);
	ole_stream_release(&stream);
	ole_release(&ole);
	return plain;
}
