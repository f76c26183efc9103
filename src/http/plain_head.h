/* The head of a plain request: GET or HEAD of HTTP/1.1, without a body, that leaves the connection
 * as it is, and with which nothing is wrong. Whoever wants anything else is libmicrohttpd's. */
#ifndef HTTP_PLAIN_HEAD_H
#define HTTP_PLAIN_HEAD_H

#include "http/fields.h"
#include "http/head.h"

#define PLAIN_HEAD_MAX        HEAD_LIMIT_LEAST /* bytes */
#define PLAIN_HEAD_FIELDS_MAX 32

/* All of it is borrowed from the octets. */
struct plain_head {
	struct octets method;
	struct octets target; /* begins with '/' */
	struct octets version;
	struct head head;
	struct field fields[PLAIN_HEAD_FIELDS_MAX];
	size_t field_count;
};

/* Reads the head that the octets begin with. False: they do not begin with a plain one, or not with
 * all of it. What it takes head_check() takes, too, and reads it the same. */
bool plain_head_read(struct plain_head *plain, struct octets octets);

#endif
