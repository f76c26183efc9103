/* Finds the checker of a string that was seen before, in a tree of tsearch(3). */
#include "application/roster.h"

#include "postern/memory.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct roster {
	const struct plugin_type *const *types;
	void *tree;
	size_t count;
};

struct roster_entry {
	const char *string;
	struct checker *checker; /* a share */
};

static int roster_compare(const void *a, const void *b)
{
	const struct roster_entry *one = a;
	const struct roster_entry *other = b;

	return strcmp(one->string, other->string);
}

static void roster_drop(void *node)
{
	struct roster_entry *entry = node;

	checker_destroy(entry->checker);
	free(entry);
}

struct roster *roster_create(const struct plugin_type *const types[])
{
	struct roster *roster = memory_take(1, sizeof(*roster));

	roster->types = types;
	return roster;
}

static struct checker *roster_add(struct roster *roster, const char *string,
				  struct checker *checker)
{
	struct roster_entry *entry = memory_take(1, sizeof(*entry));

	*entry = (struct roster_entry){.string = string, .checker = checker};
	if (!tsearch(entry, &roster->tree, roster_compare))
		abort(); /* out of memory */
	roster->count++;
	return checker_share(checker);
}

struct checker *roster_checker(struct roster *roster, const char *string, struct origin origin,
			       struct error *error)
{
	const struct roster_entry key = {.string = string};
	struct roster_entry *const *found = tfind(&key, &roster->tree, roster_compare);
	struct checker *checker;

	if (found)
		return checker_share((*found)->checker);
	checker = checker_create(string, origin, roster->types, error);
	return checker ? roster_add(roster, string, checker) : NULL;
}

size_t roster_count(const struct roster *roster)
{
	return roster->count;
}

void roster_destroy(struct roster *roster)
{
	tdestroy(roster->tree, roster_drop);
	free(roster);
}
