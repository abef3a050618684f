#include "app/intake.h"

#include <errno.h>
#include <stdlib.h>

#include "app/settle.h"
#include "app/summary.h"
#include "app/trouble.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/path.h"
#include "decode/encoding.h"
#include "decode/name.h"
#include "work/needs.h"
#include "work/pool.h"

/*
 * So many deaths of its readers and an archive is given up: each may take its time of some ten
 * seconds, and each bad member costs two.
 */
enum { ARCHIVE_DEATHS = 8 };
/* A source on its way. */
struct intake_input {
	uint32_t source;
	char *stem; /* of its name; a reader has no sources */
	bool is_package;
	struct file_content content;
	time_t began; /* to be read */
	bool loaded;  /* the content is there, with at least one byte */
	enum say why; /* where it is not; SAY_NOTHING: it is changing */
	bool again;   /* this is its second reading */
	bool known;   /* the ledger has the answer: it is not read */
	bool keyed;   /* there is a key, and a ledger to keep the answer in */
	struct answer_key key;
	size_t members; /* behind so many sources stand those of this archive */

	/* Of an archive whose reader died: what its next reader is asked for (struct work), and how often. */
	bool resumed;
	uint32_t member_from, member_to, member_lost, deaths;
};

/* Of a job, from its preparation to its end. */
static struct intake_input *input_of(const struct intake *intake, uint32_t job)
{
	return &intake->input[job % POOL_AHEAD];
}

static void prepare(struct intake *intake, uint32_t job)
{
	const struct source *source = &intake->run->sources.item[intake->source[job]];
	struct str stem = path_stem(source->path);
	struct intake_input *input = input_of(intake, job);

	*input = (struct intake_input){ .source = intake->source[job],
					.stem = strndup(stem.data, stem.len),
					.is_package = name_is_package(source->file),
					.member_to = UINT32_MAX,
					.member_lost = UINT32_MAX };
	if (!input->stem)
		cleanup_no_memory();
}

/* --- loading --------------------------------------------------------------------- */

/* Another thing, or nothing, has taken the place of the file since it was found. */
static enum say load_reason(int error)
{
	static const int gone[] = { ENOENT, ELOOP, ENOTDIR, EISDIR, ENXIO };

	for (size_t i = 0; i < ARRAY_COUNT(gone); i++)
		if (error == gone[i])
			return SAY_NOTHING;
	return error == EFBIG ? SAY_WHY_TOO_LARGE : SAY_WHY_SYSTEM;
}

static void load(struct intake *intake, struct intake_input *input)
{
	struct source *source = &intake->run->sources.item[input->source];
	bool fresh;

	input->loaded = false;
	input->began = time(NULL);
	if (!file_load_below(source->file.data, source->given, &input->content)) {
		input->why = load_reason(errno);
		return;
	}
	source->bytes = input->content.bytes.len;
	fresh = input->content.changed || fresh_is(&intake->fresh, source->file.data, input->content.state.st_ctim);
	input->loaded = !fresh && input->content.bytes.len;
	input->why = fresh ? SAY_NOTHING : SAY_WHY_EMPTY;
	if (!input->loaded)
		file_unload(&input->content);
}

static void unload(struct intake_input *input)
{
	if (input->loaded)
		file_unload(&input->content);
	input->loaded = false;
}

static void forget(struct intake_input *input)
{
	unload(input);
	free(input->stem);
	input->stem = NULL;
}

static void settle_unloaded(struct intake *intake, const struct intake_input *input)
{
	if (input->why == SAY_NOTHING)
		settle_changing(intake->run, input->source);
	else
		settle_unreadable(intake->run, input->source, input->why);
}

static void hash(struct intake *intake, const struct intake_input *input)
{
	struct source *source = &intake->run->sources.item[input->source];

	if (intake->hashed && (input->loaded || input->why == SAY_WHY_EMPTY) && source->sha256.len == 0)
		source->sha256 = file_sha256(&intake->run->arena, input->content.bytes);
}

/* --- answers of earlier runs ------------------------------------------------------- */

/* Bytes that changed while their hash was taken have none. */
static void look_up(struct intake *intake, struct intake_input *input)
{
	if (!intake->nights || !intake->nights->ledger)
		return;
	hash(intake, input);
	input->keyed = !file_changed(&input->content) &&
		       nights_key(intake->nights, intake->run, input->source, intake->second != NULL, &input->key);
	input->known = input->keyed && answer_has(intake->nights->ledger, &input->key);
	if (input->keyed)
		nights_stamp(intake->nights, intake->run, input->source, &input->content.state, input->began);
	if (input->known)
		file_unload(&input->content);
	input->loaded = !input->known;
}

/* --trust-stat: it looks as it did when the answer was given, and has been so for long enough. */
static bool is_trusted(struct intake *intake, struct intake_input *input)
{
	struct source *source = &intake->run->sources.item[input->source];
	struct stat state;

	if (!intake->nights || !intake->options->trust_stat ||
	    !file_look_below(source->file.data, source->given, &state) ||
	    !nights_trust(intake->nights, intake->run, input->source, &state))
		return false;
	input->known = !fresh_is(&intake->fresh, source->file.data, state.st_ctim) &&
		       nights_key(intake->nights, intake->run, input->source, intake->second != NULL, &input->key) &&
		       answer_has(intake->nights->ledger, &input->key);
	input->keyed = input->known;
	if (input->known)
		nights_stamp(intake->nights, intake->run, input->source, &state, time(NULL));
	else
		nights_doubt(intake->run, input->source);
	return input->known;
}

/* Ready to be read; false where there is nothing to read. */
static bool fetch(struct intake *intake, struct intake_input *input)
{
	if (is_trusted(intake, input))
		return false;
	load(intake, input);
	if (input->loaded)
		look_up(intake, input);
	return input->loaded;
}

/* Through the same checks as from a pipe: what comes of them is what came of them then. */
static void take_known(struct intake *intake, const struct intake_input *input)
{
	struct collector *collector = &intake->collector;

	if (answer_find(intake->nights->ledger, &input->key, &collector->sink) && collector->ended &&
	    !collector->broken) {
		intake->run->sources.item[input->source].reused = true;
		for (size_t i = input->members; i < intake->run->sources.count; i++)
			intake->run->sources.item[i].reused = true;
		return;
	}
	answer_refuse(intake->nights->ledger);
	collect_end_died(collector, 0, SAY_WHY_MESSAGES); /* nothing is written: the ledger's trouble ends the run */
}

/* What a limit of time cut short another night may have, a second reader that did not answer; or what the machine
 * lacked. */
static bool is_whole(const struct source *source)
{
	return source->opinion != OPINION_MISSING && !source->passing;
}

static bool is_lasting(const struct intake *intake, const struct intake_input *input)
{
	const struct run *run = intake->run;

	for (size_t i = input->members; i < run->sources.count; i++)
		if (!is_whole(&run->sources.item[i]))
			return false;
	return is_whole(&run->sources.item[input->source]) && !input->resumed && !input->deaths &&
	       intake->collector.ended && !intake->collector.broken;
}

static void keep_answer(struct intake *intake, const struct intake_input *input, bool is_settled)
{
	if (!input->keyed || input->known)
		return;
	if (is_settled && is_lasting(intake, input))
		answer_keep(intake->nights->ledger);
	else
		answer_drop(intake->nights->ledger);
}

/* Hand a message to the collector, and keep it for the next run. */
static bool take_message(struct intake *intake, const struct intake_input *input, struct bytes message)
{
	if (!intake->collector.sink.put(intake->collector.sink.user, message))
		return false;
	if (input->keyed && !input->known)
		answer_put(intake->nights->ledger, message);
	return true;
}

static void begin(struct intake *intake, struct intake_input *input)
{
	if (intake->progress)
		summary_progress(intake->run, input->source, intake->options);
	hash(intake, input);
	if (!input->resumed)
		collect_begin(&intake->collector, input->source);
	input->members = intake->run->sources.count;
	if (input->keyed && !input->known && !input->resumed)
		answer_begin(intake->nights->ledger, &input->key);
}

static struct work work_of(const struct intake_input *input)
{
	return (struct work){ .bytes = input->content.bytes,
			      .stem = str_from(input->stem),
			      .is_package = input->is_package,
			      .member_from = input->member_from,
			      .member_to = input->member_to,
			      .member_lost = input->member_lost };
}

static void read_input(struct intake *intake, const struct intake_input *input, const struct message_sink *sink)
{
	const struct work work = work_of(input);

	worker_read(intake->worker, &work, sink);
}

/* What was read of bytes that have changed is worth nothing. */
static bool has_changed(struct intake *intake, struct intake_input *input)
{
	if (!file_changed(&input->content))
		return false;
	collect_forget(&intake->collector);
	settle_changing(intake->run, input->source);
	return true;
}

/* --- in workers ------------------------------------------------------------------ */

static struct needs needs_for(const struct intake *intake, const struct intake_input *input)
{
	return needs_of(input->content.bytes, input->is_package, intake->settings.passwords.count);
}

static bool on_prepare(void *user, uint32_t job, struct sandbox_limits *limits)
{
	struct intake *intake = user;
	struct intake_input *input = input_of(intake, job);
	struct needs needs;

	prepare(intake, job);
	if (!fetch(intake, input))
		return false;
	needs = needs_for(intake, input);
	limits->cpu_seconds += needs.seconds;
	if (intake->second && needs.second)
		second_warm(intake->second);
	return true;
}

static void on_open(void *user, uint32_t job)
{
	struct intake *intake = user;
	const struct intake_input *input = input_of(intake, job);
	const struct work work = work_of(input);
	const struct needs needs = needs_for(intake, input);

	worker_open(intake->worker, &work);
	if (intake->second && needs.second)
		second_start(intake->second, needs.many);
	if (intake->second)
		second_close_off(intake->second, SANDBOX_SECOND);
}

static void on_work(void *user, uint32_t job, const struct message_sink *sink)
{
	struct intake *intake = user;

	read_input(intake, input_of(intake, job), sink);
}

static void on_begin(void *user, uint32_t job)
{
	struct intake *intake = user;

	begin(intake, input_of(intake, job));
}

static bool on_take(void *user, uint32_t job, struct bytes message)
{
	struct intake *intake = user;

	return take_message(intake, input_of(intake, job), message);
}

static const enum say reasons[POOL_FATES] = {
	[POOL_REFUSED] = SAY_WHY_MESSAGES, [POOL_SIGNALLED] = SAY_WHY_DIED, [POOL_CPU] = SAY_WHY_SLOW,
	[POOL_STALLED] = SAY_WHY_STALLED,  [POOL_MEMORY] = SAY_WHY_MEMORY,  [POOL_NONSENSE] = SAY_WHY_MESSAGES,
};

/* One more try alone, since a machine that was short of something may be the cause; but not of rows that are out. */
static bool tries_again(struct intake *intake, struct intake_input *input)
{
	if (input->again || intake->collector.out)
		return false;
	input->again = true;
	collect_forget(&intake->collector);
	return true;
}

static void ask_for(struct intake_input *input, uint32_t from, uint32_t to, uint32_t lost)
{
	input->resumed = true;
	input->member_from = from;
	input->member_to = to;
	input->member_lost = lost;
}

/* A member was read alone, and well: now what stands behind it. */
static bool goes_on(struct intake *intake, struct intake_input *input)
{
	if (input->member_to == UINT32_MAX || intake->run->sources.item[input->source].status != SOURCE_READ)
		return false;
	ask_for(input, input->member_to, UINT32_MAX, UINT32_MAX);
	collect_resume(&intake->collector);
	return true;
}

/*
 * The reader of an archive died in a member: that one is read again alone, as a file is; where it
 * dies again, or cannot be read again since rows of it are out, it is lost, and the rest is read
 * without it. A member that kills even who only names it is the archive's end.
 */
static enum pool_verdict settle_in_archive(struct intake *intake, struct intake_input *input, int signal_number,
					   enum say why)
{
	struct collector *collector = &intake->collector;
	uint32_t member = collector->kept_members;

	if (++input->deaths >= ARCHIVE_DEATHS || member == input->member_lost) {
		bool many = member != input->member_lost;

		collect_end_died(collector, many ? 0 : signal_number, many ? SAY_WHY_DEATHS : why);
		return POOL_NEXT;
	}
	if (collector->out) {
		collect_resume_after(collector, signal_number, why);
		ask_for(input, member + 1, UINT32_MAX, UINT32_MAX);
	} else if (input->member_to == member + 1) {
		collect_resume_without(collector, signal_number, why);
		ask_for(input, member, UINT32_MAX, member);
	} else {
		collect_resume(collector);
		ask_for(input, member, member + 1, UINT32_MAX);
	}
	return POOL_AGAIN;
}

static enum pool_verdict settle(struct intake *intake, struct intake_input *input, const struct pool_end *end)
{
	enum say why = end->fate == POOL_DONE ? SAY_WHY_MESSAGES : reasons[end->fate];
	struct collector *collector = &intake->collector;

	if (end->fate == POOL_NOTHING) {
		if (input->known)
			take_known(intake, input);
		else
			settle_unloaded(intake, input);
		return POOL_NEXT;
	}
	if (end->fate == POOL_REFUSED && !collector->broken)
		return POOL_STOP; /* nobody takes what is handed out */
	if (has_changed(intake, input))
		return POOL_NEXT;
	if (end->fate == POOL_DONE && collector->ended && !collector->broken)
		return goes_on(intake, input) ? POOL_AGAIN : POOL_NEXT;
	if (collect_is_archive(collector))
		return settle_in_archive(intake, input, end->signal, why);
	if (tries_again(intake, input))
		return POOL_AGAIN;
	collect_end_died(collector, end->signal, why);
	return POOL_NEXT;
}

static enum pool_verdict on_end(void *user, uint32_t job, const struct pool_end *end)
{
	struct intake *intake = user;
	struct intake_input *input = input_of(intake, job);
	enum pool_verdict verdict = settle(intake, input, end);

	keep_answer(intake, input, verdict == POOL_NEXT && end->fate == POOL_DONE && !input->content.changed);
	if (verdict != POOL_AGAIN)
		forget(input);
	return verdict;
}

static bool read_in_workers(struct intake *intake)
{
	const struct pool_client client = { intake, on_prepare, on_open, on_work, on_begin, on_take, on_end };
	uint32_t workers = intake->options->jobs ? intake->options->jobs : pool_cores();

	struct charset_kit kit = { 0 };
	enum pool_result result;

	encoding_prepare(&kit);
	run_hide(intake->run);
	result = pool_run(&client, intake->count, workers, &pool_limits);
	run_show(intake->run);
	if (result == POOL_NO_WORKER)
		trouble_reason(intake->options->terminal, SAY_TROUBLE_WORKER);
	else if (result == POOL_NO_SANDBOX)
		trouble_say(intake->options->terminal, SAY_TROUBLE_SANDBOX, 0, NULL);
	charset_forget(&kit);
	return result == POOL_ALL || result == POOL_STOPPED;
}

/* --- in this process ------------------------------------------------------------- */

struct here {
	struct intake *intake;
	struct intake_input *input;
};

static bool put_here(void *user, struct bytes message)
{
	const struct here *here = user;

	return take_message(here->intake, here->input, message);
}

/* False where nobody takes what is handed out. */
static bool read_loaded(struct intake *intake, struct intake_input *input)
{
	struct collector *collector = &intake->collector;
	struct here here = { intake, input };
	bool goes_on, changed;

	read_input(intake, input, &(struct message_sink){ &here, put_here });
	goes_on = collector->ended || collector->broken || !collector->out;
	changed = has_changed(intake, input);
	if (!changed && goes_on)
		collect_end(collector);
	keep_answer(intake, input, !changed && goes_on);
	return goes_on;
}

static bool read_one(struct intake *intake, struct intake_input *input)
{
	(void)fetch(intake, input);
	begin(intake, input);
	if (input->known)
		take_known(intake, input);
	else if (!input->loaded)
		settle_unloaded(intake, input);
	else
		return read_loaded(intake, input);
	return true;
}

static bool read_here(struct intake *intake)
{
	bool goes_on = true;

	for (uint32_t i = 0; goes_on && i < intake->count; i++) {
		struct intake_input *input = input_of(intake, i);

		prepare(intake, i);
		goes_on = read_one(intake, input);
		forget(input);
	}
	return true;
}

/* --- all ------------------------------------------------------------------------- */

static void list_inputs(struct intake *intake)
{
	const struct run *run = intake->run;

	free(intake->source);
	intake->count = 0;
	fresh_release(&intake->fresh);
	fresh_init(&intake->fresh, intake->options->settle);
	intake->source = calloc(run->sources.count ? run->sources.count : 1, sizeof(*intake->source));
	if (!intake->source)
		cleanup_no_memory();
	for (uint32_t i = 0; i < run->sources.count; i++) {
		if (run->sources.item[i].status != SOURCE_READ)
			continue;
		fresh_look(&intake->fresh, run->sources.item[i].file.data);
		intake->source[intake->count++] = i;
	}
}

bool intake_all(struct intake *intake)
{
	bool ok;

	list_inputs(intake);
	if (intake->count == 0)
		return true;
	ok = intake->options->no_sandbox ? read_here(intake) : read_in_workers(intake);
	if (intake->progress)
		summary_progress_end(intake->options);
	return ok;
}

void intake_init(struct intake *intake, struct run *run, const struct options *options, bool cells)
{
	*intake =
		(struct intake){ .run = run,
				 .options = options,
				 .settings = { .profile = run->profile, .passwords = run->passwords, .cells = cells } };
	record_maker_init(&intake->maker, &run->arena, run->profile);
	collect_init(&intake->collector, run, &intake->maker);
	intake->input = calloc(POOL_AHEAD, sizeof(*intake->input));
	if (!intake->input)
		cleanup_no_memory();
	worker_hints(&intake->settings, &intake->arena);
	intake->worker = worker_new(&intake->settings);
}

void intake_read_twice(struct intake *intake)
{
	intake->second = second_new();
	intake->settings.second = second_asked(intake->second);
}

void intake_release(struct intake *intake)
{
	for (uint32_t i = 0; i < POOL_AHEAD; i++)
		forget(&intake->input[i]);
	free(intake->input);
	free(intake->source);
	worker_free(intake->worker);
	second_free(intake->second);
	fresh_release(&intake->fresh);
	collect_release(&intake->collector);
	arena_release(&intake->arena);
}
