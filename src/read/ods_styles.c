#include "read/ods_styles.h"

#include <stdlib.h>

#include "decode/xml.h"

/* A style derived from another that is derived …; real files have three such steps. */
enum { DERIVED = 16, KEY_ROOM = 512 };

void ods_styles_release(struct ods_styles *styles)
{
	map_release(&styles->names);
	free(styles->list.item);
	*styles = (struct ods_styles){ 0 };
}

/* "table-cell ce1"; a name too long for that is nobody's. */
static struct str make_key(char room[KEY_ROOM], struct str family, struct str name)
{
	int len = snprintf(room, KEY_ROOM, "%.*s %.*s", STR_ARG(family), STR_ARG(name));

	return (struct str){ room, len > 0 && len < KEY_ROOM ? (size_t)len : 0 };
}

static bool begin_style(struct ods_styles *styles, const char **attribute)
{
	struct str family = xml_attribute_prefixed(attribute, "family");
	struct str parent = xml_attribute_prefixed(attribute, "parent-style-name");
	char room[KEY_ROOM];
	struct str key = make_key(room, family, xml_attribute_prefixed(attribute, "name"));
	struct ods_style *style;

	if (styles->list.count == ODS_STYLES)
		return false;
	styles->depth = 1;
	style = LIST_ADD(&styles->list);
	*map_put(&styles->names, arena_copy(styles->arena, key), 0, NULL) = (uint32_t)styles->list.count - 1;
	if (parent.len)
		style->parent = arena_copy(styles->arena, make_key(room, family, parent));
	return true;
}

/* Either attribute says so; older files have the first alone. */
static enum ods_strike strike_of(const char **attribute)
{
	struct str line = xml_attribute_prefixed(attribute, "text-line-through-style");
	struct str type = xml_attribute_prefixed(attribute, "text-line-through-type");
	struct str said = line.data ? line : type;

	if (!said.data)
		return ODS_STRIKE_UNSAID;
	return str_eq(said, STR("none")) ? ODS_STRIKE_NO : ODS_STRIKE_YES;
}

static void take_property(struct ods_styles *styles, struct str name, const char **attribute)
{
	struct ods_style *style = &styles->list.item[styles->list.count - 1];

	if (str_eq(name, STR("text-properties"))) {
		style->strike = strike_of(attribute);
		styles->any_struck |= style->strike == ODS_STRIKE_YES;
	} else if (str_eq(name, STR("table-properties"))) {
		style->hidden = str_eq(xml_attribute_prefixed(attribute, "display"), STR("false"));
	}
}

bool ods_styles_start(struct ods_styles *styles, struct str name, const char **attribute)
{
	if (styles->depth == 0)
		return !str_eq(name, STR("style")) || begin_style(styles, attribute);
	if (styles->depth++ == 1)
		take_property(styles, name, attribute);
	return true;
}

void ods_styles_end(struct ods_styles *styles)
{
	if (styles->depth > 0)
		styles->depth--;
}

static const struct ods_style *find(const struct ods_styles *styles, struct str key)
{
	const uint32_t *index = map_find(&styles->names, key);

	return index ? &styles->list.item[*index] : NULL;
}

enum ods_strike ods_styles_strike(const struct ods_styles *styles, struct str family, struct str name)
{
	char room[KEY_ROOM];
	const struct ods_style *style = NULL;

	if (styles->any_struck && name.len)
		style = find(styles, make_key(room, family, name));
	for (int step = 0; style && step < DERIVED; step++) {
		if (style->strike != ODS_STRIKE_UNSAID)
			return style->strike;
		style = style->parent.len ? find(styles, style->parent) : NULL;
	}
	return ODS_STRIKE_UNSAID;
}

bool ods_styles_hidden(const struct ods_styles *styles, struct str name)
{
	char room[KEY_ROOM];
	const struct ods_style *style = find(styles, make_key(room, STR("table"), name));

	return style && style->hidden;
}
