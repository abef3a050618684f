#include "read/docx_styles.h"

#include <stdlib.h>

#include "decode/xml.h"

/* Word writes its own styles' names in English; WPS and converters in the language of their menus. */
static const struct str names[] = { STR_INIT("caption"), STR_INIT("题注") };

static bool is_caption_name(struct str name)
{
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		if (str_eq_nocase(name, names[i]))
			return true;
	return false;
}

/* <w:style w:styleId="a3"><w:name w:val="caption"/><w:basedOn w:val="a"/> … */
static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct docx_styles *styles = user;
	struct str value = xml_attribute_prefixed(attribute, "val");
	bool is = false;

	(void)xml;
	if (str_eq(name, STR("style")))
		styles->id = arena_copy(styles->arena, xml_attribute_prefixed(attribute, "styleId"));
	else if (str_eq(name, STR("name")))
		is = is_caption_name(value);
	else if (str_eq(name, STR("basedOn")))
		is = docx_styles_is_caption(styles, value);
	if (is && styles->captions.count < DOCX_CAPTION_STYLES)
		*LIST_ADD(&styles->captions) = styles->id;
}

static void end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

void docx_styles_read(struct docx_styles *styles, struct zip_package *package, size_t part)
{
	struct xml_handler handler = { .user = styles, .start = start, .end = end };

	(void)xml_read(package, part, &handler);
}

void docx_styles_release(struct docx_styles *styles)
{
	free(styles->captions.item);
	*styles = (struct docx_styles){ 0 };
}

bool docx_styles_is_caption(const struct docx_styles *styles, struct str id)
{
	for (size_t i = 0; i < styles->captions.count; i++)
		if (str_eq(id, styles->captions.item[i]))
			return true;
	return is_caption_name(id);
}
