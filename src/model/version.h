/*
 * Which of two names of files says that it is the later version: 修改稿2 behind 修改稿, 11月12日 behind 11月5日,
 * 第三次 behind 第二次.
 */
#ifndef MODEL_VERSION_H
#define MODEL_VERSION_H

#include "base/str.h"

/*
 * The numbers that stand in the names, in their order: the first that differs decides, and a name that has no more of
 * them is the earlier one. Below 0, 0 where they tell nothing, above 0.
 */
int version_compare(struct str a, struct str b);

#endif
