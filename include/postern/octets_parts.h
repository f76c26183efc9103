/* Takes octets apart where a byte separates them. */
#ifndef POSTERN_OCTETS_PARTS_H
#define POSTERN_OCTETS_PARTS_H

#include "postern/octets.h"

/* Takes what stands before the first such byte off the beginning, and the byte, too. False, and
 * nothing taken, when there is none. */
static inline bool octets_cut(struct octets *octets, char end, struct octets *part)
{
	const char *found = octets->length > 0 ? memchr(octets->data, end, octets->length) : NULL;

	if (!found)
		return false;
	*part = (struct octets){.data = octets->data, .length = (size_t)(found - octets->data)};
	*octets = octets_skip(*octets, part->length + 1);
	return true;
}

/* Takes the next element off a list, perhaps an empty one. Behind the last one, which no separator
 * follows, the list is absent (data NULL); false when it is. */
static inline bool octets_next(struct octets *list, char separator, struct octets *element)
{
	if (!list->data)
		return false;
	if (!octets_cut(list, separator, element)) {
		*element = *list;
		*list = (struct octets){.data = NULL};
	}
	return true;
}

#endif
