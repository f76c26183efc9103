/* Threads that no signal is delivered to. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include "postern/error.h"

#include <pthread.h>
#include <stdbool.h>

/* All signals are blocked in it: they are for the thread that waits for them. False with the error
 * set. */
bool thread_start(pthread_t *thread, void *(*run)(void *closure), void *closure,
		  struct error *error);

#endif
