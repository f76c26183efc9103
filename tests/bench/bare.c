/* The least that the kernel costs: a loop that answers 1 KiB to whatever ends with an empty line.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BODY_SIZE   1024
#define BACKLOG_MAX 1024
#define EVENTS_MAX  64

struct answer {
	size_t length;
	char text[BODY_SIZE + 512];
};

/* With the fields that the server sends with a file. */
static void bare_write_answer(struct answer *answer)
{
	answer->length = (size_t)snprintf(answer->text, sizeof(answer->text),
					  "HTTP/1.1 200 OK\r\n"
					  "Date: Sat, 21 Nov 2026 07:49:37 GMT\r\n"
					  "ETag: \"53eed1b1f0e1588a\"\r\n"
					  "Vary: Accept-Encoding\r\n"
					  "Last-Modified: Sat, 21 Nov 2026 07:49:37 GMT\r\n"
					  "Content-Type: application/octet-stream\r\n"
					  "Accept-Ranges: bytes\r\n"
					  "X-Content-Type-Options: nosniff\r\n"
					  "Content-Length: %d\r\n\r\n",
					  BODY_SIZE);
	memset(answer->text + answer->length, 'x', BODY_SIZE);
	answer->length += BODY_SIZE;
}

static void bare_fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static int bare_listen(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (listening < 0 || bind(listening, (struct sockaddr *)&address, size) ||
	    listen(listening, BACKLOG_MAX) ||
	    getsockname(listening, (struct sockaddr *)&address, &size))
		bare_fail("cannot listen");
	printf("ready: http://127.0.0.1:%d/\n", ntohs(address.sin_port));
	fflush(stdout);
	return listening;
}

static void bare_watch(int epoll, int descriptor)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event))
		bare_fail("cannot watch");
}

static void bare_accept(int epoll, int listening)
{
	int client = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (client >= 0)
		bare_watch(epoll, client);
}

/* A request comes in one piece, as the load generator sends it. */
static void bare_serve(int client, const struct answer *answer)
{
	char request[4096];
	ssize_t got = recv(client, request, sizeof(request), 0);

	if (got < 4 || memcmp(request + got - 4, "\r\n\r\n", 4) != 0 ||
	    send(client, answer->text, answer->length, MSG_NOSIGNAL) != (ssize_t)answer->length)
		close(client);
}

int main(void)
{
	struct epoll_event events[EVENTS_MAX];
	struct answer answer;
	int listening = bare_listen();
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	bare_write_answer(&answer);
	bare_watch(epoll, listening);
	for (;;) {
		int ready = epoll_wait(epoll, events, EVENTS_MAX, -1);

		for (int i = 0; i < ready; i++) {
			if (events[i].data.fd == listening)
				bare_accept(epoll, listening);
			else
				bare_serve(events[i].data.fd, &answer);
		}
	}
}
