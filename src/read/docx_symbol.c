#include "read/docx_symbol.h"

/* A font's own number; in files F000 is added to it, as a rule. */
struct symbol {
	struct str number;
	struct str text;
};

#define SYMBOL(number, text)                                                                                           \
	{                                                                                                              \
		STR_INIT(number), STR_INIT(text)                                                                       \
	}

static const struct symbol wingdings[] = {
	SYMBOL("FE", DOCX_SYMBOL_TICKED),
	SYMBOL("FD", "☒"),
	SYMBOL("FC", "✓"),
	SYMBOL("FB", "✗"),
	SYMBOL("A8", "□"),
	SYMBOL("6F", "□"),
	SYMBOL("6E", "■"),
	SYMBOL("71", "□"),
	SYMBOL("72", "□"),
	SYMBOL("A1", "○"),
	SYMBOL("6C", "●"),
	SYMBOL("28", "☎"),
	SYMBOL("2A", "✉"),
	SYMBOL("E0", "→"),
	SYMBOL("D8", "➢"),
};
static const struct symbol wingdings_2[] = {
	SYMBOL("52", DOCX_SYMBOL_TICKED),
	SYMBOL("54", "☒"),
	SYMBOL("53", "☒"),
	SYMBOL("50", "✓"),
	SYMBOL("4F", "✗"),
	SYMBOL("A3", "□"),
	SYMBOL("2A", "□"),
};
static const struct symbol symbol[] = {
	SYMBOL("B7", "•"), SYMBOL("B4", "×"), SYMBOL("B1", "±"), SYMBOL("B0", "°"),
	SYMBOL("A3", "≤"), SYMBOL("B3", "≥"), SYMBOL("6D", "μ"), SYMBOL("57", "Ω"),
};

static const struct {
	struct str font;
	const struct symbol *symbol;
	size_t count;
} fonts[] = {
	{ STR_INIT("Wingdings"), wingdings, ARRAY_COUNT(wingdings) },
	{ STR_INIT("Wingdings 2"), wingdings_2, ARRAY_COUNT(wingdings_2) },
	{ STR_INIT("Symbol"), symbol, ARRAY_COUNT(symbol) },
};

static struct str find(const struct symbol *known, size_t count, struct str number)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(number, known[i].number))
			return known[i].text;
	return STR("");
}

struct str docx_symbol_text(struct str font, struct str number)
{
	struct str own = number.len == 4 ? str_after(number, 2) : number;

	if (number.len == 4 && !str_starts(number, STR("F0")) && !str_starts(number, STR("f0")) &&
	    !str_starts(number, STR("00")))
		return STR("");
	for (size_t i = 0; i < ARRAY_COUNT(fonts); i++)
		if (str_eq_nocase(font, fonts[i].font))
			return find(fonts[i].symbol, fonts[i].count, own);
	return STR("");
}
