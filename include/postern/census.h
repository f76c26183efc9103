/* A census counts who stands in the data of a checker, and by what they can log in. */
#ifndef POSTERN_CENSUS_H
#define POSTERN_CENSUS_H

#include "postern/digest_algorithm.h"
#include "postern/error.h"
#include "postern/octets.h"

struct census;

/* One more user, whom the next calls are about. False: enough are counted, stop. */
bool census_user(struct census *census);

/* A hash of the user's password. False when no password can be right: password_defect(). */
bool census_password(struct census *census, struct octets hash);

/* An HA1 of the user. */
void census_ha1(struct census *census, struct octets realm, enum digest_algorithm algorithm);

/* So many entries that let nobody in, whoever they are about; the text is about the first. */
void census_doubt(struct census *census, size_t entries, const struct error *first);

#endif
