/* What whoever is not there is compared with, so that it costs the same. */
#ifndef CHECKERS_NOBODY_H
#define CHECKERS_NOBODY_H

#include "postern/digest_algorithm.h"
#include "postern/secret.h"

/* A password, or an HA1 of any algorithm. It is random, so that it is never right: a right answer
 * to a spent challenge would tell that there is no such user. */
struct nobody {
	unsigned char secret[DIGEST_SIZE_MAX];
};

static inline void nobody_init(struct nobody *nobody)
{
	secret_random(nobody->secret, sizeof(nobody->secret));
}

static inline struct octets nobody_password(const struct nobody *nobody)
{
	return (struct octets){(const char *)nobody->secret, sizeof(nobody->secret)};
}

#endif
