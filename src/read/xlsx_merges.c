#include "read/xlsx_merges.h"

#include "decode/xml.h"
#include "model/cell.h"

static const struct str needle = STR_INIT("mergeCell");

/* "B5"; "B" where whole columns are merged, "5" where rows are: row and col then stay as they were. */
static bool parse_corner(struct str ref, uint32_t *row, uint32_t *col)
{
	char whole[16];
	uint32_t ignored;

	if (cell_reference_parse(ref, row, col))
		return true;
	if (ref.len == 0 || ref.len > sizeof(whole) - 2)
		return false;
	if (ref.data[0] >= '0' && ref.data[0] <= '9') {
		snprintf(whole, sizeof(whole), "A%.*s", STR_ARG(ref));
		return cell_reference_parse(str_from(whole), row, &ignored);
	}
	snprintf(whole, sizeof(whole), "%.*s1", STR_ARG(ref));
	return cell_reference_parse(str_from(whole), &ignored, col);
}

static void put_in_order(uint32_t *low, uint32_t *high)
{
	uint32_t was = *low;

	if (was > *high) {
		*low = *high;
		*high = was;
	}
}

/* "A1:C2", "A:C", "1:2"; a single cell is merged with nothing. */
static bool parse_range(struct str ref, struct range *range)
{
	size_t colon = str_find(ref, STR(":"), 0);

	*range = (struct range){ 1, 1, TABLE_ROWS, TABLE_COLUMNS };
	if (!parse_corner(str_part(ref, 0, colon), &range->top, &range->left))
		return false;
	if (colon == ref.len) {
		range->bottom = range->top;
		range->right = range->left;
		return true;
	}
	if (!parse_corner(str_after(ref, colon + 1), &range->bottom, &range->right))
		return false;
	put_in_order(&range->top, &range->bottom);
	put_in_order(&range->left, &range->right);
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
	struct xml_handler handler = { .user = merges, .start = start, .end = end };
	struct xml_source source = xml_source_part(package, index);
	bool found;
	enum say why = xml_source_scan(&source, needle, &found);

	if (!why && found)
		why = xml_read_source(&source, &handler);
	if (!why && merges->list.count > 0)
		qsort(merges->list.item, merges->list.count, sizeof(*merges->list.item), by_place);
	return why;
}

void xlsx_merges_release(struct xlsx_merges *merges)
{
	free(merges->list.item);
	*merges = (struct xlsx_merges){ 0 };
}
