/* The commons of an application, from its beginning to its end. */
#ifndef BASE_COMMONS_H
#define BASE_COMMONS_H

#include "postern/commons.h"

struct commons *commons_create(void);

/* With all that is in them. NULL is fine. */
void commons_destroy(struct commons *commons);

#endif
