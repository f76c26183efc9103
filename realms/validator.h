/* What tells one version of a file from another: its entity tag, and when it was modified. */
#ifndef REALMS_VALIDATOR_H
#define REALMS_VALIDATOR_H

#include "postern/octets.h"

#include <sys/stat.h>
#include <time.h>

#define VALIDATOR_TAG_MAX 32 /* bytes with the NUL */

struct validator {
	char tag[VALIDATOR_TAG_MAX]; /* as in ETag */
	/* No second version can have the same tag or the same date: it is long enough ago. */
	bool strong;
	time_t modified; /* never after `now` */
};

/* Of a file of that status; `now` is the time of CLOCK_REALTIME. */
void validator_init(struct validator *validator, const struct stat *status, time_t now);

#endif
