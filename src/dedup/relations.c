#include "dedup/relations.h"

#include <stdlib.h>
#include <string.h>

#include "dedup/cluster.h"

/* --- linked rows ---------------------------------------------------------------------------- */

static void add_relation(struct run *run, enum relation_kind kind, const uint32_t *member, uint32_t count,
			 struct str shared, enum say note)
{
	uint32_t *copy = ARENA_ARRAY(&run->arena, uint32_t, count);

	memcpy(copy, member, count * sizeof(*copy));
	*LIST_ADD(&run->relations) = (struct relation){ kind, count, copy, arena_copy(&run->arena, shared), note };
}

/* Rows that one thing joins, by what it is; then in the run's order. */
struct joined {
	uint64_t what;
	uint32_t entry;
};

static int by_what(const void *left, const void *right)
{
	const struct joined *a = left, *b = right;

	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* The places of the run's records in its order. */
static uint32_t *ranks_of(const struct corpus *corpus, struct arena *arena)
{
	uint32_t *rank = ARENA_ARRAY(arena, uint32_t, corpus->run->records.count);

	for (uint32_t i = 0; i < corpus->entry_count; i++)
		rank[corpus->entry[i].record] = i;
	return rank;
}

static void relate_links(struct run *run, const struct corpus *corpus, const struct relations_links *links,
			 enum relation_kind kind, enum say note)
{
	struct arena scratch = { 0 };
	uint32_t *rank = ranks_of(corpus, &scratch), *parent = ARENA_ARRAY(&scratch, uint32_t, corpus->entry_count);
	struct joined *joined = ARENA_ARRAY(&scratch, struct joined, links->count * 2);
	uint32_t *member = ARENA_ARRAY(&scratch, uint32_t, links->count * 2);
	size_t count = 0;

	for (uint32_t i = 0; i < corpus->entry_count; i++)
		parent[i] = i;
	for (size_t i = 0; i < links->count; i++) {
		uint32_t a = cluster_root(parent, rank[links->item[i].a]),
			 b = cluster_root(parent, rank[links->item[i].b]);

		if (links->item[i].note == note)
			parent[a > b ? a : b] = a < b ? a : b;
	}
	for (size_t i = 0; i < links->count; i++) {
		if (links->item[i].note != note)
			continue;
		joined[count++] = (struct joined){ cluster_root(parent, rank[links->item[i].a]),
						   rank[links->item[i].a] };
		joined[count++] = (struct joined){ cluster_root(parent, rank[links->item[i].b]),
						   rank[links->item[i].b] };
	}
	if (count)
		qsort(joined, count, sizeof(*joined), by_what);
	for (size_t from = 0, to; from < count; from = to) {
		uint32_t members = 0;

		for (to = from; to < count && joined[to].what == joined[from].what; to++)
			if (to == from || joined[to].entry != joined[to - 1].entry)
				member[members++] = corpus->entry[joined[to].entry].record;
		add_relation(run, kind, member, members, STR(""), note);
	}
	arena_release(&scratch);
}

/* --- groups --------------------------------------------------------------------------------- */

struct groups {
	struct arena arena;
	LIST_OF(struct joined) joined;
	LIST_OF(uint32_t) member;
};

static bool is_new_cluster(const struct run *run, uint32_t record, const uint32_t *member, size_t count)
{
	uint32_t cluster = run->records.item[record].cluster;

	for (size_t i = 0; cluster && i < count; i++)
		if (run->records.item[member[i]].cluster == cluster)
			return false;
	return true;
}

/* More rows than these need not be told apart by cluster: they are several projects. */
enum { CLUSTERS_LOOKED_AT = 64 };

static uint32_t count_projects(const struct run *run, const uint32_t *member, size_t count)
{
	uint32_t projects = 0;

	for (size_t i = 0; i < count && i < CLUSTERS_LOOKED_AT; i++)
		projects += is_new_cluster(run, member[i], member, i);
	return projects;
}

static uint32_t count_applicants(const struct corpus *corpus, const struct joined *joined, size_t count)
{
	uint32_t applicants = 0;

	for (size_t i = 0; i < count && i < CLUSTERS_LOOKED_AT; i++) {
		const struct entry *entry = &corpus->entry[joined[i].entry];
		bool new = entry->party_count > 0;

		for (size_t j = 0; new &&j < i; j++) {
			const struct entry *other = &corpus->entry[joined[j].entry];

			new = !other->party_count ||
			      corpus->party[entry->party[0]].identity != corpus->party[other->party[0]].identity;
		}
		applicants += new;
	}
	return applicants;
}

static struct str shared_of(const struct corpus *corpus, enum relation_kind kind, const struct joined *joined)
{
	const struct record *record = &corpus->run->records.item[corpus->entry[joined->entry].record];
	const struct entry *entry = &corpus->entry[joined->entry];

	if (kind == RELATION_APPLICANT)
		return record->applicant;
	for (uint32_t i = 0; i < CORPUS_CONTACTS; i++) {
		if (entry->mobile[i] && entry->mobile[i] == joined->what)
			return record->mobile[i];
		if (entry->email[i] && (entry->email[i] | CORPUS_EMAIL) == joined->what)
			return record->email[i];
	}
	return STR("");
}

static void relate_group(struct run *run, const struct corpus *corpus, struct groups *groups, size_t from, size_t to,
			 enum relation_kind kind)
{
	static const enum say notes[] = {
		[RELATION_APPLICANT] = SAY_RELATED_APPLICANT, [RELATION_CONTACT] = SAY_RELATED_CONTACT
	};

	groups->member.count = 0;
	for (size_t i = from; i < to; i++)
		if (i == from || groups->joined.item[i].entry != groups->joined.item[i - 1].entry)
			*LIST_ADD(&groups->member) = corpus->entry[groups->joined.item[i].entry].record;
	if (kind == RELATION_APPLICANT ? count_projects(run, groups->member.item, groups->member.count) < 2
				       : count_applicants(corpus, groups->joined.item + from, to - from) < 2)
		return;
	add_relation(run, kind, groups->member.item, (uint32_t)groups->member.count,
		     shared_of(corpus, kind, &groups->joined.item[from]), notes[kind]);
}

/* In the order of their first members, whatever numbers they have. */
static int by_first(const void *left, const void *right, void *ranks)
{
	const struct relation *a = left, *b = right;
	const uint32_t *rank = ranks;

	if (a->member[0] != b->member[0])
		return rank[a->member[0]] < rank[b->member[0]] ? -1 : 1;
	return str_cmp(a->shared, b->shared);
}

static void relate_groups(struct run *run, const struct corpus *corpus, struct groups *groups, enum relation_kind kind)
{
	size_t first = run->relations.count;

	if (groups->joined.count)
		qsort(groups->joined.item, groups->joined.count, sizeof(*groups->joined.item), by_what);
	for (size_t from = 0, to; from < groups->joined.count; from = to) {
		for (to = from + 1;
		     to < groups->joined.count && groups->joined.item[to].what == groups->joined.item[from].what; to++)
			;
		if (to - from > 1)
			relate_group(run, corpus, groups, from, to, kind);
	}
	if (run->relations.count > first)
		qsort_r(run->relations.item + first, run->relations.count - first, sizeof(*run->relations.item),
			by_first, ranks_of(corpus, &groups->arena));
	groups->joined.count = 0;
}

static void add_joined(struct groups *groups, uint64_t what, uint32_t entry)
{
	*LIST_ADD(&groups->joined) = (struct joined){ what, entry };
}

void relations_find(struct run *run, const struct corpus *corpus, const struct relations_links *links)
{
	struct groups groups = { 0 };

	relate_links(run, corpus, links, RELATION_JOINT, SAY_RELATED_JOINT);
	relate_links(run, corpus, links, RELATION_BRANCH, SAY_RELATED_BRANCH);
	relate_links(run, corpus, links, RELATION_REWORDED, SAY_RELATED_REWORDED);
	for (uint32_t i = 0; i < corpus->entry_count; i++)
		for (uint8_t j = 0; j < corpus->entry[i].party_count; j++)
			add_joined(&groups, corpus->party[corpus->entry[i].party[j]].identity, i);
	relate_groups(run, corpus, &groups, RELATION_APPLICANT);
	for (uint32_t i = 0; i < corpus->entry_count; i++) {
		const struct entry *entry = &corpus->entry[i];

		for (size_t j = 0; j < CORPUS_CONTACTS; j++) {
			if (entry->mobile[j])
				add_joined(&groups, entry->mobile[j], i);
			if (entry->email[j])
				add_joined(&groups, entry->email[j] | CORPUS_EMAIL, i);
		}
	}
	relate_groups(run, corpus, &groups, RELATION_CONTACT);
	/* An applicant that files the same frame for one object after another: last, since there are many. */
	relate_links(run, corpus, links, RELATION_REWORDED, SAY_RELATED_EXCHANGED);
	free(groups.joined.item);
	free(groups.member.item);
	arena_release(&groups.arena);
}
