/* A connection, the deadlines of its phases, and the exchange of request and response on it. */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include "cred/portal.h"
#include "http/fields.h"
#include "http/head.h"
#include "http/sent_file.h"
#include "postern/octets.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct attempt;
struct carried;
struct hold;
struct loop;

enum connection_phase {
	CONNECTION_NEW,    /* nothing of a request is known yet */
	CONNECTION_IDLE,   /* kept alive; nothing of the next request is known yet */
	CONNECTION_LEFT,   /* it waits in the lobby; libmicrohttpd has not noticed yet */
	CONNECTION_HEAD,   /* the request line is there, the rest of the head is not */
	CONNECTION_BODY,   /* the head is there, the body is not; up to here we wait for octets */
	CONNECTION_LOGIN,  /* suspended while the pool logs in */
	CONNECTION_ANSWER, /* the response is on its way */
};

/* One request and its response. Everything in it is gone when the next one begins. */
struct exchange {
	struct octets target;  /* libmicrohttpd's memory, valid until the request has ended */
	struct octets method;  /* the same; absent before the first call of the handler */
	struct octets version; /* the same */
	char *question;        /* where the '?' of the target is; NULL without one */
	char query_byte;       /* what stood behind it */
	uint64_t began;        /* milliseconds, of the loop's turn */
	bool begun;            /* the first call of the handler is over */
	struct head head;
	struct hold *hold;       /* on the site that answers; NULL before it is asked */
	uint64_t body_length;    /* received so far */
	struct attempt *attempt; /* waits for the body, or is in the pool, or back from it */
	unsigned int status;     /* of the response; 0 before there is one */
	uint64_t sent;           /* bytes of its body, if all of it is sent */
	uint64_t turn;           /* of the loop, in which the response was queued */
	bool from_memory;        /* it needs no file, and so does not break off */
	struct sent_file file;
	struct login login; /* its avatar is logged out when the request has ended */
};

struct connection {
	struct connection *next;
	struct connection *previous;
	struct loop *loop;
	struct MHD_Connection *mhd; /* NULL: of the fast path */
	struct fields fields;       /* of the request */
	int socket;
	struct in6_addr peer; /* as in cred/source.h */
	/* libmicrohttpd says all the time that there is work on it: in a handshake, and in a
	 * chunked body whose chunk does not fit its memory. */
	bool spins;
	enum connection_phase phase;
	uint64_t phase_began;    /* of clock_monotonic_ms() */
	uint64_t taken;          /* bytes, that the client was seen to have received */
	uint64_t took_last;      /* when that became more, or the phase began */
	uint64_t consumed;       /* bytes, by requests that have ended */
	bool stays;              /* out of the lobby, until the next phase */
	struct carried *carried; /* what the fast path made of the first request; NULL */
	struct exchange exchange;
};

/* Longer without a request, or without taking anything of an answer: the connection closes. */
#define CONNECTION_IDLE_SECONDS 60
#define CONNECTION_NEW_SECONDS  30  /* the same before the first request */
#define CONNECTION_GREETING     500 /* milliseconds from the connection to its first request */
#define CONNECTION_PEER_MAX     INET6_ADDRSTRLEN /* bytes with the NUL */

struct connection *connection_open(struct loop *loop, struct MHD_Connection *mhd);
void connection_close(struct connection *connection);

void connection_enter(struct connection *connection, enum connection_phase phase);

/* Closes the connection if its phase has lasted too long, or if the client takes nothing any more
 * of an answer. The same if what is sent is not what it was any more, or if octets are waited for
 * and none will come. A login that has lasted too long is answered. */
void connection_enforce_deadline(struct connection *connection);

/* Sends the connection to the loop's lobby if it has waited for a request for long enough, and not
 * a byte of one has come. True if it was sent. */
bool connection_leave(struct connection *connection);

/* No further request: one that waits for the next request closes now. */
void connection_drain(struct connection *connection);

/* Of the peer: "192.0.2.1"; "local" for a Unix socket. For the log. */
const char *connection_peer(const struct connection *connection,
			    char text[static CONNECTION_PEER_MAX]);

#endif
