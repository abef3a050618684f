#include "shape/region_line.h"

#include "shape/leading.h"

static const struct str labels[] = {
	STR_INIT("推荐单位"), STR_INIT("报送单位"), STR_INIT("上报单位"), STR_INIT("推荐部门"),
	STR_INIT("报送地市"), STR_INIT("推荐地市"), STR_INIT("填报单位"), STR_INIT("报送部门"),
};

bool region_line_find(const struct line *line, struct str *value, uint32_t *col)
{
	for (uint32_t i = 0; i < line->count; i++) {
		struct leading opening = leading_of(line->cell[i].shown);

		for (size_t j = 0; j < ARRAY_COUNT(labels); j++) {
			struct str rest = STR("");
			bool found;

			if (!leading_may_be(&opening, labels[j]))
				continue;
			found = leading_label(line->cell[i].shown, labels[j], &rest);
			if (!found && !(i + 1 < line->count && leading_label_alone(line->cell[i].shown, labels[j])))
				continue;
			*value = leading_skip_blanks(rest);
			*col = line->cell[i].col;
			if (value->len == 0 && i + 1 < line->count) {
				*value = line->cell[i + 1].shown;
				*col = line->cell[i + 1].col;
			}
			return true;
		}
	}
	return false;
}
