/* Sets libmicrohttpd up, and translates its callbacks. */
#include "http/engine.h"

#include "base/log.h"
#include "http/exchange.h"
#include "http/overflow.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ENGINE_ACCEPT_MAX     16 /* connections in one turn, as libmicrohttpd does */
#define ENGINE_OPTIONS_MAX    5
#define ENGINE_TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

__attribute__((format(printf, 2, 0))) static void engine_log_library(void *closure,
								     const char *format,
								     va_list arguments)
{
	char text[256];

	(void)closure;
	vsnprintf(text, sizeof(text), format, arguments);
	text[strcspn(text, "\n")] = '\0';
	log_line(LOG_LEVEL_DEBUG, "microhttpd", "%s", text);
}

static void engine_notify_connection(void *closure, struct MHD_Connection *mhd, void **context,
				     enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = connection_open(closure, mhd);
	} else {
		connection_close(*context);
		*context = NULL;
	}
}

static struct connection *engine_connection(struct MHD_Connection *mhd)
{
	return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *engine_notify_target(void *closure, const char *target, struct MHD_Connection *mhd)
{
	struct connection *connection = engine_connection(mhd);

	(void)closure;
	exchange_open(connection, target);
	return connection;
}

static enum MHD_Result engine_handle(void *closure, struct MHD_Connection *mhd, const char *url,
				     const char *method, const char *version, const char *upload,
				     size_t *upload_size, void **context)
{
	(void)closure;
	(void)mhd;
	(void)url;
	return exchange_handle(*context, method, version, upload, upload_size);
}

static void engine_notify_completed(void *closure, struct MHD_Connection *mhd, void **context,
				    enum MHD_RequestTerminationCode code)
{
	(void)closure;
	(void)mhd;
	if (*context && code == MHD_REQUEST_TERMINATED_WITH_ERROR)
		overflow_answer(*context);
	if (*context)
		exchange_close(*context, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	*context = NULL;
}

/* The path is decoded by target_normalise(), once and for all. */
static size_t engine_leave_escapes(void *closure, struct MHD_Connection *mhd, char *text)
{
	(void)closure;
	(void)mhd;
	return strlen(text);
}

/* What depends on the kind of endpoint. Returns the flags that go with it. */
static unsigned int engine_choose(const struct loop *loop, const struct listener *listener,
				  struct MHD_OptionItem options[static ENGINE_OPTIONS_MAX])
{
	unsigned int flags = listener_family(listener) == AF_INET6 ? MHD_USE_IPv6 : 0;

	if (!listener_certificate(listener))
		flags |= MHD_USE_NO_LISTEN_SOCKET;
	else
		*options++ = (struct MHD_OptionItem){MHD_OPTION_LISTEN_SOCKET,
						     listener_socket(listener, loop->slot), NULL};
	/* Of TCP connections the scan knows whether they have become idle: libmicrohttpd would
	 * take the clock and a lock three times a request to find out. */
	if (listener_family(listener) == AF_UNIX)
		*options++ = (struct MHD_OptionItem){MHD_OPTION_CONNECTION_TIMEOUT,
						     CONNECTION_IDLE_SECONDS, NULL};
	if (listener_certificate(listener)) {
		flags |= MHD_USE_TLS;
		*options++ = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0,
						     (char *)listener_certificate(listener)};
		*options++ = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0,
						     (char *)listener_private_key(listener)};
		*options++ = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0,
						     (char *)ENGINE_TLS_PRIORITIES};
	}
	*options = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
	return flags;
}

struct MHD_Daemon *engine_start(struct loop *loop, const struct listener *listener,
				struct error *error)
{
	struct MHD_OptionItem options[ENGINE_OPTIONS_MAX];
	unsigned int flags = engine_choose(loop, listener, options);
	struct MHD_Daemon *daemon;

	/* The logger goes first: what it has to say may be about the options behind it. */
	daemon = MHD_start_daemon(
		flags | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
		engine_handle, NULL, MHD_OPTION_EXTERNAL_LOGGER, engine_log_library, NULL,
		MHD_OPTION_ARRAY, options, MHD_OPTION_NOTIFY_CONNECTION, engine_notify_connection,
		loop, MHD_OPTION_NOTIFY_COMPLETED, engine_notify_completed, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, engine_notify_target, NULL,
		MHD_OPTION_UNESCAPE_CALLBACK, engine_leave_escapes, NULL,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, head_memory(loop->config->head_limit),
		MHD_OPTION_CONNECTION_LIMIT, loop->config->connection_limit,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	if (!daemon)
		error_set(error, "cannot serve '%s': libmicrohttpd does not start",
			  listener_string(listener));
	return daemon;
}

unsigned int engine_count(struct MHD_Daemon *daemon)
{
	return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
}

bool engine_has_room(struct MHD_Daemon *daemon, unsigned int limit)
{
	return engine_count(daemon) < limit;
}

bool engine_is_starved(int reason)
{
	return reason == EMFILE || reason == ENFILE || reason == ENOBUFS || reason == ENOMEM;
}

bool engine_accept_local(struct MHD_Daemon *daemon, int socket, unsigned int limit)
{
	struct sockaddr_un nobody = {.sun_family = AF_UNIX};

	for (int i = 0; i < ENGINE_ACCEPT_MAX; i++) {
		int accepted;

		if (!engine_has_room(daemon, limit))
			return false;
		accepted = accept4(socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (accepted < 0)
			return !engine_is_starved(errno);
		/* Closes the socket when it cannot take it. */
		MHD_add_connection(daemon, accepted, (struct sockaddr *)&nobody,
				   sizeof(nobody.sun_family));
	}
	return true;
}

void engine_quiesce(struct MHD_Daemon *daemon, const struct listener *listener, unsigned int loop)
{
	MHD_quiesce_daemon(daemon);
	listener_silence(listener, loop);
}
