/*
 * The join of a portal's factories and checkers: every factory must make credentials that some
 * checker accepts. In Twisted a factory that none can serve lets nobody in, without a word.
 */
#ifndef APPLICATION_JOIN_H
#define APPLICATION_JOIN_H

#include "application/description.h"
#include "base/warn.h"
#include "http/guard.h"

/* False, with the error set, when a login could never succeed. `portal` is what `guard` was made
 * of. */
bool join_check(const struct guard *guard, const struct description *description,
		const struct portal_description *portal, struct error *error);

/* Warns of each checker that no factory can reach, of `mutual` where no factory can do it, and of
 * groups that are required where no checker knows any. */
void join_warn(const struct guard *guard, const struct portal_description *portal,
	       warn_function *warn);

#endif
