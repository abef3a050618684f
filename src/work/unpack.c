#include "work/unpack.h"

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "decode/name.h"

/* One archive while its members come. */
struct level {
	const struct unpack *unpack;
	const struct unpack_input *input;
	struct map labels;
	struct arena arena; /* of the labels */
	uint32_t members;   /* said so far */
};

static bool is_asked_for(const struct level *level, uint32_t index)
{
	return index >= level->input->from && index < level->input->to;
}

static bool wants_member(void *user, uint32_t index, struct str name)
{
	struct level *level = user;
	struct arena scratch = { 0 };
	bool wants = is_asked_for(level, index) && index != level->input->lost &&
		     !name_is_within_system(name_label(&scratch, name));

	arena_release(&scratch);
	return wants;
}

/* #2 stands behind a label that repeats; what has no name is called by its number. */
static struct str label_of(struct level *level, const struct archive_member *member)
{
	struct str plain = name_label(&level->arena, member->name), label;
	bool added;

	if (plain.len == 0)
		plain = arena_printf(&level->arena, "%u", member->index + 1);
	label = plain;
	map_put(&level->labels, label, 1, &added);
	while (!added) {
		uint32_t number = ++*map_put(&level->labels, plain, 1, NULL);

		label = arena_printf(&level->arena, "%.*s#%u", STR_ARG(plain), number);
		map_put(&level->labels, label, 1, &added);
	}
	return label;
}

static struct message_member said_of(struct level *level, const struct archive_member *member, struct str label)
{
	struct message_member said = { .index = member->index, .label = label, .why = member->why };

	if (member->special || name_is_within_system(label)) {
		said.kind = MEMBER_SYSTEM;
	} else if (member->index == level->input->lost) {
		said.kind = MEMBER_LOST;
		said.why = SAY_WHY_DIED;
	} else if (member->why || member->content.len == 0) {
		said.kind = MEMBER_LOST;
		said.why = member->why ? member->why : SAY_WHY_EMPTY;
	} else {
		said.bytes = member->content.len;
		said.sha256 = file_sha256(&level->arena, member->content);
	}
	return said;
}

static bool take_member(void *user, const struct archive_member *member)
{
	struct level *level = user;
	const struct unpack *unpack = level->unpack;
	struct str label = label_of(level, member);
	struct message message = { .kind = MESSAGE_MEMBER };
	struct unpack_input inner = {
		.stem = path_stem(label),
		.is_package = name_is_package(label),
		.depth = level->input->depth + 1,
		.budget = level->input->budget,
		.to = UINT32_MAX,
		.lost = UINT32_MAX,
	};

	if (member->index >= level->input->to)
		return false; /* what is behind need not be inflated */
	if (!is_asked_for(level, member->index))
		return true;
	message.as.member = said_of(level, member, label);
	level->members++;
	if (!unpack->put(unpack->user, &message))
		return false;
	return message.as.member.kind != MEMBER_READ || unpack->read(unpack->user, member->content, &inner);
}

static bool say_why(const struct unpack *unpack, enum say why)
{
	struct arg arg = DIAG_WORD(why);
	struct message message = { .kind = MESSAGE_FINDING };

	message.as.finding = why == SAY_ENCRYPTED ? diag_finding(SAY_ENCRYPTED, (struct where){ 0 }, 0, NULL)
						  : diag_finding(SAY_UNREADABLE, (struct where){ 0 }, 1, &arg);
	return unpack->put(unpack->user, &message);
}

static void end_archive(const struct level *level, enum say why)
{
	struct message end = { .kind = MESSAGE_END, .as.end = { .read = !why, .members = level->members } };

	if (!why || say_why(level->unpack, why))
		level->unpack->put(level->unpack->user, &end);
}

void unpack_archive(const struct unpack *unpack, struct bytes bytes, struct str name, const struct unpack_input *input)
{
	struct archive_budget budget = archive_budget_of(bytes.len);
	struct unpack_input place = *input;
	struct level level = { .unpack = unpack, .input = &place };
	const struct archive_sink sink = { &level, wants_member, take_member };
	const struct message begin = { .kind = MESSAGE_INPUT, .as.input = { INPUT_ARCHIVE, STR("archive"), name } };
	enum say why = SAY_WHY_DEPTH;

	if (!place.budget)
		place.budget = &budget;
	if (unpack->put(unpack->user, &begin)) {
		const struct archive_context context = { place.stem, unpack->passwords, place.budget, &sink };

		if (place.depth < ARCHIVE_DEPTH)
			why = archive_read(&context, bytes);
		end_archive(&level, why);
	}
	map_release(&level.labels);
	arena_release(&level.arena);
}
