/* Keeps connections between their requests, and gives some of them to libmicrohttpd. */
#include "http/lobby.h"

#include "http/carried.h"
#include "http/connection.h"
#include "http/engine.h"
#include "http/fast_path.h"
#include "http/wire.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOBBY_ACCEPT_MAX 16 /* connections in one turn, as libmicrohttpd does */

bool lobby_open(struct lobby *lobby, unsigned int room, struct loop *loop)
{
	int pair[2];

	*lobby = (struct lobby){
		.epoll = epoll_create1(EPOLL_CLOEXEC),
		.gone = -1,
		.room = room,
		.loop = loop,
	};
	if (lobby->epoll < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	close(pair[1]);
	lobby->gone = pair[0];
	return true;
}

static struct epoll_event lobby_event(struct guest *guest)
{
	return (struct epoll_event){
		.events = guest->answering ? EPOLLOUT : EPOLLIN | EPOLLRDHUP,
		.data.ptr = guest,
	};
}

static bool lobby_watch(const struct lobby *lobby, struct guest *guest)
{
	struct epoll_event event = lobby_event(guest);

	guest->watched = epoll_ctl(lobby->epoll, EPOLL_CTL_ADD, guest->socket, &event) == 0;
	return guest->watched;
}

/* Nothing is read before the rest of an answer has gone. */
static void lobby_watch_on(const struct lobby *lobby, struct guest *guest)
{
	struct epoll_event event = lobby_event(guest);

	epoll_ctl(lobby->epoll, EPOLL_CTL_MOD, guest->socket, &event);
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

static void lobby_admit(struct lobby *lobby, struct guest *guest, uint64_t now, uint64_t deadline)
{
	guest->heard = now;
	guest->deadline = deadline;
	guests_add(&lobby->guests, guest);
}

static void lobby_hear(struct lobby *lobby, struct guest *guest, uint64_t now)
{
	guests_remove(&lobby->guests, guest);
	lobby_admit(lobby, guest, now, now + CONNECTION_IDLE_SECONDS * 1000);
}

/* Returns the socket, which nobody watches any more. */
static int lobby_remove(struct lobby *lobby, struct guest *guest)
{
	int socket = guest->socket;

	lobby_ignore(lobby, guest);
	guests_remove(&lobby->guests, guest);
	fast_path_finish(guest, false);
	carried_destroy(guest->carried);
	free(guest);
	return socket;
}

void lobby_close(struct lobby *lobby)
{
	while (lobby->guests.oldest)
		close(lobby_remove(lobby, lobby->guests.oldest));
	for (size_t i = 0; i < LOBBY_EVENTS; i++) {
		fast_path_destroy(lobby->fast_paths[i]);
		lobby->fast_paths[i] = NULL;
	}
	descriptor_close(&lobby->epoll);
	descriptor_close(&lobby->gone);
}

static socklen_t lobby_address_size(const struct sockaddr *address)
{
	return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
					      : sizeof(struct sockaddr_in);
}

static struct guest *lobby_guest(struct door *door, int socket)
{
	struct guest *guest = memory_take(1, sizeof(*guest));

	guest->door = door;
	guest->socket = socket;
	return guest;
}

static bool lobby_is_full(const struct lobby *lobby, const struct door *door)
{
	return engine_count(door->daemon) + door->guests >= lobby->room;
}

/* Who has been silent for so long that another one may have the place; NULL: nobody. */
static struct guest *lobby_silent(const struct lobby *lobby, const struct door *door, uint64_t now)
{
	struct guest *oldest = guests_idle(&lobby->guests, door);

	return oldest && now - oldest->heard >= LOBBY_PATIENCE ? oldest : NULL;
}

bool lobby_has_room(const struct lobby *lobby, const struct door *door, uint64_t now)
{
	return !lobby_is_full(lobby, door) || lobby_silent(lobby, door, now);
}

static void lobby_make_room(struct lobby *lobby, const struct door *door, uint64_t now)
{
	if (lobby_is_full(lobby, door))
		close(lobby_remove(lobby, lobby_silent(lobby, door, now)));
}

bool lobby_accept(struct lobby *lobby, struct door *door, int socket, uint64_t now)
{
	for (int i = 0; i < LOBBY_ACCEPT_MAX; i++) {
		struct sockaddr_in6 address;
		socklen_t size = sizeof(address);
		struct guest *guest;
		int accepted;

		if (!lobby_has_room(lobby, door, now))
			return false;
		accepted = accept4(socket, (struct sockaddr *)&address, &size,
				   SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (accepted < 0)
			return !engine_is_starved(errno);
		lobby_make_room(lobby, door, now);
		guest = lobby_guest(door, accepted);
		guest->address = address;
		lobby_admit(lobby, guest, now, now + CONNECTION_NEW_SECONDS * 1000);
		if (!lobby_watch(lobby, guest))
			close(lobby_remove(lobby, guest));
	}
	return true;
}

bool lobby_take(struct lobby *lobby, struct door *door, struct MHD_Connection *mhd,
		uint64_t consumed, uint64_t now, uint64_t deadline)
{
	const struct sockaddr *address =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	int socket = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	int kept = fcntl(socket, F_DUPFD_CLOEXEC, 0);
	struct guest *guest;

	if (kept < 0)
		return false;
	guest = lobby_guest(door, kept);
	memcpy(&guest->address, address, lobby_address_size(address));
	guest->consumed = consumed;
	if (!lobby_watch(lobby, guest) || !lobby_exchange_socket(lobby, mhd, socket)) {
		/* Closing it does not end the watch: libmicrohttpd has the socket open, too. */
		lobby_ignore(lobby, guest);
		close(kept);
		free(guest);
		return false;
	}
	lobby_admit(lobby, guest, now, deadline);
	return true;
}

static bool lobby_has_gone(int socket)
{
	char octet;

	return wire_look(socket, &octet, sizeof(octet)) <= 0;
}

/* To libmicrohttpd, when it has room. */
static void lobby_release(struct lobby *lobby, struct guest *guest)
{
	struct sockaddr_in6 address = guest->address;
	struct MHD_Daemon *daemon = guest->door->daemon;
	int socket;

	if (!engine_has_room(daemon, lobby->room)) {
		lobby_ignore(lobby, guest);
		return;
	}
	lobby->consumed = guest->consumed;
	lobby->carried = guest->carried;
	guest->carried = NULL;
	socket = lobby_remove(lobby, guest);
	/* Closes the socket when it cannot take it. */
	MHD_add_connection(daemon, socket, (struct sockaddr *)&address,
			   lobby_address_size((struct sockaddr *)&address));
	lobby->consumed = 0;
	carried_destroy(lobby->carried);
	lobby->carried = NULL;
}

/* It has nothing to wait for here. */
static void lobby_dismiss(struct lobby *lobby, struct guest *guest)
{
	if (lobby_has_gone(guest->socket))
		close(lobby_remove(lobby, guest));
	else
		lobby_release(lobby, guest);
}

static void lobby_heed(struct lobby *lobby, struct guest *guest, enum fast_path_end end,
		       uint64_t now)
{
	switch (end) {
	case FAST_PATH_STAYS:
		break;
	case FAST_PATH_SERVED:
		lobby_hear(lobby, guest, now);
		break;
	case FAST_PATH_PASSED:
		lobby_release(lobby, guest);
		break;
	case FAST_PATH_CLOSED:
		close(lobby_remove(lobby, guest));
		break;
	}
}

static void lobby_send_rest(struct lobby *lobby, struct guest *guest, uint64_t now)
{
	enum fast_path_end end = fast_path_send_rest(guest);
	bool done = end == FAST_PATH_SERVED && !guest->answering;

	if (done)
		lobby_watch_on(lobby, guest);
	lobby_heed(lobby, guest, end, now);
	if (done && lobby->emptied)
		lobby_dismiss(lobby, guest);
}

static void lobby_look_at(struct lobby *lobby, size_t place, struct guest *guest)
{
	struct fast_path **fast = &lobby->fast_paths[place];

	if (!*fast)
		*fast = fast_path_create(lobby->loop);
	fast_path_look(*fast, guest);
}

static void lobby_deliver(struct lobby *lobby, size_t place, struct guest *guest, uint64_t now)
{
	enum fast_path_end end = fast_path_deliver(&lobby->fast_paths[place]);

	if (guest->answering)
		lobby_watch_on(lobby, guest);
	lobby_heed(lobby, guest, end, now);
}

void lobby_call(struct lobby *lobby, uint64_t now)
{
	struct epoll_event events[LOBBY_EVENTS];
	int count = epoll_wait(lobby->epoll, events, LOBBY_EVENTS, 0);
	struct guest *asking[LOBBY_EVENTS];
	size_t asking_count = 0;

	for (int i = 0; i < count; i++) {
		struct guest *guest = events[i].data.ptr;

		if (guest->carried)
			lobby_release(lobby, guest);
		else if (guest->answering)
			lobby_send_rest(lobby, guest, now);
		else if (lobby->emptied)
			lobby_dismiss(lobby, guest);
		else
			asking[asking_count++] = guest;
	}
	for (size_t i = 0; i < asking_count; i++)
		lobby_look_at(lobby, i, asking[i]);
	for (size_t i = 0; i < asking_count; i++)
		fast_path_answer(lobby->fast_paths[i]);
	for (size_t i = 0; i < asking_count; i++)
		lobby_deliver(lobby, i, asking[i], now);
}

void lobby_look(struct lobby *lobby, uint64_t now)
{
	struct guest *next;

	for (struct guest *guest = lobby->guests.oldest; guest; guest = next) {
		next = guest->next;
		if (now > guest->deadline)
			close(lobby_remove(lobby, guest));
		else if (!guest->watched)
			lobby_watch(lobby, guest);
	}
}

/* Whoever has just connected has a request on its way. */
static bool lobby_is_awaited(const struct guest *guest, uint64_t now)
{
	return guest->consumed == 0 && now - guest->heard <= CONNECTION_GREETING;
}

void lobby_empty(struct lobby *lobby, uint64_t now)
{
	struct guest *next;

	lobby->emptied = true;
	for (struct guest *guest = lobby->guests.oldest; guest; guest = next) {
		next = guest->next;
		if (guest->carried || lobby_is_awaited(guest, now))
			lobby_release(lobby, guest);
		else if (!guest->answering)
			lobby_dismiss(lobby, guest);
	}
}
