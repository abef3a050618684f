/*
 * What Excel's web pages say of the workbook they were: <x:ExcelWorksheet> with a
 * name, whether it is hidden, and the part that holds it where each sheet has one.
 * It stands in <xml> within a conditional comment, or beside other elements.
 */
#ifndef READ_HTML_NAMES_H
#define READ_HTML_NAMES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"

struct html_name {
	struct str name;
	struct str source; /* "x.files/sheet001.htm"; empty where the sheet is in this page */
	bool hidden;
};

/* Texts live in the arena. A zeroed one with its arena set is ready. */
struct html_names {
	struct arena *arena;
	LIST_OF(struct html_name) list;
	bool listing, taking; /* within a sheet, within one of its properties */
	bool full;	      /* there are more than are kept: which sheets are hidden is not known */
	struct buf value;
};

/* Elements and text as they come, names in lower case; attributes as libxml2 hands them over, or NULL. */
void html_names_start(struct html_names *names, struct str element, const unsigned char **attribute);
void html_names_text(struct html_names *names, struct str text);
void html_names_end(struct html_names *names, struct str element);
/* A comment's text, which may hold them. False where there are too many, or it is too long to tell. */
MUST_CHECK bool html_names_comment(struct html_names *names, struct str comment);
void html_names_release(struct html_names *names);

/* An attribute's value, with .data NULL where it is absent. */
struct str html_names_attribute(const unsigned char **attribute, const char *name);

#endif
