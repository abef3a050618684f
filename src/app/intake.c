#include "app/intake.h"

#include <errno.h>

#include "app/settle.h"
#include "base/file.h"
#include "base/path.h"

static enum say load_reason(void)
{
	return errno == EFBIG ? SAY_WHY_TOO_LARGE : SAY_WHY_SYSTEM;
}

bool intake_load(struct run *run, uint32_t index, struct file_content *content)
{
	struct source *source = &run->sources.item[index];

	if (!file_load(source->file.data, source->is_input, content)) {
		settle_unreadable(run, index, load_reason());
		return false;
	}
	source->bytes = content->bytes.len;
	if (!content->changed)
		source->sha256 = file_sha256(&run->arena, content->bytes);
	if (!content->changed && content->bytes.len)
		return true;
	if (content->changed)
		settle_changing(run, index);
	else
		settle_unreadable(run, index, SAY_WHY_EMPTY);
	file_unload(content);
	return false;
}

void intake_source(struct intake *intake, uint32_t index)
{
	struct run *run = intake->run;
	struct file_content content;
	struct work work;

	if (!intake_load(run, index, &content))
		return;
	work = (struct work){ .bytes = content.bytes,
			      .stem = path_stem(run->sources.item[index].path),
			      .is_package = settle_is_package(run->sources.item[index].file),
			      .member_to = UINT32_MAX };
	collect_begin(&intake->collector, index);
	worker_read(intake->worker, &work, &intake->collector.sink);
	if (file_changed(&content)) {
		collect_forget(&intake->collector);
		settle_changing(run, index);
	} else {
		collect_end(&intake->collector);
	}
	file_unload(&content);
}

void intake_init(struct intake *intake, struct run *run, bool cells)
{
	*intake = (struct intake){ .run = run,
				   .settings = { .profile = run->profile,
						 .password_count = run->password_count,
						 .password = run->password,
						 .cells = cells } };
	record_maker_init(&intake->maker, &run->arena, run->profile);
	collect_init(&intake->collector, run, &intake->maker);
	worker_hints(&intake->settings, &run->arena);
	intake->worker = worker_new(&intake->settings);
}

void intake_read_twice(struct intake *intake)
{
	intake->second = second_new();
	intake->settings.second = second_asked(intake->second);
}

void intake_release(struct intake *intake)
{
	worker_free(intake->worker);
	second_free(intake->second);
	collect_release(&intake->collector);
}
