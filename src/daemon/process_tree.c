/* Walks down from a process to all that descends from it, and ends them. */
#include "daemon/process_tree.h"

#include "postern/memory.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROCESS_TREE_LOOKS 100 /* one each millisecond; longer only where the kernel hangs */

static void processes_add(struct processes *processes, pid_t pid)
{
	processes->pids =
		memory_make_room(processes->pids, processes->count, sizeof(processes->pids[0]));
	processes->pids[processes->count++] = pid;
}

/* The file of one thread: "12 13 14 ". */
static void processes_add_from(struct processes *processes, const char *path)
{
	FILE *file = fopen(path, "re");
	int pid;

	if (!file)
		return;
	while (fscanf(file, "%d", &pid) == 1)
		processes_add(processes, pid);
	fclose(file);
}

void processes_add_children(struct processes *processes, pid_t parent)
{
	char pattern[64];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "/proc/%d/task/*/children", parent);
	if (glob(pattern, GLOB_NOSORT, NULL, &files) != 0)
		return;
	for (size_t i = 0; i < files.gl_pathc; i++)
		processes_add_from(processes, files.gl_pathv[i]);
	globfree(&files);
}

bool processes_have(const struct processes *processes, pid_t pid)
{
	for (size_t i = 0; i < processes->count; i++)
		if (processes->pids[i] == pid)
			return true;
	return false;
}

void processes_finish(struct processes *processes)
{
	free(processes->pids);
	*processes = (struct processes){.count = 0};
}

/* The state of one thread, as proc(5) writes it; a dead one when there is no such thread. */
static char process_tree_state(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[256] = "";
	const char *name_end;

	if (file) {
		if (!fgets(line, sizeof(line), file))
			line[0] = '\0';
		fclose(file);
	}
	name_end = strrchr(line, ')');
	return name_end && name_end[1] == ' ' ? name_end[2] : 'X';
}

/* True when all threads have stopped, or are dead. */
static bool process_tree_is_stopped(pid_t pid)
{
	char pattern[64];
	bool stopped = true;
	glob_t files;

	snprintf(pattern, sizeof(pattern), "/proc/%d/task/*/stat", pid);
	if (glob(pattern, GLOB_NOSORT, NULL, &files) != 0)
		return true;
	for (size_t i = 0; i < files.gl_pathc; i++)
		stopped = stopped && strchr("TtZX", process_tree_state(files.gl_pathv[i]));
	globfree(&files);
	return stopped;
}

/* A signal does not interrupt the fork() that it meets: what that makes is there only when the
 * process has really stopped. */
static void process_tree_stop(pid_t pid)
{
	kill(pid, SIGSTOP);
	for (int i = 0; i < PROCESS_TREE_LOOKS && !process_tree_is_stopped(pid); i++)
		usleep(1000);
}

/* All are stopped before the first is killed. What is stopped makes no further children, so that
 * none is missed, and waits for none, so that no number can become somebody else's meanwhile. */
void process_tree_kill(pid_t root)
{
	struct processes tree = {.count = 0};

	processes_add(&tree, root);
	for (size_t i = 0; i < tree.count; i++) {
		process_tree_stop(tree.pids[i]);
		processes_add_children(&tree, tree.pids[i]);
	}
	for (size_t i = 0; i < tree.count; i++)
		kill(tree.pids[i], SIGKILL);
	processes_finish(&tree);
}
