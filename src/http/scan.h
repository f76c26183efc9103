/* Now and then a loop looks at its connections: whose time is over, who can wait in the lobby, and
 * whether memory can be given back. */
#ifndef HTTP_SCAN_H
#define HTTP_SCAN_H

#include "http/loop.h"

/* Whether there will be something to look at, though nothing happens. */
bool scan_is_needed(const struct loop *loop);

void scan(struct loop *loop);

/* For who looks from another thread. */
void scan_count_guests(struct loop *loop);

#endif
