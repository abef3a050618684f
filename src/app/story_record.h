/* What became of records: their fields, places, findings, pairs, rulings and marks. */
#ifndef APP_STORY_RECORD_H
#define APP_STORY_RECORD_H

#include "app/story_event.h"

/* Tell of the records that are meant, of this series; counts them in `found`. False in trouble. */
MUST_CHECK bool story_record_tell(struct story *story);

#endif
