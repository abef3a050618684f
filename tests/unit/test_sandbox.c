/* What a confined process may do, tried. Built without the sanitizers, which are not confined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "work/sandbox.h"

enum { MEMORY = 64 << 20 };

static void compute(void)
{
	free(malloc(MEMORY / 2));
}

static void write_to_the_pipe(void)
{
	if (write(SANDBOX_PIPE, "x", 1) != 1)
		_exit(1);
}

static void write_elsewhere(void)
{
	write(STDERR_FILENO, "x", 1) < 0 ? _exit(1) : _exit(2);
}

static void open_a_file(void)
{
	open("/etc/passwd", O_RDONLY) < 0 ? _exit(1) : _exit(2);
}

static void write_a_file(void)
{
	open("/tmp/huizong-sandbox", O_WRONLY | O_CREAT, 0600) < 0 ? _exit(1) : _exit(2);
}

static void look_at_a_file(void)
{
	access("/etc/passwd", F_OK) < 0 ? _exit(1) : _exit(2);
}

static void read_elsewhere(void)
{
	char byte;

	read(STDIN_FILENO, &byte, 1) < 0 ? _exit(1) : _exit(2);
}

static void use_converter(void)
{
	iconv_open("UTF-8", "GB18030") != (iconv_t)-1 ? _exit(0) : _exit(2);
}

static void ask_for_converter(void)
{
	iconv_open("UTF-8", "CP1251") == (iconv_t)-1 ? _exit(1) : _exit(2);
}

static void talk_to_somebody(void)
{
	socket(AF_INET, SOCK_STREAM, 0) < 0 ? _exit(1) : _exit(2);
}

static void have_children(void)
{
	fork() < 0 ? _exit(1) : _exit(2);
}

static void become_another(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void kill_its_parent(void)
{
	kill(getppid(), 0);
}

static void make_code(void)
{
	mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void take_all_memory(void)
{
	struct arena arena = { 0 };

	for (;;)
		arena_alloc(&arena, 1, 1 << 20);
}

static void burn_time(void)
{
	for (volatile int on = 1; on;)
		;
}

static void read_outside_memory(void)
{
	*(volatile int *)(uintptr_t)getpid() = 1;
}

static const struct {
	const char *name;
	void (*act)(void);
	int signal, status;
} cases[] = {
	{ "computes", compute, 0, 0 },
	{ "answers", write_to_the_pipe, 0, 0 },
	{ "writes elsewhere", write_elsewhere, SIGSYS, 0 },
	{ "finds no file", open_a_file, 0, 1 },
	{ "writes no file", write_a_file, 0, 1 },
	{ "asks for no file's state", look_at_a_file, 0, 1 },
	{ "has the converters that were prepared", use_converter, 0, 0 },
	{ "goes without a converter that was not", ask_for_converter, 0, 1 },
	{ "reads what it was not given", read_elsewhere, SIGSYS, 0 },
	{ "opens a socket", talk_to_somebody, SIGSYS, 0 },
	{ "forks", have_children, SIGSYS, 0 },
	{ "becomes another program", become_another, SIGSYS, 0 },
	{ "signals its parent", kill_its_parent, SIGSYS, 0 },
	{ "makes memory that can be run", make_code, SIGSYS, 0 },
	{ "takes all memory", take_all_memory, 0, CLEANUP_NO_MEMORY },
	{ "burns time", burn_time, SIGXCPU, 0 },
	{ "reads where nothing is", read_outside_memory, SIGSEGV, 0 },
};

static int act_confined(const struct sandbox *sandbox, void (*act)(void))
{
	static const struct sandbox_limits limits = { MEMORY, 1 };
	pid_t parent = getpid(), pid;
	int end[2], status;
	char answer[2];

	assert_int_equal(pipe(end), 0);
	pid = fork();
	if (pid == 0) {
		if (!sandbox_enter(sandbox, end[1], parent, &limits))
			_exit(99);
		act();
		_exit(0);
	}
	close(end[1]);
	while (read(end[0], answer, sizeof(answer)) > 0)
		;
	close(end[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void only_computing_and_answering_is_allowed(void **state)
{
	struct sandbox *sandbox = sandbox_new();
	iconv_t prepared = iconv_open("UTF-8", "GB18030");

	(void)state;
	assert_true(prepared != (iconv_t)-1);
	assert_non_null(sandbox);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		int status = act_confined(sandbox, cases[i].act);
		int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

		if (signal_number != cases[i].signal || (!signal_number && WEXITSTATUS(status) != cases[i].status))
			fail_msg("%s: signal %d, status %d", cases[i].name, signal_number, WEXITSTATUS(status));
	}
	sandbox_free(sandbox);
	iconv_close(prepared);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_computing_and_answering_is_allowed) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
