/* Content codings: files that lie compressed beside themselves (RFC 9110 section 12.5.3). */
#ifndef REALMS_CODING_H
#define REALMS_CODING_H

#include "postern/request.h"

struct coding {
	const char *name;   /* as in Content-Encoding */
	const char *suffix; /* of the file's name */
};

enum {
	CODING_COUNT = 3
};

/* 0 to CODING_COUNT - 1. */
unsigned int coding_number(const struct coding *coding);

/* What a client says that it takes, in thousandths; CODING_UNSAID: nothing. */
#define CODING_UNSAID (-1)

struct accepted_codings {
	struct request_reader reader; /* is shown the fields of the request */
	int quality[CODING_COUNT];
	int identity; /* the file as it is */
	int others;   /* "*" */
};

void accepted_codings_init(struct accepted_codings *accepted);

/* Those that the client likes at least as much as the file as it is, the best first; returns how
 * many there are. */
size_t accepted_codings_list(const struct accepted_codings *accepted,
			     const struct coding *list[static CODING_COUNT]);

#endif
