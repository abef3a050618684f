#include "base/crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

enum { HANDS_MOST = 64 };

struct shift {
	const struct crew *crew;
	size_t parts;
	atomic_size_t next;
};

static void *take_parts(void *user)
{
	struct shift *shift = user;
	size_t part;

	while ((part = atomic_fetch_add(&shift->next, 1)) < shift->parts)
		shift->crew->work(shift->crew->user, part);
	return NULL;
}

void crew_run(const struct crew *crew, size_t parts, unsigned hands)
{
	struct shift shift = { .crew = crew, .parts = parts };
	pthread_t thread[HANDS_MOST];
	unsigned started = 0;
	sigset_t all, before;

	/* Signals belong to the first thread, which removes the temporaries. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started + 1 < hands && started < HANDS_MOST && started + 1 < parts &&
	       pthread_create(&thread[started], NULL, take_parts, &shift) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	take_parts(&shift);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
}
