/* What a census has found in the data of one checker. */
#ifndef CRED_CENSUS_H
#define CRED_CENSUS_H

#include "postern/census.h"

#define CENSUS_SPACES_MAX  64
#define CENSUS_SCHEMES_MAX 16

/* One protection space, whoever is named so. */
struct census_space {
	struct octets realm; /* its own */
	size_t users;        /* who have any HA1 for it */
	size_t newest;       /* number of the one who was counted last */
	size_t by_algorithm[DIGEST_ALGORITHM_COUNT];
};

struct census_scheme {
	const char *name;
	size_t count;
};

struct census {
	size_t most; /* users to count */
	bool cut;    /* there are more */
	size_t users;
	size_t passwords; /* that can be right */
	size_t weak;      /* of them */
	struct census_scheme weak_schemes[CENSUS_SCHEMES_MAX];
	struct census_space spaces[CENSUS_SPACES_MAX];
	size_t space_count;
	bool crowded;       /* there are more spaces: nothing can be said of any */
	size_t doubts;      /* entries that let nobody in */
	struct error doubt; /* about the first */
};

/* Of so many users at most. */
struct census *census_create(size_t most);

/* NULL is fine. */
void census_destroy(struct census *census);

/* Who have an HA1 for that space and algorithm. */
size_t census_with_ha1(const struct census *census, struct octets realm,
		       enum digest_algorithm algorithm);

#endif
