/* The parts of a path with / between its folders. Views of it: nothing is copied. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/str.h"

/* 汇总.xls of 广州市/汇总.xls: all behind the last /. */
struct str path_name(struct str path);
/* xls: what stands behind the name's last dot; empty where it has none. Of .xls, too, that is xls. */
struct str path_ending(struct str path);
/* 汇总: the name without its ending and the dot before that. All of a name that is but an ending. */
struct str path_stem(struct str path);

#endif
