/*
 * A lobby keeps connections on which no request comes for a while. There each of them costs a few
 * bytes; with libmicrohttpd, the memory of a whole request.
 */
#ifndef HTTP_LOBBY_H
#define HTTP_LOBBY_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guest;

struct lobby {
	int epoll;         /* ready when a guest has something to say */
	int gone;          /* a socket whose peer has gone: libmicrohttpd is left with it */
	unsigned int room; /* connections that each daemon may have */
	struct guest *oldest;
	struct guest *newest;
	size_t count;
	/* Bytes that the guest who is given to libmicrohttpd just now had sent before; else 0. */
	uint64_t consumed;
};

/* False, with errno set, without descriptors for it. Close it in any case. */
bool lobby_open(struct lobby *lobby, unsigned int room);

/* Closes all connections, too. */
void lobby_close(struct lobby *lobby);

/* Takes over a TCP connection of which libmicrohttpd has read no more than `consumed`, the bytes of
 * requests that have ended; it closes its part in the next turn. False without a free descriptor:
 * nothing has changed. The deadline is of clock_monotonic_ms(). Between two runs of the daemon. */
bool lobby_take(struct lobby *lobby, struct MHD_Connection *mhd, uint64_t consumed,
		uint64_t deadline);

/* Connections on which a request begins are new ones to libmicrohttpd. Those of a daemon that is
 * full wait for the next look. */
void lobby_call(struct lobby *lobby);

/* Looks again at those who wait for that, and closes those whose deadline is over. */
void lobby_look(struct lobby *lobby, uint64_t now);

/* Closes the one that came first. There must be one. */
void lobby_close_oldest(struct lobby *lobby);

/* Calls those on which a request begins, and closes all others: who is left waits for a daemon that
 * is full. */
void lobby_empty(struct lobby *lobby);

#endif
