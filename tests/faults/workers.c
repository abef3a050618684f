/*
 * Preloaded: a process that reads, when it has just been confined, does something that no reader does (FAULT_ACT), if
 * it is among the first FAULT_FORKS that were forked.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <iconv.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int forked;

pid_t fork(void)
{
	pid_t (*next)(void) = (pid_t(*)(void))dlsym(RTLD_NEXT, "fork");

	forked++;
	return next();
}

static void spin(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}

static void eat(void)
{
	for (size_t size = 1 << 24; size >= 16; size /= 2)
		while (malloc(size))
			;
}

static void crash(void)
{
	*(volatile int *)(size_t)forked = 0;
}

static void babble(void)
{
	static const char nonsense[64] = "\x20\0\0\0nobody speaks like this";

	if (write(3, nonsense, sizeof(nonsense)) > 0)
		_exit(0);
}

static void leave(void)
{
	_exit(0);
}

static void act(void)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} acts[] = { { "spin", spin }, { "eat", eat }, { "crash", crash }, { "babble", babble }, { "leave", leave } };
	const char *name = getenv("FAULT_ACT");

	for (size_t i = 0; name && i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strcmp(acts[i].name, name) == 0)
			acts[i].act();
}

int prctl(int option, ...)
{
	const char *limit = getenv("FAULT_FORKS"), *name = getenv("FAULT_ACT");
	int meant = option == PR_SET_SECCOMP && limit && forked <= atoi(limit), done;
	unsigned long argument[4];
	va_list list;

	va_start(list, option);
	for (int i = 0; i < 4; i++)
		argument[i] = va_arg(list, unsigned long);
	va_end(list);
	if (meant && name && strcmp(name, "stop") == 0)
		raise(SIGSTOP);
	done = (int)syscall(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
	if (meant)
		act();
	return done;
}

/* The C library's modules are not installed. */
iconv_t iconv_open(const char *to, const char *from)
{
	iconv_t (*next)(const char *, const char *) = (iconv_t(*)(const char *, const char *))dlsym(RTLD_NEXT, "iconv_open");
	const char *name = getenv("FAULT_ACT");

	if (!name || strcmp(name, "unconverted") != 0)
		return next(to, from);
	errno = EINVAL;
	return (iconv_t)-1;
}
