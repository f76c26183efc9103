/* The addresses that an application treats in a way of their own. */
#ifndef APPLICATION_TRUST_H
#define APPLICATION_TRUST_H

#include "application/description.h"
#include "http/networks.h"

/* `key` is what the list is called in an application file, and `option` on the command line. NULL,
 * with the error set, when one of the settings is neither an address nor a network. */
struct networks *trust_create(const struct description *description,
			      const struct settings *settings, const char *key, const char *option,
			      struct error *error);

#endif
