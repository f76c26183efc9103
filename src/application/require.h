/* Makes the requirement of a portal out of what its author wrote. */
#ifndef APPLICATION_REQUIRE_H
#define APPLICATION_REQUIRE_H

#include "application/description.h"
#include "cred/portal.h"

/* Gives the portal its requirement, if the description has one. False, with the error set, when it
 * makes no sense, or when a checker of the portal lets anonymous in, who could never meet it. */
bool require_apply(struct portal *portal, const struct description *description,
		   const struct portal_description *portal_description, struct error *error);

#endif
