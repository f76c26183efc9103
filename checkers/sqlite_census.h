/* Counts the accounts of a store, and what there is of each. */
#ifndef CHECKERS_SQLITE_CENSUS_H
#define CHECKERS_SQLITE_CENSUS_H

#include "postern/census.h"

/* Of those who are neither disabled nor expired. False, with the error set, when the store cannot
 * be read. */
bool sqlite_census_take(const char *path, struct census *census, struct error *error);

#endif
