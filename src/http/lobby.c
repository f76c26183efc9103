/* Keeps connections that wait for a request, and gives them to libmicrohttpd when it comes. */
#include "http/lobby.h"

#include "http/engine.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOBBY_EVENTS 64

struct guest {
	struct guest *next;
	struct guest *previous;
	struct MHD_Daemon *daemon;
	uint64_t consumed;
	uint64_t deadline;
	int socket;
	bool watched;                /* else its daemon was full */
	struct sockaddr_in6 address; /* or the sockaddr_in that fits into it */
};

bool lobby_open(struct lobby *lobby, unsigned int room)
{
	int pair[2];

	*lobby = (struct lobby){.epoll = epoll_create1(EPOLL_CLOEXEC), .gone = -1, .room = room};
	if (lobby->epoll < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	close(pair[1]);
	lobby->gone = pair[0];
	return true;
}

void lobby_close(struct lobby *lobby)
{
	while (lobby->oldest)
		lobby_close_oldest(lobby);
	descriptor_close(&lobby->epoll);
	descriptor_close(&lobby->gone);
}

static bool lobby_watch(const struct lobby *lobby, struct guest *guest)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = guest};

	guest->watched = epoll_ctl(lobby->epoll, EPOLL_CTL_ADD, guest->socket, &event) == 0;
	return guest->watched;
}

static void lobby_ignore(const struct lobby *lobby, struct guest *guest)
{
	epoll_ctl(lobby->epoll, EPOLL_CTL_DEL, guest->socket, NULL);
	guest->watched = false;
}

/* Whom libmicrohttpd suspends it watches no more, and when it looks again, the peer has gone. */
static bool lobby_exchange_socket(const struct lobby *lobby, struct MHD_Connection *mhd, int socket)
{
	bool exchanged;

	MHD_suspend_connection(mhd);
	exchanged = dup3(lobby->gone, socket, O_CLOEXEC) >= 0;
	MHD_resume_connection(mhd);
	return exchanged;
}

static void lobby_append(struct lobby *lobby, struct guest *guest)
{
	guest->previous = lobby->newest;
	if (guest->previous)
		guest->previous->next = guest;
	else
		lobby->oldest = guest;
	lobby->newest = guest;
	lobby->count++;
}

/* Returns the socket, which nobody watches any more. */
static int lobby_remove(struct lobby *lobby, struct guest *guest)
{
	int socket = guest->socket;

	lobby_ignore(lobby, guest);
	if (guest->previous)
		guest->previous->next = guest->next;
	else
		lobby->oldest = guest->next;
	if (guest->next)
		guest->next->previous = guest->previous;
	else
		lobby->newest = guest->previous;
	lobby->count--;
	free(guest);
	return socket;
}

static socklen_t lobby_address_size(const struct sockaddr *address)
{
	return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
					      : sizeof(struct sockaddr_in);
}

static struct guest *lobby_guest(struct MHD_Connection *mhd, int socket)
{
	const struct sockaddr *address =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	struct guest *guest = memory_take(1, sizeof(*guest));

	guest->daemon = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_DAEMON)->daemon;
	guest->socket = socket;
	memcpy(&guest->address, address, lobby_address_size(address));
	return guest;
}

bool lobby_take(struct lobby *lobby, struct MHD_Connection *mhd, uint64_t consumed,
		uint64_t deadline)
{
	int socket = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	int kept = fcntl(socket, F_DUPFD_CLOEXEC, 0);
	struct guest *guest;

	if (kept < 0)
		return false;
	guest = lobby_guest(mhd, kept);
	guest->consumed = consumed;
	guest->deadline = deadline;
	if (!lobby_watch(lobby, guest) || !lobby_exchange_socket(lobby, mhd, socket)) {
		/* Closing it does not end the watch: libmicrohttpd has the socket open, too. */
		lobby_ignore(lobby, guest);
		close(kept);
		free(guest);
		return false;
	}
	lobby_append(lobby, guest);
	return true;
}

static bool lobby_has_gone(int socket)
{
	char byte;

	return recv(socket, &byte, sizeof(byte), MSG_PEEK | MSG_DONTWAIT) <= 0;
}

static void lobby_release(struct lobby *lobby, struct guest *guest)
{
	struct sockaddr_in6 address = guest->address;
	struct MHD_Daemon *daemon = guest->daemon;
	uint64_t consumed = guest->consumed;
	int socket = lobby_remove(lobby, guest);

	if (lobby_has_gone(socket)) {
		close(socket);
		return;
	}
	lobby->consumed = consumed;
	/* Closes the socket when it cannot take it. */
	MHD_add_connection(daemon, socket, (struct sockaddr *)&address,
			   lobby_address_size((struct sockaddr *)&address));
	lobby->consumed = 0;
}

void lobby_call(struct lobby *lobby)
{
	struct epoll_event events[LOBBY_EVENTS];
	int count = epoll_wait(lobby->epoll, events, LOBBY_EVENTS, 0);

	for (int i = 0; i < count; i++) {
		struct guest *guest = events[i].data.ptr;

		if (engine_has_room(guest->daemon, lobby->room))
			lobby_release(lobby, guest);
		else
			lobby_ignore(lobby, guest);
	}
}

void lobby_look(struct lobby *lobby, uint64_t now)
{
	struct guest *next;

	for (struct guest *guest = lobby->oldest; guest; guest = next) {
		next = guest->next;
		if (now > guest->deadline)
			close(lobby_remove(lobby, guest));
		else if (!guest->watched)
			lobby_watch(lobby, guest);
	}
}

void lobby_close_oldest(struct lobby *lobby)
{
	close(lobby_remove(lobby, lobby->oldest));
}

void lobby_empty(struct lobby *lobby)
{
	struct guest *next;

	for (struct guest *guest = lobby->oldest; guest; guest = next) {
		next = guest->next;
		if (lobby_has_gone(guest->socket) || engine_has_room(guest->daemon, lobby->room))
			lobby_release(lobby, guest);
	}
}
