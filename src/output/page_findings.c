/*
 * 问题: every finding, those of a rule together with what to do about them. Severity, rule and region can be
 * chosen without a script; with one, words can be looked for, too.
 */
#include "model/cell.h"
#include "output/page_room.h"

/*
 * Of one rule so many are enough to see what is wrong, and a telephone bears them: the rest stands in the JSON
 * report. Each rule has its own limit, so that a flood of one kind hides no other.
 */
enum { FINDINGS_SHOWN = 2000 };

/* So many stay together on paper. */
enum { FEW = 8 };

static const struct {
	struct str word;
	enum say say;
} severities[] = { { STR_INIT("error"), SAY_ERROR },
		   { STR_INIT("warning"), SAY_WARNING },
		   { STR_INIT("info"), SAY_INFO } };

/* --- filters ----------------------------------------------------------------------- */

static void write_severities(struct page_room *room)
{
	page_room_raw(room, "<fieldset><legend>");
	page_room_word(room, SAY_HEAD_SEVERITY);
	page_room_raw(room, "</legend>");
	for (size_t i = 0; i < ARRAY_COUNT(severities); i++) {
		page_room_raw(room, "<label><input type=\"checkbox\" checked autocomplete=\"off\"");
		buf_printf(&room->out, " id=\"by-%.*s\"> ", STR_ARG(severities[i].word));
		page_room_word(room, severities[i].say);
		page_room_raw(room, "</label> ");
	}
	page_room_raw(room, "</fieldset>\n");
}

static void write_choice(struct page_room *room, const char *id, enum say label)
{
	page_room_raw(room, "<label>");
	page_room_word(room, label);
	buf_printf(&room->out, " <select id=\"%s\" autocomplete=\"off\"><option value=\"\">", id);
	page_room_word(room, SAY_PAGE_ALL);
	page_room_raw(room, "</option>\n");
}

static void write_rules(struct page_room *room)
{
	write_choice(room, "by-rule", SAY_HEAD_RULE);
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		const struct diag_rule_info *info = diag_rule_at(id);

		if (!room->by_rule[id])
			continue;
		page_room_raw(room, "<option");
		page_room_attribute(room, "value", info->word);
		page_room_raw(room, ">");
		page_room_text(room, room->lang == LANG_ZH ? info->name : info->word);
		buf_printf(&room->out, " (%u)</option>\n", room->by_rule[id]);
	}
	page_room_raw(room, "</select></label>\n");
}

static uint32_t findings_of(const struct page_tally *tally)
{
	return tally->findings[SEVERITY_ERROR] + tally->findings[SEVERITY_WARNING] + tally->findings[SEVERITY_INFO];
}

static void region_name(struct page_room *room, uint32_t region)
{
	if (region < room->run->profile->region_count)
		page_room_text(room, room->run->profile->region[region].name);
	else
		page_room_word(room, SAY_PAGE_NO_REGION);
}

static void write_regions(struct page_room *room)
{
	write_choice(room, "by-region", SAY_HEAD_REGION);
	for (uint32_t i = 0; i <= room->run->profile->region_count; i++) {
		if (!findings_of(&room->region[i]))
			continue;
		buf_printf(&room->out, "<option value=\"%u\">", i);
		region_name(room, i);
		buf_printf(&room->out, " (%u)</option>\n", findings_of(&room->region[i]));
	}
	page_room_raw(room, "</select></label>\n");
}

/* Where a tile of the map leads: while it is the target, only its region's findings show. */
static void write_targets(struct page_room *room)
{
	for (uint32_t i = 0; i < room->run->profile->region_count; i++) {
		if (!findings_of(&room->region[i]))
			continue;
		buf_printf(&room->out, "<p class=\"only\" id=\"only-%u\">", i);
		page_room_say(room, SAY_PAGE_ONLY, 1, &DIAG_TEXT(room->run->profile->region[i].name));
		page_room_raw(room, " <a href=\"#findings\">");
		page_room_word(room, SAY_PAGE_SHOW_ALL);
		page_room_raw(room, "</a></p>\n");
	}
}

static void write_filters(struct page_room *room)
{
	page_room_raw(room, "<div class=\"filters\" role=\"group\"");
	page_room_attribute(room, "aria-label", say_word(room->lang, SAY_PAGE_FILTER));
	page_room_raw(room, ">\n");
	write_severities(room);
	write_rules(room);
	write_regions(room);
	page_room_raw(room, "<label id=\"search\" hidden>");
	page_room_word(room, SAY_PAGE_SEARCH);
	page_room_raw(room,
		      " <input type=\"search\" id=\"by-text\" autocomplete=\"off\" spellcheck=\"false\"></label>\n"
		      "<output id=\"shown\" aria-live=\"polite\"");
	page_room_attribute(room, "data-say", say_word(room->lang, SAY_PAGE_SHOWN));
	page_room_raw(room, "></output>\n</div>\n");
	write_targets(room);
}

/* --- findings ------------------------------------------------------------------------- */

static void write_place(struct page_room *room, struct where where)
{
	const struct run *run = room->run;
	const struct sheet *sheet = where.sheet ? run_sheet(run, where) : NULL;

	if (where.source == 0 || where.source > run->sources.count)
		return;
	page_room_raw(room, "<span class=\"path\">");
	page_room_text(room, run->sources.item[where.source - 1].path);
	page_room_raw(room, "</span>");
	if (sheet) {
		page_room_raw(room, " <span class=\"sheet\">");
		page_room_text(room, sheet->name);
		page_room_raw(room, "</span>");
	}
	if (where.row == 0)
		return;
	page_room_raw(room, " <span class=\"at\">");
	if (where.col)
		cell_reference(&room->out, where.row, where.col);
	else
		page_room_say(room, SAY_ROW_AT, 1, &DIAG_NUMBER(where.row));
	page_room_raw(room, "</span>");
}

static void write_sentence(struct page_room *room, const struct finding *finding)
{
	struct buf sentence = { 0 };

	say_finding(&sentence, room->lang, finding, room->places);
	page_room_sentence(room, buf_str(&sentence));
	buf_release(&sentence);
}

static void write_finding(struct page_room *room, const struct finding *finding)
{
	uint32_t count = room->run->profile->region_count;
	uint32_t region = finding->region < count ? finding->region : count;

	buf_printf(&room->out, "<tr class=\"f r%u\">", region);
	page_room_cell(room, SAY_HEAD_REGION, "region");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, index_region_name(room->run, region));
	page_room_raw(room, "</td>");
	page_room_cell(room, SAY_PAGE_PLACE, finding->where.source ? "place" : "none");
	page_room_foreign(room);
	page_room_raw(room, ">");
	write_place(room, finding->where);
	page_room_raw(room, "</td>");
	page_room_cell(room, SAY_HEAD_PROBLEM, "problem");
	page_room_raw(room, ">");
	write_sentence(room, finding);
	page_room_raw(room, "</td></tr>\n");
}

static bool is_of_group(const struct finding *finding, const struct finding *first)
{
	return finding->severity == first->severity && diag_rule(finding->say) == diag_rule(first->say);
}

static void write_group_head(struct page_room *room, const struct finding *first, size_t count)
{
	enum rule_id rule = diag_rule(first->say);
	const struct diag_rule_info *info = diag_rule_at(rule);

	page_room_raw(room, count <= FEW ? "<details open class=\"g few\"" : "<details open class=\"g\"");
	page_room_attribute(room, "data-rule", info->word);
	page_room_attribute(room, "data-severity", severities[first->severity].word);
	page_room_raw(room, "><summary><h3><span class=\"severity\">");
	page_room_word(room, severities[first->severity].say);
	page_room_raw(room, "</span> ");
	page_room_rule(room, rule);
	page_room_raw(room, " <span class=\"count\">");
	page_room_count(room, count);
	page_room_raw(room, "</span></h3></summary>\n<p class=\"mend\">");
	page_room_text(room, info->mend[room->lang]);
	page_room_raw(room, "</p>\n<table class=\"findings\"><caption>");
	page_room_rule(room, rule);
	page_room_raw(room, "</caption><colgroup><col><col><col></colgroup><thead><tr>");
	page_room_head(room, SAY_HEAD_REGION);
	page_room_head(room, SAY_PAGE_PLACE);
	page_room_head(room, SAY_HEAD_PROBLEM);
	page_room_raw(room, "</tr></thead>\n<tbody>\n");
}

/* Those of one severity and rule, which stand side by side. How many they are. */
static size_t write_group(struct page_room *room, const struct finding *first, size_t left)
{
	size_t count = 0;

	while (count < left && is_of_group(&first[count], first))
		count++;
	write_group_head(room, first, count);
	for (size_t i = 0; i < count && i < FINDINGS_SHOWN && page_room_goes_on(room); i++)
		write_finding(room, &first[i]);
	page_room_table_end(room);
	page_room_rest(room, count > FINDINGS_SHOWN ? count - FINDINGS_SHOWN : 0);
	page_room_raw(room, "</details>\n");
	return count;
}

static void write_groups(struct page_room *room)
{
	const struct diag_list *list = &room->run->findings;
	size_t i = 0, count = list->findings.count;

	while (i < count && page_room_goes_on(room))
		i += write_group(room, &list->findings.item[i], count - i);
}

void page_findings_write(struct page_room *room)
{
	size_t count = room->run->findings.findings.count;

	page_room_section(room, "findings", SAY_PAGE_FINDINGS, count);
	if (count == 0) {
		page_room_raw(room, "<p>");
		page_room_word(room, SAY_SUMMARY_CLEAN);
		page_room_raw(room, "</p>\n");
	} else {
		write_filters(room);
		write_groups(room);
	}
	page_room_section_end(room);
}
