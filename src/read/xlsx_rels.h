/* Which part of a package another one points to (*.rels). */
#ifndef READ_XLSX_RELS_H
#define READ_XLSX_RELS_H

#include "decode/zip.h"

/* A workbook has a relation for each sheet and few besides; each sheet looks for its own among all of them. */
enum { XLSX_RELATIONS = 10 * ZIP_ENTRIES };

struct xlsx_rel {
	struct str id, type; /* the type's last word: "worksheet", alike in transitional and strict files */
	struct str part;     /* a name within the package */
};

struct xlsx_rels {
	struct arena *arena;
	LIST_OF(struct xlsx_rel) list;
};

/* The relations of a part, of the package itself for the empty name. A part without any is no failure. */
enum say xlsx_rels_read(struct xlsx_rels *rels, struct zip_package *package, struct str part, struct arena *arena);
void xlsx_rels_release(struct xlsx_rels *rels);

/* NULL where there is none. */
const struct xlsx_rel *xlsx_rels_by_id(const struct xlsx_rels *rels, struct str id);
const struct xlsx_rel *xlsx_rels_by_type(const struct xlsx_rels *rels, struct str type);

#endif
