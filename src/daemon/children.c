/* Runs the programs of checkers, a few at a time, and sees to it that none outlives us. */
#include "daemon/children.h"

#include "base/clock.h"
#include "base/log.h"
#include "daemon/process_tree.h"
#include "daemon/spawn.h"
#include "postern/child.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN_KILL_PATIENCE 1000 /* milliseconds that the kernel has to end what was killed */
#define CHILDREN_LOOK_EVERY    50   /* milliseconds */

/* One program, from its start until its status is taken. */
struct child_slot {
	pid_t pid;      /* 0: free */
	bool ended;     /* was reaped; the number may be somebody else's now */
	bool told;      /* had its SIGTERM */
	bool abandoned; /* nobody waits for it any more: it does not even die of SIGKILL */
	int status;     /* as waitpid() says it */
};

/* A global, as the logger's: children are the whole process's, as waitpid() sees it, and plug-ins
 * have no other way to it. */
static struct {
	/* Who reaps or signals has it: so a number cannot change its meaning in between. */
	pthread_mutex_t mutex;
	bool ending;
	struct child_slot slots[CHILDREN_MAX];
	struct processes inherited; /* not started by us */
} children = {.mutex = PTHREAD_MUTEX_INITIALIZER};

void children_init(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	processes_add_children(&children.inherited, getpid());
}

static bool child_slot_runs(const struct child_slot *slot)
{
	return slot->pid != 0 && !slot->ended;
}

static void child_slot_reap(struct child_slot *slot)
{
	if (!child_slot_runs(slot) || waitpid(slot->pid, &slot->status, WNOHANG) != slot->pid)
		return;
	slot->ended = true;
	if (slot->abandoned)
		slot->pid = 0;
}

/* What has lost its parent comes to the main thread. A library that starts a program in another
 * thread waits for it there, and takes it ill when somebody else has; in the end it has to. */
void children_reap(void)
{
	pthread_mutex_lock(&children.mutex);
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		child_slot_reap(&children.slots[i]);
	while (waitpid(-1, NULL, WNOHANG | (children.ending ? 0 : __WNOTHREAD)) > 0)
		continue;
	pthread_mutex_unlock(&children.mutex);
}

unsigned int children_count(void)
{
	unsigned int count = 0;

	pthread_mutex_lock(&children.mutex);
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		count += child_slot_runs(&children.slots[i]);
	pthread_mutex_unlock(&children.mutex);
	return count;
}

static struct child_slot *children_find_free(struct error *error)
{
	if (children.ending) {
		error_set(error, "cannot start a program: the server stops");
		return NULL;
	}
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (children.slots[i].pid == 0)
			return &children.slots[i];
	error_set(error, "cannot start a program: %d run already", CHILDREN_MAX);
	return NULL;
}

/* NULL, with the error set and the end that this is, when it is not started. */
static struct child_slot *child_start(const struct child *child, struct spawned *spawned,
				      enum child_end *end, struct error *error)
{
	struct child_slot *slot;

	*end = CHILD_BUSY;
	pthread_mutex_lock(&children.mutex);
	slot = children_find_free(error);
	if (slot && spawn(child->argv, spawned, error)) {
		*slot = (struct child_slot){.pid = spawned->pid};
	} else if (slot) {
		slot = NULL;
		*end = CHILD_FAILED;
	}
	pthread_mutex_unlock(&children.mutex);
	return slot;
}

/* As much as the pipe takes. */
static void child_feed(struct spawned *spawned, struct octets *input)
{
	ssize_t written = write(spawned->input, input->data, input->length);

	if (written > 0) {
		input->data += written;
		input->length -= (size_t)written;
	}
	if (input->length == 0)
		spawn_end_input(spawned);
}

/* False: it has not ended in time. */
static bool child_attend(struct spawned *spawned, struct octets input, uint64_t deadline)
{
	for (;;) {
		struct pollfd polls[] = {
			{.fd = spawned->process, .events = POLLIN},
			{.fd = spawned->input, .events = POLLOUT},
		};

		if (poll(polls, 2, clock_left(deadline)) < 0)
			continue;
		if (polls[0].revents != 0)
			return true;
		if (clock_left(deadline) == 0)
			return false;
		if (polls[1].revents != 0)
			child_feed(spawned, &input);
	}
}

/* With all that it has started. Its group comes second: once its parent is dead, one that has left
 * the group is nobody's descendant. */
static void child_slot_kill(const struct child_slot *slot)
{
	process_tree_kill(slot->pid);
	/* A child that has a group of its own; /proc may be missing. */
	if (getpgid(slot->pid) == slot->pid)
		kill(-slot->pid, SIGKILL);
}

/* Returns when it is dead, or should be. */
static void child_kill(const struct child_slot *slot, const struct spawned *spawned)
{
	struct pollfd process = {.fd = spawned->process, .events = POLLIN};

	pthread_mutex_lock(&children.mutex);
	if (child_slot_runs(slot))
		child_slot_kill(slot);
	pthread_mutex_unlock(&children.mutex);
	TEMP_FAILURE_RETRY(poll(&process, 1, CHILDREN_KILL_PATIENCE));
}

/* False: it still runs, and is left to whoever reaps. */
static bool child_take_status(struct child_slot *slot, int *status)
{
	bool ended;

	pthread_mutex_lock(&children.mutex);
	child_slot_reap(slot);
	ended = slot->ended;
	*status = slot->status;
	if (ended)
		slot->pid = 0;
	else
		slot->abandoned = true;
	pthread_mutex_unlock(&children.mutex);
	return ended;
}

/* What the status of a program that has ended by itself means. */
static enum child_end child_explain(const char *program, const struct spawned *spawned, int *status,
				    struct error *error)
{
	int failure = spawn_failure(spawned);

	if (failure != 0) {
		error_set(error, "cannot run '%s': %s", program, strerror(failure));
		return CHILD_FAILED;
	}
	if (WIFSIGNALED(*status)) {
		error_set(error, "'%s' was ended by signal %d", program, WTERMSIG(*status));
		return CHILD_FAILED;
	}
	*status = WEXITSTATUS(*status);
	return CHILD_EXITED;
}

enum child_end child_run(const struct child *child, int *status, struct error *error)
{
	uint64_t deadline = clock_monotonic_ms() + child->timeout;
	struct child_slot *slot;
	struct spawned spawned;
	enum child_end end;
	bool in_time;

	assert(child->argv[0][0] == '/' && child->input.length <= CHILD_INPUT_MAX);
	slot = child_start(child, &spawned, &end, error);
	if (!slot)
		return end;
	in_time = child_attend(&spawned, child->input, deadline);
	if (!in_time)
		child_kill(slot, &spawned);
	if (child_take_status(slot, status) && in_time) {
		end = child_explain(child->argv[0], &spawned, status, error);
	} else {
		error_set(error, "'%s' took longer than %u ms", child->argv[0], child->timeout);
		end = CHILD_TIMED_OUT;
	}
	spawn_finish(&spawned);
	return end;
}

/* `group_told`: those that run have it through our group already. */
static void children_tell(bool group_told)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		struct child_slot *slot = &children.slots[i];

		if (child_slot_runs(slot) && !slot->told && !group_told)
			kill(spawn_shares_group() ? slot->pid : -slot->pid, SIGTERM);
		slot->told = true;
	}
}

void children_terminate(void)
{
	bool group_told = spawn_shares_group();

	if (group_told)
		log_line(LOG_LEVEL_INFO, "lifecycle", "forwarding TERM to process group %d",
			 getpgrp());
	else
		log_line(LOG_LEVEL_INFO, "lifecycle", "forwarding TERM to children");
	pthread_mutex_lock(&children.mutex);
	if (group_told)
		killpg(getpgrp(), SIGTERM);
	children_tell(group_told);
	pthread_mutex_unlock(&children.mutex);
}

/* Returns when a child has ended, or soon. */
static void children_wait(void)
{
	const struct timespec soon = clock_timespec(CHILDREN_LOOK_EVERY);
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigtimedwait(&signals, NULL, &soon);
}

/* Those that lost their parents and therefore became our children included. Returns how many there
 * were: until there are none, what they leave becomes ours. */
static size_t children_kill_all(void)
{
	struct processes left = {.count = 0};
	size_t killed = 0;

	pthread_mutex_lock(&children.mutex);
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (child_slot_runs(&children.slots[i]))
			child_slot_kill(&children.slots[i]);
	processes_add_children(&left, getpid());
	for (size_t i = 0; i < left.count; i++) {
		if (processes_have(&children.inherited, left.pids[i]))
			continue;
		process_tree_kill(left.pids[i]);
		killed++;
	}
	pthread_mutex_unlock(&children.mutex);
	processes_finish(&left);
	return killed;
}

static void children_sweep(void)
{
	uint64_t deadline = clock_monotonic_ms() + CHILDREN_KILL_PATIENCE;
	unsigned int stubborn = children_count();

	if (stubborn > 0)
		log_line(LOG_LEVEL_WARNING, "lifecycle", "killing %u programs that did not end",
			 stubborn);
	while (children_kill_all() + children_count() > 0 && clock_left(deadline) > 0) {
		children_wait();
		children_reap();
	}
}

void children_end(unsigned int grace)
{
	uint64_t deadline = clock_monotonic_ms() + grace;

	pthread_mutex_lock(&children.mutex);
	children.ending = true;
	children_tell(false);
	pthread_mutex_unlock(&children.mutex);
	children_reap();
	while (children_count() > 0 && clock_left(deadline) > 0) {
		children_wait();
		children_reap();
	}
	children_sweep();
}
