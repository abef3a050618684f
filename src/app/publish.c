#include "app/publish.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/places.h"
#include "app/trouble.h"
#include "app/verify.h"
#include "app/writer.h"
#include "output/report.h"

static bool refuse(enum lang lang, enum say say, const char *path)
{
	trouble_say(lang, say, 1, (struct arg[]){ DIAG_TEXT(str_from(path)) });
	return false;
}

static bool refuse_errno(enum lang lang, const char *path)
{
	trouble_errno(lang, SAY_TROUBLE_OUTPUT, path);
	return false;
}

static bool is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

static bool check_kind(enum lang lang, const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return errno == ENOENT || refuse_errno(lang, path);
	return S_ISREG(status.st_mode) || refuse(lang, SAY_TROUBLE_OUTPUT_KIND, path);
}

/* What a person filled in is lost where it was not given to be honoured. */
static bool refuse_answered(enum lang lang, const char *path)
{
	trouble_say(lang, SAY_TROUBLE_ANSWERED, 1, (struct arg[]){ DIAG_TEXT(str_from(path)) });
	return false;
}

static bool spares_answers(const struct options *options, const char *path)
{
	struct file_content content;
	bool answered;

	if ((options->rulings && file_same_place(options->rulings, path)) || !file_load(path, true, &content))
		return true;
	answered = content.bytes.len && verify_is_answered(content.bytes);
	file_unload(&content);
	return !answered || refuse_answered(options->terminal, path);
}

bool publish_check(struct publish *publish, const struct options *options, const struct profile *profile,
		   struct arena *arena)
{
	enum lang lang = options->terminal;

	*publish = (struct publish){ .json = options->json };
	if (options->command == COMMAND_MERGE || options->output) {
		publish->workbook = options->output;
		if (!publish->workbook)
			publish->workbook =
				arena_cstring(arena, arena_printf(arena, "汇总表-%.*s.xlsx", STR_ARG(profile->id)));
		if (is_stdout(publish->workbook) || !*publish->workbook)
			return refuse(lang, SAY_TROUBLE_OUTPUT_DASH, publish->workbook);
		if (!check_kind(lang, publish->workbook) || !spares_answers(options, publish->workbook))
			return false;
	}
	if (!publish->json || is_stdout(publish->json))
		return true;
	if (publish->workbook && file_same_place(publish->workbook, publish->json))
		return refuse(lang, SAY_TROUBLE_OUTPUT_TWICE, publish->json);
	return check_kind(lang, publish->json);
}

bool publish_begin(struct publish *publish, enum lang lang)
{
	if (publish->workbook && !file_draft_begin(&publish->workbook_draft, publish->workbook))
		return refuse_errno(lang, publish->workbook);
	if (publish->json && !is_stdout(publish->json) && !file_draft_begin(&publish->json_draft, publish->json))
		return refuse_errno(lang, publish->json);
	return true;
}

/* --- the workbook ------------------------------------------------------------ */

static bool say_end(enum lang lang, const char *path, const struct writer_end *end)
{
	static const enum say why[] = { [WRITER_STALLED] = SAY_WRITER_STALLED, [WRITER_MEMORY] = SAY_WRITER_MEMORY };
	const struct arg place = DIAG_TEXT(str_from(path));

	switch (end->fate) {
	case WRITER_DONE:
		return true;
	case WRITER_FAILED:
		trouble_say(lang, SAY_TROUBLE_OUTPUT, 2, (struct arg[]){ place, DIAG_TEXT(str_from(end->why)) });
		break;
	case WRITER_DIED:
		trouble_say(lang, SAY_TROUBLE_WRITER_DIED, 2, (struct arg[]){ place, DIAG_NUMBER(end->signal) });
		break;
	case WRITER_STALLED:
	case WRITER_MEMORY:
		trouble_say(lang, SAY_TROUBLE_OUTPUT, 2, (struct arg[]){ place, DIAG_WORD(why[end->fate]) });
		break;
	}
	return false;
}

static bool read_back(struct publish *publish, const struct workbook_plan *plan, struct arena *arena, enum lang lang)
{
	struct file_content content;
	struct str why = STR("");
	bool ok;

	if (!file_draft_sync(&publish->workbook_draft) ||
	    !file_load(publish->workbook_draft.temporary, false, &content))
		return refuse_errno(lang, publish->workbook);
	ok = verify_workbook(content.bytes, plan, arena, &why);
	file_unload(&content);
	if (!ok)
		trouble_say(lang, SAY_TROUBLE_READ_BACK, 2,
			    (struct arg[]){ DIAG_TEXT(why), DIAG_TEXT(str_from(publish->workbook)) });
	return ok;
}

static bool write_workbook(struct publish *publish, struct run *run, const struct options *options)
{
	struct say_places places = places_of(run);
	struct workbook_plan plan = { 0 };
	struct arena arena = { 0 };
	struct writer writer;
	struct writer_end end;
	bool ok;

	if (!writer_begin(&writer, run, options->files, &places, publish->workbook_draft.temporary))
		return refuse_errno(options->terminal, publish->workbook);
	workbook_plan(run, options->files, &places, &arena, &plan);
	writer_wait(&writer, plan.cells.count, &writer_limits, &end);
	ok = say_end(options->terminal, publish->workbook, &end) &&
	     read_back(publish, &plan, &arena, options->terminal);
	workbook_plan_release(&plan);
	arena_release(&arena);
	return ok;
}

/* A file that was read as an input is somebody's original: never replace it. */
static bool spares_inputs(const char *path, const struct run *run, enum lang lang)
{
	struct stat output, input;

	if (!path || is_stdout(path) || stat(path, &output) != 0)
		return true;
	for (uint32_t i = 0; i < run->sources.count; i++) {
		const struct source *source = &run->sources.item[i];

		if (source->reason == REASON_OWN_OUTPUT || stat(source->file.data, &input) != 0)
			continue;
		if (input.st_dev == output.st_dev && input.st_ino == output.st_ino)
			return refuse(lang, SAY_TROUBLE_OUTPUT_INPUT, path);
	}
	return true;
}

static bool spares_all(const char *path, const struct run *run, enum lang lang)
{
	for (size_t i = 0; i < LIST_KINDS; i++)
		if (run->listed[i] && !spares_inputs(path, run->listed[i], lang))
			return false;
	return spares_inputs(path, run, lang);
}

/* The first free name 汇总表.bak-1.xlsx, -2 … */
static struct str backup_name(struct arena *arena, struct str path)
{
	struct str stem = str_ends(path, STR(".xlsx")) ? str_part(path, 0, path.len - 5) : path;
	struct str name;

	for (unsigned i = 1;; i++) {
		name = arena_printf(arena, "%.*s.bak-%u.xlsx", STR_ARG(stem), i);
		if (access(name.data, F_OK) != 0)
			return name;
	}
}

/* The same inputs gave the same bytes: nobody has changed them, and nothing need be read. */
static bool is_draft_again(const struct publish *publish, struct bytes old)
{
	struct file_content draft;
	bool same;

	if (!file_load(publish->workbook_draft.temporary, false, &draft))
		return false;
	same = draft.bytes.len == old.len && memcmp(draft.bytes.data, old.data, old.len) == 0;
	file_unload(&draft);
	return same;
}

/*
 * A workbook of ours that a person has changed is moved aside. A second name is made
 * first, so that there is a file in its place at every moment.
 */
static bool keep_changed(struct publish *publish, struct run *run, const struct options *options)
{
	enum lang lang = options->terminal;
	struct file_content content;
	struct verify_look look = { 0 };

	if (!publish->workbook || !file_load(publish->workbook, true, &content))
		return true;
	if (content.bytes.len && !is_draft_again(publish, content.bytes))
		look = verify_look_at(content.bytes);
	file_unload(&content);
	/* It may have been filled in while this was running. */
	if (look.answered && !(options->rulings && file_same_place(options->rulings, publish->workbook)))
		return refuse_answered(lang, publish->workbook);
	if (!look.changed)
		return true;
	publish->backup = backup_name(&run->arena, str_from(publish->workbook));
	if (link(publish->workbook, publish->backup.data) != 0 && rename(publish->workbook, publish->backup.data) != 0)
		return refuse_errno(lang, publish->backup.data);
	return true;
}

/* --- the report ----------------------------------------------------------------- */

struct report_place {
	struct publish *publish;
	enum lang lang;
};

static bool put_piece(void *user, struct str piece)
{
	const struct report_place *place = user;
	struct publish *publish = place->publish;

	if (is_stdout(publish->json))
		return trouble_print(place->lang, piece) == STATUS_DONE;
	return file_draft_write(&publish->json_draft, piece) || refuse_errno(place->lang, publish->json);
}

static bool write_report(struct publish *publish, struct run *run, const struct options *options)
{
	struct say_places places = places_of(run);
	struct report_place place = { publish, options->terminal };
	const struct report_sink sink = { &place, put_piece };

	if (!publish->json)
		return true;
	if (!report_write(run, options->files, &places, &sink))
		return false;
	return is_stdout(publish->json) || file_draft_sync(&publish->json_draft) ||
	       refuse_errno(options->terminal, publish->json);
}

/* A second name for what is not replaced after all is none of its business. */
static void forget_backup(const struct publish *publish)
{
	int error = errno;

	if (publish->backup.len && access(publish->workbook, F_OK) == 0)
		unlink(publish->backup.data);
	else if (publish->backup.len)
		rename(publish->backup.data, publish->workbook);
	errno = error;
}

bool publish_write(struct publish *publish, struct run *run, const struct options *options)
{
	enum lang lang = options->terminal;

	if (!spares_all(publish->workbook, run, lang) || !spares_all(publish->json, run, lang))
		return false;
	if (publish->workbook && !write_workbook(publish, run, options))
		return false;
	return write_report(publish, run, options) && keep_changed(publish, run, options);
}

bool publish_place(struct publish *publish, enum lang lang)
{
	struct file_draft *draft[2];
	const char *failed;
	size_t count = 0;

	if (publish->json && !is_stdout(publish->json))
		draft[count++] = &publish->json_draft;
	if (publish->workbook)
		draft[count++] = &publish->workbook_draft;
	if (file_draft_publish(draft, count, &failed))
		return true;
	forget_backup(publish);
	return refuse_errno(lang, failed);
}

void publish_end(struct publish *publish)
{
	file_draft_end(&publish->workbook_draft);
	file_draft_end(&publish->json_draft);
}
