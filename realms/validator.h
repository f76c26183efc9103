/* What tells one version of a representation from another: its entity tag, and when it was
 * modified. */
#ifndef REALMS_VALIDATOR_H
#define REALMS_VALIDATOR_H

#include "file_version.h"
#include "postern/octets.h"

#include <time.h>

#define VALIDATOR_TAG_MAX 32 /* bytes with the NUL */

struct validator {
	char tag[VALIDATOR_TAG_MAX]; /* as in ETag */
	/* No second version can have the same tag, nor the same date unless somebody sets it. */
	bool strong;
	bool undated;    /* nobody knows when it was modified: conditions with dates do not count */
	time_t modified; /* never after `now` */
};

/* Of a file; `now` as of file_version_is_settled(). */
void validator_init(struct validator *validator, const struct file_version *version, time_t now);

/* Of what was never a file: strong, made of nothing but the octets, and undated. */
void validator_init_text(struct validator *validator, struct octets text);

#endif
