/*
 * A guard stands before one portal (Twisted: web.guard.HTTPAuthSessionWrapper): it makes
 * credentials of what a request presents, and challenges who is not let in.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "cred/portal.h"
#include "http/credential_factory.h"

struct response;

/* One mounted portal. */
struct guard {
	/* Both with a NUL behind them. The prefix is the normal form of a path without the '/' at
	 * its end, and "" the root; the realm is the protection space, "" without factories. */
	struct octets prefix;
	struct octets realm;
	struct portal *portal;
	struct credential_factory **factories; /* in the order offered */
	size_t factory_count;
};

/* Copies the prefix and the realm. Takes ownership of the portal and of the factories (and of the
 * array, for free()). */
struct guard *guard_create(const char *prefix, const char *realm, struct portal *portal,
			   struct credential_factory **factories, size_t factory_count);

/* NULL is fine. */
void guard_destroy(struct guard *guard);

/* The prefix as people write it: the root is "/". */
const char *guard_path(const struct guard *guard);

/* `authorization` is the value of the field, absent when there is none. Who presents nothing is
 * anonymous where the portal accepts that; what is presented and is no good never is. A guard
 * without factories does not look at the field. Credentials live in the arena. The error says why
 * there are none; it is empty when nothing was presented. */
enum decoding guard_decode(const struct guard *guard, const struct request *request,
			   struct octets authorization, struct arena *arena,
			   struct credentials **credentials, struct error *error);

/* Adds one WWW-Authenticate field for each factory, in order, all with the same fresh nonce. */
void guard_challenge(const struct guard *guard, bool stale, struct response *response);

/* Adds Authentication-Info when a factory has something to say to who was accepted with these
 * credentials. */
void guard_confirm(const struct guard *guard, const struct credentials *credentials,
		   struct response *response);

#endif
