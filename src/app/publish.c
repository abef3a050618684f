#include "app/publish.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/nights.h"
#include "app/places.h"
#include "app/trouble.h"
#include "app/verify.h"
#include "app/writer.h"
#include "output/page.h"
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

bool publish_is_stdout(const struct publish_file *file)
{
	return strcmp(file->path, "-") == 0;
}

const struct publish_file *publish_next(const struct publish *publish, enum publish_kind kind,
					const struct publish_file *file)
{
	const struct publish_file *end = publish->files.item + publish->files.count;

	for (file = file ? file + 1 : publish->files.item; file < end; file++)
		if (file->kind == kind)
			return file;
	return NULL;
}

static bool is_workbook(const struct publish_file *file)
{
	return file->kind == PUBLISH_WORKBOOK || file->kind == PUBLISH_SLIP;
}

static bool is_slip(const struct publish_file *file)
{
	return file->kind == PUBLISH_SLIP || file->kind == PUBLISH_STALE;
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

static bool spares_answers(const struct options *options, const char *path, bool carries_answers)
{
	struct file_content content;
	bool answered;

	if ((options->rulings && file_same_place(options->rulings, path)) || !file_load(path, true, &content))
		return true;
	answered = content.bytes.len && verify_is_answered(content.bytes);
	file_unload(&content);
	if (!answered)
		return true;
	return carries_answers ? refuse_answered(options->terminal, path)
			       : refuse(options->terminal, SAY_TROUBLE_ANSWERED_OTHER, path);
}

/* What the run is told by is lost where a slip of the hand names it as an output; only a workbook carries rulings on.
 */
static bool spares_given(const struct publish_file *file, const struct options *options, const char *profile_path)
{
	const char *given[] = { profile_path, options->password_file, is_workbook(file) ? NULL : options->rulings };

	for (size_t i = 0; i < ARRAY_COUNT(given); i++)
		if (given[i] && file_same_place(given[i], file->path))
			return refuse(options->terminal, SAY_TROUBLE_OUTPUT_GIVEN, file->path);
	return !nights_is_ledger(options, file->path) ||
	       refuse(options->terminal, SAY_TROUBLE_OUTPUT_TWICE, file->path);
}

static struct publish_file *add_file(struct publish *publish, enum publish_kind kind, const char *path)
{
	struct publish_file *file = LIST_ADD(&publish->files);

	*file = (struct publish_file){ .kind = kind, .path = path, .draft = { .fd = -1 } };
	return file;
}

static const char *default_workbook(enum command command, const struct profile *profile, struct arena *arena)
{
	return arena_cstring(arena, arena_printf(arena, "%s-%.*s.xlsx", command == COMMAND_FORM ? "空表" : "汇总表",
						 STR_ARG(profile->id)));
}

/* No two outputs are one file. */
static bool check_others(const struct publish *publish, const struct publish_file *file, enum lang lang)
{
	for (const struct publish_file *other = publish->files.item; other < file; other++)
		if (!publish_is_stdout(other) && file_same_place(other->path, file->path))
			return refuse(lang, SAY_TROUBLE_OUTPUT_TWICE, other->path);
	return true;
}

static bool check_file(const struct publish *publish, const struct publish_file *file, const struct options *options,
		       const char *profile_path)
{
	if (is_workbook(file) && (publish_is_stdout(file) || !*file->path))
		return refuse(options->terminal, SAY_TROUBLE_OUTPUT_DASH, file->path);
	return publish_is_stdout(file) ||
	       (check_kind(options->terminal, file->path) && spares_answers(options, file->path, is_workbook(file)) &&
		spares_given(file, options, profile_path) && check_others(publish, file, options->terminal));
}

static const char *slip_path(const struct publish *publish, const char *name, struct arena *arena)
{
	return arena_cstring(arena, arena_printf(arena, "%s/%s", publish->returns.folder, name));
}

/* Which slips there will be is not known yet: none of them may be in the way of anything. */
static bool check_returns(struct publish *publish, const struct options *options, const struct profile *profile,
			  struct arena *arena)
{
	const char *folder = options->returns, **name = returns_names(profile, arena);
	enum lang lang = options->terminal;
	struct stat status;

	publish->returns.folder = folder;
	if (stat(folder, &status) != 0)
		return errno == ENOENT || refuse_errno(lang, folder);
	if (!S_ISDIR(status.st_mode))
		return refuse(lang, SAY_TROUBLE_RETURNS_KIND, folder);
	if (access(folder, W_OK | X_OK) != 0)
		return refuse_errno(lang, folder);
	for (uint32_t i = 0; i < profile->region_count; i++) {
		struct publish_file slip = { .kind = PUBLISH_SLIP, .path = slip_path(publish, name[i], arena) };

		if (!check_kind(lang, slip.path))
			return false;
		if (nights_is_ledger(options, slip.path))
			return refuse(lang, SAY_TROUBLE_OUTPUT_TWICE, slip.path);
		for (size_t j = 0; j < publish->files.count; j++)
			if (!publish_is_stdout(&publish->files.item[j]) &&
			    file_same_place(publish->files.item[j].path, slip.path))
				return refuse(lang, SAY_TROUBLE_OUTPUT_TWICE, slip.path);
	}
	return true;
}

bool publish_check(struct publish *publish, const struct options *options, const struct profile *profile,
		   const char *profile_path, struct arena *arena)
{
	*publish = (struct publish){ 0 };
	if (options->json)
		add_file(publish, PUBLISH_JSON, options->json);
	if (options->html)
		add_file(publish, PUBLISH_HTML, options->html);
	if (options->command == COMMAND_MERGE || options->command == COMMAND_FORM || options->output)
		add_file(publish, PUBLISH_WORKBOOK,
			 options->output ? options->output : default_workbook(options->command, profile, arena));
	for (size_t i = 0; i < publish->files.count; i++)
		if (!check_file(publish, &publish->files.item[i], options, profile_path))
			return false;
	return !options->returns || check_returns(publish, options, profile, arena);
}

bool publish_begin(struct publish *publish, enum lang lang)
{
	for (size_t i = 0; i < publish->files.count; i++) {
		struct publish_file *file = &publish->files.item[i];

		if (publish_is_stdout(file))
			continue;
		if (!file_draft_begin(&file->draft, file->path))
			return refuse_errno(lang, file->path);
		aside_sweep(&file->draft.aside);
	}
	return !publish->returns.folder || stage_begin(&publish->returns.stage, publish->returns.folder) ||
	       refuse_errno(lang, publish->returns.folder);
}

/* --- slips ------------------------------------------------------------------------ */

/* What a region is to get, or is to get no more. */
static bool add_slip(struct publish *publish, const struct run *run, uint32_t region, const char *name,
		     struct arena *arena)
{
	const char *path = slip_path(publish, name, arena);
	bool wanted = publish->returns.slip[region].note_count > 0, is_ours;
	struct publish_file *file;

	if (!returns_look(path, run->profile, &is_ours))
		return false;
	if (!wanted && !is_ours)
		return true;
	file = add_file(publish, wanted ? PUBLISH_SLIP : PUBLISH_STALE, path);
	file->region = region;
	return file->kind == PUBLISH_SLIP ? stage_draft(&publish->returns.stage, name, &file->draft)
					  : stage_removal(&publish->returns.stage, name, &file->draft);
}

static bool add_left(struct publish *publish, const char *name, struct arena *arena)
{
	struct publish_file *file = add_file(publish, PUBLISH_STALE, slip_path(publish, name, arena));

	return stage_removal(&publish->returns.stage, name, &file->draft);
}

static bool add_slips(struct publish *publish, struct run *run, enum lang lang)
{
	const char **name = returns_names(run->profile, &run->arena);
	struct strs left;

	publish->returns.slip = slip_make_all(run, &run->arena);
	for (uint32_t i = 0; i < run->profile->region_count; i++)
		if (!add_slip(publish, run, i, name[i], &run->arena))
			return refuse_errno(lang, slip_path(publish, name[i], &run->arena));
	if (!returns_left(&publish->returns, run->profile, name, &run->arena, &left))
		return refuse_errno(lang, publish->returns.folder);
	for (uint32_t i = 0; i < left.count; i++)
		if (!add_left(publish, left.item[i].data, &run->arena))
			return refuse_errno(lang, slip_path(publish, left.item[i].data, &run->arena));
	return true;
}

/* --- workbooks ----------------------------------------------------------------- */

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

static bool read_back(struct publish_file *file, struct arena *arena, enum lang lang)
{
	struct file_content content;
	struct str why = STR("");
	bool ok;

	if (!file_draft_sync(&file->draft) || !file_load(file->draft.temporary, false, &content))
		return refuse_errno(lang, file->path);
	ok = verify_workbook(content.bytes, &file->plan, arena, &why);
	file_unload(&content);
	if (!ok)
		trouble_say(lang, SAY_TROUBLE_READ_BACK, 2,
			    (struct arg[]){ DIAG_TEXT(why), DIAG_TEXT(str_from(file->path)) });
	return ok;
}

/* Written in another process, while what each is meant to hold is planned in this one. */
static bool write_planned(size_t count, struct publish_file *const *book, struct arena *arena, enum lang lang)
{
	struct writer_task *task = ARENA_ARRAY(arena, struct writer_task, count);
	struct writer writer;
	struct writer_end end;
	size_t cells = 0;

	for (size_t i = 0; i < count; i++)
		task[i] = (struct writer_task){ &book[i]->order, book[i]->draft.temporary };
	if (!writer_begin(&writer, count, task))
		return refuse_errno(lang, book[count - 1]->path);
	for (size_t i = 0; i < count; i++) {
		workbook_plan(&book[i]->order, arena, &book[i]->plan);
		cells += book[i]->plan.cells.count;
	}
	writer_wait(&writer, cells, &writer_limits, &end);
	return say_end(lang, book[end.task < count ? end.task : count - 1]->path, &end);
}

static enum workbook_kind kind_of(enum command command)
{
	if (command == COMMAND_FORM)
		return WORKBOOK_BLANK;
	return command == COMMAND_AUDIT ? WORKBOOK_AUDIT : WORKBOOK_SUMMARY;
}

static struct workbook_order order_of(const struct publish *publish, const struct publish_file *file,
				      enum command command, const struct run *run, enum lang lang,
				      const struct say_places *places)
{
	struct workbook_order order = { .kind = kind_of(command), .run = run, .lang = lang, .places = places };

	if (file->kind == PUBLISH_SLIP) {
		order.kind = WORKBOOK_SLIP;
		order.slip = &publish->returns.slip[file->region];
	}
	return order;
}

static bool write_workbooks(struct publish *publish, struct run *run, const struct options *options)
{
	struct say_places places = places_of(run);
	struct arena arena = { 0 };
	struct publish_file **book = ARENA_ARRAY(&arena, struct publish_file *, publish->files.count);
	size_t count = 0;
	bool ok;

	for (enum publish_kind kind = 0; kind < PUBLISH_KINDS; kind++)
		for (size_t i = 0; i < publish->files.count; i++)
			if (publish->files.item[i].kind == kind && is_workbook(&publish->files.item[i]))
				book[count++] = &publish->files.item[i];
	for (size_t i = 0; i < count; i++)
		book[i]->order = order_of(publish, book[i], options->command, run, options->files, &places);
	ok = count == 0 || write_planned(count, book, &arena, options->terminal);
	for (size_t i = 0; i < count; i++) {
		ok = ok && read_back(book[i], &arena, options->terminal);
		workbook_plan_release(&book[i]->plan);
	}
	arena_release(&arena);
	return ok;
}

/* A file that was read as an input is somebody's original: never replace it. */
static bool spares_inputs(const char *path, const struct run *run, enum lang lang)
{
	struct stat output, input;

	if (stat(path, &output) != 0)
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

static bool spares_all(const struct publish_file *file, const struct run *run, enum lang lang)
{
	if (publish_is_stdout(file))
		return true;
	for (size_t i = 0; i < LIST_KINDS; i++)
		if (run->listed[i] && !spares_inputs(file->path, run->listed[i], lang))
			return false;
	return spares_inputs(file->path, run, lang);
}

static void forget_replaced(const struct publish_file *file, struct run *run)
{
	for (uint32_t i = 0; i < run->sources.count; i++) {
		struct source *source = &run->sources.item[i];

		if (source->reason == REASON_OWN_OUTPUT && file_same_place(source->file.data, file->path)) {
			source->bytes = 0;
			source->sha256 = STR("");
		}
	}
}

void publish_forget(const struct publish *publish, struct run *run)
{
	for (size_t i = 0; i < publish->files.count; i++)
		forget_replaced(&publish->files.item[i], run);
}

/* Another name of the same file: a run that was killed had got so far. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) == 0 && lstat(b, &right) == 0 && left.st_dev == right.st_dev &&
	       left.st_ino == right.st_ino;
}

/* The first free name 汇总表.bak-1.xlsx, -2 … */
static struct str backup_name(struct arena *arena, struct str path)
{
	struct str stem = str_ends(path, STR(".xlsx")) ? str_part(path, 0, path.len - 5) : path;
	struct str name;

	for (unsigned i = 1;; i++) {
		name = arena_printf(arena, "%.*s.bak-%u.xlsx", STR_ARG(stem), i);
		if (access(name.data, F_OK) != 0 || is_same_file(path.data, name.data))
			return name;
	}
}

/* The same inputs gave the same bytes: nobody has changed them, and nothing need be read. */
static bool is_draft_again(const struct publish_file *file, struct bytes old)
{
	struct file_content draft;
	bool same;

	if (!file_load(file->draft.temporary, false, &draft))
		return false;
	same = draft.bytes.len == old.len && memcmp(draft.bytes.data, old.data, old.len) == 0;
	file_unload(&draft);
	return same;
}

/* What a place holds, which may be a workbook whatever is to come there: nothing need be known of what is the same, or
 * absent. */
static struct verify_look look_at_place(const struct publish_file *file, struct run *run)
{
	struct file_content content;
	struct verify_look look = { 0 };

	if (publish_is_stdout(file))
		return look;
	if (!file_load(file->path, true, &content)) {
		look.changed = errno != ENOENT && is_slip(file); /* it cannot be told: keep it */
		return look;
	}
	if (content.bytes.len && !(is_workbook(file) && is_draft_again(file, content.bytes))) {
		look = verify_look_at(content.bytes, &run->arena);
		/* Whatever else has the name of a slip is somebody's. */
		look.changed |= file->kind == PUBLISH_SLIP && !returns_is_marked(look.mark, run->profile);
	}
	file_unload(&content);
	return look;
}

/*
 * A workbook of ours that a person has changed is moved aside. A second name is made
 * first, so that there is a file in its place at every moment.
 */
static bool keep_changed(struct publish_file *file, struct run *run, const struct options *options)
{
	enum lang lang = options->terminal;
	struct verify_look look = look_at_place(file, run);
	bool given = options->rulings && file_same_place(options->rulings, file->path);
	struct str backup;

	/* It may have been filled in while this was running. */
	if (!is_slip(file) && look.answered && !given)
		return refuse_answered(lang, file->path);
	if (!look.changed || (look.carried && given))
		return true;
	backup = backup_name(&run->arena, str_from(file->path));
	if (!is_same_file(file->path, backup.data) && link(file->path, backup.data) != 0 &&
	    rename(file->path, backup.data) != 0)
		return refuse_errno(lang, backup.data);
	file->backup = backup;
	return true;
}

static void forget_backup(const struct publish_file *file)
{
	if (file->backup.len && access(file->path, F_OK) == 0)
		unlink(file->backup.data);
	else if (file->backup.len)
		rename(file->backup.data, file->path);
}

/* A second name for what is not replaced after all is none of its business. False, as what failed. */
static bool forget_backups(const struct publish *publish)
{
	int error = errno;

	for (size_t i = 0; i < publish->files.count; i++)
		forget_backup(&publish->files.item[i]);
	errno = error;
	return false;
}

/* --- reports -------------------------------------------------------------------- */

struct report_place {
	struct publish_file *file;
	enum lang lang;
};

static bool put_piece(void *user, struct str piece)
{
	const struct report_place *place = user;

	if (publish_is_stdout(place->file))
		return trouble_print(place->lang, piece) == STATUS_DONE;
	return file_draft_write(&place->file->draft, piece) || refuse_errno(place->lang, place->file->path);
}

/* What is no workbook is one text, written piece by piece. */
typedef bool text_writer(const struct run *run, enum lang lang, const struct say_places *places,
			 const struct report_sink *sink);

static text_writer *const texts[PUBLISH_KINDS] = { [PUBLISH_JSON] = report_write, [PUBLISH_HTML] = page_write };

static bool write_text(struct publish_file *file, struct run *run, const struct options *options)
{
	struct say_places places = places_of(run);
	struct report_place place = { file, options->terminal };
	const struct report_sink sink = { &place, put_piece };

	if (!texts[file->kind](run, options->files, &places, &sink))
		return false;
	return publish_is_stdout(file) || file_draft_sync(&file->draft) || refuse_errno(options->terminal, file->path);
}

/* --- all of them ------------------------------------------------------------------ */

/* What a person changed gets its other name only once all are written. */
bool publish_write(struct publish *publish, struct run *run, const struct options *options)
{
	struct publish_file *file;
	size_t count;

	if (publish->returns.folder && !add_slips(publish, run, options->terminal))
		return false;
	file = publish->files.item;
	count = publish->files.count;
	publish->drafts = ARENA_ARRAY(&run->arena, struct file_draft *, count);
	for (size_t i = 0; i < count; i++)
		if (!spares_all(&file[i], run, options->terminal))
			return false;
	if (!write_workbooks(publish, run, options))
		return false;
	for (size_t i = 0; i < count; i++)
		if (texts[file[i].kind] && !write_text(&file[i], run, options))
			return false;
	for (size_t i = 0; i < count; i++)
		if (!keep_changed(&file[i], run, options))
			return forget_backups(publish);
	return true;
}

bool publish_place(struct publish *publish, enum lang lang)
{
	const char *failed;
	size_t count = 0;

	for (enum publish_kind kind = 0; kind < PUBLISH_KINDS; kind++)
		for (size_t i = 0; i < publish->files.count; i++)
			if (publish->files.item[i].kind == kind && !publish_is_stdout(&publish->files.item[i]))
				publish->drafts[count++] = &publish->files.item[i].draft;
	if (file_draft_publish(publish->drafts, count, &failed)) {
		publish->placed = count;
		publish->is_placed = true; /* also where it is nothing: the slips' folder is asked for */
		return true;
	}
	forget_backups(publish);
	return refuse_errno(lang, failed);
}

void publish_take_back(struct publish *publish)
{
	file_draft_take_back(publish->drafts, publish->placed);
	forget_backups(publish);
	publish->is_placed = false;
}

void publish_end(struct publish *publish)
{
	if (publish->is_placed)
		stage_keep(&publish->returns.stage);
	for (size_t i = 0; i < publish->files.count; i++)
		file_draft_end(&publish->files.item[i].draft);
	stage_end(&publish->returns.stage);
	free(publish->files.item);
	*publish = (struct publish){ 0 };
}
