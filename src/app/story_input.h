/* What became of inputs, under all the names that they had. */
#ifndef APP_STORY_INPUT_H
#define APP_STORY_INPUT_H

#include "app/story_event.h"

/* Tell of the inputs whose path is meant, of this series; counts them in `found`. False in trouble. */
MUST_CHECK bool story_input_tell(struct story *story);

#endif
