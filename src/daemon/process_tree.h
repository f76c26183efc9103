/* Which processes descend from one, and the end of all of them. */
#ifndef DAEMON_PROCESS_TREE_H
#define DAEMON_PROCESS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct processes {
	pid_t *pids; /* made by malloc */
	size_t count;
};

/* Appends the children of a process, those of all its threads. /proc knows them: where there is
 * none, as in most chroots, nothing is appended. */
void processes_add_children(struct processes *processes, pid_t parent);
bool processes_have(const struct processes *processes, pid_t pid);
void processes_finish(struct processes *processes);

/* Kills a child of ours that was not waited for yet, and all that descends from it. */
void process_tree_kill(pid_t root);

#endif
