/* The media types that the system knows, read once for all realms of an application. */
#ifndef REALMS_SHARED_TYPES_H
#define REALMS_SHARED_TYPES_H

#include "media_type.h"
#include "postern/commons.h"

/* The commons keep them. Never NULL. */
const struct media_types *shared_types(struct commons *commons);

#endif
