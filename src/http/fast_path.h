/*
 * The fast path answers plain requests (http/plain_head.h) from memory, without libmicrohttpd: it
 * looks at what has come, without taking it from the socket, and answers it with one system call.
 * All others find their octets still there when libmicrohttpd reads them. Longer answers than
 * http/answer_text.h has room for are libmicrohttpd's to send.
 */
#ifndef HTTP_FAST_PATH_H
#define HTTP_FAST_PATH_H

#include "http/response.h"

struct connection;
struct fast_path;
struct guest;
struct loop;

enum fast_path_end {
	FAST_PATH_STAYS,  /* nothing has come yet, or not all of the answer has gone */
	FAST_PATH_SERVED, /* a request, to its end */
	FAST_PATH_PASSED, /* it is libmicrohttpd's */
	FAST_PATH_CLOSED, /* the client has gone */
};

struct fast_path *fast_path_create(struct loop *loop);

/* NULL is fine. */
void fast_path_destroy(struct fast_path *fast);

/* Something came from the guest, or can be sent to it. When its request is passed to libmicrohttpd,
 * the guest may carry the answer already. When a client does not take all of an answer, the guest
 * keeps the fast path until it does, and another one takes its place. */
enum fast_path_end fast_path_serve(struct fast_path **place, struct guest *guest);

/* The request whose answer has a rest is over: the client has all of it, or never will. Nothing to
 * do for others. */
void fast_path_finish(struct guest *guest, bool complete);

/* Sends the response to the request that is served, or leaves it to libmicrohttpd. */
void fast_path_send(struct connection *connection, struct response *response);

#endif
