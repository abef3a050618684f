#include "app/lists.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/discover.h"
#include "app/intake.h"
#include "app/places.h"
#include "app/register.h"
#include "app/session.h"
#include "app/trouble.h"
#include "base/file.h"
#include "base/path.h"
#include "diag/say.h"
#include "model/arrange.h"

/* The paths of one list. */
struct paths {
	LIST_OF(char *) item;
};

/* A file that is named twice is one. */
static void add_path(struct paths *paths, char *path)
{
	for (size_t i = 0; i < paths->item.count; i++)
		if (file_same_place(paths->item.item[i], path))
			return;
	*LIST_ADD(&paths->item) = path;
}

char *lists_beside(struct arena *arena, struct str profile, struct str path)
{
	size_t folder = profile.len - path_name(profile).len;

	if (str_starts(path, STR("/")))
		folder = 0;
	return (char *)(uintptr_t)arena_cstring(
		arena, arena_printf(arena, "%.*s%.*s", (int)folder, profile.data, STR_ARG(path)));
}

static void take_paths(struct paths *paths, struct run *run, enum list_kind list, const struct options *options,
		       const char *profile_path)
{
	const struct profile *profile = run->profile;
	const struct strs *const of_profile[LIST_KINDS] = {
		[LIST_RECOMMENDED] = &profile->list_recommended,
		[LIST_AWARDED] = &profile->list_awarded,
		[LIST_RECEIVED] = &profile->list_received,
	};
	const struct strs *own = of_profile[list];
	const struct option_files *given = &options->listed[list];

	for (uint32_t i = 0; i < given->count; i++)
		add_path(paths, (char *)(uintptr_t)given->path[i]);
	for (uint32_t i = 0; given->count == 0 && i < own->count; i++)
		add_path(paths, lists_beside(&run->arena, str_from(profile_path), own->item[i]));
}

/* --- what came of each ---------------------------------------------------------------- */

static bool refuse(const struct options *options, struct str path, struct arg why)
{
	trouble_say(options->terminal, SAY_TROUBLE_LIST, 2, (struct arg[]){ DIAG_TEXT(path), why });
	return false;
}

/* What the list should be, where what it says of itself does not fit. */
static struct arg kind_of(enum list_kind list)
{
	return DIAG_WORD(list == LIST_RECEIVED ? SAY_TROUBLE_RECEIVED_KIND : SAY_TROUBLE_LIST_KIND);
}

/* The first thing that was said of the file stands for all; but of the notice's table only what is to be one. */
static bool refuse_source(struct run *listed, enum list_kind list, uint32_t index, const struct options *options)
{
	const struct source *source = &listed->sources.item[index];
	struct say_places places = places_of(listed);
	struct buf said = { 0 };

	for (size_t i = 0; i < listed->findings.findings.count && said.len == 0; i++) {
		const struct finding *finding = &listed->findings.findings.item[i];

		if (finding->where.source == index + 1 && diag_rule(finding->say) <= RULE_INPUT_CHANGING &&
		    (list != LIST_RECEIVED || finding->say != SAY_NO_TABLE))
			say_sentence(&said, options->terminal, finding->say, finding->arg_count, finding->arg, &places);
	}
	refuse(options, source->path, said.len ? DIAG_TEXT(buf_str(&said)) : kind_of(list));
	buf_release(&said);
	return false;
}

static bool is_table(const struct source *source)
{
	return source->status == SOURCE_READ && !str_eq(source->format, STR("archive"));
}

/* An archive of lists is as good as its members: documents beside the tables do no harm, a lost table does. */
static bool check_read(struct run *listed, enum list_kind list, const struct options *options)
{
	for (uint32_t i = 0; i < listed->sources.count; i++) {
		const struct source *source = &listed->sources.item[i];
		bool any = is_table(source);

		for (uint32_t j = i + 1; !source->is_member && j < listed->sources.count; j++)
			any = any || (is_table(&listed->sources.item[j]) && listed->sources.item[j].is_member &&
				      str_starts(listed->sources.item[j].path, source->path));
		if (source->status == SOURCE_FAILED || (!source->is_member && !any))
			return refuse_source(listed, list, i, options);
	}
	return true;
}

/* --- reading ------------------------------------------------------------------------------ */

/* Folders are no lists: what else lies in one is not known to be meant. */
static bool check_files(const struct paths *paths, enum list_kind list, const struct options *options)
{
	for (size_t i = 0; i < paths->item.count; i++) {
		const char *path = paths->item.item[i];
		struct stat status;

		if (stat(path, &status) != 0) {
			trouble_errno(options->terminal, SAY_TROUBLE_LIST, path);
			return false;
		}
		if (!S_ISREG(status.st_mode))
			return refuse(options, str_from(path), kind_of(list));
	}
	return true;
}

/* Somebody has just put it there: it need not settle like what others send. */
static bool read_files(struct run *listed, enum list_kind list, const struct paths *paths,
		       const struct options *options)
{
	struct options own = *options;
	struct intake intake;
	const char *failed;
	bool ok;

	own.settle = 0;
	own.quiet = true;
	if (!discover_inputs(listed, (uint32_t)paths->item.count, paths->item.item, &failed)) {
		trouble_errno(options->terminal, SAY_TROUBLE_LIST, failed);
		return false;
	}
	intake_init(&intake, listed, &own, false);
	intake.hashed = true;
	ok = intake_all(&intake);
	intake_release(&intake);
	arrange_sources(listed);
	return ok && check_read(listed, list, options);
}

static struct run *begin(struct run *run, enum list_kind list)
{
	struct run *listed = ARENA_NEW(&run->arena, struct run);

	listed->profile = list == LIST_RECEIVED ? register_profile(&run->arena, run->profile) : run->profile;
	listed->passwords = run->passwords;
	listed->findings.arena = &listed->arena;
	return listed;
}

bool lists_load(struct run *run, const struct options *options, const char *profile_path)
{
	bool ok = true;

	for (enum list_kind list = 0; ok && list < LIST_KINDS; list++) {
		struct paths paths = { 0 };

		if (list == LIST_RECEIVED && run->audit)
			continue;
		take_paths(&paths, run, list, options, profile_path);
		ok = check_files(&paths, list, options);
		if (ok && paths.item.count) {
			run->listed[list] = begin(run, list);
			ok = read_files(run->listed[list], list, &paths, options);
		}
		free(paths.item.item);
	}
	return ok;
}
