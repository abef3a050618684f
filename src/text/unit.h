/* Organizations: branches, and the members of a consortium. */
#ifndef TEXT_UNIT_H
#define TEXT_UNIT_H

#include "base/arena.h"

/* 分公司, 分厂, 分院, 办事处 …: no legal person of its own. */
bool unit_is_branch(struct arena *scratch, struct str shown);

/* Of folded text (text/key.h): the bytes of 分公司, 分厂 … that it ends in, 0 for none. */
size_t unit_branch_word(struct str folded);
/* Of a note in brackets, folded: it says 牵头, 联合体, 盖章 …, which are no part of a name. */
bool unit_is_role(struct str folded);

struct unit_members {
	uint32_t count;
	const struct str *name; /* as written, the leading one first; one where it is no consortium */
};

/* Split 甲公司、乙大学联合体 and the like: at separators between two organizations, never inside a name. */
struct unit_members unit_split(struct arena *arena, struct str shown);

#endif
