/* The certificate and the key of a TLS endpoint, in PEM. */
#ifndef HTTP_ENDPOINT_PEM_H
#define HTTP_ENDPOINT_PEM_H

#include "postern/error.h"

#include <stdbool.h>

/* The whole file, NUL-terminated, for free(): it may be a key, wipe it. NULL with the error set. */
char *endpoint_pem_read(const char *path, struct error *error);

/* False, with the error set, unless both can be used and belong together: else that would only be
 * found out when the server starts. */
bool endpoint_pem_check(const char *certificate, const char *private_key, struct error *error);

#endif
