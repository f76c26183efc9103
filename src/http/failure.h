/* What stands in the body of an answer that is no content: its status in a few words, as a page for
 * who reads HTML and as a line for everybody else. Nothing in it depends on the reason. */
#ifndef HTTP_FAILURE_H
#define HTTP_FAILURE_H

#include "postern/octets.h"

struct failure {
	unsigned int status;
	struct octets line;
	struct octets page;
};

/* The style of the pages is the only thing that they may use. */
extern const char failure_policy[];

/* A nameless error where the status is none that we know. Constant, for ever. */
const struct failure *failure_find(unsigned int status);

#endif
