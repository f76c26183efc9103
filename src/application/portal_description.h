/* What one portal consists of, in the strings that its author wrote. */
#ifndef APPLICATION_PORTAL_DESCRIPTION_H
#define APPLICATION_PORTAL_DESCRIPTION_H

#include "application/settings.h"
#include "postern/error.h"

#include <stdbool.h>

struct portal_description {
	char *prefix; /* normal form of a path, without the '/' at its end; "" is the root */
	unsigned int line;
	struct setting name; /* the protection space */
	struct settings factories;
	struct settings checkers;
	struct settings require; /* none: whoever is logged in */
	struct setting realm;
	bool mutual; /* Digest: the server proves itself, too */
};

/* For a portal that was taken out of its description. */
void portal_description_finish(struct portal_description *portal);

/* False, with the error set, when it is neither "true" nor "false". */
bool portal_description_set_mutual(struct portal_description *portal, const char *text,
				   struct error *error);

/* The prefix as people write it: the root is "/". */
const char *portal_description_prefix(const struct portal_description *portal);

#endif
