/* Waits for what the daemon says, and ends with the status that fits. */
#include "daemon/watch.h"

#include "base/clock.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#define WATCH_GRACE     5000 /* milliseconds that a daemon which must end has to undo its start */
#define WATCH_DEATH     1000 /* milliseconds that one which was killed may take to be gone */
#define WATCH_UNKNOWN   (-1) /* no status to exit with yet */
#define WATCH_INTERRUPT 128  /* plus the number of the signal, as shells have it */

struct watch {
	const char *log_path;
	unsigned int timeout; /* seconds */
	int messages;         /* where they come from; -1 after the last one */
	int signals;          /* readable when somebody interrupts us */
	sigset_t mask;        /* of signals, as it was before */
	int interrupt;        /* the number of the signal that came, or 0 */
	pid_t child;
	pid_t daemon; /* 0: it has not said its number yet */
	int process;  /* the daemon's pidfd, readable when it is gone; -1: none */
	bool gone;
	int status; /* to exit with, or WATCH_UNKNOWN */
	bool told;  /* by the daemon itself, which is about to end */
	struct error line;
	char step[WATCH_MESSAGE_MAX]; /* the last that has begun; "" before the first */
};

static void watch_block_interrupts(struct watch *watch, sigset_t *interrupts)
{
	sigemptyset(interrupts);
	sigaddset(interrupts, SIGINT);
	sigaddset(interrupts, SIGTERM);
	sigaddset(interrupts, SIGQUIT);
	sigprocmask(SIG_BLOCK, interrupts, &watch->mask);
}

/* A pair of sockets and no pipe: messages keep their borders, and one that nobody waits for is an
 * error of the call instead of a signal. */
struct watch *watch_create(unsigned int timeout, const char *log_path, int *sender)
{
	struct watch *watch = memory_take(1, sizeof(*watch));
	sigset_t interrupts;
	int ends[2];

	watch->log_path = log_path;
	watch->timeout = timeout;
	watch->status = WATCH_UNKNOWN;
	watch->process = -1;
	watch->messages = -1;
	watch_block_interrupts(watch, &interrupts);
	/* When it dies it waits for us as a zombie, so that its number is not given to another. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	watch->signals = signalfd(-1, &interrupts, SFD_CLOEXEC | SFD_NONBLOCK);
	if (watch->signals < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		watch_destroy(watch);
		return NULL;
	}
	watch->messages = ends[0];
	*sender = ends[1];
	return watch;
}

void watch_destroy(struct watch *watch)
{
	int reason = errno;

	descriptor_close(&watch->messages);
	descriptor_close(&watch->signals);
	descriptor_close(&watch->process);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	sigprocmask(SIG_SETMASK, &watch->mask, NULL);
	free(watch);
	errno = reason;
}

static void watch_say_died(struct watch *watch)
{
	watch->status = EX_OSERR;
	error_set(&watch->line, "the daemon died before it was ready");
	if (watch->step[0] != '\0')
		error_set(&watch->line, "%s (last step: %s)", watch->line.text, watch->step);
	if (watch->log_path)
		error_set(&watch->line, "%s; see %s", watch->line.text, watch->log_path);
}

static void watch_say_interrupted(struct watch *watch)
{
	watch->status = WATCH_INTERRUPT + watch->interrupt;
	error_set(&watch->line, "interrupted by SIG%s, stopped", sigabbrev_np(watch->interrupt));
}

static void watch_say_late(struct watch *watch)
{
	watch->status = EX_TEMPFAIL;
	error_set(&watch->line, "not ready after %u s, stopped", watch->timeout);
}

/* Only the first number counts: it comes from who we are, whoever the daemon becomes later. */
static void watch_take_pid(struct watch *watch, const char *text)
{
	long number = strtol(text, NULL, 10);

	if (watch->daemon != 0 || number <= 1 || number > INT_MAX)
		return;
	watch->daemon = (pid_t)number;
	watch->process = pidfd_open(watch->daemon, 0);
}

static void watch_take_failure(struct watch *watch, const char *text)
{
	char *end;
	unsigned long status = strtoul(text, &end, 10);

	watch->told = true;
	watch->status = status > 0 && status <= UINT8_MAX ? (int)status : EX_SOFTWARE;
	error_set(&watch->line, "%s", *end == ' ' ? end + 1 : end);
}

static void watch_take(struct watch *watch, const char *message)
{
	const char *text = message + 1;

	if (message[0] == WATCH_MESSAGE_PID)
		watch_take_pid(watch, text);
	if (watch->status != WATCH_UNKNOWN)
		return;
	if (message[0] == WATCH_MESSAGE_STEP)
		strcpy(watch->step, text);
	else if (message[0] == WATCH_MESSAGE_FAIL)
		watch_take_failure(watch, text);
	else if (message[0] == WATCH_MESSAGE_READY)
		watch->status = EX_OK;
}

/* Takes all messages that are there. A daemon that goes without a last word has died. */
static void watch_hear(struct watch *watch)
{
	char message[WATCH_MESSAGE_MAX];
	ssize_t length;

	while ((length = recv(watch->messages, message, sizeof(message) - 1, MSG_DONTWAIT)) > 0) {
		message[length] = '\0';
		watch_take(watch, message);
	}
	if (length == 0 || errno != EAGAIN)
		descriptor_close(&watch->messages);
	if (watch->messages < 0 && watch->process < 0)
		watch->gone = true;
	if (watch->status == WATCH_UNKNOWN && (watch->messages < 0 || watch->gone))
		watch_say_died(watch);
}

enum watch_event {
	WATCH_EVENT_NEWS,      /* messages, the last of them, the end of the daemon */
	WATCH_EVENT_INTERRUPT, /* a signal says: stop it */
	WATCH_EVENT_LATE,      /* the time is over */
};

static enum watch_event watch_wait(struct watch *watch, uint64_t deadline)
{
	struct signalfd_siginfo signal;
	struct pollfd ready[] = {
		{.fd = watch->signals, .events = POLLIN},
		{.fd = watch->messages, .events = POLLIN},
		{.fd = watch->process, .events = POLLIN},
	};

	if (TEMP_FAILURE_RETRY(poll(ready, 3, clock_left(deadline))) <= 0)
		return WATCH_EVENT_LATE;
	if (ready[2].revents)
		watch->gone = true;
	if (read(watch->signals, &signal, sizeof(signal)) != sizeof(signal))
		return WATCH_EVENT_NEWS;
	watch->interrupt = (int)signal.ssi_signo;
	return WATCH_EVENT_INTERRUPT;
}

/* Until it is known what to exit with. */
static void watch_start(struct watch *watch)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)watch->timeout * 1000;

	while (watch->status == WATCH_UNKNOWN) {
		switch (watch_wait(watch, deadline)) {
		case WATCH_EVENT_NEWS:
			watch_hear(watch);
			break;
		case WATCH_EVENT_INTERRUPT:
			watch_say_interrupted(watch);
			break;
		case WATCH_EVENT_LATE:
			watch_say_late(watch);
			break;
		}
	}
}

/* `asked`: it need not be told to end. Returns early when somebody interrupts us again. */
static void watch_until_gone(struct watch *watch, bool asked, uint64_t deadline)
{
	while (!watch->gone) {
		if (!asked && watch->daemon != 0) {
			kill(-watch->daemon, SIGTERM);
			asked = true;
		}
		if (watch_wait(watch, deadline) != WATCH_EVENT_NEWS)
			return;
		watch_hear(watch);
	}
}

/* A start that failed leaves nothing. */
static void watch_end(struct watch *watch)
{
	watch_until_gone(watch, watch->told, clock_monotonic_ms() + WATCH_GRACE);
	if (watch->gone)
		return;
	kill(watch->daemon != 0 ? -watch->daemon : watch->child, SIGKILL);
	watch_until_gone(watch, true, clock_monotonic_ms() + WATCH_DEATH);
}

int watch_run(struct watch *watch, pid_t child, struct error *error)
{
	watch->child = child;
	watch_start(watch);
	if (watch->status == EX_OK)
		_exit(EX_OK);
	watch_end(watch);
	if (watch->daemon == 0) {
		*error = watch->line;
		return watch->status;
	}
	dprintf(STDERR_FILENO, "%s%s\n",
		watch->told ? "" : "postern: daemonize: ", watch->line.text);
	_exit(watch->status);
}
