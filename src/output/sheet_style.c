/* The library's header speaks of functions that ours forbid: it comes first. */
#include <xlsxwriter.h>

#include "output/sheet_style.h"

#include "output/sheet_guard.h"

/* The office's own sheets hold much text: they are set smaller. Small print is as small as an office still prints. */
static const double office_points = 10.5, form_small_points = 8, office_small_points = 6.5;

/* A grey that is still read easily: 10 to 1 on white. */
static const lxw_color_t faint_colour = 0x404040;

/* Of a cell in which something is wrong: its thick border and bold letters say so, too. */
#define MARKED 0xFFE699

enum font { FONT_TITLE, FONT_HEADER, FONT_BODY, FONT_OFFICE, FONT_FORM_SMALL, FONT_OFFICE_SMALL };

static const struct style {
	enum font font;
	uint8_t align;
	bool border, thick, bold, faint, digits, answer, day, share, top;
	lxw_color_t fill; /* 0: none; light, so that it prints well without colour */
} styles[STYLE_COUNT] = {
	[STYLE_TITLE] = { .font = FONT_TITLE, .align = LXW_ALIGN_CENTER },
	[STYLE_LINE] = { .font = FONT_BODY, .align = LXW_ALIGN_LEFT },
	[STYLE_FORM_HEAD] = { .font = FONT_HEADER, .align = LXW_ALIGN_CENTER, .border = true },
	[STYLE_FORM_CENTRE] = { .font = FONT_BODY, .align = LXW_ALIGN_CENTER, .border = true },
	[STYLE_FORM_LEFT] = { .font = FONT_BODY, .align = LXW_ALIGN_LEFT, .border = true },
	[STYLE_FORM_FIGURE] = { .font = FONT_BODY, .align = LXW_ALIGN_RIGHT, .border = true },
	[STYLE_FORM_DIGITS] = { .font = FONT_BODY, .align = LXW_ALIGN_LEFT, .border = true, .digits = true },
	[STYLE_FORM_SMALL] = { .font = FONT_FORM_SMALL,
			       .align = LXW_ALIGN_LEFT,
			       .border = true,
			       .digits = true,
			       .top = true },
	[STYLE_LABEL] = { .font = FONT_BODY, .align = LXW_ALIGN_RIGHT },
	[STYLE_ENTRY_LINE] = { .font = FONT_BODY, .align = LXW_ALIGN_LEFT, .answer = true },
	[STYLE_ENTRY_CENTRE] = { .font = FONT_BODY, .align = LXW_ALIGN_CENTER, .border = true, .answer = true },
	[STYLE_ENTRY_TEXT] = { .font = FONT_BODY,
			       .align = LXW_ALIGN_LEFT,
			       .border = true,
			       .digits = true,
			       .answer = true },
	[STYLE_ENTRY_NAME] = { .font = FONT_BODY,
			       .align = LXW_ALIGN_CENTER,
			       .border = true,
			       .digits = true,
			       .answer = true },
	[STYLE_ENTRY_NUMBER] = { .font = FONT_BODY, .align = LXW_ALIGN_RIGHT, .border = true, .answer = true },
	[STYLE_ENTRY_DAY] = { .font = FONT_BODY,
			      .align = LXW_ALIGN_CENTER,
			      .border = true,
			      .answer = true,
			      .day = true },
	[STYLE_MARK_CENTRE] = { .font = FONT_BODY,
				.align = LXW_ALIGN_CENTER,
				.border = true,
				.thick = true,
				.bold = true,
				.fill = MARKED },
	[STYLE_MARK_LEFT] = { .font = FONT_BODY,
			      .align = LXW_ALIGN_LEFT,
			      .border = true,
			      .thick = true,
			      .bold = true,
			      .fill = MARKED },
	[STYLE_MARK_DIGITS] = { .font = FONT_BODY,
				.align = LXW_ALIGN_LEFT,
				.border = true,
				.thick = true,
				.bold = true,
				.digits = true,
				.fill = MARKED },
	[STYLE_NOTE] = { .font = FONT_BODY, .align = LXW_ALIGN_LEFT },
	[STYLE_SECTION] = { .font = FONT_HEADER, .align = LXW_ALIGN_LEFT, .bold = true },
	[STYLE_HEAD] = { .font = FONT_OFFICE,
			 .align = LXW_ALIGN_CENTER,
			 .border = true,
			 .bold = true,
			 .fill = 0xE7E6E6 },
	[STYLE_LEFT] = { .font = FONT_OFFICE, .align = LXW_ALIGN_LEFT, .border = true },
	[STYLE_SMALL] = { .font = FONT_OFFICE_SMALL, .align = LXW_ALIGN_LEFT, .border = true, .top = true },
	[STYLE_HASH] = { .font = FONT_OFFICE_SMALL, .align = LXW_ALIGN_LEFT, .border = true },
	[STYLE_CENTRE] = { .font = FONT_OFFICE, .align = LXW_ALIGN_CENTER, .border = true },
	[STYLE_SHARE] = { .font = FONT_OFFICE, .align = LXW_ALIGN_CENTER, .border = true, .share = true },
	[STYLE_STRONG] = { .font = FONT_OFFICE,
			   .align = LXW_ALIGN_CENTER,
			   .border = true,
			   .bold = true,
			   .fill = 0xF8CBAD },
	[STYLE_FAINT] = { .font = FONT_OFFICE, .align = LXW_ALIGN_CENTER, .border = true, .faint = true },
	[STYLE_LINK] = { .font = FONT_OFFICE, .align = LXW_ALIGN_CENTER, .border = true },
	[STYLE_ANSWER] = { .font = FONT_OFFICE,
			   .align = LXW_ALIGN_CENTER,
			   .border = true,
			   .bold = true,
			   .answer = true,
			   .fill = 0xFFF2CC },
};

bool sheet_style_is_indented(enum sheet_style style)
{
	return styles[style].border && styles[style].align == LXW_ALIGN_LEFT;
}

bool sheet_style_is_form(enum sheet_style style)
{
	return style <= STYLE_NOTE;
}

enum sheet_style sheet_style_marked(enum sheet_style style)
{
	if (style == STYLE_FORM_CENTRE)
		return STYLE_MARK_CENTRE;
	return style == STYLE_FORM_DIGITS ? STYLE_MARK_DIGITS : STYLE_MARK_LEFT;
}

enum sheet_style sheet_style_small(enum sheet_style style)
{
	if (style == STYLE_FORM_LEFT || style == STYLE_FORM_DIGITS || style == STYLE_FORM_CENTRE)
		return STYLE_FORM_SMALL;
	return style == STYLE_LEFT || style == STYLE_CENTRE ? STYLE_SMALL : style;
}

/* Excel knows sizes of 1 to 409 points. */
static struct profile_font font_of(const struct profile *profile, enum font font)
{
	const struct profile_font fonts[] = {
		[FONT_TITLE] = profile->title_font,
		[FONT_HEADER] = profile->header_font,
		[FONT_BODY] = profile->body_font,
		[FONT_OFFICE] = { profile->body_font.name, office_points },
		[FONT_FORM_SMALL] = { profile->body_font.name, form_small_points },
		[FONT_OFFICE_SMALL] = { profile->body_font.name, office_small_points },
	};

	if (!(fonts[font].size >= 1 && fonts[font].size <= 409))
		return (struct profile_font){ fonts[font].name, office_points };
	return fonts[font];
}

double sheet_style_points(const struct profile *profile, enum sheet_style style)
{
	return font_of(profile, styles[style].font).size;
}

/* The library cuts a longer name in the midst of a character: its own default is better then. */
static void set_font(lxw_format *format, struct profile_font font, struct arena *arena)
{
	if (font.name.len > 0 && font.name.len < LXW_FORMAT_FIELD_LEN && sheet_guard_is_clean(font.name))
		format_set_font_name(format, arena_cstring(arena, font.name));
	format_set_font_size(format, font.size);
}

static void set_place(lxw_format *format, enum sheet_style at)
{
	format_set_align(format, styles[at].align);
	format_set_align(format, styles[at].top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(format);
	if (styles[at].border)
		format_set_border(format, styles[at].thick ? LXW_BORDER_MEDIUM : LXW_BORDER_THIN);
	if (sheet_style_is_indented(at))
		format_set_indent(format, 1);
}

struct lxw_format *sheet_style_format(struct lxw_workbook *file, const struct profile *profile, enum sheet_style at,
				      struct arena *arena)
{
	const struct style *style = &styles[at];
	lxw_format *format = workbook_add_format(file);

	if (!format)
		return NULL;
	set_font(format, font_of(profile, style->font), arena);
	set_place(format, at);
	if (style->bold)
		format_set_bold(format);
	if (style->faint)
		format_set_font_color(format, faint_colour);
	if (style->digits)
		format_set_num_format_index(format, 49); /* "@" */
	if (style->day)
		format_set_num_format(format, "yyyy-mm-dd");
	if (style->share)
		format_set_num_format(format, "0.0%");
	if (style->answer)
		format_set_unlocked(format); /* where an office protects the sheet, this stays open */
	if (style->fill)
		format_set_bg_color(format, style->fill);
	if (at == STYLE_LINK) {
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
		format_set_font_color(format, LXW_COLOR_BLUE);
	}
	return format;
}
