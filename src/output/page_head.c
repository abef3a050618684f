/*
 * What stands around the page: its policy, style and script, title and contents. Style and script are
 * the files page.css and page.js of this folder, put here by the Makefile (as numbers, page_css.def and
 * page_js.def); a policy names their hashes, so that a browser obeys no other.
 */
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "output/page_room.h"

static const unsigned char style[] = {
#include "output/page_css.def"
};
static const unsigned char script[] = {
#include "output/page_js.def"
};

static struct str style_text(void)
{
	return (struct str){ (const char *)style, sizeof(style) };
}

static struct str script_text(void)
{
	return (struct str){ (const char *)script, sizeof(script) };
}

/* 'sha256-…' as a policy names what it allows. */
static void add_hash(struct buf *out, struct str text)
{
	char digits[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, text.len, (const uint8_t *)text.data);
	sha256_digest(&hash, sizeof(digest), digest);
	base64_encode_raw(digits, sizeof(digest), digest);
	buf_printf(out, "'sha256-%.*s'", (int)sizeof(digits), digits);
}

/* --- filters without a script ---------------------------------------------------------- */

static bool has_findings(const struct page_tally *tally)
{
	return tally->findings[SEVERITY_ERROR] + tally->findings[SEVERITY_WARNING] + tally->findings[SEVERITY_INFO] > 0;
}

/* What is chosen hides what is not of it: a rule of style for each region and each rule that has findings. */
static void add_filters(struct buf *out, const struct page_room *room)
{
	uint32_t count = room->run->profile->region_count;

	for (uint32_t i = 0; i <= count; i++)
		if (has_findings(&room->region[i]))
			buf_printf(out,
				   "main:has(#by-region>option[value=\"%u\"]:checked,#only-%u:target) "
				   ":is(tr.f:not(.r%u),.g:not(:has(.r%u))){display:none}\n",
				   i, i, i, i);
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if (room->by_rule[id])
			buf_printf(out,
				   "main:has(#by-rule>option[value=\"%.*s\"]:checked) "
				   ".g:not([data-rule=\"%.*s\"]){display:none}\n",
				   STR_ARG(diag_rule_at(id)->word), STR_ARG(diag_rule_at(id)->word));
}

/* --- head ----------------------------------------------------------------------------------- */

static void write_policy(struct page_room *room, struct str whole_style)
{
	page_room_raw(room, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
	add_hash(&room->out, whole_style);
	page_room_raw(room, "; script-src ");
	add_hash(&room->out, script_text());
	page_room_raw(room, "; base-uri 'none'; form-action 'none'\">\n");
}

static enum say kind_of_report(const struct page_room *room)
{
	return room->run->audit ? SAY_PAGE_AUDIT : SAY_PAGE_REPORT;
}

static void write_meta(struct page_room *room)
{
	struct buf whole = { 0 };

	buf_add(&whole, style_text());
	add_filters(&whole, room);
	if (page_changes_has(room))
		page_changes_filters(&whole, room);
	page_room_raw(room, "<head>\n<meta charset=\"utf-8\">\n");
	write_policy(room, buf_str(&whole));
	page_room_raw(room, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			    "<meta name=\"color-scheme\" content=\"light dark\">\n"
			    "<meta name=\"referrer\" content=\"no-referrer\">\n"
			    "<meta name=\"format-detection\" content=\"telephone=no\">\n"
			    "<title>");
	page_room_text(room, room->run->profile->title);
	page_room_raw(room, " · ");
	page_room_word(room, kind_of_report(room));
	page_room_raw(room, "</title>\n<style>");
	buf_add(&room->out, buf_str(&whole));
	page_room_raw(room, "</style>\n</head>\n");
	buf_release(&whole);
}

/* --- contents ---------------------------------------------------------------------------------- */

static void write_link(struct page_room *room, const char *to, enum say title, bool is_there)
{
	if (!is_there)
		return;
	page_room_raw(room, "<li><a");
	page_room_attribute(room, "href", str_from(to));
	page_room_raw(room, ">");
	page_room_word(room, title);
	page_room_raw(room, "</a></li>");
}

static void write_contents(struct page_room *room)
{
	page_room_raw(room, "<nav");
	page_room_attribute(room, "aria-label", say_word(room->lang, SAY_PAGE_CONTENTS));
	page_room_raw(room, "><ul>");
	write_link(room, "#summary", SAY_PAGE_SUMMARY, true);
	write_link(room, "#regions", SAY_PAGE_REGIONS, page_regions_has(room));
	write_link(room, "#findings", SAY_PAGE_FINDINGS, true);
	write_link(room, "#changes", SAY_PAGE_CHANGES, page_changes_has(room));
	write_link(room, "#pairs", SAY_PAGE_PAIRS, true);
	write_link(room, "#related", SAY_PAGE_RELATED, page_related_has(room));
	write_link(room, "#listed", SAY_PAGE_LISTED, page_related_has_listed(room));
	write_link(room, "#rulings", SAY_PAGE_RULINGS, page_related_has_rulings(room));
	write_link(room, "#held", SAY_PAGE_HELD, page_rows_has_held(room));
	write_link(room, "#unselected", SAY_PAGE_UNSELECTED, page_rows_has_unselected(room));
	write_link(room, "#folded", SAY_PAGE_FOLDED, page_rows_has_folded(room));
	write_link(room, "#manual", SAY_PAGE_MANUAL, page_notes_has_manual(room));
	write_link(room, "#rules", SAY_PAGE_RULES, true);
	write_link(room, "#inputs", SAY_PAGE_INPUTS, true);
	write_link(room, "#notes", SAY_PAGE_NOTES, true);
	page_room_raw(room, "</ul></nav>\n");
}

static void write_banner(struct page_room *room)
{
	const struct profile *profile = room->run->profile;

	page_room_raw(room, "<header><p class=\"kind\">");
	page_room_word(room, kind_of_report(room));
	page_room_raw(room, "</p><h1");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, profile->title);
	page_room_raw(room, "</h1><p class=\"notice\"");
	page_room_foreign(room);
	page_room_raw(room, ">");
	page_room_text(room, profile->number.len ? profile->number : profile->id);
	if (profile->office.len)
		page_room_raw(room, " · ");
	page_room_text(room, profile->office);
	page_room_raw(room, "</p></header>\n");
}

void page_head_write(struct page_room *room)
{
	/* By its first line the page is known where it lies among inputs (read/reader). */
	page_room_raw(room, "<!DOCTYPE html><!-- huizong -->\n<html lang=\"");
	page_room_raw(room, room->lang == LANG_EN ? "en" : "zh-CN");
	page_room_raw(room, "\">\n");
	write_meta(room);
	page_room_raw(room, "<body>\n<a class=\"skip\" href=\"#findings\">");
	page_room_word(room, SAY_PAGE_SKIP);
	page_room_raw(room, "</a>\n");
	write_banner(room);
	write_contents(room);
	page_room_raw(room, "<main>\n");
}

void page_head_end(struct page_room *room)
{
	page_room_raw(room, "</main>\n<script>");
	buf_add(&room->out, script_text());
	page_room_raw(room, "</script>\n</body>\n</html>\n");
}
