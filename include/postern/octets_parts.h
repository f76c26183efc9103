/* Takes octets apart where a byte separates them. */
#ifndef POSTERN_OCTETS_PARTS_H
#define POSTERN_OCTETS_PARTS_H

#include "postern/octets.h"

/* Takes what stands before the first such byte off the beginning, and the byte, too; all of it when
 * there is none. */
static inline struct octets octets_take_until(struct octets *octets, char end)
{
	const char *found = memchr(octets->data, end, octets->length);
	struct octets part = *octets;

	if (found)
		part.length = (size_t)(found - octets->data);
	*octets = octets_skip(*octets, part.length + (found != NULL));
	return part;
}

/* The same; false, and nothing taken, when there is none. */
static inline bool octets_cut(struct octets *octets, char end, struct octets *part)
{
	if (octets->length == 0 || !memchr(octets->data, end, octets->length))
		return false;
	*part = octets_take_until(octets, end);
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
