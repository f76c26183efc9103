/* The making and the end of a shelf; what one does with it stands in postern/shelf.h. */
#ifndef BASE_SHELF_H
#define BASE_SHELF_H

#include "postern/shelf.h"

struct shelf *shelf_create(void);

/* Destroys what stands there, too. */
void shelf_destroy(struct shelf *shelf);

#endif
