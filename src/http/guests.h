/* The connections in a lobby, in the order in which they were last heard. */
#ifndef HTTP_GUESTS_H
#define HTTP_GUESTS_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct carried;
struct fast_path;

/* Where connections come in. */
struct door {
	struct MHD_Daemon *daemon;
	size_t guests; /* in the lobby */
};

struct guest {
	struct guest *next;
	struct guest *previous;
	struct door *door;
	uint64_t consumed; /* bytes, by requests that have ended */
	uint64_t heard;    /* when something was last exchanged, of clock_monotonic_ms() */
	uint64_t deadline; /* the same */
	struct fast_path *answering; /* has the rest of an answer for it; NULL: there is none */
	struct carried *carried;     /* the answer to a request that is passed on; NULL */
	int socket;
	bool watched;                /* else its daemon was full */
	struct sockaddr_in6 address; /* or the sockaddr_in that fits into it */
};

/* Zeroed, there is none. */
struct guests {
	struct guest *oldest; /* who was heard first */
	struct guest *newest;
	size_t count;
};

/* As the one who was heard last. The list borrows. */
void guests_add(struct guests *guests, struct guest *guest);

void guests_remove(struct guests *guests, struct guest *guest);

/* Who was heard first of those of the door who wait for no answer; NULL: there is none. */
struct guest *guests_idle(const struct guests *guests, const struct door *door);

#endif
