/* Says on standard output what each plug-in of a portal says to a login, and never a secret. */
#ifndef APPLICATION_LOGIN_WALK_H
#define APPLICATION_LOGIN_WALK_H

#include "cred/portal.h"

struct login_walk {
	struct portal_witness witness;
	const struct portal *portal;
	unsigned int interfaces; /* of the credentials */
	size_t next;             /* the checker that is asked next */
};

void login_walk_begin(struct login_walk *walk, const struct portal *portal,
		      const struct credentials *credentials);

/* "refused      TEXT". */
void login_walk_say(const char *verdict, const char *text);

/* Says who was not asked, and why not. */
void login_walk_end(struct login_walk *walk);

#endif
