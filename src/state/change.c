#include "state/change.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/map.h"
#include "base/path.h"

/* --- matching -------------------------------------------------------------------- */

/* A row on its way to its match: ordered by identity, then content, then where it stands in its list. */
struct candidate {
	const struct night_shape *shape;
	const struct night_row *row;
	uint32_t at;
};

static int compare_columns(const struct candidate *a, const struct candidate *b, uint32_t from, uint32_t to)
{
	int order = 0;

	for (uint32_t i = from; order == 0 && i < to; i++)
		order = str_cmp(a->row->column[i], b->row->column[i]);
	return order;
}

static int compare_identity(const struct candidate *a, const struct candidate *b)
{
	return compare_columns(a, b, 0, a->shape->identity);
}

static int compare_content(const struct candidate *a, const struct candidate *b)
{
	return compare_columns(a, b, a->shape->identity, a->shape->content);
}

static int compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order = compare_identity(a, b);

	if (order == 0)
		order = compare_content(a, b);
	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* The rows of a kind in that order. */
struct side {
	uint32_t count;
	struct candidate *item;
	uint32_t *match; /* by a row's place in its list: the other side's row + 1; 0: none */
};

static struct side side_of(struct arena *arena, struct arena *kept, const struct night *night, enum night_kind kind)
{
	struct side side = { .count = (uint32_t)night->rows[kind].count };

	side.item = ARENA_ARRAY(arena, struct candidate, side.count);
	side.match = ARENA_ARRAY(kept, uint32_t, side.count);
	for (uint32_t i = 0; i < side.count; i++)
		side.item[i] = (struct candidate){ &night_shapes[kind], &night->rows[kind].item[i], i };
	if (side.count)
		qsort(side.item, side.count, sizeof(*side.item), compare);
	return side;
}

/* So many rows from `from` on have one identity. */
static uint32_t group(const struct side *side, uint32_t from)
{
	uint32_t to = from;

	while (to < side->count && compare_identity(&side->item[from], &side->item[to]) == 0)
		to++;
	return to - from;
}

static void join(struct side *before, uint32_t b, struct side *after, uint32_t a)
{
	before->match[before->item[b].at] = after->item[a].at + 1;
	after->match[after->item[a].at] = before->item[b].at + 1;
}

/* Rows of one identity on both sides: first those that are alike, then the others in their order. */
static void match_group(struct side *before, uint32_t b, uint32_t b_end, struct side *after, uint32_t a, uint32_t a_end)
{
	uint32_t i = b, j = a;

	while (i < b_end && j < a_end) {
		int order = compare_content(&before->item[i], &after->item[j]);

		if (order == 0)
			join(before, i, after, j);
		i += order <= 0;
		j += order >= 0;
	}
	for (i = b, j = a; i < b_end && j < a_end;) {
		if (before->match[before->item[i].at])
			i++;
		else if (after->match[after->item[j].at])
			j++;
		else
			join(before, i, after, j);
	}
}

static void match(struct side *before, struct side *after)
{
	uint32_t b = 0, a = 0;

	while (b < before->count && a < after->count) {
		int order = compare_identity(&before->item[b], &after->item[a]);
		uint32_t b_len = order <= 0 ? group(before, b) : 0, a_len = order >= 0 ? group(after, a) : 0;

		if (order == 0)
			match_group(before, b, b + b_len, after, a, a + a_len);
		b += b_len;
		a += a_len;
	}
}

/* --- the same under another identity ------------------------------------------------ */

/* By what two rows that are left over are the same thing all the same. Empty: by nothing. */
typedef struct str other_name(struct arena *arena, const struct night_row *row);

/* A file that went and one that came with the same bytes are one file elsewhere, best under the same name. */
static struct str bytes_and_name(struct arena *arena, const struct night_row *row)
{
	struct str sha256 = row->column[INPUT_SHA256], name = path_name(row->column[INPUT_PATH]);

	return sha256.len ? arena_printf(arena, "%.*s %.*s", STR_ARG(sha256), STR_ARG(name)) : STR("");
}

static struct str bytes_alone(struct arena *arena, const struct night_row *row)
{
	(void)arena;
	return row->column[INPUT_SHA256];
}

/* Of a region as a whole a rule says one thing, if not always in the same words. */
static struct str rule_and_region(struct arena *arena, const struct night_row *row)
{
	struct str *column = row->column;

	if (column[FINDING_REGION].len == 0 || column[FINDING_ABOUT].len || column[FINDING_PATH].len)
		return STR("");
	return arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(column[FINDING_RULE]), STR_ARG(column[FINDING_REGION]),
			    STR_ARG(column[FINDING_OTHERS]));
}

/* Rows that are left over, by their names, those of one name in their order. */
struct leftover {
	struct map first; /* name -> place in the side's items + 1; 0: all are taken */
	uint32_t *next;
};

static struct leftover leftover_of(struct arena *arena, const struct side *side, other_name *name_of)
{
	struct leftover left = { .next = ARENA_ARRAY(arena, uint32_t, side->count) };

	for (uint32_t i = side->count; i-- > 0;) {
		struct str name = side->match[side->item[i].at] ? STR("") : name_of(arena, side->item[i].row);
		uint32_t *first = name.len ? map_put(&left.first, name, 0, NULL) : NULL;

		if (!first)
			continue;
		left.next[i] = *first;
		*first = i + 1;
	}
	return left;
}

static bool is_left(const struct side *side)
{
	for (uint32_t i = 0; i < side->count; i++)
		if (!side->match[i])
			return true;
	return false;
}

static void match_leftover(struct side *before, struct side *after, other_name *name_of, bool *moved)
{
	struct arena moment = { 0 };
	struct leftover left;

	/* The names of a first night's 100,000 files are 20 MB. */
	if (!is_left(before) || !is_left(after))
		return;
	left = leftover_of(&moment, after, name_of);
	for (uint32_t i = 0; i < before->count; i++) {
		struct str name = before->match[before->item[i].at] ? STR("") : name_of(&moment, before->item[i].row);
		uint32_t *first = name.len ? map_put(&left.first, name, 0, NULL) : NULL, a;

		if (!first || *first == 0)
			continue;
		a = *first - 1;
		*first = left.next[a];
		join(before, i, after, a);
		if (moved)
			moved[after->item[a].at] = true;
	}
	map_release(&left.first);
	arena_release(&moment);
}

/* --- what could not be looked at --------------------------------------------------- */

struct eyes {
	const struct night *after;
	struct arena arena;
	struct map inputs;	     /* of the night after: path -> its place in the list */
	struct map records, regions; /* that are out of sight: identities, and those whose records they are */
};

static bool is_listed_unread(const struct eyes *eyes, uint32_t at)
{
	return !str_eq(eyes->after->rows[NIGHT_INPUT].item[at].column[INPUT_STATUS], STR("read"));
}

/* Is there such a file that was not read this time? Of a member its archive, too, or of any the folder may be what was
 * not. */
static bool is_unread(const struct eyes *eyes, struct str path)
{
	const uint32_t *at = map_find(&eyes->inputs, path);

	if (at)
		return is_listed_unread(eyes, *at);
	for (size_t end = str_find(path, STR("/"), 0); end < path.len; end = str_find(path, STR("/"), end + 1)) {
		bool in_archive = end > 0 && path.data[end - 1] == '!';

		at = map_find(&eyes->inputs, str_part(path, 0, end - in_archive));
		if (at && is_listed_unread(eyes, *at))
			return true;
	}
	return false;
}

/* A record is out of sight only where all rows that it stood in are. */
static bool is_record_unread(const struct eyes *eyes, const struct night_row *record)
{
	struct str places = record->column[RECORD_PLACES], place, path;
	bool any = false;

	while (night_list_next(&places, &place)) {
		if (!night_part_next(&place, &path) || !is_unread(eyes, path))
			return false;
		any = true;
	}
	return any;
}

static bool is_rule_unchecked(const struct eyes *eyes, struct str word)
{
	enum rule_id id = diag_rule_named(word);

	return id != RULE_NONE && eyes->after->unchecked[id];
}

/* That a file could not be read is itself known of it: a finding of such a rule is mended, or not, at once. */
static bool is_about_reading(struct str rule)
{
	return str_starts(rule, STR("input."));
}

/* Of a region that is not missing any more something was read, whatever file of it still cannot be. */
static bool is_about_absence(struct str rule)
{
	return diag_rule_named(rule) == RULE_REGION_MISSING;
}

/* What is said of a region as a whole hangs on all of its records. */
static bool is_region_unseen(const struct eyes *eyes, const struct night_row *finding)
{
	return finding->column[FINDING_PATH].len == 0 && map_find(&eyes->regions, finding->column[FINDING_REGION]);
}

/* Of what stands in two files, as a pair does, one file alone says nothing. */
static bool names_unread(const struct eyes *eyes, struct str list)
{
	struct str element, kind, path;

	while (night_list_next(&list, &element))
		if (night_part_next(&element, &kind) && str_eq(kind, STR(NIGHT_A_PLACE)) &&
		    night_part_next(&element, &path) && is_unread(eyes, path))
			return true;
	return false;
}

static bool is_finding_unseen(const struct eyes *eyes, const struct night_row *finding)
{
	struct str rule = finding->column[FINDING_RULE];

	if (is_rule_unchecked(eyes, rule) || is_about_absence(rule))
		return is_rule_unchecked(eyes, rule);
	return names_unread(eyes, finding->column[FINDING_ARGS]) ||
	       (!is_about_reading(rule) &&
		(is_unread(eyes, finding->column[FINDING_PATH]) || is_region_unseen(eyes, finding)));
}

static bool is_unseen(const struct eyes *eyes, enum night_kind kind, const struct night_row *row)
{
	switch (kind) {
	case NIGHT_INPUT:
		return is_unread(eyes, row->column[INPUT_PATH]);
	case NIGHT_RECORD:
		return is_record_unread(eyes, row);
	case NIGHT_FINDING:
		return is_finding_unseen(eyes, row);
	case NIGHT_PAIR:
		return map_find(&eyes->records, row->column[PAIR_A]) || map_find(&eyes->records, row->column[PAIR_B]);
	default:
		return false;
	}
}

/* --- fields ---------------------------------------------------------------------- */

static bool find_field(struct str fields, struct str name, struct str *value)
{
	struct str element, part;

	while (night_list_next(&fields, &element))
		if (night_part_next(&element, &part) && str_eq(part, name))
			return night_part_next(&element, value);
	return false;
}

/* The fields of `from` that `to` has otherwise, or, where only those that are missing there are asked for, not at all.
 */
static uint32_t put_fields(struct str from, struct str to, bool missing_alone, struct change_field *field)
{
	struct str element, name, value, other;
	uint32_t count = 0;

	while (night_list_next(&from, &element)) {
		bool found;

		value = other = STR("");
		if (!night_part_next(&element, &name))
			continue;
		(void)night_part_next(&element, &value);
		found = find_field(to, name, &other);
		if (missing_alone ? found : found && str_eq(value, other))
			continue;
		if (field)
			field[count] = (struct change_field){ name, value, other };
		count++;
	}
	return count;
}

/* In the order of the columns as they are now, and those that are no more behind them. */
static void find_fields(struct arena *arena, struct change *change)
{
	struct str before = change->before->column[RECORD_FIELDS], after = change->after->column[RECORD_FIELDS];
	uint32_t now = put_fields(after, before, false, NULL), gone = put_fields(before, after, true, NULL);
	struct change_field *field = ARENA_ARRAY(arena, struct change_field, now + gone);

	put_fields(after, before, false, field);
	for (uint32_t i = 0; i < now; i++) {
		struct str value = field[i].before;

		field[i].before = field[i].after;
		field[i].after = value;
	}
	put_fields(before, after, true, field + now);
	change->field_count = now + gone;
	change->field = field;
}

/* --- all ------------------------------------------------------------------------- */

struct comparison {
	struct arena *arena;
	struct eyes eyes;
	enum night_kind kind;
	const struct night *before, *after;
	LIST_OF(struct change) found;
};

static bool is_same(const struct comparison *c, const struct night_row *before, const struct night_row *after)
{
	for (uint32_t i = 0; i < night_shapes[c->kind].content; i++)
		if (!str_eq(before->column[i], after->column[i]))
			return false;
	return true;
}

static void add(struct comparison *c, enum change_kind kind, const struct night_row *before,
		const struct night_row *after)
{
	struct change *change = LIST_ADD(&c->found);

	*change = (struct change){ .kind = kind, .before = before, .after = after };
	if (c->kind == NIGHT_RECORD && kind == CHANGE_OTHER)
		find_fields(c->arena, change);
}

/* Another file may be there by now, but it is not known what is in it: it is changing, or the system refuses to read
 * it. */
static bool is_closed(const struct comparison *c, const struct night_row *row)
{
	return c->kind == NIGHT_INPUT &&
	       (str_eq(row->column[INPUT_REASON], STR("changing")) ||
		(row->column[INPUT_SHA256].len == 0 && str_eq(row->column[INPUT_STATUS], STR("failed"))));
}

static void list_after(struct comparison *c, const uint32_t *match, const bool *moved)
{
	for (uint32_t i = 0; i < c->after->rows[c->kind].count; i++) {
		const struct night_row *row = &c->after->rows[c->kind].item[i];
		const struct night_row *old = match[i] ? &c->before->rows[c->kind].item[match[i] - 1] : NULL;

		if (!old)
			add(c, CHANGE_NEW, NULL, row);
		else if (moved && moved[i])
			add(c, CHANGE_MOVED, old, row);
		else if (!is_same(c, old, row))
			add(c, is_closed(c, row) ? CHANGE_UNSEEN : CHANGE_OTHER, old, row);
	}
}

/* What hangs on a record that is out of sight is looked at behind it. */
static void remember_unseen(struct eyes *eyes, const struct night_row *record)
{
	struct buf identity = { 0 };

	night_record_identity(&identity, record->column[RECORD_REGION], record->column[RECORD_PROJECT_KEY],
			      record->column[RECORD_APPLICANT_KEY]);
	map_put(&eyes->records, arena_copy(&eyes->arena, buf_str(&identity)), 0, NULL);
	map_put(&eyes->regions, record->column[RECORD_REGION], 0, NULL);
	buf_release(&identity);
}

static void list_before(struct comparison *c, const uint32_t *match)
{
	for (uint32_t i = 0; i < c->before->rows[c->kind].count; i++) {
		const struct night_row *row = &c->before->rows[c->kind].item[i];
		bool unseen = !match[i] && is_unseen(&c->eyes, c->kind, row);

		if (!match[i])
			add(c, unseen ? CHANGE_UNSEEN : CHANGE_GONE, row, NULL);
		if (unseen && c->kind == NIGHT_RECORD)
			remember_unseen(&c->eyes, row);
	}
}

static void match_otherwise(enum night_kind kind, struct side *before, struct side *after, bool *moved)
{
	if (kind == NIGHT_INPUT) {
		match_leftover(before, after, bytes_and_name, moved);
		match_leftover(before, after, bytes_alone, moved);
	} else if (kind == NIGHT_FINDING) {
		match_leftover(before, after, rule_and_region, NULL);
	}
}

static void compare_kind(struct comparison *c, struct changes *changes)
{
	struct arena moment = { 0 };
	struct side before = side_of(&moment, &moment, c->before, c->kind);
	struct side after = side_of(&moment, c->arena, c->after, c->kind);
	bool *moved = ARENA_ARRAY(&moment, bool, after.count);
	struct change *item;

	match(&before, &after);
	match_otherwise(c->kind, &before, &after, moved);
	c->found.count = 0;
	list_after(c, after.match, moved);
	list_before(c, before.match);
	item = ARENA_ARRAY(c->arena, struct change, c->found.count);
	if (c->found.count)
		memcpy(item, c->found.item, c->found.count * sizeof(*item));
	changes->of[c->kind].count = (uint32_t)c->found.count;
	changes->of[c->kind].item = item;
	changes->of[c->kind].match = after.match;
	arena_release(&moment);
}

struct changes *change_find(struct arena *arena, const struct night *before, const struct night *after, int64_t since)
{
	struct changes *changes = ARENA_NEW(arena, struct changes);
	struct comparison c = { .arena = arena, .eyes = { .after = after }, .before = before, .after = after };

	changes->since = since;
	for (uint32_t i = 0; i < after->rows[NIGHT_INPUT].count; i++)
		map_put(&c.eyes.inputs, after->rows[NIGHT_INPUT].item[i].column[INPUT_PATH], i, NULL);
	for (c.kind = 0; c.kind < NIGHT_KINDS; c.kind++)
		compare_kind(&c, changes);
	map_release(&c.eyes.inputs);
	map_release(&c.eyes.records);
	map_release(&c.eyes.regions);
	arena_release(&c.eyes.arena);
	free(c.found.item);
	return changes;
}
