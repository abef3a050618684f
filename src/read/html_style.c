#include "read/html_style.h"

/* A style sheet of a spreadsheet has a rule a cell format: Excel knows 65,490 of them. Those that say nothing here do
 * not count. */
enum { RULES = 100000 };
/* A selector of names alone is short; a longer one is none that is known here. */
enum { SELECTOR = 128 };

static const struct {
	struct str property, word;
	unsigned look;
} words[] = {
	{ STR_INIT("display"), STR_INIT("none"), HTML_HIDDEN },
	{ STR_INIT("visibility"), STR_INIT("collapse"), HTML_HIDDEN },
	{ STR_INIT("text-decoration"), STR_INIT("line-through"), HTML_STRUCK },
	{ STR_INIT("text-decoration-line"), STR_INIT("line-through"), HTML_STRUCK },
	{ STR_INIT("white-space"), STR_INIT("pre"), HTML_PRE },
	{ STR_INIT("white-space"), STR_INIT("pre-wrap"), HTML_PRE },
};

/* Cut the next word of a value off: "underline line-through !important". */
static bool take_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	*word = str_part(*rest, 0, str_find(*rest, STR(" "), 0));
	*rest = str_after(*rest, word->len);
	return word->len > 0;
}

static unsigned look_of(struct str property, struct str value)
{
	struct str word;
	unsigned look = 0;

	while (take_word(&value, &word))
		for (size_t i = 0; i < ARRAY_COUNT(words); i++)
			if (str_eq_nocase(property, words[i].property) && str_eq_nocase(word, words[i].word))
				look |= words[i].look;
	return look;
}

unsigned html_style_of(struct str declarations)
{
	struct str declaration;
	unsigned look = 0;

	while (str_split(&declarations, ';', &declaration)) {
		size_t colon = str_find(declaration, STR(":"), 0);

		look |= look_of(str_trim(str_part(declaration, 0, colon)), str_after(declaration, colon + 1));
	}
	return look;
}

static bool is_name_char(char c)
{
	char lower = str_lower(c);

	return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* "td", ".xl65", "td.xl65": at most one class, and nothing else. */
static bool is_simple(struct str selector)
{
	size_t dots = 0;

	for (size_t i = 0; i < selector.len; i++) {
		dots += selector.data[i] == '.';
		if (selector.data[i] != '.' && !is_name_char(selector.data[i]))
			return false;
	}
	return selector.len > 0 && selector.len < SELECTOR && dots <= 1;
}

static struct str lower(struct str s, char room[SELECTOR])
{
	for (size_t i = 0; i < s.len; i++)
		room[i] = str_lower(s.data[i]);
	return (struct str){ room, s.len };
}

/* False where there are too many: with one left out, what it hides would be shown. */
static bool add_rule(struct html_styles *styles, struct str selector, unsigned look)
{
	char room[SELECTOR];
	struct str key;

	selector = str_trim(selector);
	if (!is_simple(selector))
		return true;
	key = lower(selector, room);
	if (!map_find(&styles->looks, key)) {
		if (styles->looks.count == RULES)
			return false;
		key = arena_copy(&styles->arena, key);
	}
	*map_put(&styles->looks, key, 0, NULL) |= look;
	return true;
}

/* Style sheets stand in <!-- and -->, so that very old browsers do not show them. */
static struct str skip_marks(struct str css)
{
	for (;;) {
		css = str_trim(css);
		if (str_starts(css, STR("<!--")))
			css = str_after(css, 4);
		else if (str_starts(css, STR("-->")))
			css = str_after(css, 3);
		else if (str_starts(css, STR("/*")))
			css = str_after(css, str_find(css, STR("*/"), 2) + 2);
		else
			return css;
	}
}

/* @media and the like hold rules of their own, for paper or small screens: all of it is passed over. */
static struct str skip_at_rule(struct str css)
{
	size_t depth = 0;

	for (size_t i = 0; i < css.len; i++) {
		if (css.data[i] == '{')
			depth++;
		else if (css.data[i] == ';' && depth == 0)
			return str_after(css, i + 1);
		else if (css.data[i] == '}' && depth <= 1)
			return str_after(css, i + 1);
		else if (css.data[i] == '}')
			depth--;
	}
	return STR("");
}

bool html_style_add(struct html_styles *styles, struct str css)
{
	for (css = skip_marks(css); css.len; css = skip_marks(css)) {
		size_t open = str_find(css, STR("{"), 0), close = str_find(css, STR("}"), open);
		struct str selectors = str_part(css, 0, open), selector;
		unsigned look;

		if (css.data[0] == '@') {
			css = skip_at_rule(css);
			continue;
		}
		look = html_style_of(str_part(css, open + 1, close));
		while (look && str_split(&selectors, ',', &selector))
			if (!add_rule(styles, selector, look))
				return false;
		css = str_after(css, close + 1);
	}
	return true;
}

static unsigned find(const struct html_styles *styles, struct str key)
{
	const uint32_t *look = map_find(&styles->looks, key);

	return look ? *look : 0;
}

/* ".xl65", and "td.xl65". */
static unsigned find_class(const struct html_styles *styles, struct str element, struct str class)
{
	char room[2 * SELECTOR], folded[SELECTOR];

	if (class.len + 1 >= SELECTOR || element.len >= SELECTOR)
		return 0;
	memcpy(room, element.data, element.len);
	room[element.len] = '.';
	memcpy(room + element.len + 1, lower(class, folded).data, class.len);
	return find(styles, (struct str){ room + element.len, class.len + 1 }) |
	       find(styles, (struct str){ room, element.len + 1 + class.len });
}

unsigned html_style_find(const struct html_styles *styles, struct str element, struct str classes)
{
	struct str class;
	unsigned look;

	if (styles->looks.count == 0)
		return 0;
	look = find(styles, element);
	while (take_word(&classes, &class))
		look |= find_class(styles, element, class);
	return look;
}

void html_style_release(struct html_styles *styles)
{
	map_release(&styles->looks);
	arena_release(&styles->arena);
}
