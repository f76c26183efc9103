/* Programs for tests: commands of a shell, what they write, and whether they live. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "postern/child.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

#define LONG 20000 /* milliseconds: never reached */

/* $1 is the scratch directory. Each writes the numbers of its processes to the file of its name. */
#define SLEEP    "echo $$ >> $1/sleep; exec sleep 100"
#define STUBBORN "trap '' TERM; echo $$ >> $1/stubborn; while :; do sleep 100; done"
/* A program, a child of it, and one in a session of its own. */
#define FAMILY                                                                                     \
	"echo $$ >> $1/family; sleep 100 & echo $! >> $1/family;"                                  \
	"setsid sh -c 'echo $$ >> $0/family; exec sleep 100' $1 & wait"
/* The one in the session of its own has lost its parent. */
#define ORPHAN "(setsid sh -c 'echo $$ >> $0/orphan; exec sleep 100' $1 &); exec sleep 100"

/* What one run came to. */
struct outcome {
	enum child_end end;
	int status;
	struct error error;
};

/* A checked fixture: a scratch directory, and children_init(). */
void programs_setup(void);

struct outcome programs_run_with(const char *command, struct octets input, unsigned int timeout);
struct outcome programs_run(const char *command);

/* A program that runs in a thread, with all signals blocked, as in the server. */
struct running {
	pthread_t thread;
	const char *command;
	struct outcome outcome;
};

void programs_start(struct running *running, const char *command);
enum child_end programs_finish(struct running *running);

/* The text of a file in the scratch directory. Valid until the next call. */
const char *programs_wrote(const char *name);

/* Waits until the file has that many lines. */
void programs_await(const char *name, size_t lines);

bool programs_lives(pid_t pid);

/* Each line of the file is the number of a process: waits until none of them lives. */
void programs_await_end(const char *name);

/* The claims of `act` in a process of its own, which leads its group, as a daemon does, or does
 * not, as a server that a script has started. */
void programs_in_process(bool leads, void (*act)(void));

#endif
