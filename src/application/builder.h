/* Builds one guarded portal out of its description. */
#ifndef APPLICATION_BUILDER_H
#define APPLICATION_BUILDER_H

#include "application/application.h"
#include "application/roster.h"
#include "base/arguments.h"

/* With the registry, the nonces and the cache of the application, which must outlive it, and the
 * checkers of the roster; `origin` is that of the portal's strings. NULL, with the error set, when
 * something cannot be built, or a login could never succeed. */
struct guard *builder_build(const struct application *application, struct roster *roster,
			    const struct portal_description *portal, struct origin origin,
			    struct error *error);

#endif
