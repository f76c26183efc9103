/*
 * The check of a request head that libmicrohttpd 0.9.75 leaves to us: its parser folds lines, takes
 * bare LF, and ends the head at an empty name, and so lets requests be smuggled. Nothing is
 * answered, let alone logged in, before this check has passed.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "postern/error.h"
#include "postern/octets.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

/* Bytes of a head, its request line and the empty line at its end: the limit, unless another one
 * between the least and the most is chosen. */
#define HEAD_LIMIT       8192
#define HEAD_LIMIT_LEAST 4096
#define HEAD_LIMIT_MOST  65536

#define HEAD_FIELDS_MAX 100 /* more are answered 431 */
#define HEAD_METHOD_MAX 32  /* bytes; longer ones are answered 501 */

/* What the server itself must know of a head. Borrowed from libmicrohttpd for the request. */
struct head {
	struct octets authorization; /* without the white space around it; absent: none */
	uint64_t length;             /* of the head itself, in bytes */
	uint64_t content_length;     /* 0 without a body */
	bool chunked;
	bool expects_continue; /* RFC 9110 section 10.1.1 */
};

/* Bytes of memory for a connection: a head within that limit leaves room for an answer. */
size_t head_memory(unsigned int limit);

/* As soon as the request line is there, and before libmicrohttpd looks for cookies. */
void head_begin(struct MHD_Connection *connection);

/* Of the name of a field as libmicrohttpd shows it: no client has sent it, head_begin() made it. */
extern const char head_decoy[];

static inline bool head_is_decoy(const char *name)
{
	return name == head_decoy;
}

/* `method` and `version` are what the access handler was given, `target` is where the request
 * target stands in libmicrohttpd's buffer. Both return 0, or the status to answer with before
 * closing the connection; the error then says why. */
unsigned int head_check_length(struct MHD_Connection *connection, struct octets method,
			       struct octets target, struct octets version, unsigned int limit,
			       struct error *error);
unsigned int head_check(struct MHD_Connection *connection, struct octets method,
			struct octets target, struct octets version, struct head *head,
			struct error *error);

/* True for the libmicrohttpd whose way of parsing in place the check relies on. */
bool head_check_fits_library(void);

#endif
