/* A request as an avatar and a credential factory see it: checked, decoded and bounded. */
#ifndef POSTERN_REQUEST_H
#define POSTERN_REQUEST_H

#include "postern/avatar_id.h"
#include "postern/octets.h"
#include "postern/shelf.h"

#include <stdint.h>

struct request {
	struct octets method; /* as sent: methods are case-sensitive (RFC 9110 section 9.1) */
	struct octets target; /* the request target as sent (RFC 9112 section 3.2) */

	/* The path of the target: decoded once, without dot segments and empty segments. It begins
	 * with '/' and holds no NUL, but one behind its end, for the system's sake. */
	struct octets path;
	/* The part of `path` below the mount of the portal: empty, or beginning with '/'. */
	struct octets rest;
	/* What follows the '?', as sent; absent (data NULL) without a '?'. */
	struct octets query;

	/* Who is logged in; NULL before the login. */
	const struct avatar_id *avatar_id;

	/* Of the loop that asks, as of struct caller: no two threads ask with the same slot at the
	 * same time, and once a turn is often enough to look at what may have changed. */
	unsigned int slot;
	uint64_t turn;
	struct shelf *shelf; /* of the same loop; NULL: nothing is kept */
};

/* The value of a header field, without the white space around it; absent (data NULL) when the field
 * is not there. The first one, where the field may stand only once. */
struct octets request_header(const struct request *request, const char *name);

/* Sees header fields. Who wants to keep what it sees embeds it in a struct of its own. */
struct request_reader {
	/* The value is without the white space around it. */
	void (*read)(struct request_reader *reader, struct octets name, struct octets value);
};

/* Shows the reader all header fields, in their order: for those that are lists, and may stand on
 * several lines (RFC 9110 section 5.3), and for several fields at a time. */
void request_read_headers(const struct request *request, struct request_reader *reader);

/* GET and HEAD are one to most avatars: the body of an answer to HEAD is dropped on the way out. */
static inline bool request_reads(const struct request *request)
{
	return octets_equal(request->method, OCTETS("GET")) ||
	       octets_equal(request->method, OCTETS("HEAD"));
}

#endif
