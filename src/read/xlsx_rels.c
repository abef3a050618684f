#include "read/xlsx_rels.h"

#include "decode/xml.h"

struct reading {
	struct xlsx_rels *rels;
	struct str folder; /* of the part, with / behind it; empty for the package's root */
};

/* Behind the last / or \ of a name: what a folder is cut at. */
static size_t name_begin(struct str path)
{
	size_t at = path.len;

	while (at > 0 && path.data[at - 1] != '/' && path.data[at - 1] != '\\')
		at--;
	return at;
}

static struct str parent(struct str folder)
{
	return folder.len ? str_part(folder, 0, name_begin(str_part(folder, 0, folder.len - 1))) : folder;
}

/* Targets are relative to their part's folder, or absolute within the package. */
static struct str resolve(struct arena *arena, struct str folder, struct str target)
{
	if (target.len && (target.data[0] == '/' || target.data[0] == '\\'))
		return arena_copy(arena, target);
	for (;;) {
		if (str_starts(target, STR("../")) || str_starts(target, STR("..\\"))) {
			target = str_after(target, 3);
			folder = parent(folder);
		} else if (str_starts(target, STR("./")) || str_starts(target, STR(".\\"))) {
			target = str_after(target, 2);
		} else {
			return arena_join(arena, folder, target);
		}
	}
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct reading *reading = user;
	struct xlsx_rels *rels = reading->rels;
	struct str type = xml_attribute(attribute, "Type");
	struct xlsx_rel *rel;

	if (!str_eq(name, STR("Relationship")) || str_eq(xml_attribute(attribute, "TargetMode"), STR("External")))
		return;
	if (rels->list.count == XLSX_RELATIONS) {
		xml_stop(xml, SAY_WHY_TOO_LARGE);
		return;
	}
	rel = LIST_ADD(&rels->list);
	rel->id = arena_copy(rels->arena, xml_attribute(attribute, "Id"));
	rel->type = arena_copy(rels->arena, str_after(type, name_begin(type)));
	rel->part = resolve(rels->arena, reading->folder, xml_attribute(attribute, "Target"));
}

static void end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

enum say xlsx_rels_read(struct xlsx_rels *rels, struct zip_package *package, struct str part, struct arena *arena)
{
	size_t begin = name_begin(part), index;
	struct reading reading = { rels, str_part(part, 0, begin) };
	struct xml_handler handler = { .user = &reading, .start = start, .end = end };
	struct str folder = arena_join(arena, reading.folder, STR("_rels/"));
	struct str file = arena_join(arena, str_after(part, begin), STR(".rels"));

	rels->arena = arena;
	index = zip_package_find(package, arena_join(arena, folder, file));
	return index == ZIP_ABSENT ? SAY_NOTHING : xml_read(package, index, &handler);
}

void xlsx_rels_release(struct xlsx_rels *rels)
{
	free(rels->list.item);
	*rels = (struct xlsx_rels){ 0 };
}

const struct xlsx_rel *xlsx_rels_by_id(const struct xlsx_rels *rels, struct str id)
{
	for (size_t i = 0; i < rels->list.count; i++)
		if (str_eq(rels->list.item[i].id, id))
			return &rels->list.item[i];
	return NULL;
}

const struct xlsx_rel *xlsx_rels_by_type(const struct xlsx_rels *rels, struct str type)
{
	for (size_t i = 0; i < rels->list.count; i++)
		if (str_eq(rels->list.item[i].type, type))
			return &rels->list.item[i];
	return NULL;
}
