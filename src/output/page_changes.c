/*
 * 变化: what changed since the night before, those of a kind together, what wants a hand first; of a record's field
 * both texts, what differs marked. Kinds and regions can be chosen without a script.
 */
#include "model/night.h"
#include "output/page_room.h"

/* Of each kind of change so many are enough here, as of the findings of a rule; the workbook and the JSON have more. */
enum { CHANGES_SHOWN = 500 };

/* So many stay together on paper, and stand open. */
enum { FEW = 8 };

/* Words of the markup, by what a change is of. */
static const char *const kinds[] = { [NIGHT_INPUT] = "file", [NIGHT_RECORD] = "record", [NIGHT_FINDING] = "finding" };

bool page_changes_has(const struct page_room *room)
{
	return room->run->changes;
}

/* --- filters --------------------------------------------------------------------------- */

void page_changes_filters(struct buf *out, const struct page_room *room)
{
	for (uint32_t i = 0; i <= room->run->profile->region_count && changed_any(&room->changed); i++)
		if (room->changes[i])
			buf_printf(out,
				   "main:has(#changes-region>option[value=\"%u\"]:checked) "
				   ":is(tr.c:not(.r%u),.c-group:not(:has(.r%u))){display:none}\n",
				   i, i, i);
}

static bool has_kind(const struct page_room *room, enum night_kind kind)
{
	bool has = false;

	for (enum changed_group group = 0; group < CHANGED_GROUPS; group++)
		has = has || (changed_is_of(group) == kind && room->changed.group[group].count);
	return has;
}

static void write_kinds(struct page_room *room)
{
	static const enum say words[] = { SAY_CHANGED_INPUTS, SAY_CHANGED_RECORDS, SAY_CHANGED_FINDINGS };

	page_room_raw(room, "<fieldset><legend>");
	page_room_word(room, SAY_HEAD_OF);
	page_room_raw(room, "</legend>");
	for (enum night_kind kind = 0; kind <= NIGHT_FINDING; kind++) {
		if (!has_kind(room, kind))
			continue;
		buf_printf(&room->out,
			   "<label><input type=\"checkbox\" checked autocomplete=\"off\" id=\"changes-%s\"> ",
			   kinds[kind]);
		page_room_word(room, words[kind]);
		page_room_raw(room, "</label> ");
	}
	page_room_raw(room, "</fieldset>\n");
}

static void write_region(struct page_room *room, uint32_t region)
{
	if (room->changes[region] == 0)
		return;
	buf_printf(&room->out, "<option value=\"%u\">", region);
	if (region < room->run->profile->region_count)
		page_room_text(room, room->run->profile->region[region].name);
	else
		page_room_word(room, SAY_PAGE_NO_REGION);
	buf_printf(&room->out, " (%u)</option>\n", room->changes[region]);
}

static void write_filters(struct page_room *room)
{
	page_room_raw(room, "<div class=\"filters\" role=\"group\"");
	page_room_attribute(room, "aria-label", say_word(room->lang, SAY_PAGE_CHANGES_FILTER));
	page_room_raw(room, ">\n");
	write_kinds(room);
	page_room_raw(room, "<label>");
	page_room_word(room, SAY_HEAD_REGION);
	page_room_raw(room, " <select id=\"changes-region\" autocomplete=\"off\"><option value=\"\">");
	page_room_word(room, SAY_PAGE_ALL);
	page_room_raw(room, "</option>\n");
	for (uint32_t i = 0; i <= room->run->profile->region_count; i++)
		write_region(room, i);
	page_room_raw(room, "</select></label>\n</div>\n");
}

/* --- changes --------------------------------------------------------------------------- */

static void write_place(struct page_room *room, const struct changed_row *row)
{
	page_room_cell(room, SAY_PAGE_PLACE, row->path.len ? "place" : "none");
	page_room_foreign(room);
	page_room_raw(room, "><span class=\"path\">");
	page_room_text(room, row->path);
	page_room_raw(room, "</span>");
	if (row->sheet.len) {
		page_room_raw(room, " <span class=\"sheet\">");
		page_room_text(room, row->sheet);
		page_room_raw(room, "</span>");
	}
	if (row->at.len) {
		bool is_row = row->at.data[0] >= '0' && row->at.data[0] <= '9';

		page_room_raw(room, " <span class=\"at\">");
		if (is_row)
			page_room_say(room, SAY_ROW_AT, 1, &DIAG_TEXT(row->at));
		else
			page_room_text(room, row->at);
		page_room_raw(room, "</span>");
	}
	page_room_raw(room, "</td>");
}

static void write_sentence(struct page_room *room, enum say head, struct str text)
{
	page_room_cell(room, head, text.len ? "" : "none");
	page_room_raw(room, ">");
	page_room_sentence(room, text);
	page_room_raw(room, "</td>");
}

static void write_sides(struct page_room *room, const struct changed_row *row)
{
	struct arena scratch = { 0 };
	struct diff before, after;

	if (!row->is_field) {
		write_sentence(room, SAY_HEAD_BEFORE, row->before);
		write_sentence(room, SAY_HEAD_AFTER, row->after);
		return;
	}
	diff_texts(&scratch, row->before, row->after, &before, &after);
	page_room_diff_cell(room, SAY_HEAD_BEFORE, &before);
	page_room_diff_cell(room, SAY_HEAD_AFTER, &after);
	arena_release(&scratch);
}

static void write_row(struct page_room *room, enum night_kind kind, uint32_t region, const struct changed_row *row)
{
	buf_printf(&room->out, "<tr class=\"c r%u\">", region);
	page_room_text_cell(room, SAY_HEAD_REGION, row->region);
	if (kind == NIGHT_INPUT)
		page_room_text_cell(room, SAY_HEAD_FILE, row->path);
	else
		page_room_text_cell(room, kind == NIGHT_FINDING ? SAY_HEAD_RULE : SAY_HEAD_WHO, row->what);
	if (kind == NIGHT_RECORD)
		page_room_text_cell(room, SAY_HEAD_FIELD, row->column);
	if (kind == NIGHT_FINDING)
		write_sentence(room, SAY_HEAD_PROBLEM, row->after.len ? row->after : row->before);
	else
		write_sides(room, row);
	if (kind != NIGHT_INPUT)
		write_place(room, row);
	page_room_raw(room, "</tr>\n");
}

static void write_change(struct page_room *room, enum changed_group group, const struct change *change)
{
	uint32_t region = changed_region(&room->changed, group, change), regions = room->run->profile->region_count;
	uint32_t count = changed_rows(group, change);
	struct arena scratch = { 0 };
	struct changed_row row;

	for (uint32_t i = 0; i < count; i++) {
		changed_row(&scratch, room->lang, &room->changed, group, change, i, &row);
		write_row(room, changed_is_of(group), region < regions ? region : regions, &row);
	}
	arena_release(&scratch);
}

static void write_table(struct page_room *room, enum changed_group group)
{
	static const struct {
		const char *columns;
		uint32_t count;
		enum say head[6];
	} tables[] = {
		[NIGHT_INPUT] = { "<col class=\"region\"><col><col><col>",
				  4,
				  { SAY_HEAD_REGION, SAY_HEAD_FILE, SAY_HEAD_BEFORE, SAY_HEAD_AFTER } },
		[NIGHT_RECORD] = { "<col class=\"region\"><col><col class=\"column\"><col><col><col>",
				   6,
				   { SAY_HEAD_REGION, SAY_HEAD_WHO, SAY_HEAD_FIELD, SAY_HEAD_BEFORE, SAY_HEAD_AFTER,
				     SAY_PAGE_PLACE } },
		[NIGHT_FINDING] = { "<col class=\"region\"><col class=\"column\"><col><col>",
				    4,
				    { SAY_HEAD_REGION, SAY_HEAD_RULE, SAY_HEAD_PROBLEM, SAY_PAGE_PLACE } },
	};
	enum night_kind kind = changed_is_of(group);

	page_room_raw(room, "<table class=\"rows\"><caption>");
	page_room_word(room, changed_word(group));
	page_room_raw(room, "</caption><colgroup>");
	page_room_raw(room, tables[kind].columns);
	page_room_raw(room, "</colgroup><thead><tr>");
	for (uint32_t i = 0; i < tables[kind].count; i++)
		page_room_head(room, tables[kind].head[i]);
	page_room_raw(room, "</tr></thead>\n<tbody>\n");
}

static void write_group(struct page_room *room, enum changed_group group)
{
	uint32_t count = room->changed.group[group].count;
	const char *severity = group == CHANGED_ERROR || group == CHANGED_WITHDRAWN ? " class=\"error\""
			       : group == CHANGED_WARNING			    ? " class=\"warning\""
										    : "";

	buf_printf(&room->out, "<details%s class=\"c-group c-%s%s\"><summary%s><h3><span class=\"kind\">",
		   count <= FEW ? " open" : "", kinds[changed_is_of(group)], count <= FEW ? " few" : "", severity);
	page_room_word(room, changed_kind(group));
	page_room_raw(room, "</span> ");
	page_room_word(room, changed_word(group));
	page_room_raw(room, " <span class=\"count\">");
	page_room_count(room, count);
	page_room_raw(room, "</span></h3></summary>\n");
	write_table(room, group);
	for (uint32_t i = 0; i < count && i < CHANGES_SHOWN && page_room_goes_on(room); i++)
		write_change(room, group, room->changed.group[group].item[i]);
	page_room_table_end(room);
	page_room_rest(room, count > CHANGES_SHOWN ? count - CHANGES_SHOWN : 0);
	page_room_raw(room, "</details>\n");
}

static void write_since(struct page_room *room)
{
	buf_clear(&room->text);
	changed_say_since(&room->text, room->lang, &room->changed);
	page_room_raw(room, "<p class=\"since\">");
	page_room_text(room, buf_str(&room->text));
	page_room_raw(room, "</p>\n");
}

void page_changes_write(struct page_room *room)
{
	bool any = changed_any(&room->changed);

	page_room_section(room, "changes", SAY_PAGE_CHANGES, any ? room->changed.count : 0);
	write_since(room);
	if (any)
		write_filters(room);
	for (enum changed_group group = 0; any && group < CHANGED_GROUPS; group++)
		if (room->changed.group[group].count)
			write_group(room, group);
	page_room_section_end(room);
}
