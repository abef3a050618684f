/*
 * A notice once loaded: columns, directions, regions and their quotas, rules,
 * layout. profile/ fills it from a file; after that nobody changes it. All its
 * memory is the run's arena.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include "base/arena.h"
#include "diag/diag.h"

enum column_type {
	COLUMN_SEQUENCE,  /* 序号 */
	COLUMN_TEXT,	  /* 文本 */
	COLUMN_UNIT,	  /* 单位: an organization */
	COLUMN_DIRECTION, /* 方向: one or more of the profile's categories */
	COLUMN_CONTACT,	  /* 手机+邮箱: a mobile and an e-mail address, in one column or several */
	COLUMN_PHONE,	  /* 手机 */
	COLUMN_EMAIL,	  /* 邮箱 */
	COLUMN_NUMBER,	  /* 数值 */
	COLUMN_DATE,	  /* 日期 */
	COLUMN_CODE,	  /* 信用代码: GB 32100 */
	COLUMN_AMOUNT,	  /* 金额: of money */
	COLUMN_OPTION,	  /* 选项: one of the values that [选项] lists */
	COLUMN_REGION,	  /* 地区: a region of the profile, whose row it then is */
	COLUMN_TYPES
};

struct profile_column {
	struct str name;
	enum column_type type;
	bool required;
	uint32_t alias_count;
	const struct str *alias; /* without the name itself, in the file's order */
	double unit;		 /* 金额: yuan, by the name's own 万元; 0 where that names no unit */
	uint32_t option_count;
	const struct str *option, *option_key; /* 选项: what may be filled in, and its folded keys */
};

/* 勾稽: in each row these columns add up to that one. */
struct profile_sum {
	uint32_t total;
	uint32_t part_count;
	const uint32_t *part;
	double tolerance; /* 允差, in the unit of the total's column */
};

/* One of the notice's categories (4 in 2020), with its items (12). */
struct profile_category {
	struct str name;
	uint32_t alias_count;
	const struct str *alias;
	struct str form; /* the application form that belongs to it, [申报书]; empty where the profile names none */
};

struct profile_item {
	uint32_t number; /* of the ministry's plan, annex 2 */
	struct str name;
	uint32_t category;
};

/* No count is above it: the notice limits nothing (不限). */
#define PROFILE_NO_LIMIT UINT32_MAX

struct profile_group {
	struct str name;
	uint32_t limit; /* projects a region of the group may recommend, or PROFILE_NO_LIMIT */
	bool has_severity;
	enum severity severity; /* of more than that, where it is not the rule's: 一般不超过 */
	/* 县区: its regions are counties that report themselves. They stand behind their city in the order. */
	bool of_counties;
	uint32_t city;	   /* the region whose counties they are */
	uint32_t together; /* projects that the city and its counties may recommend together */
};

struct profile_region {
	struct str name; /* 广州市 */
	uint32_t group;
	uint32_t alias_count;
	const struct str *alias;   /* counties and zones that report under this region */
	uint32_t map_row, map_col; /* of the map that the page for browsers shows, from 1; 0 where it is not on it */
};

/* A map is looked at, on a telephone too: more columns than this nobody reads there. */
enum { PROFILE_MAP_ROWS = 20, PROFILE_MAP_COLUMNS = 12 };

/* A kind of recommenders that cannot all be listed: 中国*集团有限公司. */
struct profile_kind {
	struct str pattern; /* * stands for any letters, one at least */
	uint32_t group;
};

struct profile_rule {
	enum severity severity; /* SEVERITY_OFF: 关闭 */
	bool hold;		/* 暂缓: the row stays off the first sheet */
	bool has_parameter;
	uint32_t parameter; /* a count, or per cent */
	struct str basis;   /* [依据]: where the notice says so, in its words; empty where the profile has none */
};

/* What only a person can check ([人工核]): listed for ticking, never as passed. */
enum manual_scope { MANUAL_PROJECT, MANUAL_REGION, MANUAL_ONCE };

struct profile_manual {
	struct str name, what, basis; /* a few words; what is to be looked at; the notice's words, or empty */
	enum manual_scope scope;
	uint32_t category_count; /* MANUAL_PROJECT: only of projects of these categories; 0: of all */
	const uint32_t *category;
};

/* A day and, where given, a time, in the notice's own zone (Asia/Shanghai). */
struct profile_deadline {
	struct str text; /* as written; empty where the profile has none */
	int year, month, day, hour, minute;
	bool has_time;
};

struct profile_font {
	struct str name;
	double size; /* points */
};

struct profile_copies {
	uint32_t one, two; /* for a project of one direction, of two */
};

#define COLUMN_NONE UINT32_MAX

struct profile {
	struct str id, title, number, table_title, office;
	struct profile_deadline region_deadline, office_deadline;
	uint32_t total_limit; /* 上报上限; 0 where the profile has none */

	uint32_t column_count;
	const struct profile_column *column;
	/* Which columns play the parts that rules speak of; COLUMN_NONE where the profile has none. */
	uint32_t project, applicant, direction, person, region_column;

	uint32_t sum_count;
	const struct profile_sum *sum;

	uint32_t category_count, item_count;
	const struct profile_category *category;
	const struct profile_item *item;

	uint32_t group_count, region_count;
	const struct profile_group *group;
	const struct profile_region *region; /* in the file's order: the order of the summary */
	/*
	 * Those of a kind, and the ones of them that have other names, too. Nobody waits for them: a run takes
	 * those that came behind the regions above, in a profile of its own (rules/regions).
	 */
	uint32_t kind_count, known_count;
	const struct profile_kind *kind;
	const struct profile_region *known;

	struct profile_rule rule[RULE_COUNT];
	uint32_t direction_limit; /* of rule[RULE_DIRECTION_COUNT] */
	uint32_t concentration;	  /* per cent, of rule[RULE_DIRECTION_CONCENTRATION] */

	uint32_t manual_count;
	const struct profile_manual *manual; /* in the file's order */

	struct strs list_received, list_recommended,
		list_awarded; /* paths as written, relative to the profile's file */

	struct profile_copies copies_province, copies_ministry;
	uint32_t copies_letter, copies_disc;

	struct profile_font title_font, header_font, body_font;
	struct str note; /* 表注, under the last row */

	struct str sha256; /* of the file, in hexadecimal */
};

#endif
