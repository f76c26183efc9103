/* Since when a plug-in cannot tell: the log says so once a minute, and not for every login. */
#ifndef CRED_OUTAGE_H
#define CRED_OUTAGE_H

#include "postern/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Of one plug-in of one portal, or of what else keeps logins from an answer. Any thread. */
struct outage {
	atomic_bool lasts; /* all that a login which is granted looks at */
	pthread_mutex_t mutex;
	uint64_t began; /* of clock_monotonic_ms(), as the next two */
	uint64_t failed;
	uint64_t said;
	unsigned int logins; /* that found nobody who could tell */
	struct error reason; /* that was said last */
};

void outage_init(struct outage *outage);

/* The plug-in could not tell. True when the log has a line of it: as it begins, when it
 * has another reason (which is said once a second at most), and else once a minute. */
bool outage_note(struct outage *outage, const struct error *reason);

/* The plug-in has granted: it can tell. The outage is over, and the log says so, when no login has
 * met it for a second: of a damaged store some accounts can still be read. */
void outage_end(struct outage *outage);

void outage_finish(struct outage *outage);

#endif
