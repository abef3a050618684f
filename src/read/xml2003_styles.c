#include "read/xml2003_styles.h"

#include <stdlib.h>

#include "decode/xml.h"
#include "read/number_format.h"

void xml2003_styles_release(struct xml2003_styles *styles)
{
	map_release(&styles->names);
	free(styles->list.item);
	*styles = (struct xml2003_styles){ 0 };
}

bool xml2003_styles_begin(struct xml2003_styles *styles, struct str id, struct str parent)
{
	struct xml2003_style inherited = xml2003_styles_find(styles, parent.len ? parent : STR("Default"));

	if (styles->list.count == XML2003_STYLES)
		return false;
	*LIST_ADD(&styles->list) = inherited;
	*map_put(&styles->names, arena_copy(styles->arena, id), 0, NULL) = (uint32_t)styles->list.count - 1;
	return true;
}

/* Formats have names besides codes: "General Date", "Short Time"; those of others have letters that codes of dates
 * have. */
static bool is_date(struct str format)
{
	static const struct str others[] = { STR_INIT("General Number"), STR_INIT("Fixed"),   STR_INIT("Standard"),
					     STR_INIT("Currency"),	 STR_INIT("Percent"), STR_INIT("Scientific"),
					     STR_INIT("Euro Currency"),	 STR_INIT("Yes/No"),  STR_INIT("True/False"),
					     STR_INIT("On/Off") };

	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		if (str_eq(format, others[i]))
			return false;
	return str_ends(format, STR(" Date")) || str_ends(format, STR(" Time")) || number_format_is_date(format);
}

void xml2003_styles_take(struct xml2003_styles *styles, struct str name, const char **attribute)
{
	struct xml2003_style *style = &styles->list.item[styles->list.count - 1];
	struct str format = xml_attribute_prefixed(attribute, "Format");
	struct str strike = xml_attribute_prefixed(attribute, "StrikeThrough");

	if (str_eq(name, STR("Font")))
		style->struck = str_eq(strike, STR("1")) || str_eq_nocase(strike, STR("true"));
	else if (str_eq(name, STR("NumberFormat")))
		style->date = is_date(format);
}

struct xml2003_style xml2003_styles_find(const struct xml2003_styles *styles, struct str id)
{
	const uint32_t *index = id.len ? map_find(&styles->names, id) : NULL;

	return index ? styles->list.item[*index] : (struct xml2003_style){ false, false };
}
