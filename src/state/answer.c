#include "state/answer.h"

#include <link.h>
#include <nettle/sha2.h>

#include "base/little.h"
#include "state/query.h"

/* --- the key ----------------------------------------------------------------------- */

static void add_number(struct sha256_ctx *sha, uint64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> (8 * i) & 0xFF);
	sha256_update(sha, sizeof(bytes), bytes);
}

/* With its length: else two texts could be cut at another place. */
static void add_text(struct sha256_ctx *sha, struct str text)
{
	add_number(sha, text.len);
	sha256_update(sha, text.len, (const uint8_t *)text.data);
}

void answer_key_make(const struct answer_facts *facts, struct answer_key *key)
{
	struct sha256_ctx sha;

	sha256_init(&sha);
	add_number(&sha, MESSAGE_VERSION);
	add_text(&sha, facts->readers);
	add_text(&sha, facts->profile_sha256);
	add_number(&sha, facts->passwords.count);
	for (uint32_t i = 0; i < facts->passwords.count; i++)
		add_text(&sha, facts->passwords.item[i]);
	add_number(&sha, (facts->is_package ? 1u : 0u) | (facts->read_twice ? 2u : 0u));
	add_text(&sha, facts->stem);
	add_text(&sha, facts->sha256);
	sha256_digest(&sha, sizeof(key->bytes), key->bytes);
}

/* --- who reads --------------------------------------------------------------------- */

struct builds {
	struct sha256_ctx sha;
	bool all; /* each had one so far */
};

/* A program's note, 4-byte aligned: lengths of name and text, type, name "GNU", text. (ELF gABI, Note Section) */
static bool add_note(struct builds *builds, struct bytes notes)
{
	enum { HEAD = 12, BUILD_ID = 3 };

	while (notes.len >= HEAD) {
		size_t name = little_u32(notes.data), text = little_u32(notes.data + 4);
		size_t whole = HEAD + ((name + 3) & ~(size_t)3) + ((text + 3) & ~(size_t)3);

		if (whole > notes.len)
			return false;
		if (little_u32(notes.data + 8) == BUILD_ID && name == 4 && memcmp(notes.data + HEAD, "GNU", 4) == 0) {
			sha256_update(&builds->sha, text, notes.data + HEAD + 4);
			return true;
		}
		notes = (struct bytes){ notes.data + whole, notes.len - whole };
	}
	return false;
}

/* The kernel's own (linux-vdso) reads nothing of ours. */
static bool is_kernels(const struct dl_phdr_info *info)
{
	return str_starts(str_from(info->dlpi_name), STR("linux-vdso")) ||
	       str_starts(str_from(info->dlpi_name), STR("linux-gate"));
}

static int add_build(struct dl_phdr_info *info, size_t size, void *user)
{
	struct builds *builds = user;
	bool found = is_kernels(info);

	(void)size;
	for (size_t i = 0; !found && i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_NOTE)
			found = add_note(builds, (struct bytes){ (const unsigned char *)info->dlpi_addr +
									 info->dlpi_phdr[i].p_vaddr,
								 info->dlpi_phdr[i].p_memsz });
	builds->all &= found;
	return 0;
}

struct str answer_readers(struct arena *arena)
{
	struct builds builds = { .all = true };
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_init(&builds.sha);
	dl_iterate_phdr(add_build, &builds);
	sha256_digest(&builds.sha, sizeof(digest), digest);
	return builds.all ? arena_copy(arena, (struct str){ (const char *)digest, sizeof(digest) }) : STR("");
}

/* --- taking one out ----------------------------------------------------------------- */

/* Messages stand behind one another in a part, each with its length before it; none lies in two. */
static bool hand_out(struct ledger *ledger, struct bytes part, const struct message_sink *sink)
{
	while (part.len) {
		size_t len = part.len >= 4 ? 4 + (size_t)little_u32(part.data) : SIZE_MAX;

		if (len > part.len)
			return query_damage(ledger, "an answer is cut short");
		if (!sink->put(sink->user, (struct bytes){ part.data, len }))
			return false;
		part = (struct bytes){ part.data + len, part.len - len };
	}
	return true;
}

static void mark_used(struct ledger *ledger, int64_t id)
{
	struct query query = query_begin(ledger, "UPDATE answer SET used = ? WHERE id = ?");

	query_number(&query, ledger->number);
	query_number(&query, id);
	query_do(&query);
	query_end(&query);
}

static bool hand_out_parts(struct ledger *ledger, int64_t id, int64_t parts, const struct message_sink *sink)
{
	struct query query = query_begin(ledger, "SELECT bytes, sum FROM answer_part WHERE answer = ? ORDER BY part");
	bool ok = true;

	query_number(&query, id);
	while (ok && query_next(&query)) {
		struct bytes part = query_get_bytes(&query, 0);

		ok = query_sum(&query, 1) && hand_out(ledger, part, sink);
		parts--;
	}
	query_end(&query);
	if (ok && parts && query_ok(ledger))
		ok = query_damage(ledger, "an answer lacks a part");
	return ok && query_ok(ledger);
}

static void check_parts(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "SELECT sum, bytes FROM answer_part");

	while (query_next(&query)) {
		(void)query_get_bytes(&query, 1);
		if (!query_sum(&query, 0))
			break;
	}
	query_end(&query);
}

bool answer_check(struct ledger *ledger)
{
	struct query query = query_begin_once(ledger, "SELECT 1 FROM answer WHERE parts <>"
						      " (SELECT count(*) FROM answer_part WHERE answer = id) LIMIT 1");

	if (query_next(&query))
		query_damage(ledger, "an answer lacks a part");
	query_end(&query);
	check_parts(ledger);
	return query_ok(ledger);
}

bool answer_has(struct ledger *ledger, const struct answer_key *key)
{
	struct query query = query_begin(ledger, "SELECT 1 FROM answer WHERE key = ? AND parts > 0 AND made < ?");
	bool has;

	query_bytes(&query, (struct bytes){ key->bytes, sizeof(key->bytes) });
	query_number(&query, ledger->number);
	has = query_next(&query);
	query_end(&query);
	return has;
}

void answer_refuse(struct ledger *ledger)
{
	query_damage(ledger, "an answer makes no sense");
}

bool answer_find(struct ledger *ledger, const struct answer_key *key, const struct message_sink *sink)
{
	struct query query = query_begin(ledger, "SELECT id, parts FROM answer WHERE key = ? AND parts > 0");
	int64_t id = 0, parts = 0;

	query_bytes(&query, (struct bytes){ key->bytes, sizeof(key->bytes) });
	if (query_next(&query)) {
		id = query_get_number(&query, 0);
		parts = query_get_number(&query, 1);
	}
	query_end(&query);
	if (!id || !hand_out_parts(ledger, id, parts, sink))
		return false;
	mark_used(ledger, id);
	return query_ok(ledger);
}

/* --- storing one -------------------------------------------------------------------- */

/* So much is gathered and stored as one part: SQLite hands out a part as a whole. */
enum { PART = 1 << 20 };

static void put_part(struct ledger *ledger)
{
	struct query query = query_begin(ledger,
					 "INSERT INTO answer_part (answer, part, bytes, sum) VALUES (?, ?, ?, ?)");

	query_number(&query, ledger->answer.id);
	query_number(&query, ++ledger->answer.part);
	query_bytes(&query, str_bytes(buf_str(&ledger->answer.bytes)));
	query_bind_sum(&query);
	query_do(&query);
	query_end(&query);
	buf_clear(&ledger->answer.bytes);
}

static void forget(struct ledger *ledger, const struct answer_key *key)
{
	struct query query = query_begin(ledger, "DELETE FROM answer WHERE key = ?");

	query_bytes(&query, (struct bytes){ key->bytes, sizeof(key->bytes) });
	query_do(&query);
	query_end(&query);
}

void answer_begin(struct ledger *ledger, const struct answer_key *key)
{
	struct query query;

	answer_drop(ledger);
	forget(ledger, key);
	query = query_begin(ledger, "INSERT INTO answer (key, parts, made, used) VALUES (?, 0, ?, ?)");
	query_bytes(&query, (struct bytes){ key->bytes, sizeof(key->bytes) });
	query_number(&query, ledger->number);
	query_number(&query, ledger->number);
	if (query_do(&query))
		ledger->answer.id = sqlite3_last_insert_rowid(ledger->db);
	query_end(&query);
	ledger->answer.part = 0;
	ledger->answer.size = 0;
	buf_clear(&ledger->answer.bytes);
}

void answer_put(struct ledger *ledger, struct bytes encoded)
{
	if (!ledger->answer.id)
		return;
	ledger->answer.size += encoded.len;
	if (ledger->answer.size > ANSWER_MOST) {
		answer_drop(ledger);
		return;
	}
	buf_add(&ledger->answer.bytes, (struct str){ (const char *)encoded.data, encoded.len });
	if (ledger->answer.bytes.len >= PART)
		put_part(ledger);
}

void answer_keep(struct ledger *ledger)
{
	struct query query;

	if (!ledger->answer.id)
		return;
	if (ledger->answer.bytes.len)
		put_part(ledger);
	query = query_begin(ledger, "UPDATE answer SET parts = ? WHERE id = ?");
	query_number(&query, ledger->answer.part);
	query_number(&query, ledger->answer.id);
	query_do(&query);
	query_end(&query);
	ledger->answer.id = 0;
}

void answer_drop(struct ledger *ledger)
{
	struct query query;

	if (!ledger->answer.id)
		return;
	query = query_begin(ledger, "DELETE FROM answer WHERE id = ?");
	query_number(&query, ledger->answer.id);
	query_do(&query);
	query_end(&query);
	ledger->answer.id = 0;
	buf_clear(&ledger->answer.bytes);
}
