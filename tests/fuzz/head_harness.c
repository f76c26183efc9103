/* Runs one request at a time through a daemon without a socket to listen at. */
#include "head_harness.h"

#include "http/exchange.h"
#include "http/loop.h"

#include <assert.h>
#include <netinet/in.h>
#include <unistd.h>

struct head_harness {
	struct MHD_Daemon *daemon;
	struct connection connection;
	struct head_look *look;
	bool connected;
	bool passed;
};

static struct loop head_harness_loop;
static struct head_harness head_harness;

static void head_harness_check(struct MHD_Connection *mhd, const char *method, const char *version)
{
	struct head_seen seen = {
		.mhd = mhd,
		.method = octets_from(method),
		.target = head_harness.connection.exchange.target,
		.version = octets_from(version),
	};
	struct error error = {.text = ""};
	unsigned int status =
		head_check_length(mhd, seen.method, seen.target, seen.version, HEAD_LIMIT, &error);

	if (status == 0)
		status =
			head_check(mhd, seen.method, seen.target, seen.version, &seen.head, &error);
	head_harness.passed = status == 0;
	if (head_harness.passed)
		head_harness.look->look(head_harness.look, &seen);
	else
		assert(status >= 400 && status <= 599 && error.text[0] != '\0');
}

static void *head_harness_notify_target(void *closure, const char *target,
					struct MHD_Connection *mhd)
{
	(void)closure;
	head_harness.connection.mhd = mhd;
	exchange_open(&head_harness.connection, target);
	return &head_harness;
}

static enum MHD_Result head_harness_handle(void *closure, struct MHD_Connection *mhd,
					   const char *url, const char *method, const char *version,
					   const char *upload, size_t *upload_size, void **context)
{
	const struct exchange *exchange = &head_harness.connection.exchange;

	(void)closure;
	(void)url;
	(void)upload;
	(void)upload_size;
	(void)context;
	if (exchange->question) {
		exchange->question[0] = '?';
		exchange->question[1] = exchange->query_byte;
	}
	head_harness_check(mhd, method, version);
	return MHD_NO;
}

static void head_harness_notify_connection(void *closure, struct MHD_Connection *mhd,
					   void **context, enum MHD_ConnectionNotificationCode code)
{
	(void)closure;
	(void)mhd;
	(void)context;
	head_harness.connected = code == MHD_CONNECTION_NOTIFY_STARTED;
}

/* Nothing is unescaped, as in the server. */
static size_t head_harness_leave_escapes(void *closure, struct MHD_Connection *mhd, char *text)
{
	(void)closure;
	(void)mhd;
	return strlen(text);
}

static void head_harness_start(void)
{
	head_harness.connection.loop = &head_harness_loop;
	head_harness.daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, head_harness_handle, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, head_harness_notify_connection, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, head_harness_notify_target, NULL,
		MHD_OPTION_UNESCAPE_CALLBACK, head_harness_leave_escapes, NULL,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, head_memory(HEAD_LIMIT), MHD_OPTION_END);
	assert(head_harness.daemon && head_check_fits_library());
}

/* Until the connection is closed: by the handler, by libmicrohttpd's own refusal, or because the
 * client has gone. */
static void head_harness_run(int client)
{
	for (int i = 0; i < 4 && head_harness.connected; i++)
		MHD_run(head_harness.daemon);
	close(client);
	for (int i = 0; i < 16 && head_harness.connected; i++)
		MHD_run(head_harness.daemon);
	assert(!head_harness.connected);
}

bool head_harness_passes(struct octets sent, struct head_look *look)
{
	struct sockaddr_in nobody = {.sin_family = AF_INET};
	int sockets[2];

	if (!head_harness.daemon)
		head_harness_start();
	head_harness.look = look;
	head_harness.passed = false;
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) == 0);
	assert(write(sockets[0], sent.data, sent.length) == (ssize_t)sent.length);
	assert(MHD_add_connection(head_harness.daemon, sockets[1], (struct sockaddr *)&nobody,
				  sizeof(nobody)) == MHD_YES);
	head_harness_run(sockets[0]);
	return head_harness.passed;
}
