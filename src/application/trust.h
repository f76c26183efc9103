/* The proxies that an application believes. */
#ifndef APPLICATION_TRUST_H
#define APPLICATION_TRUST_H

#include "application/description.h"
#include "http/proxies.h"

/* NULL, with the error set, when one of them is neither an address nor a network. */
struct proxies *trust_create(const struct description *description, struct error *error);

#endif
