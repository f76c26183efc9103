/* Starts threads with their signals blocked from the first moment on. */
#include "base/thread.h"

#include <signal.h>
#include <string.h>

bool thread_start(pthread_t *thread, void *(*run)(void *closure), void *closure,
		  struct error *error)
{
	sigset_t all;
	sigset_t before;
	int failure;

	/* A thread inherits the mask of the one that starts it. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failure = pthread_create(thread, NULL, run, closure);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failure != 0)
		error_set(error, "cannot start a thread: %s", strerror(failure));
	return failure == 0;
}
