/* Starts one program: what lies between fork() and exec. */
#include "daemon/spawn.h"

#include "postern/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPAWN_FAILURE  4 /* the descriptor that tells an errno, and closes itself on exec */
#define SPAWN_FIRST    5 /* the first that the program does not get */
#define SPAWN_UNUSABLE 127

/* What the new process is made of. */
struct spawn_plan {
	char *const *argv;
	pid_t parent;
	bool shares_group;
	int descriptors[SPAWN_FIRST]; /* what becomes 0, 1, 2, ... */
};

bool spawn_shares_group(void)
{
	return getpgrp() == getpid();
}

/* First out of the way of the numbers that they are to have, then there. */
static bool spawn_place(int descriptors[SPAWN_FIRST])
{
	for (int i = 0; i < SPAWN_FIRST; i++) {
		descriptors[i] = fcntl(descriptors[i], F_DUPFD, SPAWN_FIRST);
		if (descriptors[i] < 0)
			return false;
	}
	for (int i = 0; i < SPAWN_FIRST; i++)
		if (dup2(descriptors[i], i) < 0)
			return false;
	return close_range(SPAWN_FIRST, ~0U, 0) == 0;
}

/* What is ignored or blocked stays so over exec: the program could not be ended. */
static void spawn_reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Our other threads may hold any lock: from here on only what is safe in a signal handler. */
static _Noreturn void spawn_become(struct spawn_plan *plan)
{
	int failure_end = plan->descriptors[SPAWN_FAILURE];
	int failure;

	/* We may have died before the kernel knew that this is to be told. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != plan->parent)
		_exit(SPAWN_UNUSABLE);
	if (!plan->shares_group)
		setpgid(0, 0);
	if (spawn_place(plan->descriptors)) {
		failure_end = SPAWN_FAILURE;
		fcntl(failure_end, F_SETFD, FD_CLOEXEC);
		spawn_reset_signals();
		execv(plan->argv[0], plan->argv);
	}
	failure = errno;
	/* If even that fails, the status has to do. */
	(void)!write(failure_end, &failure, sizeof(failure));
	_exit(SPAWN_UNUSABLE);
}

/* No signal is delivered to the new process before it is itself. */
static pid_t spawn_fork(struct spawn_plan *plan)
{
	sigset_t all, before;
	pid_t pid;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		spawn_become(plan);
	/* Both do it: whoever comes first, the group is there when we go on. */
	if (pid > 0 && !plan->shares_group)
		setpgid(pid, pid);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return pid;
}

/* A chroot may have no /dev/null; a daemon still has that of before as its standard descriptors. */
static int spawn_open_null(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct stat status;

	if (null >= 0)
		return null;
	if (fstat(STDIN_FILENO, &status) == 0 && S_ISCHR(status.st_mode) &&
	    status.st_rdev == makedev(1, 3))
		return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, SPAWN_FIRST);
	errno = ENOENT;
	return -1;
}

/* Makes the pipes; what the new process gets of them comes into the plan. */
static bool spawn_connect(struct spawn_plan *plan, struct spawned *spawned)
{
	int input[2], failure[2];

	if (pipe2(input, O_CLOEXEC) != 0)
		return false;
	spawned->input_kept = input[0];
	spawned->input = input[1];
	plan->descriptors[SPAWN_INPUT] = input[0];
	if (fcntl(spawned->input, F_SETFL, O_NONBLOCK) != 0 ||
	    pipe2(failure, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	spawned->failure = failure[0];
	plan->descriptors[SPAWN_FAILURE] = failure[1];
	return true;
}

static bool spawn_start(struct spawn_plan *plan, struct spawned *spawned)
{
	spawned->pid = spawn_fork(plan);
	if (spawned->pid < 0)
		return false;
	spawned->process = pidfd_open(spawned->pid, 0);
	if (spawned->process >= 0)
		return true;
	kill(spawned->pid, SIGKILL);
	waitpid(spawned->pid, NULL, 0);
	return false;
}

bool spawn(char *const argv[], struct spawned *spawned, struct error *error)
{
	int null = spawn_open_null();
	struct spawn_plan plan = {
		.argv = argv,
		.parent = getpid(),
		.shares_group = spawn_shares_group(),
		.descriptors = {null, null, null, -1, -1},
	};
	bool started;

	*spawned = (struct spawned){.process = -1, .input = -1, .input_kept = -1, .failure = -1};
	started = null >= 0 && spawn_connect(&plan, spawned) && spawn_start(&plan, spawned);
	if (!started) {
		error_set(error, "cannot start '%s': %s", argv[0], strerror(errno));
		spawn_finish(spawned);
	}
	descriptor_close(&plan.descriptors[SPAWN_FAILURE]);
	descriptor_close(&null);
	return started;
}

void spawn_end_input(struct spawned *spawned)
{
	descriptor_close(&spawned->input);
}

int spawn_failure(const struct spawned *spawned)
{
	int failure;

	return read(spawned->failure, &failure, sizeof(failure)) == sizeof(failure) ? failure : 0;
}

void spawn_finish(struct spawned *spawned)
{
	descriptor_close(&spawned->process);
	descriptor_close(&spawned->input);
	descriptor_close(&spawned->input_kept);
	descriptor_close(&spawned->failure);
}
