/*
 * The throttle makes guessing slow: after some failures a login is not even tried for a while,
 * which doubles with each further failure, up to THROTTLE_CLOSED_MAX; 15 quiet minutes after that
 * all is forgotten. Failures count
 *  - for a user name at a source: what is closed first, and what a right password resets;
 *  - for a source, whatever the names: who tries one password with many names is closed out. Names
 *    that have logged in there before stay open, so that strangers behind the same address, or the
 *    same proxy, lock nobody out;
 *  - for a user name, whatever the sources, and whether or not there is such a user: this closes
 *    nothing by itself, or strangers could lock out the owner. But when many sources guess one
 *    name, the failure of each costs more, and none has the first few for nothing.
 * So who has not failed at a name from where he is always has a try. All is kept in tables of fixed
 * size, 1.25 MiB, as hashes under keys that die with the process; what would be forgotten first
 * makes room.
 */
#ifndef CRED_THROTTLE_H
#define CRED_THROTTLE_H

#include "postern/octets.h"

#include <stdint.h>

#define THROTTLE_FREE        3     /* failures of a name at a source that close nothing */
#define THROTTLE_SOURCE_FREE 20    /* the same of a source */
#define THROTTLE_CLOSED_MAX  300   /* seconds */
#define THROTTLE_MEMORY      900   /* seconds from the end of the time for which it is closed */
#define THROTTLE_CROWD       16    /* failures of others at a name that cost as one of one's own */
#define THROTTLE_CROWD_MAX   8     /* and so many of one's own at most */
#define THROTTLE_FRIENDSHIP  43200 /* seconds that a name stays open where it was right */

struct throttle;

/* One login. Borrowed. */
struct throttle_login {
	uint64_t source; /* cred/source.h */
	/* The protection space: in another one it is another user. At most 255 bytes. */
	struct octets space;
	struct octets username; /* prepared; at most AVATAR_ID_MAX bytes */
	/* What was presented: the same thing again is no further guess. By Digest the same wrong
	 * password is another answer to each nonce, and nobody can tell: there it is a guess. */
	struct octets answer;
};

struct throttle *throttle_create(void);

/* NULL is fine. */
void throttle_destroy(struct throttle *throttle);

/* Seconds until the login may be tried; 0: now. `news` is set for the first that has to wait since
 * it was closed. Any thread; without a lock for a source that has not failed. */
unsigned int throttle_wait(struct throttle *throttle, const struct throttle_login *login,
			   bool *news);

/* It was tried, and the password was wrong. Returns for how many seconds that closes it; 0: it does
 * not. */
unsigned int throttle_refuse(struct throttle *throttle, const struct throttle_login *login);

/* It was tried, and the password was right. True when that is news: the name has failed at its
 * source since, or has not been there for half of THROTTLE_FRIENDSHIP. */
bool throttle_grant(struct throttle *throttle, const struct throttle_login *login);

/* 12 bits of a hash under a key that dies with the process: enough to tell one password from
 * another in the log, and to learn nothing else of them. */
unsigned int throttle_password_tag(const struct throttle *throttle, struct octets password);

#endif
