#include "profile/show.h"

#include <stdlib.h>

#include "profile/loader.h"

/* The page being written; args gathers the arguments of its next line. */
struct page {
	struct buf *out;
	const struct profile *profile;
	enum lang lang;
	show_is_there *is_there;
	void *user;
	struct buf line;
	LIST_OF(struct arg) args;
};

static void give(struct page *page, struct arg arg)
{
	*LIST_ADD(&page->args) = arg;
}

/* Write a line of the arguments given since the last. */
static void print(struct page *page, const char *indent, enum say say)
{
	buf_clear(&page->line);
	buf_add(&page->line, str_from(indent));
	say_sentence(&page->line, page->lang, say, (uint32_t)page->args.count, page->args.item, NULL);
	say_escaped(page->out, buf_str(&page->line));
	buf_add_char(page->out, '\n');
	page->args.count = 0;
}

static void heading(struct page *page, enum say say)
{
	buf_add_char(page->out, '\n');
	print(page, "", say);
}

static void labelled(struct page *page, enum say label, struct str text)
{
	give(page, DIAG_WORD(label));
	give(page, text.len ? DIAG_TEXT(text) : DIAG_WORD(SAY_SHOW_NONE));
	print(page, "", SAY_SHOW_LINE);
}

static void names(struct page *page, const char *indent, enum say say, uint32_t count, const struct str *name)
{
	if (count == 0)
		return;
	for (uint32_t i = 0; i < count; i++)
		give(page, DIAG_TEXT(name[i]));
	print(page, indent, say);
}

static void show_deadline(struct page *page, enum say label, const struct profile_deadline *deadline)
{
	char text[64] = "";

	if (deadline->has_time)
		snprintf(text, sizeof(text), "%04d-%02d-%02d %02d:%02d", deadline->year, deadline->month, deadline->day,
			 deadline->hour, deadline->minute);
	else if (deadline->text.len)
		snprintf(text, sizeof(text), "%04d-%02d-%02d", deadline->year, deadline->month, deadline->day);
	labelled(page, label, str_from(text));
}

static void show_limit(struct page *page, enum say label, uint32_t limit)
{
	give(page, DIAG_WORD(label));
	give(page, limit ? DIAG_NUMBER(limit) : DIAG_WORD(SAY_SHOW_NONE));
	print(page, "", SAY_SHOW_LINE);
}

static void show_notice(struct page *page)
{
	const struct profile *p = page->profile;

	labelled(page, SAY_SHOW_ID, p->id);
	labelled(page, SAY_SHOW_TITLE, p->title);
	labelled(page, SAY_SHOW_NUMBER, p->number);
	labelled(page, SAY_SHOW_TABLE_TITLE, p->table_title);
	labelled(page, SAY_SHOW_OFFICE, p->office);
	show_deadline(page, SAY_SHOW_REGION_DEADLINE, &p->region_deadline);
	show_deadline(page, SAY_SHOW_OFFICE_DEADLINE, &p->office_deadline);
	show_limit(page, SAY_SHOW_TOTAL_LIMIT, p->total_limit);
}

static enum say role_of(const struct profile *p, uint32_t column)
{
	if (column == p->project)
		return SAY_SHOW_ROLE_PROJECT;
	if (column == p->applicant)
		return SAY_SHOW_ROLE_APPLICANT;
	if (column == p->direction)
		return SAY_SHOW_ROLE_DIRECTION;
	return column == p->person ? SAY_SHOW_ROLE_PERSON : SAY_NOTHING;
}

static void show_columns(struct page *page)
{
	const struct profile *p = page->profile;

	give(page, DIAG_NUMBER(p->column_count));
	heading(page, SAY_SHOW_COLUMNS);
	for (uint32_t i = 0; i < p->column_count; i++) {
		const struct profile_column *column = &p->column[i];
		enum say role = role_of(p, i);

		give(page, DIAG_TEXT(column->name));
		give(page, DIAG_TEXT(column_kind(column->type)->word));
		give(page, DIAG_WORD(column->required ? SAY_SHOW_REQUIRED : SAY_SHOW_OPTIONAL));
		give(page, DIAG_WORD(role));
		print(page, "  ", role == SAY_NOTHING ? SAY_SHOW_COLUMN : SAY_SHOW_COLUMN_ROLE);
		names(page, "    ", SAY_SHOW_ALIASES, column->alias_count, column->alias);
		names(page, "    ", SAY_SHOW_OPTIONS, column->option_count, column->option);
	}
}

/* 总投资（万元） = 自有资金（万元） + 银行贷款（万元） */
static void show_sums(struct page *page)
{
	const struct profile *p = page->profile;

	if (p->sum_count == 0)
		return;
	heading(page, SAY_SHOW_SUMS);
	for (uint32_t i = 0; i < p->sum_count; i++) {
		const struct profile_sum *sum = &p->sum[i];
		char tolerance[32];

		snprintf(tolerance, sizeof(tolerance), "%.15g", sum->tolerance);
		give(page, DIAG_TEXT(p->column[sum->total].name));
		give(page, DIAG_TEXT(str_from(tolerance)));
		for (uint32_t j = 0; j < sum->part_count; j++)
			give(page, DIAG_TEXT(p->column[sum->part[j]].name));
		print(page, "  ", sum->tolerance > 0 ? SAY_SHOW_SUM_TOLERANCE : SAY_SHOW_SUM);
	}
}

static void show_directions(struct page *page)
{
	const struct profile *p = page->profile;
	uint32_t item = 0;

	give(page, DIAG_NUMBER(p->category_count));
	give(page, DIAG_NUMBER(p->item_count));
	heading(page, p->direction == COLUMN_NONE ? SAY_SHOW_NO_DIRECTIONS : SAY_SHOW_DIRECTIONS);
	for (uint32_t i = 0; i < p->category_count; i++) {
		const struct profile_category *category = &p->category[i];

		give(page, DIAG_TEXT(category->name));
		print(page, "  ", SAY_SHOW_NAME);
		names(page, "    ", SAY_SHOW_ALIASES, category->alias_count, category->alias);
		names(page, "    ", SAY_SHOW_FORM, category->form.len != 0, &category->form);
		/* Items stand in the order of their categories. */
		for (; item < p->item_count && p->item[item].category == i; item++) {
			give(page, DIAG_NUMBER(p->item[item].number));
			give(page, DIAG_TEXT(p->item[item].name));
			print(page, "    ", SAY_SHOW_ITEM);
		}
	}
}

static struct str on_map(const struct profile *p, uint32_t row, uint32_t col)
{
	for (uint32_t i = 0; i < p->region_count; i++)
		if (p->region[i].map_row == row && p->region[i].map_col == col)
			return p->region[i].name;
	return STR("-");
}

static void show_map(struct page *page)
{
	const struct profile *p = page->profile;
	uint32_t rows = 0, cols = 0;

	for (uint32_t i = 0; i < p->region_count; i++) {
		rows = p->region[i].map_row > rows ? p->region[i].map_row : rows;
		cols = p->region[i].map_col > cols ? p->region[i].map_col : cols;
	}
	if (rows)
		heading(page, SAY_SHOW_MAP);
	for (uint32_t row = 1; row <= rows; row++) {
		give(page, DIAG_NUMBER(row));
		for (uint32_t col = 1; col <= cols; col++)
			give(page, DIAG_TEXT(on_map(p, row, col)));
		print(page, "  ", SAY_SHOW_MAP_ROW);
	}
}

static enum say severity_word(enum severity severity)
{
	static const enum say words[] = { SAY_ERROR, SAY_WARNING, SAY_INFO, SAY_SHOW_OFF };

	return words[severity];
}

/* As it is written: 3, or 不限. */
static void give_limit(struct page *page, uint32_t limit)
{
	give(page, limit == PROFILE_NO_LIMIT ? DIAG_WORD(SAY_NO_LIMIT) : DIAG_NUMBER(limit));
}

/* The limit of a group, with what breaking it is: its own severity, else the rule's. */
static void give_group(struct page *page, uint32_t group)
{
	const struct profile_group *g = &page->profile->group[group];
	enum severity severity = g->has_severity ? g->severity : page->profile->rule[RULE_QUOTA_REGION].severity;

	give(page, DIAG_TEXT(g->name));
	give_limit(page, g->limit);
	give(page, DIAG_WORD(severity_word(severity)));
}

static void show_counties(struct page *page, uint32_t group)
{
	const struct profile *p = page->profile;

	give(page, DIAG_TEXT(p->group[group].name));
	give_limit(page, p->group[group].limit);
	give_limit(page, p->group[group].together);
	for (uint32_t i = 0; i < p->region_count; i++)
		if (p->region[i].group == group)
			give(page, DIAG_TEXT(p->region[i].name));
	print(page, "  ", SAY_SHOW_COUNTIES);
}

static void show_group(struct page *page, uint32_t group)
{
	const struct profile *p = page->profile;
	uint32_t listed = 0, kinds = 0;
	enum say say = SAY_SHOW_GROUP;

	give_group(page, group);
	if (p->group[group].limit == PROFILE_NO_LIMIT)
		say = SAY_SHOW_GROUP_FREE;
	for (uint32_t i = 0; i < p->region_count; i++)
		if (p->region[i].group == group) {
			give(page, DIAG_TEXT(p->region[i].name));
			listed++;
		}
	print(page, "  ", listed ? say : SAY_SHOW_GROUP_KINDS);
	for (uint32_t i = 0; i < p->kind_count; i++)
		if (p->kind[i].group == group) {
			give(page, DIAG_TEXT(p->kind[i].pattern));
			kinds++;
		}
	if (kinds)
		print(page, "    ", SAY_SHOW_KINDS);
}

static void show_places(struct page *page, uint32_t count, const struct profile_region *region)
{
	for (uint32_t i = 0; i < count; i++) {
		if (region[i].alias_count == 0)
			continue;
		give(page, DIAG_TEXT(region[i].name));
		names(page, "  ", SAY_SHOW_PLACE, region[i].alias_count, region[i].alias);
	}
}

static bool any_alias(uint32_t count, const struct profile_region *region)
{
	for (uint32_t i = 0; i < count; i++)
		if (region[i].alias_count)
			return true;
	return false;
}

static void show_quotas(struct page *page)
{
	const struct profile *p = page->profile;

	give(page, DIAG_NUMBER(p->group_count));
	give(page, DIAG_NUMBER(p->region_count));
	heading(page, SAY_SHOW_QUOTAS);
	for (uint32_t i = 0; i < p->group_count; i++)
		(p->group[i].of_counties ? show_counties : show_group)(page, i);
	if (any_alias(p->region_count, p->region) || p->known_count)
		heading(page, SAY_SHOW_PLACES);
	show_places(page, p->region_count, p->region);
	show_places(page, p->known_count, p->known);
}

/* One of four forms: with a parameter or not, held or not. */
static void show_rule(struct page *page, enum rule_id id)
{
	const struct profile_rule *rule = &page->profile->rule[id];
	bool share = id == RULE_DIRECTION_CONCENTRATION;

	give(page, DIAG_TEXT(diag_rule_at(id)->name));
	give(page, DIAG_TEXT(diag_rule_at(id)->word));
	give(page, DIAG_WORD(severity_word(rule->severity)));
	give(page, DIAG_NUMBER(rule->parameter));
	if (rule->has_parameter)
		print(page, "  ",
		      share	   ? SAY_SHOW_RULE_SHARE
		      : rule->hold ? SAY_SHOW_RULE_LIMIT_HOLD
				   : SAY_SHOW_RULE_LIMIT);
	else
		print(page, "  ", rule->hold ? SAY_SHOW_RULE_HOLD : SAY_SHOW_RULE);
	names(page, "    ", SAY_SHOW_BASIS, rule->basis.len != 0, &rule->basis);
}

static void show_manual_item(struct page *page, const struct profile_manual *item)
{
	give(page, DIAG_TEXT(item->name));
	give(page, DIAG_TEXT(load_manual_scope_word(item->scope)));
	for (uint32_t i = 0; i < item->category_count; i++)
		give(page, DIAG_TEXT(page->profile->category[item->category[i]].name));
	print(page, "  ", item->category_count ? SAY_SHOW_MANUAL_ITEM_OF : SAY_SHOW_MANUAL_ITEM);
	names(page, "    ", SAY_SHOW_NAME, 1, &item->what);
	names(page, "    ", SAY_SHOW_BASIS, item->basis.len != 0, &item->basis);
}

static void show_manual(struct page *page)
{
	const struct profile *p = page->profile;

	if (p->manual_count == 0)
		return;
	give(page, DIAG_NUMBER(p->manual_count));
	heading(page, SAY_SHOW_MANUAL);
	for (uint32_t i = 0; i < p->manual_count; i++)
		show_manual_item(page, &p->manual[i]);
}

static void show_font(struct page *page, enum say label, const struct profile_font *font)
{
	char size[32];

	snprintf(size, sizeof(size), "%g", font->size);
	give(page, DIAG_WORD(label));
	give(page, DIAG_TEXT(font->name));
	give(page, DIAG_TEXT(str_from(size)));
	print(page, "  ", SAY_SHOW_FONT);
}

static void show_list_file(struct page *page, struct str path)
{
	give(page, DIAG_TEXT(path));
	give(page, page->is_there(page->user, path) ? DIAG_WORD(SAY_SHOW_THERE) : DIAG_WORD(SAY_SHOW_NOT_THERE));
	print(page, "    ", SAY_SHOW_LINE);
}

static void show_list(struct page *page, enum say label, struct strs files)
{
	give(page, DIAG_WORD(label));
	give(page, DIAG_NUMBER(files.count));
	print(page, "  ", files.count ? SAY_SHOW_LIST : SAY_SHOW_NO_LIST);
	for (uint32_t i = 0; i < files.count; i++)
		show_list_file(page, files.item[i]);
}

static void show_lists(struct page *page)
{
	const struct profile *p = page->profile;

	heading(page, SAY_SHOW_LISTS);
	show_list(page, SAY_SHOW_LIST_RECEIVED, p->list_received);
	show_list(page, SAY_SHOW_LIST_RECOMMENDED, p->list_recommended);
	show_list(page, SAY_SHOW_LIST_AWARDED, p->list_awarded);
}

static void show_copies_of(struct page *page, enum say label, const struct profile_copies *copies)
{
	give(page, DIAG_WORD(label));
	give(page, DIAG_NUMBER(copies->one));
	give(page, DIAG_NUMBER(copies->two));
	if (copies->one || copies->two)
		print(page, "  ", copies->two ? SAY_SHOW_COPIES_PAIR : SAY_SHOW_COPIES_ONE);
	page->args.count = 0;
}

static void show_copies(struct page *page)
{
	const struct profile *p = page->profile;
	const struct profile_copies letter = { p->copies_letter, 0 }, disc = { p->copies_disc, 0 };

	if (p->copies_province.one + p->copies_ministry.one + letter.one + disc.one)
		heading(page, SAY_SHOW_COPIES);
	show_copies_of(page, SAY_SHOW_COPIES_PROVINCE, &p->copies_province);
	show_copies_of(page, SAY_SHOW_COPIES_MINISTRY, &p->copies_ministry);
	show_copies_of(page, SAY_SHOW_COPIES_LETTER, &letter);
	show_copies_of(page, SAY_SHOW_COPIES_DISC, &disc);
}

static void show_layout(struct page *page)
{
	const struct profile *p = page->profile;

	heading(page, SAY_SHOW_LAYOUT);
	show_font(page, SAY_SHOW_TITLE_FONT, &p->title_font);
	show_font(page, SAY_SHOW_HEADER_FONT, &p->header_font);
	show_font(page, SAY_SHOW_BODY_FONT, &p->body_font);
	give(page, p->note.len ? DIAG_TEXT(p->note) : DIAG_WORD(SAY_SHOW_NONE));
	print(page, "  ", SAY_SHOW_NOTE);
}

static void show_rules(struct page *page)
{
	heading(page, SAY_SHOW_RULES);
	for (uint32_t i = 0; i < RULE_COUNT; i++)
		show_rule(page, (enum rule_id)i);
}

/* In the order in which a profile is written. */
static void (*const parts[])(struct page *page) = { show_notice, show_columns, show_sums,  show_directions,
						    show_quotas, show_map,     show_rules, show_manual,
						    show_lists,	 show_copies,  show_layout };

void show_profile(struct buf *out, const struct profile *profile, enum lang lang, show_is_there *is_there, void *user)
{
	struct page page = { .out = out, .profile = profile, .lang = lang, .is_there = is_there, .user = user };

	for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
		parts[i](&page);
	buf_release(&page.line);
	free(page.args.item);
}
