/* What became of one input, or one record: history with a name behind it. */
#ifndef APP_STORY_H
#define APP_STORY_H

#include "app/recall.h"

/*
 * wanted: an input's path as reports show it, or a part of one at its end; or a project or applicant, 地区/项目, all
 * compared lossless. All that are meant are told, one after the other. The exit status: 1 where there is none.
 */
int story_tell(struct recall *recall, struct str wanted);

#endif
