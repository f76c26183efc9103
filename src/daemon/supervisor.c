/* Speaks with systemd and s6, through what they put into the environment. */
#include "daemon/supervisor.h"

#include "base/log.h"
#include "postern/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define SUPERVISOR_FIRST_SOCKET 3 /* sd_listen_fds(3): SD_LISTEN_FDS_START */
#define SUPERVISOR_PATIENCE     1 /* seconds that a supervisor may take for a message */
#define SUPERVISOR_MESSAGE_MAX  1024

static void supervisor_warn(const char *variable, const char *problem)
{
	log_line(LOG_LEVEL_WARNING, "supervisor", "%s: %s", variable, problem);
}

/* False, with a line in the log, when it is none. */
static bool supervisor_number(const char *variable, unsigned long long *number)
{
	const char *text = getenv(variable);
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0)
		return true;
	supervisor_warn(variable, "not a number");
	return false;
}

/* What is meant for another process, a wrapper that did not exec, is not for us. No such variable
 * means everybody, but not for sockets. */
static bool supervisor_means_us(const char *variable, bool everybody)
{
	unsigned long long pid;

	if (!getenv(variable))
		return everybody;
	return supervisor_number(variable, &pid) && pid == (unsigned long long)getpid();
}

/* "/run/systemd/notify", or "@name" in the abstract name space. */
static bool supervisor_address(const char *path, struct sockaddr_un *address, socklen_t *length)
{
	size_t path_length = strlen(path);

	if ((path[0] != '/' && path[0] != '@') || path_length >= sizeof(address->sun_path)) {
		errno = EINVAL;
		return false;
	}
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(address->sun_path, path, path_length);
	if (path[0] == '@')
		address->sun_path[0] = '\0';
	*length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_length);
	return true;
}

static bool supervisor_connect(int notify_socket, const char *path)
{
	/* A supervisor that hangs must not make us hang. */
	const struct timeval patience = {.tv_sec = SUPERVISOR_PATIENCE};
	struct sockaddr_un address;
	socklen_t length;

	return supervisor_address(path, &address, &length) &&
	       setsockopt(notify_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) ==
		       0 &&
	       connect(notify_socket, (const struct sockaddr *)&address, length) == 0;
}

/* Connected now: after chroot the path would lead nowhere. */
static void supervisor_open_notify(struct supervisor *supervisor)
{
	const char *path = getenv("NOTIFY_SOCKET");

	if (!path)
		return;
	supervisor->there = true;
	supervisor->notify_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (supervisor->notify_socket >= 0 && supervisor_connect(supervisor->notify_socket, path))
		return;
	supervisor_warn("NOTIFY_SOCKET", strerror(errno));
	descriptor_close(&supervisor->notify_socket);
}

static void supervisor_read_watchdog(struct supervisor *supervisor)
{
	unsigned long long microseconds;

	if (!getenv("WATCHDOG_USEC") || !supervisor_means_us("WATCHDOG_PID", true) ||
	    !supervisor_number("WATCHDOG_USEC", &microseconds) || microseconds == 0)
		return;
	supervisor->watchdog = microseconds / 1000 / 2;
	if (supervisor->watchdog == 0)
		supervisor->watchdog = 1;
}

/* A stream that listens; descriptors that are closed, files and connections are not. */
static int supervisor_check_socket(int descriptor, struct error *error)
{
	int type = 0, listens = 0;
	socklen_t size = sizeof(int);

	if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 ||
	    getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0) {
		error_set(error, "LISTEN_FDS: descriptor %d: %s", descriptor, strerror(errno));
		return EX_CONFIG;
	}
	if (type == SOCK_STREAM && listens)
		return EX_OK;
	error_set(error, "LISTEN_FDS: descriptor %d: %s", descriptor,
		  type == SOCK_STREAM ? "does not listen (a socket unit needs Accept=no)"
				      : "not a stream (a socket unit needs ListenStream=)");
	return EX_CONFIG;
}

static int supervisor_open_sockets(struct supervisor *supervisor, struct error *error)
{
	unsigned long long count;

	if (!getenv("LISTEN_FDS"))
		return EX_OK;
	supervisor->there = true;
	if (!supervisor_means_us("LISTEN_PID", false)) {
		supervisor_warn("LISTEN_FDS", "ignored, LISTEN_PID is not this process");
		return EX_OK;
	}
	if (!supervisor_number("LISTEN_FDS", &count))
		return EX_OK;
	for (; supervisor->sockets < count; supervisor->sockets++) {
		int descriptor = SUPERVISOR_FIRST_SOCKET + (int)supervisor->sockets;
		int status = supervisor_check_socket(descriptor, error);

		if (status != EX_OK)
			return status;
		fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	}
	return EX_OK;
}

static void supervisor_open_descriptor(struct supervisor *supervisor, int notify_descriptor)
{
	if (notify_descriptor < 0)
		return;
	supervisor->there = true;
	if (fcntl(notify_descriptor, F_SETFD, FD_CLOEXEC) == 0)
		supervisor->notify_descriptor = notify_descriptor;
	else
		supervisor_warn("--notify-fd", strerror(errno));
}

static void supervisor_forget_environment(void)
{
	static const char *const names[] = {
		"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID",
		"LISTEN_FDS",    "LISTEN_PID",    "LISTEN_FDNAMES",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

int supervisor_open(int notify_descriptor, struct supervisor *supervisor, struct error *error)
{
	int status;

	*supervisor = (struct supervisor){.notify_socket = -1, .notify_descriptor = -1};
	supervisor_open_notify(supervisor);
	supervisor_open_descriptor(supervisor, notify_descriptor);
	supervisor_read_watchdog(supervisor);
	status = supervisor_open_sockets(supervisor, error);
	supervisor_forget_environment();
	return status;
}

void supervisor_close(struct supervisor *supervisor)
{
	descriptor_close(&supervisor->notify_socket);
	descriptor_close(&supervisor->notify_descriptor);
}

bool supervisor_is_there(const struct supervisor *supervisor)
{
	return supervisor->there;
}

/* Nobody to tell, or nobody who listens any more: no reason to do anything else. */
static void supervisor_tell(const struct supervisor *supervisor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void supervisor_tell(const struct supervisor *supervisor, const char *format, ...)
{
	char message[SUPERVISOR_MESSAGE_MAX];
	va_list arguments;

	if (supervisor->notify_socket < 0)
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	TEMP_FAILURE_RETRY(send(supervisor->notify_socket, message, strlen(message), MSG_NOSIGNAL));
}

void supervisor_ready(struct supervisor *supervisor, const char *status)
{
	/* A status is one line: what follows a newline would be another variable. */
	supervisor_tell(supervisor, "READY=1\nSTATUS=%.*s", (int)strcspn(status, "\n"), status);
	if (supervisor->notify_descriptor >= 0 &&
	    TEMP_FAILURE_RETRY(write(supervisor->notify_descriptor, "\n", 1)) != 1)
		supervisor_warn("--notify-fd", strerror(errno));
	descriptor_close(&supervisor->notify_descriptor);
}

void supervisor_reloading(struct supervisor *supervisor)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	supervisor_tell(supervisor, "RELOADING=1\nMONOTONIC_USEC=%llu",
			(unsigned long long)now.tv_sec * 1000000 +
				(unsigned long long)now.tv_nsec / 1000);
}

void supervisor_stopping(struct supervisor *supervisor, unsigned int seconds)
{
	supervisor_tell(supervisor, "STOPPING=1\nEXTEND_TIMEOUT_USEC=%llu", seconds * 1000000ULL);
}

void supervisor_alive(struct supervisor *supervisor)
{
	supervisor_tell(supervisor, "WATCHDOG=1");
}
