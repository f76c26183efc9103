/* The least that the engine costs: libmicrohttpd alone, answering 1 KiB from memory on one loop.
 * With the argument `threads` there is another thread, which does nothing. */
#include "floors/listening.h"

#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define BODY_SIZE 1024
#define POOL_SIZE 16384 /* bytes of a connection, as in src/http */
#define IDLE_MAX  60    /* seconds */

/* With the fields that the server sends with a file. */
static struct MHD_Response *floor_response(void)
{
	static char body[BODY_SIZE];
	struct MHD_Response *response;

	memset(body, 'x', sizeof(body));
	response = MHD_create_response_from_buffer(sizeof(body), body, MHD_RESPMEM_PERSISTENT);
	if (!response)
		abort();
	MHD_add_response_header(response, "ETag", "\"53eed1b1f0e1588a\"");
	MHD_add_response_header(response, "Vary", "Accept-Encoding");
	MHD_add_response_header(response, "Last-Modified", "Sat, 21 Nov 2026 07:49:37 GMT");
	MHD_add_response_header(response, "Content-Type", "application/octet-stream");
	MHD_add_response_header(response, "Accept-Ranges", "bytes");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	return response;
}

/* The first call of a request only has its head; the answer belongs into the last one. */
static enum MHD_Result floor_answer(void *closure, struct MHD_Connection *connection,
				    const char *url, const char *method, const char *version,
				    const char *upload, size_t *upload_size, void **state)
{
	static char seen;

	(void)url;
	(void)method;
	(void)version;
	(void)upload;
	if (!*state) {
		*state = &seen;
		return MHD_YES;
	}
	*upload_size = 0;
	return MHD_queue_response(connection, MHD_HTTP_OK, closure);
}

static int floor_signals(void)
{
	sigset_t signals;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

/* The loop of src/http, without what it does for logins. Ends at a signal. */
static void floor_run(struct MHD_Daemon *daemon, int signals)
{
	int engine = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = {.data.fd = -1};

	listening_watch(epoll, engine);
	listening_watch(epoll, signals);
	while (event.data.fd != signals) {
		MHD_UNSIGNED_LONG_LONG most;
		int timeout = 250;

		if (MHD_get_timeout(daemon, &most) == MHD_YES && most < 250)
			timeout = (int)most;
		event.data.fd = -1;
		epoll_wait(epoll, &event, 1, timeout);
		MHD_run(daemon);
	}
	close(epoll);
}

static void *floor_sleep(void *closure)
{
	pause();
	return closure;
}

/* Locks, and system calls that can be cancelled or use descriptors, cost more where there are
 * threads: in the C library as in the kernel. */
static void floor_add_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, floor_sleep, NULL))
		abort();
}

int main(int count, char **arguments)
{
	int signals = floor_signals();
	struct MHD_Response *response = floor_response();
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_EPOLL, 0, NULL, NULL, floor_answer, response, MHD_OPTION_LISTEN_SOCKET,
		listening_open(), MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_SIZE,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)IDLE_MAX,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);

	if (!daemon)
		return EXIT_FAILURE;
	if (count > 1 && strcmp(arguments[1], "threads") == 0)
		floor_add_thread();
	floor_run(daemon, signals);
	MHD_stop_daemon(daemon);
	MHD_destroy_response(response);
	return EXIT_SUCCESS;
}
