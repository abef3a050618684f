#include "read/html_feed.h"

/* A conditional mark is short; what is longer is none. */
enum { TAG = 256 };

/*
 * What the library's parser takes otherwise than browsers do: conditional marks for
 * text (<![if …]>, <![endif]>; those within comments end otherwise), </br> for nothing,
 * </body> and </html> for the end of all. NULs would be the end of its text.
 */
static const struct {
	struct str begin, end, instead;
} marks[] = {
	{ STR_INIT("<![if"), STR_INIT("]>"), STR_INIT("") },   { STR_INIT("<![endif"), STR_INIT("]>"), STR_INIT("") },
	{ STR_INIT("</br"), STR_INIT(">"), STR_INIT("<br>") }, { STR_INIT("</body"), STR_INIT(">"), STR_INIT("") },
	{ STR_INIT("</html"), STR_INIT(">"), STR_INIT("") },
};

/* The length of such a mark at the beginning, 0 where there is none. */
static size_t mark_at(struct str text, struct str *instead)
{
	struct str tag = str_part(text, 0, TAG);

	tag = str_part(tag, 0, str_find(tag, STR(">"), 0) + 1);
	*instead = STR("");
	if (text.data[0] == '\0')
		return 1;
	for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
		if (str_eq_nocase(str_part(tag, 0, marks[i].begin.len), marks[i].begin) &&
		    str_ends(tag, marks[i].end)) {
			*instead = marks[i].instead;
			return tag.len;
		}
	return 0;
}

static void hand_on(const struct html_feed *feed, struct str text)
{
	if (text.len)
		htmlParseChunk(feed->parser, text.data, (int)text.len, 0);
}

/* Up to where no mark can be cut in two. */
static size_t whole_tags(struct str text)
{
	for (size_t i = text.len; i > 0 && i + TAG > text.len; i--)
		if (text.data[i - 1] == '<')
			return i - 1;
	return text.len;
}

static bool may_be_mark(char c)
{
	return c == '\0' || c == '<';
}

static void take(struct html_feed *feed, struct str piece, bool last)
{
	struct str text, instead;
	size_t end, from = 0;

	buf_add(&feed->held, piece);
	text = buf_str(&feed->held);
	end = last ? text.len : whole_tags(text);
	for (size_t at = 0; at < end;) {
		size_t mark = may_be_mark(text.data[at]) ? mark_at(str_after(text, at), &instead) : 0;

		if (mark == 0) {
			at++;
			continue;
		}
		hand_on(feed, str_part(text, from, at));
		hand_on(feed, instead);
		at = from = at + mark;
	}
	if (from < end)
		hand_on(feed, str_part(text, from, end));
	end = from > end ? from : end;
	if (end > 0)
		memmove(feed->held.data, feed->held.data + end, feed->held.len - end);
	feed->held.len -= end;
}

void html_feed_add(struct html_feed *feed, struct str piece)
{
	take(feed, piece, false);
}

void html_feed_end(struct html_feed *feed)
{
	take(feed, STR(""), true);
	htmlParseChunk(feed->parser, NULL, 0, 1);
	buf_release(&feed->held);
}
