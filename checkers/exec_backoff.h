/* A pause after each crash of a program, which doubles from 0.1 s to 10 s until it works again. */
#ifndef CHECKERS_EXEC_BACKOFF_H
#define CHECKERS_EXEC_BACKOFF_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct exec_backoff {
	pthread_mutex_t mutex;
	uint64_t pause; /* the last one, in milliseconds; 0: the program works */
	uint64_t end;   /* of it, in milliseconds of the monotonic clock */
};

void exec_backoff_init(struct exec_backoff *backoff);
void exec_backoff_finish(struct exec_backoff *backoff);

/* True: it is too early to try again. */
bool exec_backoff_lasts(struct exec_backoff *backoff);

void exec_backoff_note(struct exec_backoff *backoff, bool crashed);

#endif
