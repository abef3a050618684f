#include "read/biff_record.h"

/* What the 16 bits behind the version in a BOF say of the substream. */
enum { BOF_GLOBALS = 0x0005, BOF_WORKSHEET = 0x0010, BOF_GLOBALS_4 = 0x0100 };

/* Excel's own are 4, 6, 8 or 16 bytes long; some writers add a few. */
enum { BOF_MIN = 4, BOF_MAX = 20 };

double biff_record_double(const unsigned char *at)
{
	uint64_t bits = little_u64(at);
	double number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

bool biff_record_next(struct bytes stream, size_t *at, struct biff_record *record)
{
	const unsigned char *header;

	if (*at > stream.len || stream.len - *at < BIFF_HEADER)
		return false;
	header = stream.data + *at;
	*record = (struct biff_record){ little_u16(header), little_u16(header + 2), header + BIFF_HEADER };
	if (stream.len - *at - BIFF_HEADER < record->len)
		return false;
	*at += BIFF_HEADER + record->len;
	return true;
}

bool biff_record_is_bof(uint32_t id)
{
	return id == 0x0009 || id == 0x0209 || id == 0x0409 || id == 0x0809;
}

/* Some programs write the id of Excel 5 and the version of another in it. */
static bool find_version(uint32_t id, uint32_t claim, enum biff_version *version)
{
	static const struct {
		uint32_t claim;
		enum biff_version version;
	} known[] = {
		{ 0x0600, BIFF_8 }, { 0x0500, BIFF_5 }, { 0x0400, BIFF_4 }, { 0x0300, BIFF_3 },
		{ 0x0200, BIFF_2 }, { 0x0007, BIFF_2 }, { 0x0000, BIFF_2 },
	};

	*version = id == 0x0009 ? BIFF_2 : id == 0x0209 ? BIFF_3 : BIFF_4;
	if (id != 0x0809)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(known); i++)
		if (known[i].claim == claim) {
			*version = known[i].version;
			return true;
		}
	return false;
}

bool biff_record_bof(const struct biff_record *record, struct biff_bof *bof)
{
	uint32_t kind;

	if (!biff_record_is_bof(record->id) || record->len < BOF_MIN || record->len > BOF_MAX)
		return false;
	if (!find_version(record->id, little_u16(record->body), &bof->version))
		return false;
	kind = little_u16(record->body + 2);
	bof->kind = BIFF_OTHER;
	if (kind == BOF_WORKSHEET)
		bof->kind = BIFF_WORKSHEET;
	else if (kind == BOF_GLOBALS || (kind == BOF_GLOBALS_4 && bof->version == BIFF_4))
		bof->kind = BIFF_GLOBALS;
	return true;
}

void biff_record_cursor(struct biff_cursor *cursor, struct bytes stream, const struct biff_record *record, size_t next)
{
	*cursor = (struct biff_cursor){ stream, next, record->body, record->len };
}
