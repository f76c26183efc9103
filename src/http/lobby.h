/*
 * A lobby keeps the connections of plain TCP between their requests. There each of them costs a few
 * bytes; with libmicrohttpd, the memory of a whole request. Plain requests are answered there
 * (http/fast_path.h); with all others the connection goes to libmicrohttpd, and comes back when
 * nothing has come for a while.
 */
#ifndef HTTP_LOBBY_H
#define HTTP_LOBBY_H

#include "http/guests.h"

struct loop;

#define LOBBY_EVENTS 64 /* guests who are served in one turn, at most */

struct lobby {
	int epoll;         /* ready when a guest has something to say */
	int gone;          /* a socket whose peer has gone: libmicrohttpd is left with it */
	unsigned int room; /* connections that each daemon may have */
	struct loop *loop;
	struct fast_path *fast_paths[LOBBY_EVENTS]; /* NULL: not needed yet */
	struct guests guests;
	bool emptied; /* nobody waits here for another request any more */
	/* Of the guest who is given to libmicrohttpd just now; else 0 and NULL. */
	uint64_t consumed;
	struct carried *carried;
};

/* Milliseconds: who was heard so lately is not sent away for another one. */
#define LOBBY_PATIENCE 2000

/* False, with errno set, without descriptors for it. Close it in any case. */
bool lobby_open(struct lobby *lobby, unsigned int room, struct loop *loop);

/* Closes all connections, too. Once more is fine. */
void lobby_close(struct lobby *lobby);

/* Whether another one may come in: in the place of one who was silent, if there is no other. */
bool lobby_has_room(const struct lobby *lobby, const struct door *door, uint64_t now);

/* Lets those in who wait at the socket, which does not block. False when there is no room, no
 * descriptor or no memory for another one: asking again at once would be in vain. */
bool lobby_accept(struct lobby *lobby, struct door *door, int socket, uint64_t now);

/* Takes over a TCP connection of which libmicrohttpd has read no more than `consumed`, the bytes of
 * requests that have ended; it closes its part in the next turn. False without a free descriptor:
 * nothing has changed. The deadline is of clock_monotonic_ms(). Between two runs of the daemon. */
bool lobby_take(struct lobby *lobby, struct door *door, struct MHD_Connection *mhd,
		uint64_t consumed, uint64_t now, uint64_t deadline);

/* Serves those on which something happens. Whom the fast path passes is a new connection to
 * libmicrohttpd. Those of a daemon that is full wait for the next look. */
void lobby_call(struct lobby *lobby, uint64_t now);

/* Looks again at those who wait for that, and closes those whose deadline is over. */
void lobby_look(struct lobby *lobby, uint64_t now);

/* Gives those to libmicrohttpd on which a request begins, or who have just come, and closes all
 * others: who is left waits for a daemon that is full, or for the rest of an answer. */
void lobby_empty(struct lobby *lobby, uint64_t now);

#endif
