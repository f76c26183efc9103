/* A roster has the checkers of an application while it is built: portals that name the same one, by
 * the same string, share it. A store is then opened once, however many portals it guards. */
#ifndef APPLICATION_ROSTER_H
#define APPLICATION_ROSTER_H

#include "cred/checker.h"

struct roster;

/* Of checkers of these types, which are borrowed. */
struct roster *roster_create(const struct plugin_type *const types[]);

/* A share of that of the string, or a new one: for checker_destroy(). The string is borrowed; all
 * have the same origin. NULL with the error set. */
struct checker *roster_checker(struct roster *roster, const char *string, struct origin origin,
			       struct error *error);

/* How many there are that are not the same. */
size_t roster_count(const struct roster *roster);

/* The checkers stay with those who have a share. */
void roster_destroy(struct roster *roster);

#endif
