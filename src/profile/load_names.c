#include <stdlib.h>

#include "profile/loader.h"
#include "text/key.h"

/* 广州 and 广州市 are one place; 市 alone, or a name of one character before it, is left as it is. */
static struct str place_key(struct str key)
{
	struct str city = STR("市");

	if (str_ends(key, city) && key.len > 2 * city.len)
		key.len -= city.len;
	return key;
}

static struct str key_of(struct loader *l, enum load_names_kind kind, struct str text)
{
	struct str key = kind == LOAD_NAMES_KINDS ? key_lossless(l->arena, text) : key_fold(l->arena, text);

	return kind == LOAD_NAMES_PLACES ? place_key(key) : key;
}

static void report_clash(struct loader *l, const struct load_name *name, const struct load_name *earlier,
			 enum say clash)
{
	struct arg arg[] = {
		mistake_quote(l->mistakes, name->text.text),
		DIAG_NUMBER(earlier->text.place.line),
		mistake_quote(l->mistakes, earlier->owner_name),
	};

	mistake_add(l->mistakes, name->text.place, clash, ARRAY_COUNT(arg), arg);
}

bool load_names_add(struct loader *l, struct load_names *names, enum load_names_kind kind, struct load_name name,
		    enum say clash)
{
	struct str key = key_of(l, kind, name.text.text);
	uint32_t *index;
	bool added;

	if (key.len == 0) {
		mistake_text(l->mistakes, name.text.place, SAY_PROFILE_NO_NAME, name.text.text);
		return false;
	}
	index = map_put(&names->map, key, (uint32_t)names->names.count, &added);
	if (added) {
		*LIST_ADD(&names->names) = name;
		return true;
	}
	if (names->names.item[*index].owner != name.owner)
		report_clash(l, &name, &names->names.item[*index], clash);
	return false;
}

const struct load_name *load_names_find(struct loader *l, const struct load_names *names, enum load_names_kind kind,
					struct str text)
{
	const uint32_t *index = map_find(&names->map, key_of(l, kind, text));

	return index ? &names->names.item[*index] : NULL;
}

void load_names_release(struct load_names *names)
{
	map_release(&names->map);
	free(names->names.item);
}

const struct str *load_names_aliases(struct loader *l, struct load_names *names, enum load_names_kind kind,
				     struct load_name owner, uint32_t count, const struct ini_text *alias,
				     enum say clash, uint32_t *kept)
{
	struct str *out = ARENA_ARRAY(l->arena, struct str, count);

	*kept = 0;
	for (uint32_t i = 0; i < count; i++) {
		owner.text = alias[i];
		if (load_names_add(l, names, kind, owner, clash))
			out[(*kept)++] = alias[i].text;
	}
	return out;
}
