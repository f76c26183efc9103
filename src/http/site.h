/*
 * A site is all guards of a server; the longest prefix of a path decides. It can be replaced while
 * the server serves: a request that has begun keeps the site that it began with.
 */
#ifndef HTTP_SITE_H
#define HTTP_SITE_H

#include "cred/throttle.h"
#include "http/guard.h"
#include "http/networks.h"

#include <stdatomic.h>

#define SITE_LOGIN_TIMEOUT 10 /* seconds, unless somebody sets another */

struct site {
	const struct guard **guards; /* sorted by prefix */
	size_t guard_count;
	struct throttle *throttle;          /* borrowed; NULL: none */
	bool lenient;                       /* it slows nobody down, and only looks on */
	const struct networks *proxies;     /* borrowed */
	const struct networks *exempt;      /* borrowed; who may guess */
	unsigned int login_timeout;         /* seconds; then its client is told to come back */
	atomic_uint holders;                /* loops that still serve it */
	void (*release)(struct site *site); /* nobody serves it any more; on any thread */
};

/* Borrows the guards; no two have the same prefix. The throttle and the proxies are set by the
 * caller. */
void site_init(struct site *site, struct guard *const *guards, size_t count,
	       void (*release)(struct site *site));
void site_finish(struct site *site);

/* A server begins to serve it: so many loops, and the server itself until it has another one. */
void site_hold(struct site *site, unsigned int loops);

/* One of them less; the last one releases it. */
void site_let_go(struct site *site);

/* The guard whose prefix is the longest one of `path`, which is in normal form; NULL when there is
 * none. Takes as long as the path has segments, however many guards there are. */
const struct guard *site_find(const struct site *site, struct octets path);

#endif
