/* Takes signals one by one, when the main thread asks for them. */
#include "daemon/events.h"

#include "base/clock.h"
#include "base/log.h"
#include "daemon/children.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A global, as the logger's: signals are sent to the process. Only the main thread uses it. */
static struct {
	bool foreground;
	bool stopping;
	bool interrupted; /* by a SIGINT */
	bool forwarded;
} events;

static sigset_t events_signals(void)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD};
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&signals, numbers[i]);
	return signals;
}

void events_block(bool foreground)
{
	sigset_t signals = events_signals();

	events.foreground = foreground;
	sigprocmask(SIG_BLOCK, &signals, NULL);
}

static void events_log(const siginfo_t *info, const char *what)
{
	log_line(LOG_LEVEL_INFO, "lifecycle", "%s from pid %d uid %u, %s",
		 sigabbrev_np(info->si_signo), info->si_pid, info->si_uid, what);
}

/* Impatient scripts send SIGTERM every second: only the first one counts. */
static enum event events_stop(const siginfo_t *info)
{
	if (events.stopping)
		return EVENT_NONE;
	events.stopping = true;
	events_log(info, "stopping");
	return EVENT_STOP;
}

static enum event events_hurry(const siginfo_t *info)
{
	events.stopping = true;
	events_log(info, "stopping at once");
	return EVENT_HURRY;
}

static enum event events_interrupt(const siginfo_t *info)
{
	if (events.interrupted && events.foreground)
		return events_hurry(info);
	events.interrupted = true;
	return events_stop(info);
}

enum event events_wait(int64_t patience)
{
	const struct timespec time = clock_timespec(patience < 0 ? 0 : (uint64_t)patience);
	const sigset_t signals = events_signals();
	siginfo_t info;

	switch (sigtimedwait(&signals, &info, patience < 0 ? NULL : &time)) {
	case SIGTERM:
		return events_stop(&info);
	case SIGINT:
		return events_interrupt(&info);
	case SIGQUIT:
		return events_hurry(&info);
	case SIGHUP:
		return events.stopping ? EVENT_NONE : EVENT_RELOAD;
	case SIGUSR1:
		return EVENT_ROTATE;
	case SIGUSR2:
		return EVENT_STATUS;
	case SIGCHLD:
		return EVENT_CHILD;
	default:
		return EVENT_NONE;
	}
}

bool events_stop_is_due(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT) ||
		sigismember(&pending, SIGQUIT));
}

void events_forward_term(void)
{
	if (events.forwarded)
		return;
	/* Before it is sent: our own copy must find us stopping. */
	events.forwarded = true;
	events.stopping = true;
	children_terminate();
}
