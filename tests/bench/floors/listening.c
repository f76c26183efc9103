/* Opens the port that the load is sent to. */
#include "listening.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define LISTENING_BACKLOG 1024

static void listening_fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

int listening_open(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (listening < 0 || bind(listening, (struct sockaddr *)&address, size) ||
	    listen(listening, LISTENING_BACKLOG) ||
	    getsockname(listening, (struct sockaddr *)&address, &size))
		listening_fail("cannot listen");
	printf("ready: http://127.0.0.1:%d/\n", ntohs(address.sin_port));
	fflush(stdout);
	return listening;
}

void listening_watch(int epoll, int descriptor)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event))
		listening_fail("cannot watch");
}
