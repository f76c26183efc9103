/* Who may keep an answer: a cache that others use, too, never has what is guarded. */
#ifndef HTTP_CACHE_CONTROL_H
#define HTTP_CACHE_CONTROL_H

#include "http/response.h"

/* Settles Cache-Control when all else is written. A 401 or 403 is not stored. What is `guarded` is
 * private: what the avatar said stays if it says that, and nothing that lets shared caches have it
 * all the same (RFC 9111 section 3.5). */
void cache_control_settle(struct response *response, bool guarded);

#endif
