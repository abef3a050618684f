#include "read/html_text.h"

/* The white space that is collapsed: ASCII's. A wide blank (U+3000) is a character. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool at_line_start(const struct html_text *text)
{
	return text->text.len == 0 || text->text.data[text->text.len - 1] == '\n';
}

static void drop_blanks(struct html_text *text)
{
	while (text->text.len && text->text.data[text->text.len - 1] == ' ')
		text->text.len--;
	text->blank = false;
}

/* &nbsp; at the beginning of s. */
static bool is_fixed_blank(struct str s)
{
	return s.len >= 2 && s.data[0] == '\xC2' && s.data[1] == '\xA0';
}

static void put_blank(struct html_text *text)
{
	if (text->blank && !at_line_start(text))
		buf_add_char(&text->text, ' ');
	text->blank = false;
}

/* How much of s is neither white space nor &nbsp;. */
static size_t word_span(struct str s)
{
	size_t len = 0;

	while (len < s.len && !is_blank(s.data[len]) && !is_fixed_blank(str_after(s, len)))
		len++;
	return len;
}

static void add_word(struct html_text *text, struct str word, bool struck)
{
	put_blank(text);
	buf_add(&text->text, word);
	text->struck |= struck;
	text->plain |= !struck;
}

void html_text_add(struct html_text *text, struct str piece, bool pre, bool struck)
{
	while (piece.len) {
		size_t word = word_span(piece);
		char c = piece.data[0];

		if (word > 0) {
			add_word(text, str_part(piece, 0, word), struck);
			piece = str_after(piece, word);
		} else if (is_blank(c)) {
			if (!pre)
				text->blank = true;
			else if (c == '\n')
				html_text_break(text);
			else if (c != '\r')
				buf_add_char(&text->text, c);
			piece = str_after(piece, 1);
		} else {
			put_blank(text);
			buf_add_char(&text->text, ' ');
			piece = str_after(piece, 2);
		}
	}
}

void html_text_break(struct html_text *text)
{
	drop_blanks(text);
	buf_add_char(&text->text, '\n');
}

void html_text_block(struct html_text *text)
{
	if (!at_line_start(text))
		html_text_break(text);
	text->blank = false;
}

struct str html_text_shown(const struct html_text *text)
{
	return str_trim(buf_str(&text->text));
}

void html_text_clear(struct html_text *text)
{
	buf_clear(&text->text);
	text->blank = text->plain = text->struck = false;
}

void html_text_release(struct html_text *text)
{
	buf_release(&text->text);
	*text = (struct html_text){ 0 };
}
