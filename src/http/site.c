/* Finds the guard of a path. */
#include "http/site.h"

#include "postern/memory.h"

#include <stdlib.h>

static int site_compare_guards(const void *a, const void *b)
{
	const struct guard *const *first = a;
	const struct guard *const *second = b;

	return octets_compare((*first)->prefix, (*second)->prefix);
}

static int site_compare_prefix(const void *key, const void *element)
{
	const struct octets *prefix = key;
	const struct guard *const *guard = element;

	return octets_compare(*prefix, (*guard)->prefix);
}

void site_init(struct site *site, struct guard *const *guards, size_t count,
	       void (*release)(struct site *site))
{
	site->guards = memory_take(count, sizeof(site->guards[0]));
	for (size_t i = 0; i < count; i++)
		site->guards[i] = guards[i];
	qsort(site->guards, count, sizeof(site->guards[0]), site_compare_guards);
	site->guard_count = count;
	site->release = release;
	site->throttle = NULL;
	site->lenient = false;
	site->login_timeout = SITE_LOGIN_TIMEOUT;
	site->proxies = NULL;
	site->exempt = NULL;
	atomic_init(&site->holders, 0);
}

void site_hold(struct site *site, unsigned int loops)
{
	atomic_store(&site->holders, loops + 1);
}

void site_finish(struct site *site)
{
	free(site->guards);
	site->guards = NULL;
}

void site_let_go(struct site *site)
{
	if (atomic_fetch_sub(&site->holders, 1) == 1)
		site->release(site);
}

const struct guard *site_find(const struct site *site, struct octets path)
{
	const struct guard *const *found;

	for (;;) {
		found = bsearch(&path, site->guards, site->guard_count, sizeof(site->guards[0]),
				site_compare_prefix);
		if (found || path.length == 0)
			return found ? *found : NULL;
		/* The parent: what stands before the last '/'. */
		do
			path.length--;
		while (path.data[path.length] != '/');
	}
}
