/*
 * The fast path answers plain requests (http/plain_head.h) from memory, without libmicrohttpd: it
 * looks at what has come, without taking it from the socket, writes the answer, and sends it with
 * one system call. All others find their octets still there when libmicrohttpd reads them. Longer
 * answers than http/answer_text.h has room for are libmicrohttpd's to send.
 *
 * Those three are steps, and each is done for all requests of a turn before the next one: so the
 * processor's caches hold what a step needs. It makes a login 3 to 4 % cheaper.
 */
#ifndef HTTP_FAST_PATH_H
#define HTTP_FAST_PATH_H

#include "http/response.h"

struct connection;
struct fast_path;
struct guest;
struct loop;

enum fast_path_end {
	FAST_PATH_STAYS,  /* nothing has come, or can be sent */
	FAST_PATH_SERVED, /* some of an answer has been sent, if not all of it */
	FAST_PATH_PASSED, /* it is libmicrohttpd's */
	FAST_PATH_CLOSED, /* the client has gone */
};

/* For one request at a time. */
struct fast_path *fast_path_create(struct loop *loop);

/* NULL is fine. */
void fast_path_destroy(struct fast_path *fast);

/* The first step. Something has come from the guest, who has no answer to get. */
void fast_path_look(struct fast_path *fast, struct guest *guest);

/* The second step. When the request is to be passed to libmicrohttpd, the guest may carry the
 * answer already. */
void fast_path_answer(struct fast_path *fast);

/* The last step. When a client does not take all of an answer, the guest keeps the fast path until
 * it does, and the place is empty. */
enum fast_path_end fast_path_deliver(struct fast_path **place);

/* More of the answer can be sent to a guest who keeps it. */
enum fast_path_end fast_path_send_rest(struct guest *guest);

/* The request whose answer has a rest is over: the client has all of it, or never will. Nothing to
 * do for others. */
void fast_path_finish(struct guest *guest, bool complete);

/* Writes the response to the request that is served, or leaves it to libmicrohttpd. */
void fast_path_write(struct connection *connection, struct response *response);

#endif
