/* Connects to our own endpoints, and waits for an answer. */
#include "http/knock.h"

#include "postern/descriptor.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

/* Answered without a portal, so that it is no login and no line in the log. */
#define KNOCK_REQUEST "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nUser-Agent: postern\r\n\r\n"
#define KNOCK_ANSWER  "HTTP/1.1 "

/* Milliseconds. The kernel connects us to ourselves, or a filter drops what we send. */
#define KNOCK_CONNECT_MAX 2000

static bool knock_limit(int connection, int option, unsigned int milliseconds)
{
	const struct timeval limit = {
		.tv_sec = milliseconds / 1000,
		.tv_usec = (suseconds_t)(milliseconds % 1000) * 1000,
	};

	return setsockopt(connection, SOL_SOCKET, option, &limit, sizeof(limit)) == 0;
}

/* -1 with errno set. All addresses (0.0.0.0, ::) are as good as the loopback's to the kernel. */
static int knock_connect(const struct listener *listener, unsigned int timeout)
{
	int connection = socket(listener_family(listener), SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t length;
	const struct sockaddr *address = listener_address(listener, &length);

	if (connection < 0)
		return -1;
	if (knock_limit(connection, SO_SNDTIMEO,
			timeout < KNOCK_CONNECT_MAX ? timeout : KNOCK_CONNECT_MAX) &&
	    knock_limit(connection, SO_RCVTIMEO, timeout) &&
	    connect(connection, address, length) == 0)
		return connection;
	descriptor_close(&connection);
	return -1;
}

/*
 * TLS needs no handshake here: what is no ClientHello ends the connection, and only a loop that has
 * taken it and let GnuTLS read from it can do that. The kernel alone connects, and then is silent.
 */
static bool knock_is_answer(const struct listener *listener, const char *answer, ssize_t length)
{
	if (listener_certificate(listener))
		return length >= 0 || errno == ECONNRESET;
	return length == sizeof(KNOCK_ANSWER) - 1 &&
	       memcmp(answer, KNOCK_ANSWER, sizeof(KNOCK_ANSWER) - 1) == 0;
}

static bool knock_ask(const struct listener *listener, int connection)
{
	char answer[sizeof(KNOCK_ANSWER) - 1];
	ssize_t length;

	/* Whether it was taken, the answer tells. */
	send(connection, KNOCK_REQUEST, sizeof(KNOCK_REQUEST) - 1, MSG_NOSIGNAL);
	errno = 0;
	length = recv(connection, answer, sizeof(answer), MSG_WAITALL);
	return knock_is_answer(listener, answer, length);
}

static const char *knock_reason(int reason)
{
	if (reason == 0)
		return "what came is none";
	/* As sockets say that the time is over: the first when they connect. */
	return strerror(reason == EINPROGRESS || reason == EAGAIN ? ETIMEDOUT : reason);
}

/* Sets errno unless it was answered. */
static enum knock knock_once(const struct listener *listener, unsigned int timeout)
{
	int connection = knock_connect(listener, timeout);
	bool answered;

	if (connection < 0)
		return KNOCK_OUT_OF_REACH;
	answered = knock_ask(listener, connection);
	descriptor_close(&connection);
	return answered ? KNOCK_ANSWERED : KNOCK_UNANSWERED;
}

enum knock knock(const struct listener *listener, unsigned int timeout, struct error *error)
{
	enum knock result;

	/* Sockets with a limit of time are interrupted when the process was stopped and goes on,
	 * also where no signal has a handler (signal(7)). */
	do
		result = knock_once(listener, timeout > 0 ? timeout : 1); /* 0 would be for ever */
	while (result != KNOCK_ANSWERED && errno == EINTR);
	if (result != KNOCK_ANSWERED)
		error_set(error, "cannot %s '%s': %s",
			  result == KNOCK_OUT_OF_REACH ? "connect to" : "get an answer from",
			  listener_url(listener), knock_reason(errno));
	return result;
}
