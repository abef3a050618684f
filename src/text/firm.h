/*
 * Who an applicant is, from its name, and how two of them compare. A name of a
 * firm is region + 字号 + trade + legal form, in this order or with the region in
 * brackets or behind the 字号; firms are told apart by all of them but the form, and people
 * leave out any of them. An institution (大学, 医院, 研究院 …) has no form, and its region
 * is part of who it is. A name alone never decides: 万泰板业 and 银泰板业 are two firms
 * of one county, 翰晟石业 and 瀚晟石业 one.
 *
 * The words that are cut off are data: region.def, form.def, institution.def, trade.def.
 * All texts of struct firm are in the arena, folded as a key is (text/key.h).
 */
#ifndef TEXT_FIRM_H
#define TEXT_FIRM_H

#include "base/arena.h"
#include "text/firm_region.h"

enum firm_kind { FIRM_COMPANY, FIRM_INSTITUTION };

struct firm {
	enum firm_kind kind;
	struct str key;	 /* the whole name */
	struct str core; /* without branch tail, form, region, 集团; of an institution with its region. Never empty
			    where the key is not */
	struct str brand; /* 字号: what of the core stands before its words of trade. 广州药业, which has no other, has
			     广州 */
	struct str trade;  /* the words of trade behind it, empty for none; brand and trade are the core */
	struct str branch; /* of 甲公司广州分公司 its 广州 */
	bool is_branch;
	bool grouped;			 /* 集团 */
	uint8_t form;			 /* row of form.def from 1, 0 none */
	uint8_t form_kind;		 /* enum firm_form_kind (text/firm_words.h) of it, 0 none */
	uint16_t province, city, county; /* numbers of the regions (text/firm_region.h), 0 none */

	/* What firm_compare looks at first. */
	uint64_t letters; /* which letters the core has: a bit each, by hash */
	uint64_t key_hash, core_hash, brand_hash, rest_hash;
	uint64_t numbers;      /* hash of 第二, 2号 and the like: names that count differently are others. 0 none */
	const uint32_t *code;  /* letters of the region as written, and of the core */
	uint16_t codes, place; /* how many, and how many of them are the region's */
};

/* Of one organization: text/unit splits consortia. Takes time linear in the name's length. */
struct firm firm_parse(struct arena *arena, struct str shown);

/* Equal for names of one applicant as far as the names themselves prove it: by core and region. In the arena. */
struct str firm_identity(struct arena *arena, const struct firm *firm);

enum firm_level {
	FIRM_SAME,	/* the same core in regions that can be one, whatever the form */
	FIRM_LIKELY,	/* a slip of the pen apart, or words lost that a name may lose */
	FIRM_SHORT,	/* one is a short name of the other */
	FIRM_SISTER,	/* the same 字号 and trade in another region; branches of one firm */
	FIRM_DIFFERENT, /* the rest */
};

enum firm_why {
	FIRM_IDENTICAL,	     /* same: equal keys */
	FIRM_FORM_DIFFERS,   /* same, likely (a company and a trader): the legal form or 集团 only */
	FIRM_REGION_MISSING, /* same: one names no region, or a wider one */
	FIRM_ONE_LETTER,     /* likely: one letter apart */
	FIRM_TWO_LETTERS,    /* likely: two letters apart */
	FIRM_NEAR_BRAND,     /* likely: one letter of a short 字号 (three letters at most) apart, all else equal */
	FIRM_WIDER_TRADE, /* likely: the trade of one holds that of the other (机械 and 机械制造), or they share a word
			     (空调设备, 空调配件) */
	FIRM_CUT_SHORT,	   /* likely: one is the beginning of the other */
	FIRM_BRANCH,	   /* likely: a firm and its branch */
	FIRM_SHORT_NAME,   /* short */
	FIRM_OTHER_REGION, /* sister */
	FIRM_OTHER_BRANCH, /* sister: two branches of one firm */
	FIRM_OTHER_TRADE,  /* different: the same 字号 and regions that can be one, another trade */
	FIRM_OTHER_NUMBER, /* different: 第一人民医院 and 第二人民医院 */
	FIRM_UNLIKE,	   /* different */
};

struct firm_match {
	enum firm_level level;
	enum firm_why why;
	double similarity; /* of the cores, 0 to 1 */
};

/* The order of the two does not matter. Cheap: no memory is taken, and most pairs are told apart by a few words. */
struct firm_match firm_compare(const struct firm *a, const struct firm *b);

#endif
