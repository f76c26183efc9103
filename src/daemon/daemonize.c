/* Forks the daemon, and tells the process that waits for it how it gets on. */
#include "daemon/daemonize.h"

#include "base/log.h"
#include "daemon/watch.h"
#include "postern/descriptor.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

/* The text of an error is what a message must be: short, and one line. Never blocks and raises no
 * signal: when the process that waited is gone, the daemon goes on. */
static void status_pipe_send(struct status_pipe *pipe, const struct error *message)
{
	if (pipe->descriptor < 0 || send(pipe->descriptor, message->text, strlen(message->text),
					 MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		return;
	log_line(LOG_LEVEL_INFO, "lifecycle", "nobody waits for the daemon any more: %m");
	descriptor_close(&pipe->descriptor);
}

static void status_pipe_pid(struct status_pipe *pipe)
{
	struct error message;

	error_set(&message, "%c%d", WATCH_MESSAGE_PID, getpid());
	status_pipe_send(pipe, &message);
}

void status_pipe_step(struct status_pipe *pipe, const char *step)
{
	struct error message;

	error_set(&message, "%c%s", WATCH_MESSAGE_STEP, step);
	status_pipe_send(pipe, &message);
}

void status_pipe_ready(struct status_pipe *pipe)
{
	struct error message;

	error_set(&message, "%c", WATCH_MESSAGE_READY);
	status_pipe_send(pipe, &message);
	descriptor_close(&pipe->descriptor);
}

void status_pipe_fail(struct status_pipe *pipe, int status, const char *line)
{
	struct error message;

	assert(status > 0 && status <= UINT8_MAX);
	error_set(&message, "%c%d %s", WATCH_MESSAGE_FAIL, status, line);
	status_pipe_send(pipe, &message);
	descriptor_close(&pipe->descriptor);
}

/* The first session is there to leave the terminal behind; its leader ends. Then the daemon leads
 * one of its own, so that the number in the pid file is that of process, group and session. */
static void daemonize_detach(struct status_pipe *pipe)
{
	struct error error;
	pid_t child;

	setsid();
	child = fork();
	if (child < 0) {
		error_set(&error, "fork: %s", strerror(errno));
		status_pipe_fail(pipe, EX_OSERR, error.text);
	}
	if (child != 0)
		_exit(EX_OK);
	setsid();
	assert(getpgrp() == getpid() && getsid(0) == getpid());
	status_pipe_pid(pipe);
}

static void daemonize_settle(int null)
{
	static const int of_terminals[] = {SIGTTIN, SIGTTOU, SIGTSTP};

	for (size_t i = 0; i < sizeof(of_terminals) / sizeof(of_terminals[0]); i++)
		signal(of_terminals[i], SIG_IGN);
	for (int standard = 0; standard <= STDERR_FILENO; standard++)
		dup2(null, standard);
}

static int daemonize_fail(struct error *error, const char *call)
{
	error_set(error, "%s: %s", call, strerror(errno));
	return EX_OSERR;
}

int daemonize(int null, unsigned int timeout, const char *log_path, struct status_pipe *pipe,
	      struct error *error)
{
	struct watch *watch;
	int status;
	pid_t child;

	/* What is buffered must not be written by each of the processes. */
	fflush(NULL);
	pipe->descriptor = -1;
	watch = watch_create(timeout, log_path, &pipe->descriptor);
	if (!watch)
		return daemonize_fail(error, "socketpair");
	child = fork();
	if (child == 0) {
		watch_destroy(watch);
		daemonize_detach(pipe);
		daemonize_settle(null);
		return EX_OK;
	}
	status = child < 0 ? daemonize_fail(error, "fork") : EX_OK;
	descriptor_close(&pipe->descriptor);
	if (child > 0)
		status = watch_run(watch, child, error);
	watch_destroy(watch);
	return status;
}
