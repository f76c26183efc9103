/* Finds the guard of a path. */
#include "http/site.h"

#include <stdlib.h>

struct site {
	size_t count;
	const struct guard *guards[]; /* sorted by prefix */
};

static int site_compare(struct octets a, struct octets b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int site_compare_guards(const void *a, const void *b)
{
	const struct guard *const *first = a;
	const struct guard *const *second = b;

	return site_compare(octets_from((*first)->prefix), octets_from((*second)->prefix));
}

static int site_compare_prefix(const void *key, const void *element)
{
	const struct octets *prefix = key;
	const struct guard *const *guard = element;

	return site_compare(*prefix, octets_from((*guard)->prefix));
}

struct site *site_create(struct guard *const *guards, size_t count)
{
	struct site *site = malloc(sizeof(*site) + count * sizeof(site->guards[0]));

	if (!site)
		abort();
	site->count = count;
	for (size_t i = 0; i < count; i++)
		site->guards[i] = guards[i];
	qsort(site->guards, count, sizeof(site->guards[0]), site_compare_guards);
	return site;
}

const struct guard *site_find(const struct site *site, struct octets path)
{
	const struct guard *const *found;

	for (;;) {
		found = bsearch(&path, site->guards, site->count, sizeof(site->guards[0]),
				site_compare_prefix);
		if (found || path.length == 0)
			return found ? *found : NULL;
		/* The parent: what stands before the last '/'. */
		do
			path.length--;
		while (path.data[path.length] != '/');
	}
}

void site_destroy(struct site *site)
{
	free(site);
}
