/* The file with the key of the nonces, which several processes may share. */
#ifndef APPLICATION_NONCE_KEY_H
#define APPLICATION_NONCE_KEY_H

#include "http/nonces.h"
#include "postern/error.h"

/* Sets the key to what the file holds, in the root directory that `root` has become (NULL: it
 * stays). False, with the error set, when it cannot be read, others may read it, or it is no key;
 * the error says what mends it. It is never made here: a path that was mistyped would give each
 * process a key of its own, and nobody would notice. */
bool nonce_key_load(const char *path, const char *root, struct nonces *nonces, struct error *error);

#endif
