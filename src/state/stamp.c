#include "state/stamp.h"

#include <stdio.h>
#include <stdlib.h>

#include "state/query.h"

enum { LONGEST = 128 };

static struct str write(char *to, const struct stat *state)
{
	int len = snprintf(to, LONGEST, "%llx %llx %llx %llx.%lx %llx.%lx", (unsigned long long)state->st_dev,
			   (unsigned long long)state->st_ino, (unsigned long long)state->st_size,
			   (unsigned long long)state->st_mtim.tv_sec, (unsigned long)state->st_mtim.tv_nsec,
			   (unsigned long long)state->st_ctim.tv_sec, (unsigned long)state->st_ctim.tv_nsec);

	return (struct str){ to, (size_t)len };
}

struct str stamp_make(struct arena *arena, const struct stat *state)
{
	char text[LONGEST];

	return arena_copy(arena, write(text, state));
}

bool stamp_fits(struct str stamp, const struct stat *state)
{
	char text[LONGEST];

	return str_eq(stamp, write(text, state));
}

bool stamp_is_firm(const struct stat *state, time_t began)
{
	return state->st_ctim.tv_sec <= began - STAMP_SECONDS;
}

void stamp_add(struct stamps *stamps, const struct stamp *stamp)
{
	map_put(&stamps->paths, stamp->path, (uint32_t)stamps->item.count, NULL);
	*LIST_ADD(&stamps->item) = *stamp;
}

static const char in_force[] = "SELECT id, path, sha256, stamp FROM input WHERE series = ? AND until IS NULL"
			       " ORDER BY id";

bool stamp_load(struct ledger *ledger, struct stamps *stamps)
{
	struct query query = query_begin_once(ledger, in_force);

	*stamps = (struct stamps){ 0 };
	query_number(&query, ledger->series);
	while (query_next(&query))
		stamp_add(stamps, &(struct stamp){ .path = arena_copy(&stamps->texts, query_get_text(&query, 1)),
						   .sha256 = arena_copy(&stamps->texts, query_get_text(&query, 2)),
						   .stamp = arena_copy(&stamps->texts, query_get_text(&query, 3)) });
	query_end(&query);
	return ledger_ok(ledger);
}

const struct stamp *stamp_find(const struct stamps *stamps, struct str path)
{
	const uint32_t *at = map_find(&stamps->paths, path);

	return at && stamps->item.item[*at].stamp.len ? &stamps->item.item[*at] : NULL;
}

void stamp_release(struct stamps *stamps)
{
	map_release(&stamps->paths);
	free(stamps->item.item);
	arena_release(&stamps->texts);
	*stamps = (struct stamps){ 0 };
}

/* Inputs in the ledger beside which another stamp is to stand: found first, a table is not changed while it is read. */
struct outdated {
	int64_t row;
	struct str stamp;
};
struct outdated_list {
	LIST_OF(struct outdated) of;
};

static void find_outdated(struct ledger *ledger, const struct stamps *now, struct outdated_list *outdated)
{
	struct query query = query_begin_once(ledger, in_force);

	query_number(&query, ledger->series);
	while (query_next(&query)) {
		const struct stamp *stamp = stamp_find(now, query_get_text(&query, 1));

		if (!stamp || !str_eq(stamp->sha256, query_get_text(&query, 2)) ||
		    str_eq(stamp->stamp, query_get_text(&query, 3)))
			continue;
		*LIST_ADD(&outdated->of) = (struct outdated){ query_get_number(&query, 0), stamp->stamp };
	}
	query_end(&query);
}

bool stamp_put(struct ledger *ledger, const struct stamps *now)
{
	struct outdated_list outdated = { 0 };
	struct query query;

	if (now->item.count)
		find_outdated(ledger, now, &outdated);
	query = query_begin_once(ledger, "UPDATE input SET stamp = ? WHERE id = ?");
	for (size_t i = 0; i < outdated.of.count; i++) {
		query_text(&query, outdated.of.item[i].stamp);
		query_number(&query, outdated.of.item[i].row);
		query_do(&query);
	}
	query_end(&query);
	free(outdated.of.item);
	return ledger_ok(ledger);
}
