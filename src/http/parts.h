/* A body that is made of parts of a file, read block by block while it is sent. */
#ifndef HTTP_PARTS_H
#define HTTP_PARTS_H

#include "postern/response.h"

#include <sys/types.h>

#define PARTS_BLOCK ((size_t)64 * 1024) /* bytes: what is worth a call of the system */

struct parts;

/* Copies the parts and their texts; takes ownership of the descriptor. */
struct parts *parts_create(int descriptor, const struct response_part *parts, size_t count);
void parts_destroy(struct parts *parts);

/* Of all of them, in bytes. */
uint64_t parts_length(const struct parts *parts);

/* Reads from that position in the body on, as far as is convenient. How many bytes; -1 when the
 * file has changed, or cannot be read. The position is not behind the last byte. */
ssize_t parts_read(const struct parts *parts, uint64_t position, char *buffer, size_t size);

#endif
