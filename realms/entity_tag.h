/* Entity tags: the names of the versions of a resource (RFC 9110 section 8.8.3). */
#ifndef REALMS_ENTITY_TAG_H
#define REALMS_ENTITY_TAG_H

#include "postern/octets.h"

/* Takes the next tag of a list, with its quotes and its W/, off its beginning; false at the end of
 * the list, and before anything that is no tag. */
bool entity_tag_next(struct octets *list, struct octets *tag);

/* Two tags are the same version, octet by octet; weak ones never are. */
bool entity_tag_equal_strongly(struct octets a, struct octets b);

/* Two tags are versions that stand for each other, weak or not. */
bool entity_tag_equal_weakly(struct octets a, struct octets b);

#endif
