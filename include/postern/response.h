/* A response, as an avatar writes it. Date, Content-Length, Transfer-Encoding and Connection are
 * the server's business, and what is guarded never leaves with a Cache-Control that lets others
 * have it. */
#ifndef POSTERN_RESPONSE_H
#define POSTERN_RESPONSE_H

#include "postern/octets.h"

#include <stdbool.h>
#include <stdint.h>

struct response;

/* 200 to 599; 200 unless it is set. */
void response_set_status(struct response *response, unsigned int status);

#define RESPONSE_HEADERS_MAX 16   /* fields that an avatar may add */
#define RESPONSE_TEXT_MAX    2048 /* bytes of their values together, each with a NUL */

/* More or longer ones, an empty value, control characters, and names that are none or the server's
 * business are bugs of the avatar: the client gets a 500, and the log says so. */
void response_add_header(struct response *response, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with a value as it stands, which costs less than half. */
void response_add_plain_header(struct response *response, const char *name, const char *value);

/* One body at most. Copies it. */
void response_set_text(struct response *response, struct octets body);

/* Borrows it: the bytes must stay as they are until the server has ended. */
void response_set_constant(struct response *response, struct octets body);

/* Sends `length` bytes of a regular file from `offset` on. Takes ownership of the descriptor. When
 * the file is cut or overwritten meanwhile the connection is closed. */
void response_set_file(struct response *response, int descriptor, uint64_t offset, uint64_t length);

/* For HEAD and 304, to which no body is sent: how many bytes it would have. */
void response_set_length(struct response *response, uint64_t length);

/* Text, and a slice of a file behind it; either may be empty. */
struct response_part {
	struct octets text;
	uint64_t offset;
	uint64_t length;
};

/* Sends parts of one regular file one after the other. Copies them and their texts; takes ownership
 * of the descriptor. */
void response_set_parts(struct response *response, int descriptor,
			const struct response_part *parts, size_t count);

/* A response that is kept to be given again, by the loop that gave it first: the status, the fields
 * and the text, or of a 304 the length. It costs less than to write it anew. */
struct kept_response;

/* False: it is no text and no 304, or is broken. */
bool response_can_be_kept(const struct response *response);

/* Keeps what was written, which is then sent as it would be without. NULL: it cannot be kept. The
 * caller destroys what it got, at any time: answers under way are not harmed. */
struct kept_response *response_keep(struct response *response);

/* Answers with it, in the place of all that was written. False, and nothing done, when it was never
 * sent: then it cannot be given again, and never will. */
bool response_repeat(struct response *response, struct kept_response *kept);

/* The text that it gives; absent (data NULL) until it was sent. */
struct octets kept_response_text(const struct kept_response *kept);

/* NULL is fine. */
void kept_response_destroy(struct kept_response *kept);

/* The status, and for a body its name in a few words: a page for browsers, a line of plain text for
 * others. All that is no content looks alike. Content-Type and Vary come with it. */
void response_set_failure(struct response *response, unsigned int status);

#endif
