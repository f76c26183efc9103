/* A site is all guards of a server; the longest prefix of a path decides. */
#ifndef HTTP_SITE_H
#define HTTP_SITE_H

#include "http/guard.h"

struct site;

/* Borrows the guards; no two have the same prefix. */
struct site *site_create(struct guard *const *guards, size_t count);

/* The guard whose prefix is the longest one of `path`, which is in normal form; NULL when there is
 * none. Takes as long as the path has segments, however many guards there are. */
const struct guard *site_find(const struct site *site, struct octets path);

/* NULL is fine. */
void site_destroy(struct site *site);

#endif
