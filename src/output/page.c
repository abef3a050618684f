#include "output/page.h"

#include "output/page_room.h"

static void count_findings(struct page_room *room)
{
	const struct diag_list *list = &room->run->findings;
	uint32_t count = room->run->profile->region_count;

	for (size_t i = 0; i < list->findings.count; i++) {
		const struct finding *finding = &list->findings.item[i];
		struct page_tally *of = &room->region[finding->region < count ? finding->region : count];

		if (finding->severity < SEVERITY_OFF)
			of->findings[finding->severity]++;
		room->by_rule[diag_rule(finding->say)]++;
	}
}

/* What the system or this program left lying about is nobody's input. */
static void count_unread(struct page_room *room)
{
	const struct run *run = room->run;
	uint32_t count = run->profile->region_count;

	for (size_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];
		struct page_tally *of = &room->region[source->region < count ? source->region : count];

		if (source->status == SOURCE_FAILED)
			of->unread++;
		else if (source->status == SOURCE_SKIPPED &&
			 (source->reason == REASON_UNSUPPORTED || source->reason == REASON_CHANGING))
			of->quiet++;
	}
}

static void count_changes(struct page_room *room)
{
	uint32_t count = room->run->profile->region_count;

	if (!room->run->changes)
		return;
	changed_make(&room->arena, room->run, &room->changed);
	room->changes = ARENA_ARRAY(&room->arena, uint32_t, count + 1);
	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++)
		for (uint32_t i = 0; i < room->changed.group[group].count; i++) {
			uint32_t region = changed_region(&room->changed, group, room->changed.group[group].item[i]);

			room->changes[region < count ? region : count]++;
		}
}

static void count_all(struct page_room *room)
{
	room->region = ARENA_ARRAY(&room->arena, struct page_tally, room->run->profile->region_count + 1);
	count_findings(room);
	count_unread(room);
	count_changes(room);
}

/* Whoever audits looks for pairs; whoever merges, for what is to be mended. */
static void write_body(struct page_room *room)
{
	page_summary_write(room);
	if (page_regions_has(room))
		page_regions_write(room);
	if (room->run->audit)
		page_pairs_write(room);
	page_findings_write(room);
	if (page_changes_has(room))
		page_changes_write(room);
	if (!room->run->audit)
		page_pairs_write(room);
	if (page_related_has(room))
		page_related_write(room);
	if (page_related_has_listed(room))
		page_related_write_listed(room);
	if (page_related_has_rulings(room))
		page_related_write_rulings(room);
	if (page_rows_has_held(room))
		page_rows_write_held(room);
	if (page_rows_has_unselected(room))
		page_rows_write_unselected(room);
	if (page_rows_has_folded(room))
		page_rows_write_folded(room);
	if (page_notes_has_manual(room))
		page_notes_write_manual(room);
	page_notes_write_rules(room);
	page_notes_write_inputs(room);
	page_notes_write(room);
}

bool page_write(const struct run *run, enum lang lang, const struct say_places *places, const struct report_sink *sink)
{
	struct page_room room = { .run = run, .lang = lang, .places = places, .sink = sink };

	index_init(&room.index, run, &room.arena);
	count_all(&room);
	page_head_write(&room);
	write_body(&room);
	page_head_end(&room);
	page_room_hand_on(&room);
	changed_release(&room.changed);
	arena_release(&room.arena);
	buf_release(&room.out);
	buf_release(&room.text);
	return !room.broken;
}
