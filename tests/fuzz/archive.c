/*
 * Any bytes as an archive: each member is whole or has its reason, all stay within
 * the budget, members are numbered one by one, and what an archive lacks is said.
 */
#include "decode/archive.h"
#include "promise.h"

/* Small, so that bytes that expand reach the limits at once. */
static const struct archive_budget budget = { 1 << 20, 1 << 18, 64 };

struct seen {
	uint32_t count;
	uint64_t bytes;
};

static bool wants(void *user, uint32_t index, struct str name)
{
	const struct seen *seen = user;

	PROMISE(index == seen->count && name.len <= ARCHIVE_NAME);
	return index % 5 != 4;
}

static bool take(void *user, const struct archive_member *member)
{
	struct seen *seen = user;
	unsigned sum = 0;

	PROMISE(member->index == seen->count && member->name.len <= ARCHIVE_NAME);
	PROMISE(member->content.len <= budget.member && !(member->why && member->content.len));
	PROMISE(!member->why || member->why == SAY_ENCRYPTED || diag_rule(member->why) == RULE_NONE);
	for (size_t i = 0; i < member->content.len; i++)
		sum += member->content.data[i];
	for (size_t i = 0; i < member->name.len; i++)
		sum += (unsigned char)member->name.data[i];
	PROMISE(sum <= UINT32_MAX);
	seen->count++;
	seen->bytes += member->content.len;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str password = STR_INIT("pw");
	struct bytes file = { data, size };
	struct archive_budget left = budget;
	struct seen seen = { 0 };
	const struct archive_sink sink = { &seen, wants, take };
	const struct archive_context context = { STR("stem"), { 1, &password }, &left, &sink };
	enum say why = archive_read(&context, file);
	struct str name;

	PROMISE(archive_detect(file, &name) || why == SAY_WHY_ARCHIVE);
	PROMISE(seen.count <= budget.entries);
	/* What a sparse file does not store is not inflated; it stays below what a member may have. */
	PROMISE(seen.bytes <= budget.bytes - left.bytes + (uint64_t)seen.count * budget.member);
	PROMISE(!why || why == SAY_ENCRYPTED || diag_rule(why) == RULE_NONE);
	return 0;
}
