/* Finds the server that holds the pid file's lock, and signals it, and nobody else. */
#include "daemon/control.h"

#include "base/log.h"
#include "daemon/pid_file.h"
#include "postern/descriptor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/* Linux Standard Base, "Init Script Actions". */
#define CONTROL_DEAD             1
#define CONTROL_NOT_RUNNING      3
#define CONTROL_UNKNOWN          4
#define CONTROL_NOBODY_TO_SIGNAL 7

#define CONTROL_ATTEMPTS 100      /* to see who holds a file that is busy: two seconds */
#define CONTROL_PAUSE    20000000 /* nanoseconds between them */
#define CONTROL_KILLED   5        /* seconds that the kernel has to end who was killed */

/* A process that cannot be mistaken for another one. */
struct control_server {
	pid_t pid;
	int descriptor; /* of pidfd_open(2); -1: nobody runs */
};

/* PID_FILE_BUSY is not among the answers. */
static int control_look(const struct control *control, bool removes, struct pid_file_view *view,
			struct error *error)
{
	const struct timespec pause = {.tv_nsec = CONTROL_PAUSE};

	for (int i = 0; i < CONTROL_ATTEMPTS; i++) {
		int status = pid_file_look(control->pid_file, control->chroot, control->rundir,
					   removes, view, error);

		if (status != EX_OK || view->state != PID_FILE_BUSY)
			return status;
		nanosleep(&pause, NULL);
	}
	error_set(error, "%s: locked by a server that is starting, or by what a dead one left",
		  control->pid_file);
	return EX_TEMPFAIL;
}

/* EX_OK without a descriptor: it is gone already. */
static int control_hold(pid_t pid, struct control_server *server, struct error *error)
{
	server->pid = pid;
	if (pid <= 1) {
		error_set(error, "PID %d is not to be signalled", pid);
		return EX_NOPERM;
	}
	server->descriptor = pidfd_open(pid, 0);
	if (server->descriptor >= 0 || errno == ESRCH)
		return EX_OK;
	error_set(error, "PID %d: %s", pid, strerror(errno));
	return EX_OSERR;
}

static void control_warn(const struct control *control, const struct pid_file_view *view)
{
	if (view->text_differs)
		log_line(LOG_LEVEL_WARNING, "pidfile", "%s: held by PID %d, whatever stands in it",
			 control->pid_file, view->pid);
}

/* EX_OK also when nobody runs. The number may have changed hands before the process was held; it
 * has not if it is still that of the lock's holder. */
static int control_find(const struct control *control, bool removes, struct control_server *server,
			struct error *error)
{
	*server = (struct control_server){.descriptor = -1};
	for (int i = 0; i < CONTROL_ATTEMPTS; i++) {
		struct pid_file_view view;
		int status = control_look(control, removes, &view, error);
		bool alive = status == EX_OK && view.state == PID_FILE_ALIVE;

		if (alive && server->descriptor >= 0 && view.pid == server->pid) {
			control_warn(control, &view);
			return EX_OK;
		}
		descriptor_close(&server->descriptor);
		if (alive)
			status = control_hold(view.pid, server, error);
		if (!alive || status != EX_OK)
			return status;
	}
	descriptor_close(&server->descriptor);
	error_set(error, "%s: its lock is held by nobody who is there", control->pid_file);
	return EX_TEMPFAIL;
}

/* Not buffered: what starts a server again forks, and would say it twice. */
static void control_say_not_running(void)
{
	dprintf(STDOUT_FILENO, "not running\n");
}

/* Who is gone already is as good as signalled. */
static int control_send(const struct control_server *server, int number, struct error *error)
{
	int reason;

	if (pidfd_send_signal(server->descriptor, number, NULL, 0) == 0 || errno == ESRCH)
		return EX_OK;
	reason = errno;
	error_set(error, "PID %d: cannot send SIG%s: %s", server->pid, sigabbrev_np(number),
		  strerror(reason));
	return reason == EPERM ? EX_NOPERM : EX_OSERR;
}

/* False when it is still there after that many seconds. */
static bool control_wait(const struct control_server *server, unsigned int seconds)
{
	struct pollfd end = {.fd = server->descriptor, .events = POLLIN};

	return TEMP_FAILURE_RETRY(poll(&end, 1, (int)seconds * 1000)) > 0;
}

/* With its children, if the group is its own: then the number is the group's as long as the server
 * has not been waited for. */
static void control_kill(const struct control_server *server)
{
	struct error ignored;

	if (getpgid(server->pid) == server->pid && !control_wait(server, 0))
		kill(-server->pid, SIGKILL);
	control_send(server, SIGKILL, &ignored);
}

/* As long as it may take by what it was told itself (lifecycle section 3). */
static int control_end(const struct control *control, const struct control_server *server,
		       struct error *error)
{
	unsigned int patience = control->stop_timeout + control->kill_grace + CONTROL_END;
	int status = control_send(server, SIGTERM, error);

	/* One that is stopped would never see it. */
	if (status == EX_OK)
		status = control_send(server, SIGCONT, error);
	if (status != EX_OK)
		return status;
	if (control_wait(server, patience)) {
		dprintf(STDOUT_FILENO, "stopped, PID %d\n", server->pid);
		return EX_OK;
	}
	control_kill(server);
	if (control_wait(server, CONTROL_KILLED)) {
		dprintf(STDOUT_FILENO, "killed, PID %d: it did not end within %u s\n", server->pid,
			patience);
		return EX_OK;
	}
	error_set(error, "PID %d: it was killed, and does not end", server->pid);
	return EX_OSERR;
}

int control_stop(const struct control *control, struct error *error)
{
	struct control_server server;
	struct pid_file_view left;
	int status = control_find(control, true, &server, error);

	if (status != EX_OK)
		return status;
	if (server.descriptor < 0) {
		control_say_not_running();
		return EX_OK;
	}
	status = control_end(control, &server, error);
	descriptor_close(&server.descriptor);
	/* What it could not remove is removed; what a new server made by now is not. */
	if (status == EX_OK)
		pid_file_look(control->pid_file, control->chroot, control->rundir, true, &left,
			      error);
	return status;
}

static int control_signal(const struct control *control, int number, struct error *error)
{
	struct control_server server;
	int status = control_find(control, false, &server, error);

	if (status != EX_OK)
		return status;
	if (server.descriptor < 0) {
		control_say_not_running();
		error->text[0] = '\0';
		return CONTROL_NOBODY_TO_SIGNAL;
	}
	status = control_send(&server, number, error);
	descriptor_close(&server.descriptor);
	if (status == EX_OK)
		dprintf(STDOUT_FILENO, "sent SIG%s to PID %d\n", sigabbrev_np(number), server.pid);
	return status;
}

int control_reload(const struct control *control, struct error *error)
{
	return control_signal(control, SIGHUP, error);
}

int control_rotate(const struct control *control, struct error *error)
{
	return control_signal(control, SIGUSR1, error);
}

static void control_say_running(const struct pid_file_view *view)
{
	char since[32];
	struct tm utc;

	gmtime_r(&view->since, &utc);
	strftime(since, sizeof(since), "%Y-%m-%dT%H:%M:%SZ", &utc);
	dprintf(STDOUT_FILENO, "running, PID %d, since %s\n", view->pid, since);
}

int control_status(const struct control *control, struct error *error)
{
	struct pid_file_view view;

	if (control_look(control, false, &view, error) != EX_OK)
		return CONTROL_UNKNOWN;
	error->text[0] = '\0';
	switch (view.state) {
	case PID_FILE_ALIVE:
		control_warn(control, &view);
		control_say_running(&view);
		return EX_OK;
	case PID_FILE_DEAD:
		dprintf(STDOUT_FILENO, "dead, its pid file names PID %d\n", view.pid);
		return CONTROL_DEAD;
	default:
		control_say_not_running();
		return CONTROL_NOT_RUNNING;
	}
}
