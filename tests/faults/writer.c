/* Preloaded: the process that is about to write the workbook stops, so that a tracer can take hold of it. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A process that gives itself a name does so by this call. */
int prctl(int option, ...)
{
	va_list list;
	unsigned long argument[4];
	int done;

	va_start(list, option);
	for (int i = 0; i < 4; i++)
		argument[i] = va_arg(list, unsigned long);
	va_end(list);
	done = (int)syscall(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
	if (option == PR_SET_NAME && strcmp((const char *)argument[0], "huizong-writer") == 0)
		raise(SIGSTOP);
	return done;
}
