/*
 * The merged ranges of a worksheet. They stand behind its rows, so that they
 * take a pass of their own before the rows can be handed on; it is also the one
 * that finds a damaged part before anything of it went out.
 */
#ifndef READ_XLSX_MERGES_H
#define READ_XLSX_MERGES_H

#include "decode/zip.h"
#include "model/table.h"

/* A form that is merged throughout, three ranges a row, has fewer in fifty thousand rows. */
enum { XLSX_MERGES = 200000 };

struct xlsx_merges {
	LIST_OF(struct range) list; /* sorted by top, then left */
};

enum say xlsx_merges_read(struct xlsx_merges *merges, struct zip_package *package, size_t part);
void xlsx_merges_release(struct xlsx_merges *merges);

#endif
