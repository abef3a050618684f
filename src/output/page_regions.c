/*
 * 各地情况: every region of the profile as a tile where the profile's map has it, then its quota as a bar.
 * What a tile says it says in words; colour and pattern only repeat it.
 */
#include "output/page_room.h"

/* What a person must know of a region first, the worst on top. `kind` is the style's word. */
static const struct {
	const char *kind;
	enum say word;
} states[] = {
	{ "unread", SAY_PAGE_REGION_UNREAD }, { "absent", SAY_REGION_NOTHING },		 { "over", SAY_REGION_OVER },
	{ "faulty", SAY_PAGE_REGION_ERRORS }, { "beyond-wish", SAY_PAGE_REGION_WARNED }, { "fine", SAY_REGION_OK }
};

enum { STATE_UNREAD, STATE_ABSENT, STATE_OVER, STATE_FAULTY, STATE_WARNED, STATE_FINE };

static uint32_t count_of(const struct page_room *room, uint32_t region)
{
	return room->run->regions[region].count;
}

static uint32_t limit_of(const struct page_room *room, uint32_t region)
{
	return room->run->profile->group[room->run->profile->region[region].group].limit;
}

/* Of a group that should not exceed its limit, as a rule (一般不超过), it is no error. */
static bool is_error_to_exceed(const struct page_room *room, uint32_t region)
{
	const struct profile *profile = room->run->profile;
	const struct profile_group *group = &profile->group[profile->region[region].group];

	return (group->has_severity ? group->severity : profile->rule[RULE_QUOTA_REGION].severity) == SEVERITY_ERROR;
}

static size_t state_of(const struct page_room *room, uint32_t region)
{
	const struct page_tally *tally = &room->region[region];
	bool exceeds = count_of(room, region) > limit_of(room, region);

	if (count_of(room, region) == 0)
		return tally->unread + tally->quiet ? STATE_UNREAD : STATE_ABSENT;
	if (exceeds && is_error_to_exceed(room, region))
		return STATE_OVER;
	if (tally->findings[SEVERITY_ERROR])
		return STATE_FAULTY;
	return exceeds ? STATE_WARNED : STATE_FINE;
}

/* As the JSON report says it. */
static struct str status_word(const struct page_room *room, uint32_t region)
{
	if (count_of(room, region) == 0)
		return STR("none");
	return count_of(room, region) > limit_of(room, region) ? STR("over") : STR("ok");
}

static uint32_t findings_of(const struct page_tally *tally)
{
	return tally->findings[SEVERITY_ERROR] + tally->findings[SEVERITY_WARNING] + tally->findings[SEVERITY_INFO];
}

static void write_of(struct page_room *room, uint32_t region)
{
	page_room_count(room, count_of(room, region));
	if (limit_of(room, region) == PROFILE_NO_LIMIT)
		return;
	page_room_raw(room, "/");
	page_room_count(room, limit_of(room, region));
}

/* --- the map ------------------------------------------------------------------------- */

static void write_tile(struct page_room *room, uint32_t at)
{
	const struct profile_region *region = &room->run->profile->region[at];
	size_t state = state_of(room, at);

	buf_printf(&room->out, "<li class=\"%s", states[state].kind);
	if (region->map_row)
		buf_printf(&room->out, " row-%u col-%u", region->map_row, region->map_col);
	buf_printf(&room->out, "\"><a href=\"#%s-%u\"><b", findings_of(&room->region[at]) ? "only" : "region", at);
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, region->name);
	page_room_raw(room, "</b> <span class=\"of\">");
	write_of(room, at);
	page_room_raw(room, "</span> <span class=\"state\">");
	page_room_word(room, states[state].word);
	page_room_raw(room, "</span></a></li>\n");
}

static uint32_t map_columns(const struct profile *profile)
{
	uint32_t columns = 0;

	for (uint32_t i = 0; i < profile->region_count; i++)
		columns = profile->region[i].map_col > columns ? profile->region[i].map_col : columns;
	return columns;
}

/* Those with a place on the map, or those without. A reader hears them in the profile's order. */
static void write_tiles(struct page_room *room, bool placed)
{
	const struct profile *profile = room->run->profile;
	uint32_t columns = map_columns(profile), any = 0;

	for (uint32_t i = 0; i < profile->region_count && !any; i++)
		any = (profile->region[i].map_row > 0) == placed;
	if (!any)
		return;
	if (placed)
		buf_printf(&room->out, "<ul class=\"map drawn wide-%u\">\n", columns);
	else
		page_room_raw(room, "<ul class=\"map\">\n");
	for (uint32_t i = 0; i < profile->region_count; i++)
		if ((profile->region[i].map_row > 0) == placed)
			write_tile(room, i);
	page_room_raw(room, "</ul>\n");
}

/* How many regions are in each state, in words: what the patterns mean. */
static void write_legend(struct page_room *room)
{
	uint32_t count[ARRAY_COUNT(states)] = { 0 };

	for (uint32_t i = 0; i < room->run->profile->region_count; i++)
		count[state_of(room, i)]++;
	page_room_raw(room, "<ul class=\"legend\">");
	for (size_t i = ARRAY_COUNT(states); i-- > 0;) {
		if (!count[i])
			continue;
		buf_printf(&room->out, "<li class=\"%s\">", states[i].kind);
		page_room_word(room, states[i].word);
		buf_printf(&room->out, " %u</li>", count[i]);
	}
	page_room_raw(room, "</ul>\n");
}

/* --- quotas ---------------------------------------------------------------------------- */

/* Bars are this long; their scale is one for all regions, so that they can be compared. */
enum { BAR = 1000 };

static uint32_t longest(const struct page_room *room)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < room->run->profile->region_count; i++) {
		most = count_of(room, i) > most ? count_of(room, i) : most;
		if (limit_of(room, i) != PROFILE_NO_LIMIT)
			most = limit_of(room, i) > most ? limit_of(room, i) : most;
	}
	return most;
}

static uint32_t scaled(uint32_t count, uint32_t most)
{
	return (uint32_t)((uint64_t)count * BAR / most);
}

/* What is within the limit is filled, what exceeds it is hollow: so it is told apart without colour. */
static void write_bar(struct page_room *room, uint32_t region, uint32_t most)
{
	uint32_t count = count_of(room, region), limit = limit_of(room, region);
	uint32_t within = scaled(count < limit ? count : limit, most), end = scaled(count, most);
	uint32_t mark = limit == PROFILE_NO_LIMIT ? 0 : scaled(limit, most);

	page_room_raw(
		room,
		"<svg viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">");
	if (mark)
		buf_printf(&room->out, "<rect class=\"room\" width=\"%u\" height=\"14\"/>", mark);
	if (within)
		buf_printf(&room->out, "<rect class=\"within\" width=\"%u\" height=\"14\"/>", within);
	if (end > within)
		buf_printf(&room->out, "<rect class=\"beyond\" x=\"%u\" width=\"%u\" y=\"1\" height=\"12\"/>", within,
			   end - within);
	if (limit != PROFILE_NO_LIMIT)
		buf_printf(&room->out, "<path class=\"limit\" d=\"M%u 0v14\"/>", mark);
	page_room_raw(room, "</svg>");
}

static void write_problems(struct page_room *room, uint32_t region)
{
	static const enum say words[] = { SAY_PAGE_ERRORS, SAY_PAGE_WARNINGS, SAY_PAGE_HINTS };
	const struct page_tally *tally = &room->region[region];
	bool any = false;

	if (findings_of(tally))
		buf_printf(&room->out, "<a href=\"#only-%u\">", region);
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		struct arg count = DIAG_NUMBER(tally->findings[i]);

		if (!count.number)
			continue;
		page_room_raw(room, any ? " · " : "");
		page_room_say(room, words[i], 1, &count);
		any = true;
	}
	if (any)
		page_room_raw(room, "</a>");
	if (tally->unread) {
		page_room_raw(room, any ? " · " : "");
		page_room_say(room, SAY_PAGE_UNREAD, 1, &DIAG_NUMBER(tally->unread));
	}
}

static void write_region(struct page_room *room, uint32_t at, uint32_t most)
{
	const struct profile_region *region = &room->run->profile->region[at];
	size_t state = state_of(room, at);

	buf_printf(&room->out, "<tr id=\"region-%u\" class=\"%s\" data-count=\"%u\"", at, states[state].kind,
		   count_of(room, at));
	if (limit_of(room, at) != PROFILE_NO_LIMIT)
		buf_printf(&room->out, " data-limit=\"%u\"", limit_of(room, at));
	page_room_attribute(room, "data-status", status_word(room, at));
	page_room_raw(room, "><th scope=\"row\"");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, region->name);
	page_room_raw(room, "</th><td class=\"bar\">");
	write_bar(room, at, most);
	page_room_raw(room, "</td><td class=\"of\">");
	write_of(room, at);
	page_room_raw(room, "</td><td class=\"state\"><b>");
	page_room_word(room, states[state].word);
	page_room_raw(room, "</b></td><td class=\"problems\">");
	write_problems(room, at);
	page_room_raw(room, "</td></tr>\n");
}

static void write_group(struct page_room *room, uint32_t group)
{
	const struct profile_group *of = &room->run->profile->group[group];
	struct arg arg[] = { DIAG_TEXT(of->name), DIAG_NUMBER(of->limit) };

	page_room_raw(room, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"5\">");
	page_room_say(room, of->limit == PROFILE_NO_LIMIT ? SAY_PAGE_GROUP_FREE : SAY_PAGE_GROUP, 2, arg);
	page_room_raw(room, "</th></tr>\n");
}

static void write_quotas(struct page_room *room)
{
	static const enum say heads[] = { SAY_HEAD_REGION, SAY_PAGE_BAR, SAY_PAGE_OF_LIMIT, SAY_HEAD_STATUS,
					  SAY_PAGE_FINDINGS };
	const struct profile *profile = room->run->profile;
	uint32_t most = longest(room), group = UINT32_MAX;

	page_room_table(room, "quotas", SAY_PAGE_QUOTAS, ARRAY_COUNT(heads), heads);
	for (uint32_t i = 0; i < profile->region_count && page_room_goes_on(room); i++) {
		if (profile->region[i].group != group)
			write_group(room, group = profile->region[i].group);
		write_region(room, i, most);
	}
	page_room_table_end(room);
}

bool page_regions_has(const struct page_room *room)
{
	return !room->run->audit && room->run->profile->region_count > 0;
}

void page_regions_write(struct page_room *room)
{
	page_room_section(room, "regions", SAY_PAGE_REGIONS, room->run->profile->region_count);
	write_legend(room);
	write_tiles(room, true);
	write_tiles(room, false);
	write_quotas(room);
	page_room_section_end(room);
}
