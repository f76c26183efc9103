/* The strict wrapper around stores: nothing else calls through their table. */
#ifndef CRED_STORE_H
#define CRED_STORE_H

#include "postern/store.h"

/* `string` is "type:argument..."; `types` are those of stores. NULL with the error set. */
struct store *store_open(const char *string, const char *directory,
			 const struct plugin_type *const types[], struct error *error);

/* Refuses names that could not log in: empty, too long, with ':', or not prepared (RFC 8265). */
bool store_add(struct store *store, const struct stored_account *account, struct error *error);

/* NULL is fine. */
void store_close(struct store *store);

#endif
