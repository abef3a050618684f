/* 概况: the figures that the JSON report has as totals, and what is wrong most, in one screen. */
#include "output/page_room.h"

static uint32_t of_severity(const struct page_room *room, enum severity severity)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i <= room->run->profile->region_count; i++)
		sum += room->region[i].findings[severity];
	return sum;
}

static void write_verdict(struct page_room *room)
{
	struct arg arg[] = { DIAG_NUMBER(of_severity(room, SEVERITY_ERROR)),
			     DIAG_NUMBER(of_severity(room, SEVERITY_WARNING)),
			     DIAG_NUMBER(of_severity(room, SEVERITY_INFO)) };
	bool none = arg[0].number + arg[1].number + arg[2].number == 0;

	page_room_raw(room, "<p class=\"verdict\"");
	page_room_attribute(room, "data-severity",
			    arg[0].number   ? STR("error")
			    : arg[1].number ? STR("warning")
					    : STR("info"));
	page_room_raw(room, ">");
	page_room_say(room, none ? SAY_SUMMARY_CLEAN : SAY_SUMMARY_FINDINGS, 3, arg);
	page_room_raw(room, "</p>\n");
}

/* A figure; its name is the JSON's. */
static void write_figure(struct page_room *room, enum say label, const char *name, uint64_t count, enum say note,
			 uint32_t arg_count, const struct arg *arg)
{
	page_room_raw(room, "<div><dt>");
	page_room_word(room, label);
	page_room_raw(room, "</dt><dd><data");
	page_room_attribute(room, "data-total", str_from(name));
	page_room_raw(room, " value=\"");
	page_room_count(room, count);
	page_room_raw(room, "\">");
	page_room_count(room, count);
	page_room_raw(room, "</data> <span>");
	page_room_say(room, note, arg_count, arg);
	page_room_raw(room, "</span></dd></div>\n");
}

static void write_inputs(struct page_room *room)
{
	const struct run *run = room->run;
	struct arg arg[2] = { DIAG_NUMBER(0), DIAG_NUMBER(0) };

	for (size_t i = 0; i < run->sources.count; i++) {
		arg[0].number += run->sources.item[i].status == SOURCE_SKIPPED;
		arg[1].number += run->sources.item[i].status == SOURCE_FAILED;
	}
	write_figure(room, SAY_NOTES_INPUTS, "inputs", run->sources.count, SAY_PAGE_INPUTS_OF, 2, arg);
}

static void write_rows(struct page_room *room)
{
	const struct run *run = room->run;
	struct arg arg[] = { DIAG_NUMBER((int64_t)run->merged + run->unselected), DIAG_NUMBER(run->folded),
			     DIAG_NUMBER(run->held) };

	write_figure(room, SAY_PAGE_ROWS, "rows_read", index_rows_read(run),
		     run->audit ? SAY_PAGE_ROWS_AUDIT : SAY_PAGE_ROWS_OF, 3, arg);
}

static void write_sent(struct page_room *room)
{
	const struct run *run = room->run;
	struct arg arg[] = { DIAG_NUMBER(run->profile->total_limit), DIAG_NUMBER(run->merged),
			     DIAG_NUMBER(run->unselected) };
	enum say note = arg[0].number ? SAY_PAGE_MERGED_LIMIT : SAY_NOTHING;

	if (run->selecting)
		note = arg[0].number ? SAY_PAGE_MERGED_SELECTED_LIMIT : SAY_PAGE_MERGED_SELECTED;
	write_figure(room, SAY_PAGE_MERGED, "rows_merged", (uint64_t)run->merged + run->unselected, note,
		     ARRAY_COUNT(arg), arg);
}

static void write_regions(struct page_room *room)
{
	const struct profile *profile = room->run->profile;
	struct arg arg[2] = { DIAG_NUMBER(profile->region_count), DIAG_NUMBER(0) };
	uint32_t sent = 0;

	for (uint32_t i = 0; i < profile->region_count; i++) {
		uint32_t count = room->run->regions[i].count;

		sent += count > 0;
		arg[1].number += count > profile->group[profile->region[i].group].limit;
	}
	write_figure(room, SAY_PAGE_REGIONS_SENT, "regions_sent", sent, SAY_PAGE_REGIONS_OF, 2, arg);
}

static void write_duplicates(struct page_room *room)
{
	struct arg arg[3] = { DIAG_NUMBER(0), DIAG_NUMBER(0), DIAG_NUMBER(0) };

	for (size_t i = 0; i < room->run->pairs.count; i++)
		if (room->run->pairs.item[i].ruling != RULING_DIFFERENT)
			arg[room->run->pairs.item[i].kind].number++;
	write_figure(room, SAY_PAGE_PAIRS, "duplicates", page_pairs_count(room), SAY_PAGE_PAIRS_OF, 3, arg);
}

static void write_unchecked(struct page_room *room)
{
	struct arg count = DIAG_NUMBER(0);

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		count.number += room->run->rule_status[id] == RULE_UNCHECKED;
	if (count.number == 0)
		return;
	page_room_raw(room, "<p class=\"hint\"><a href=\"#rules\">");
	page_room_say(room, SAY_PAGE_UNCHECKED, 1, &count);
	page_room_raw(room, "</a></p>\n");
}

void page_summary_write(struct page_room *room)
{
	page_room_raw(room, "<section id=\"summary\"><h2>");
	page_room_word(room, SAY_PAGE_SUMMARY);
	page_room_raw(room, "</h2>\n");
	write_verdict(room);
	page_room_raw(room, "<dl class=\"figures\">\n");
	write_inputs(room);
	write_rows(room);
	if (!room->run->audit) {
		write_sent(room);
		write_regions(room);
	}
	write_duplicates(room);
	page_room_raw(room, "</dl>\n");
	write_unchecked(room);
	page_room_section_end(room);
}
