/*
 * A profile being loaded: what the sections' own files share. Each section is
 * one file, load_SECTION.c; load.c knows their order. A function that finds a
 * mistake reports it and goes on, so that a person sees all of them at once.
 */
#ifndef PROFILE_LOADER_H
#define PROFILE_LOADER_H

#include "base/map.h"
#include "model/column.h"
#include "profile/ini.h"

/* A name and whose it is, to find what two things call the same. */
struct load_name {
	struct ini_text text;
	uint32_t owner;
	struct str owner_name;
};

struct load_names {
	struct map map; /* key to index */
	LIST_OF(struct load_name) names;
};

struct loader {
	struct arena *arena;
	struct mistake_list *mistakes;
	struct profile *profile;

	LIST_OF(struct profile_column) columns;
	LIST_OF(struct profile_category) categories;
	LIST_OF(struct profile_item) items;
	LIST_OF(struct profile_group) groups;
	LIST_OF(struct profile_region) regions, known;
	LIST_OF(struct profile_kind) kinds;
	LIST_OF(struct profile_manual) manual;
	struct load_names column_names, direction_names, places, kind_names;
	struct kind_names *kind_patterns; /* made when the first is needed: [配额] is complete by then */
	struct str *region_names;	  /* made when the first is unknown */
	struct map item_lines;		  /* number of an item as text to its line */
	uint32_t rule_line[RULE_COUNT], basis_line[RULE_COUNT];
	LIST_OF(struct profile_sum) sums;
	struct map option_lines; /* name of a column to the line of its options */
	struct map county_lines; /* name of a city to the line of its counties */
	bool unsure_columns;	 /* a type was not understood: what columns there are is not known for sure */
};

/* Values (load_value.c). `member` is the part of struct profile that the value fills. */
void load_value_text(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_id(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_limit(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_copies(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_copies_pair(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_deadline(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_font(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_files(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_paper(struct loader *l, const struct ini_entry *entry, void *member);
void load_value_footer(struct loader *l, const struct ini_entry *entry, void *member);

/* All values of a list, in the arena; an empty one between two separators is reported and left out. */
struct ini_text *load_value_list(struct loader *l, struct ini_text rest, enum ini_separator separator, uint32_t *count);
/* A whole number; false and reported where it is none or lies outside. */
bool load_value_count(struct loader *l, struct ini_text text, uint32_t least, uint32_t most, uint32_t *out);
/* Which of the words (in their lossless form) it is, whatever its width and case; `count` where it is none. */
uint32_t load_value_word(struct loader *l, struct str text, uint32_t count, const struct str *words);

/* Names (load_names.c). */
enum load_names_kind {
	LOAD_NAMES_FOLDED, /* equal whatever their width, case, blanks and punctuation */
	LOAD_NAMES_PLACES, /* and with or without 市 */
	LOAD_NAMES_KINDS   /* equal whatever their width and blanks: a * counts */
};
/*
 * Enter a name. False where it is already there; where it is another owner's,
 * that is reported as `clash`: {1} the name, {2} the earlier line, {3} its owner.
 */
bool load_names_add(struct loader *l, struct load_names *names, enum load_names_kind kind, struct load_name name,
		    enum say clash);
const struct load_name *load_names_find(struct loader *l, const struct load_names *names, enum load_names_kind kind,
					struct str text);
void load_names_release(struct load_names *names);

/* Aliases: each entered for the owner; answers those that are new. */
const struct str *load_names_aliases(struct loader *l, struct load_names *names, enum load_names_kind kind,
				     struct load_name owner, uint32_t count, const struct ini_text *alias,
				     enum say clash, uint32_t *kept);

/* Which section the line is meant for, whatever stands around its name; empty where for none. */
struct str load_section_like(struct arena *arena, struct str line);

/* Sections. */
void load_columns_take(struct loader *l, const struct ini_entry *entry);
void load_columns_finish(struct loader *l, struct mistake_place section);
/* The column that is called so; COLUMN_NONE, and reported, where there is none. */
uint32_t load_columns_find(struct loader *l, struct ini_text text);
void load_options_take(struct loader *l, const struct ini_entry *entry);
void load_options_finish(struct loader *l);
void load_sums_take(struct loader *l, const struct ini_entry *entry);
void load_sums_finish(struct loader *l);
void load_directions_take(struct loader *l, const struct ini_entry *entry);
void load_directions_take_form(struct loader *l, const struct ini_entry *entry);
void load_directions_finish(struct loader *l);
/* A category by its name or an alias; false and reported where there is none. Only before load_directions_finish. */
bool load_directions_find(struct loader *l, struct ini_text name, uint32_t *category);
void load_places_take_group(struct loader *l, const struct ini_entry *entry);
void load_places_take_aliases(struct loader *l, const struct ini_entry *entry);
/* One of [配额]; NULL, and reported, where it is none. */
struct profile_region *load_places_region(struct loader *l, struct ini_text text);
void load_places_finish(struct loader *l);
void load_map_take(struct loader *l, const struct ini_entry *entry);
void load_basis_take(struct loader *l, const struct ini_entry *entry);
void load_manual_take(struct loader *l, const struct ini_entry *entry);
void load_manual_finish(struct loader *l);
struct str load_manual_scope_word(enum manual_scope scope);
bool load_places_add(struct loader *l, struct ini_text text, uint32_t group);
void load_counties_take(struct loader *l, const struct ini_entry *entry);
/* Before load_places_finish: brings the regions into their order. */
void load_counties_finish(struct loader *l);
/* Projects that a region may recommend; none is possible, thousands are a slip. */
enum { LOAD_QUOTA_MAX = 1000 };
/* That many, or 不限. */
bool load_value_quota(struct loader *l, struct ini_text text, uint32_t *limit);
void load_rules_defaults(struct profile *profile);
/* By the Chinese name or the contract's word; RULE_COUNT and reported where it is neither. */
uint32_t load_rules_find(struct loader *l, struct ini_text key);
void load_rules_take(struct loader *l, const struct ini_entry *entry);
void load_rules_finish(struct loader *l);
/* The severity that the word names; false where it names none. */
bool load_rules_severity(struct loader *l, struct str word, enum severity *severity);
/* Report a word that was meant as one. */
void load_rules_no_severity(struct loader *l, struct ini_text text);
/* As it is written in a profile. */
struct str load_rules_severity_word(enum severity severity);

/* Take a list's elements over into the arena. */
#define LOAD_KEEP(l, list, member, counter)                                                                            \
	do {                                                                                                           \
		void *kept = arena_alloc((l)->arena, (list).count, sizeof(*(list).item));                              \
		if ((list).count)                                                                                      \
			memcpy(kept, (list).item, (list).count * sizeof(*(list).item));                                \
		(l)->profile->member = kept;                                                                           \
		(l)->profile->counter = (uint32_t)(list).count;                                                        \
	} while (0)

#endif
