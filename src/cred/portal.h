/*
 * A portal asks its checkers who you are, then asks its realm what you get (Twisted:
 * cred.portal.Portal).
 */
#ifndef CRED_PORTAL_H
#define CRED_PORTAL_H

#include "cred/checker.h"
#include "cred/realm.h"
#include "cred/requirement.h"

struct portal;

enum login_outcome {
	/* Nobody granted, and one could not tell: never the same as refused. */
	LOGIN_UNAVAILABLE = -1,
	LOGIN_REFUSED = 0, /* zeroed memory lets nobody in */
	LOGIN_GRANTED = 1, /* with an avatar; login_end() is owed */
	LOGIN_LATER = 2,   /* a checker would block: do it again in the pool, whole */
	/* The checkers know the client; the requirement or the realm does not let it in. */
	LOGIN_DENIED = 3,
	LOGIN_THROTTLED = 4, /* not tried: too many have failed; see cred/throttle.h */
};

/* What came of a login. */
struct login {
	struct avatar_id avatar_id; /* GRANTED or DENIED */
	struct avatar *avatar;      /* NULL unless GRANTED */
	bool news;    /* UNAVAILABLE, and the log has a line of the outage; see cred/outage.h */
	bool refused; /* by a checker, and granted by none, whatever others cannot tell */
};

/* Takes ownership of the checkers (and of the array, for free()) and of the realm. The cache is
 * borrowed. */
struct portal *portal_create(struct checker **checkers, size_t checker_count, struct realm *realm,
			     struct verdict_cache *cache);

/* Asked between the checkers and the realm. Takes ownership of it; once, before the first login.
 * Without one, all are let in whom the checkers know. */
void portal_require(struct portal *portal, struct requirement *requirement);

/* Logins are only tried: what they would write stays as it is. Before portal_start(). */
void portal_only_read(struct portal *portal);

/* Before the first login: the checkers and the realm open what they will need, in the root
 * directory that `root` has become (NULL: it stays). The commons of all realms must outlive it.
 * False with the error set. */
bool portal_start(struct portal *portal, const char *root, struct commons *commons,
		  struct error *error);

/* In order: GRANTED stops, REFUSED asks the next, UNAVAILABLE is remembered and asks the next,
 * LATER stops. Credentials that no checker accepts are REFUSED. The error says why not, for the
 * log: one reason for each checker that was asked. The log has lines of outages from here, but for
 * LATER, which meets them again. */
enum login_outcome portal_login(struct portal *portal, struct credentials *credentials,
				const struct caller *caller, struct login *login,
				struct error *error);

/* Hears what each plug-in says that a login asks. */
struct portal_witness {
	/* In the order in which they are asked; `checker` is NULL when it is the realm. The reason
	 * begins with the plug-in's name, and is empty when it granted. */
	void (*hear)(struct portal_witness *witness, const struct checker *checker,
		     enum verdict verdict, const struct avatar_id *avatar_id,
		     const struct error *reason);
};

/* The same before a witness (NULL: none), and without a word to the log. */
enum login_outcome portal_login_before(struct portal *portal, struct credentials *credentials,
				       const struct caller *caller, struct portal_witness *witness,
				       struct login *login, struct error *error);

/* The logout of the avatar, exactly once; a login without an avatar is fine. */
void login_end(struct login *login);

/* What the checkers accept together, or-ed. */
unsigned int portal_interfaces(const struct portal *portal);

/* What it was made of, in the order in which it is asked. */
size_t portal_checker_count(const struct portal *portal);
const struct checker *portal_checker(const struct portal *portal, size_t index);
const struct realm *portal_realm(const struct portal *portal);

/* NULL is fine. */
void portal_destroy(struct portal *portal);

#endif
