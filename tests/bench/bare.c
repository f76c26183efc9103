/* The least that the kernel costs: a loop that answers 1 KiB to whatever ends with an empty line.
 */
#include "floors/listening.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BODY_SIZE  1024
#define EVENTS_MAX 64

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

static void bare_accept(int epoll, int listening)
{
	int client = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (client >= 0)
		listening_watch(epoll, client);
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
	int listening = listening_open();
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	bare_write_answer(&answer);
	listening_watch(epoll, listening);
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
