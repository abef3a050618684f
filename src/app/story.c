#include "app/story.h"

#include <stdlib.h>

#include "app/story_input.h"
#include "app/story_record.h"
#include "app/trouble.h"
#include "text/key.h"

static bool tell_all(struct story *story, const char *key, bool (*tell)(struct story *story))
{
	struct recall *recall = story->recall;
	bool ok = true;

	story_event_list(story, key);
	for (size_t i = 0; ok && i < recall->past.series.count; i++) {
		story->series = &recall->past.series.item[i];
		if (recall_is_wanted(recall, story->series->id))
			ok = tell(story);
	}
	story_event_list_end(story);
	return ok;
}

int story_tell(struct recall *recall, struct str wanted)
{
	struct story story = { .recall = recall, .wanted = wanted };
	bool ok;

	story.subjects.key = key_lossless(&recall->arena, wanted);
	if (recall->json)
		json_object(recall->json);
	ok = tell_all(&story, "inputs", story_input_tell) && tell_all(&story, "records", story_record_tell);
	if (recall->json)
		json_object_end(recall->json);
	free(story.subjects.list.item);
	if (!ok)
		return recall_trouble(recall);
	if (!story.found)
		recall_line(recall, 0, SAY_STORY_NONE, 1, (struct arg[]){ DIAG_TEXT(wanted) });
	return recall_finish(recall, story.found ? STATUS_DONE : STATUS_FINDINGS);
}
