/* Keeps texts in a tree: to look for one among many costs little. */
#include "base/text_set.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

static int text_set_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool text_set_add(struct text_set *set, const char *text)
{
	const char *const *found = tsearch(text, &set->tree, text_set_compare);

	if (!found)
		abort(); /* out of memory */
	return *found == text;
}

bool text_set_has(const struct text_set *set, const char *text)
{
	return tfind(text, &set->tree, text_set_compare) != NULL;
}

void text_set_remove(struct text_set *set, const char *text)
{
	tdelete(text, &set->tree, text_set_compare);
}

static void text_set_keep(void *text)
{
	(void)text;
}

void text_set_finish(struct text_set *set)
{
	tdestroy(set->tree, text_set_keep);
	set->tree = NULL;
}
