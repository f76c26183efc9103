/* The programs that checkers run: bounded, watched, and gone when we are (lifecycle section 3). */
#ifndef DAEMON_CHILDREN_H
#define DAEMON_CHILDREN_H

/* After daemonizing, before threads. What children leave behind becomes ours from now on; children
 * that we have already are the business of whoever started us, and left alone. */
void children_init(void);

/* Takes note of those that ended (SIGCHLD), in the main thread. What libraries start in other
 * threads is theirs until children_end(). */
void children_reap(void);

/* How many run. */
unsigned int children_count(void);

/* SIGTERM to all that run: through our process group if we lead it, so that we get a copy as well,
 * else to the group of each; says so in the log. */
void children_terminate(void);

/* No more are started. Gives all that are left `grace` milliseconds after a SIGTERM (those that had
 * one get no second), then kills them, and whatever they left behind. */
void children_end(unsigned int grace);

#endif
