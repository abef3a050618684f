/*
 * Archives whose reader dies on one of their members: the others are all there. What
 * dies is a second reader that the test puts in the worker's own process, and that ends it
 * as the member's bytes ask.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/intake.h"
#include "base/cleanup.h"
#include "biffmaker.h"
#include "profile_fixture.h"
#include "work/sandbox.h"
#include "zipmaker.h"

enum { ROWS = 100, LONG = 2000, DEADLY_ROW = 90 };

static uint32_t *deaths; /* shared with the workers */

/* --- members ------------------------------------------------------------------ */

/* A workbook of two columns; `word` stands in it, and its applicants are long. */
static struct buf workbook(const char *word)
{
	struct buf text = { 0 }, stream, ole;
	struct biffmaker_file file = { .name = "Workbook" };

	buf_printf(&text,
		   "BOF 0600 0005 z12; CODEPAGE 04B0; BOUNDSHEET @1 00 00 01 00 's';"
		   "SST 00000004 00000004 0004 01 \"项目名称\" 0004 01 \"申报单位\" %04zX 00 '%s' %04X 00 '",
		   strlen(word), word, LONG);
	for (int i = 0; i < LONG; i++)
		buf_add_char(&text, 'x');
	buf_printf(&text,
		   "'; EOF; BOF 0600 0010 z12; LABELSST 0000 0000 0000 00000000; LABELSST 0000 0001 0000 00000001");
	for (int i = 1; i <= ROWS; i++)
		buf_printf(&text, "; LABELSST %04X 0000 0000 00000002; LABELSST %04X 0001 0000 00000003", i, i);
	buf_printf(&text, "; EOF");
	buf_add_char(&text, '\0');
	stream = biffmaker_stream(text.data);
	file.bytes = buf_str(&stream);
	ole = biffmaker_ole(&file, 1);
	buf_release(&text);
	buf_release(&stream);
	return ole;
}

/* "a.csv b!kill [c.csv d!kill] e.csv": members, an archive in brackets, !word for a workbook of that word. */
static struct bytes archive_of(const char **plan)
{
	struct buf books[16] = { 0 };
	struct bytes inner[4] = { 0 };
	size_t count = 0, nested = 0;
	struct zipmaker maker;
	struct bytes made;

	zipmaker_begin(&maker);
	while (**plan && **plan != ']') {
		size_t len = strcspn(*plan, " ]");
		char name[32];
		char *word;

		if (**plan == '[') {
			++*plan;
			inner[nested] = archive_of(plan);
			*plan += strspn(*plan, "]");
			zipmaker_add(&maker, "inner.zip", (struct str){ (char *)inner[nested].data, inner[nested].len },
				     true);
			nested++;
			*plan += strspn(*plan, " ");
			continue;
		}
		assert_true(len < sizeof(name));
		snprintf(name, sizeof(name), "%.*s", (int)len, *plan);
		*plan += len;
		*plan += strspn(*plan, " ");
		word = strchr(name, '!');
		if (word) {
			*word++ = '\0';
			books[count] = workbook(word);
			zipmaker_add(&maker, name, buf_str(&books[count]), false);
			count++;
		} else {
			zipmaker_add(&maker, name, STR("项目名称,申报单位\n甲,乙\n"), false);
		}
	}
	made = zipmaker_end(&maker);
	for (size_t i = 0; i < count; i++)
		buf_release(&books[i]);
	for (size_t i = 0; i < nested; i++)
		free((void *)(uintptr_t)inner[i].data);
	return made;
}

/* --- what kills --------------------------------------------------------------- */

static bool holds(struct bytes file, const char *word)
{
	return memmem(file.data, file.len, word, strlen(word)) != NULL;
}

static bool look_up(void *user, uint32_t sheet, uint32_t row, uint32_t col, struct cell *theirs)
{
	(void)user, (void)sheet, (void)col, (void)theirs;
	if (row == DEADLY_ROW)
		kill(getpid(), SIGKILL);
	return false;
}

static bool is_whole(void *user)
{
	(void)user;
	return false;
}

static const struct dispute_source late = { NULL, look_up, is_whole };

static const struct dispute_source *ask(void *user, struct bytes file)
{
	(void)user;
	if (holds(file, "LATE"))
		return &late;
	if (holds(file, "ONCE") && ++*deaths > 1)
		return NULL;
	if (holds(file, "MEMORY"))
		cleanup_no_memory();
	if (holds(file, "SLOW"))
		kill(getpid(), SIGXCPU);
	if (holds(file, "NONSENSE") && write(SANDBOX_PIPE, "\1\0\0\0\377", 5) == 5)
		_exit(0);
	if (holds(file, "ONCE") || holds(file, "KILL"))
		kill(getpid(), SIGKILL);
	return NULL;
}

static const struct worker_second second = { NULL, ask };

/* --- reading ------------------------------------------------------------------ */

static struct buf handed_out;

static bool on_record(void *user, struct record *record)
{
	const struct run *run = user;

	buf_printf(&handed_out, "%.*s:%u\n", STR_ARG(run->sources.item[record->source].path), record->row);
	return true;
}

static void say_reason(struct buf *out, const struct run *run, size_t source)
{
	for (size_t i = 0; i < run->findings.findings.count; i++) {
		const struct finding *finding = &run->findings.findings.item[i];

		if (finding->where.source != source + 1)
			continue;
		if (finding->say == SAY_UNREADABLE_SIGNAL)
			buf_printf(out, " signal %d", (int)finding->arg[0].number);
		else if (finding->say == SAY_UNREADABLE_AFTER)
			buf_printf(out, " after %d", finding->arg[1].number > 0);
		else if (finding->say == SAY_UNREADABLE)
			buf_printf(out, " %s",
				   finding->arg[0].word == SAY_WHY_MEMORY     ? "memory"
				   : finding->arg[0].word == SAY_WHY_SLOW     ? "slow"
				   : finding->arg[0].word == SAY_WHY_MESSAGES ? "nonsense"
				   : finding->arg[0].word == SAY_WHY_DEATHS   ? "deaths"
									      : "else");
	}
}

/* "a.csv 1; b failed memory": each member with its rows. The archive itself first, where it has something to say. */
static struct buf read_archive(const char *plan, uint32_t jobs, bool out)
{
	const char *at = plan;
	struct bytes bytes = archive_of(&at);
	struct run run = { 0 };
	struct options options = { .jobs = jobs };
	struct intake intake;
	struct buf said = { 0 };
	char path[64];
	int fd;

	run.profile = fixture_profile(&run.arena);
	run.findings.arena = &run.arena;
	snprintf(path, sizeof(path), "/tmp/huizong-resume-%d.zip", (int)getpid());
	fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	assert_int_equal(write(fd, bytes.data, bytes.len), bytes.len);
	close(fd);
	*LIST_ADD(&run.sources) = (struct source){ .path = STR("z"), .file = str_from(path), .given = strlen(path) };
	*LIST_ADD(&run.sources) =
		(struct source){ .path = STR("again"), .file = str_from(path), .given = strlen(path) };
	intake_init(&intake, &run, &options, false);
	intake.settings.second = &second;
	if (out) {
		intake.collector.on_record = on_record;
		intake.collector.user = &run;
	}
	assert_true(intake_all(&intake));
	for (size_t i = 0; i < run.sources.count; i++) {
		const struct source *source = &run.sources.item[i];

		if (!str_starts(source->path, STR("z")))
			continue;
		if (i == 0 && source->status == SOURCE_READ)
			continue;
		buf_printf(&said, "%s%.*s", said.len ? "; " : "",
			   STR_ARG(i ? str_after(source->path, 3) : source->path));
		if (source->status == SOURCE_READ || source->rows_read)
			buf_printf(&said, " %s", source->rows_read > 1 ? "all" : source->rows_read ? "1" : "0");
		if (source->status == SOURCE_FAILED)
			say_reason(&said, &run, i);
	}
	intake_release(&intake);
	free(run.sources.item);
	free(run.sheets.item);
	free(run.tables.item);
	free(run.records.item);
	diag_list_release(&run.findings);
	arena_release(&run.arena);
	free((void *)(uintptr_t)bytes.data);
	unlink(path);
	return said;
}

static const struct {
	const char *name, *plan, *said;
} cases[] = {
	{ "nobody dies", "a.csv b.csv", "a.csv 1; b.csv 1" },
	{ "the one in the middle", "a.csv b!KILL c.csv", "a.csv 1; b signal 9; c.csv 1" },
	{ "the first", "b!KILL a.csv c.csv", "b signal 9; a.csv 1; c.csv 1" },
	{ "the last", "a.csv b!KILL", "a.csv 1; b signal 9" },
	{ "none but that one", "b!KILL", "b signal 9" },
	{ "it dies once and is read", "a.csv b!ONCE c.csv", "a.csv 1; b all; c.csv 1" },
	{ "no memory, no time, nonsense", "b!MEMORY a.csv c!SLOW d!NONSENSE e.csv",
	  "b memory; a.csv 1; c slow; d nonsense; e.csv 1" },
	{ "one nested: its archive is one unit", "a.csv [c.csv b!KILL] e.csv", "a.csv 1; inner.zip signal 9; e.csv 1" },
	{ "one nested that dies once", "a.csv [c.csv b!ONCE] e.csv",
	  "a.csv 1; inner.zip 0; inner.zip!/c.csv 1; inner.zip!/b all; e.csv 1" },
	{ "as many as may be: seven deaths", "1!KILL a.csv 2!KILL 3!KILL b.csv 4!ONCE c.csv",
	  "1 signal 9; a.csv 1; 2 signal 9; 3 signal 9; b.csv 1; 4 all; c.csv 1" },
	{ "too many: the rest is given up, and says so", "1!KILL a.csv 2!KILL 3!KILL b.csv 4!KILL c.csv",
	  "z deaths; 1 signal 9; a.csv 1; 2 signal 9; 3 signal 9; b.csv 1" },
};

static void a_member_that_kills_its_reader_is_lost_alone(void **state)
{
	static const uint32_t jobs[] = { 1, 3 };
	bool ok = true;

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
		struct buf said;

		*deaths = 0;
		said = read_archive(cases[i / 2].plan, jobs[i % 2], false);
		if (!str_eq(buf_str(&said), str_from(cases[i / 2].said))) {
			print_message("    %s: \"%.*s\", not \"%s\"\n", cases[i / 2].name, STR_ARG(buf_str(&said)),
				      cases[i / 2].said);
			ok = false;
		}
		buf_release(&said);
	}
	assert_true(ok);
}

static uint32_t times(const char *line)
{
	uint32_t count = 0;

	for (const char *at = handed_out.data; (at = strstr(at, line)) != NULL; at++)
		count++;
	return count;
}

/* extract: no row is printed twice; what was out of a member stays, and it says behind which row it ends. */
static void rows_that_are_out_come_once(void **state)
{
	static const struct {
		const char *plan, *said;
	} plans[] = {
		{ "a.csv b!LATE c.csv", "a.csv 1; b all after 1; c.csv 1" },
		{ "a.csv [c.csv b!LATE d.csv] e.csv",
		  "a.csv 1; inner.zip signal 9; inner.zip!/c.csv 1; inner.zip!/b all after 1; e.csv 1" },
		{ "a.csv [b!OTHER c!KILL] e.csv",
		  "a.csv 1; inner.zip signal 9; inner.zip!/b all; inner.zip!/c signal 9; e.csv 1" },
		{ "a.csv b!KILL c.csv", "a.csv 1; b signal 9; c.csv 1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(plans); i++) {
		struct buf said;

		buf_clear(&handed_out);
		said = read_archive(plans[i].plan, 1, true);
		buf_add_char(&handed_out, '\0');
		if (!str_eq(buf_str(&said), str_from(plans[i].said)))
			fail_msg("%s: \"%.*s\", not \"%s\"", plans[i].plan, STR_ARG(buf_str(&said)), plans[i].said);
		assert_int_equal(times("z!/a.csv:2\n"), 1);
		assert_true(times("z!/b:2\n") <= 1);
		assert_true(times("z!/inner.zip!/c.csv:2\n") <= 1);
		buf_release(&said);
	}
	buf_release(&handed_out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_member_that_kills_its_reader_is_lost_alone),
		cmocka_unit_test(rows_that_are_out_come_once),
	};

	deaths = mmap(NULL, sizeof(*deaths), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
