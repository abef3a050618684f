#include "read/xlsx_merges.h"

#include "model/cell.h"
#include "read/xml.h"

enum { CHUNK = 64 * 1024 };

static const struct str needle = STR_INIT("mergeCell");

/*
 * Could the part name a merged range? Text in UTF-16, known by the NUL or the
 * mark within its first two bytes, does not show, so that it always could.
 */
static bool may_name_it(struct str chunk, bool first)
{
	const char *head = chunk.data;

	if (first && chunk.len >= 2 && (!head[0] || !head[1] || head[0] == '\xFF' || head[0] == '\xFE'))
		return true;
	return str_has(chunk, needle);
}

/* Inflate to the end, whatever is found: that checks the whole part. Chunks overlap by the needle. */
static enum say scan(struct zip_part *part, bool *found)
{
	char chunk[CHUNK];
	size_t kept = 0, got = 0;
	bool first = true;
	enum say why;

	for (;;) {
		why = zip_part_read(part, chunk + kept, sizeof(chunk) - kept, &got);
		if (why || got == 0)
			return why;
		*found = *found || may_name_it((struct str){ chunk, kept + got }, first);
		first = false;
		got += kept;
		kept = got < needle.len - 1 ? got : needle.len - 1;
		memmove(chunk, chunk + got - kept, kept);
	}
}

/* "A1:C2"; a single cell is merged with nothing. */
static bool parse_range(struct str ref, struct range *range)
{
	size_t colon = str_find(ref, STR(":"), 0);
	struct range r;

	if (!cell_reference_parse(str_part(ref, 0, colon), &r.top, &r.left))
		return false;
	r.bottom = r.top;
	r.right = r.left;
	if (colon < ref.len && !cell_reference_parse(str_after(ref, colon + 1), &r.bottom, &r.right))
		return false;
	range->top = r.top < r.bottom ? r.top : r.bottom;
	range->bottom = r.top < r.bottom ? r.bottom : r.top;
	range->left = r.left < r.right ? r.left : r.right;
	range->right = r.left < r.right ? r.right : r.left;
	return true;
}

static void start(void *user, struct xml *xml, struct str name, const char **attribute)
{
	struct xlsx_merges *merges = user;
	struct range range;

	if (!str_eq(name, needle))
		return;
	if (!parse_range(xml_attribute(attribute, "ref"), &range))
		xml_stop(xml, SAY_WHY_CELL_PLACE);
	else if (merges->list.count == XLSX_MERGES)
		xml_stop(xml, SAY_WHY_TOO_LARGE);
	else if (range.top != range.bottom || range.left != range.right)
		*LIST_ADD(&merges->list) = range;
}

static void end(void *user, struct xml *xml, struct str name)
{
	(void)user, (void)xml, (void)name;
}

static int by_place(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return (x->left > y->left) - (x->left < y->left);
}

enum say xlsx_merges_read(struct xlsx_merges *merges, struct zip_package *package, size_t index)
{
	struct xml_handler handler = { merges, start, end, NULL };
	struct zip_part part;
	bool found = false;
	enum say why = zip_part_open(&part, package, index);

	if (!why)
		why = scan(&part, &found);
	zip_part_close(&part);
	if (!why && found)
		why = xml_read(package, index, &handler);
	if (!why && merges->list.count > 0)
		qsort(merges->list.item, merges->list.count, sizeof(*merges->list.item), by_place);
	return why;
}

void xlsx_merges_release(struct xlsx_merges *merges)
{
	free(merges->list.item);
	*merges = (struct xlsx_merges){ 0 };
}
