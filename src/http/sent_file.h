/* A file while it is sent, piece by piece: what it holds was described once, before. */
#ifndef HTTP_SENT_FILE_H
#define HTTP_SENT_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct sent_file {
	int descriptor;
	uint64_t size; /* in bytes; 0: there is nothing to look at */
	struct timespec modified;
};

/* Before anything of it is sent. A descriptor of -1: no file is sent. One that does not reach up to
 * `end`, in bytes from its beginning, has changed already. */
void sent_file_begin(struct sent_file *file, int descriptor, uint64_t end);

/* Whether what is still to be sent may be of another version, or is gone: by sendfile()
 * libmicrohttpd would wait for that in vain. A file that has only grown is the same as far as it
 * went. While it is sent. */
bool sent_file_has_changed(const struct sent_file *file);

#endif
