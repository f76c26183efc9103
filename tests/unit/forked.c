/* Forks for tests. */
#include "forked.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define FORKED_BOUND 20 /* seconds */

void forked_start(struct forked *forked, void (*act)(const void *argument), const void *argument)
{
	int ends[2];

	fflush(NULL);
	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	forked->output = ends[0];
	forked->pid = fork();
	ck_assert_int_ge(forked->pid, 0);
	if (forked->pid == 0) {
		/* Check's handlers would end the test, or go on after the time. */
		signal(SIGTERM, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		signal(SIGALRM, SIG_DFL);
		alarm(FORKED_BOUND);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		act(argument);
		fflush(NULL);
		_exit(0);
	}
	close(ends[1]);
}

void forked_finish(struct forked *forked)
{
	size_t used = 0;
	ssize_t length;
	int status;

	while ((length = TEMP_FAILURE_RETRY(read(forked->output, forked->text + used,
						 sizeof(forked->text) - 1 - used))) > 0)
		used += (size_t)length;
	forked->text[used] = '\0';
	close(forked->output);
	ck_assert_int_eq(TEMP_FAILURE_RETRY(waitpid(forked->pid, &status, 0)), forked->pid);
	forked->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void forked_run(struct forked *forked, void (*act)(const void *argument), const void *argument)
{
	forked_start(forked, act, argument);
	forked_finish(forked);
}
