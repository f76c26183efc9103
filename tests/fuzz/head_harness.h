/* Puts heads through the parser of libmicrohttpd, set up as the server has it, and the check. */
#ifndef HEAD_HARNESS_H
#define HEAD_HARNESS_H

#include "http/head.h"

/* A head that has passed the check; valid while it is looked at. */
struct head_seen {
	struct MHD_Connection *mhd;
	struct octets method;
	struct octets target;
	struct octets version;
	struct head head;
};

struct head_look {
	void (*look)(struct head_look *look, const struct head_seen *seen);
};

/* Sends the octets. True when they begin with a head that passes, which the look was shown. */
bool head_harness_passes(struct octets sent, struct head_look *look);

#endif
