/* A response while it is written, and its way into libmicrohttpd. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "http/fields.h"
#include "http/parts.h"
#include "postern/response.h"

#include <microhttpd.h>
#include <stdbool.h>

/* What the server itself adds: challenges, the caching of what is protected. */
#define RESPONSE_HEADERS_OURS 8
#define RESPONSE_TEXT_OURS    4096 /* bytes */

enum response_body_kind {
	RESPONSE_NO_BODY = 0,
	RESPONSE_TEXT,     /* a copy, for free() */
	RESPONSE_CONSTANT, /* borrowed for ever */
	RESPONSE_FILE,
	RESPONSE_PARTS,
	RESPONSE_LENGTH,  /* it is not sent, its length is said */
	RESPONSE_KEPT,    /* that of a kept response, with its fields */
	RESPONSE_FAILURE, /* the status in a few words; response_settle() chooses which */
};

struct response_header {
	const char *name;
	const char *value; /* in the response's text */
};

struct response {
	unsigned int status;
	bool broken; /* whoever wrote it broke a rule of postern/response.h */
	size_t header_count;
	struct response_header headers[RESPONSE_HEADERS_MAX + RESPONSE_HEADERS_OURS];
	size_t text_used;
	char text[RESPONSE_TEXT_MAX + RESPONSE_TEXT_OURS];
	enum response_body_kind body_kind;
	struct octets body;
	int descriptor;
	uint64_t offset;
	uint64_t length; /* of the body, of whatever kind */
	struct parts *parts;
	struct kept_response *kept; /* borrowed: is sent again, or is to be from now on; NULL */
	bool personal;              /* has fields for this request alone */
};

/* 200 without fields and without a body. */
void response_init(struct response *response);

/* The same as response_add_header(), for the server: it has room even when an avatar took all of
 * its. */
void response_add_own_header(struct response *response, const char *name, const char *value);

/* The same with a field that is for this request alone. */
void response_add_personal_header(struct response *response, const char *name, const char *value);

/* The same, instead of all fields of that name. */
void response_replace_header(struct response *response, const char *name, const char *value);

/* Frees the body if it was not sent, and leaves none. */
void response_finish(struct response *response);

/* response_set_failure(), not to be stored. Replaces what was written. */
void response_fail(struct response *response, unsigned int status);

/* Into one that is not there yet: `from` keeps no body. */
void response_move(struct response *to, struct response *from);

/* Gives a failure the body of its kind, for a client that wants HTML or for any other; other
 * responses have theirs. Done by response_queue(). */
void response_settle(struct response *response, bool html);

/* The same by what the client says in the fields of its request. */
void response_settle_for(struct response *response, struct fields fields);

/* Hands the response to libmicrohttpd, finished; what cannot be sent becomes a 500. The descriptor
 * is then that of the file that is sent by sendfile(), and open until it is sent; -1 without one.
 */
enum MHD_Result response_queue(struct response *response, struct MHD_Connection *connection,
			       bool close_connection);

/* Leaves one that was sent past libmicrohttpd, and is to be kept, to what keeps it. */
void response_give_to_keep(struct response *response);

/* Once it has begun it is sent to its end, unless the client goes. */
static inline bool response_is_in_memory(const struct response *response)
{
	return response->body_kind != RESPONSE_FILE && response->body_kind != RESPONSE_PARTS;
}

#endif
