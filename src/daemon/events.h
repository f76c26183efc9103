/* Signals as events for the main thread: no handlers, so nothing happens in between (lifecycle
 * section 2). */
#ifndef DAEMON_EVENTS_H
#define DAEMON_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

enum event {
	EVENT_NONE = 0, /* the time is over, or what came does not count */
	EVENT_STOP,     /* SIGTERM, the first SIGINT */
	EVENT_HURRY,    /* SIGQUIT; in the foreground a second SIGINT */
	EVENT_RELOAD,   /* SIGHUP */
	EVENT_ROTATE,   /* SIGUSR1 */
	EVENT_STATUS,   /* SIGUSR2 */
	EVENT_CHILD,    /* SIGCHLD: somebody is to be reaped */
};

/* Blocks the signals, before there are threads. In the `foreground` somebody may press Control-C
 * once more. */
void events_block(bool foreground);

/* Waits at most that many milliseconds (-1: without end). Our own copy of the SIGTERM that we
 * forward, and every later SIGTERM, are EVENT_NONE, and so is a SIGHUP that comes while we stop.
 * Each stop is logged with its sender. */
enum event events_wait(int64_t patience);

/* True when a signal that stops us waits to be taken: a start need not go on. */
bool events_stop_is_due(void);

/* Sends SIGTERM to our process group, once, if we lead it, so that children end with us; else to
 * the groups of the children, never to the caller's. What comes back to ourselves is not taken for
 * a second one. */
void events_forward_term(void);

#endif
