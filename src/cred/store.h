/* The strict wrapper around stores: nothing else calls through their table. */
#ifndef CRED_STORE_H
#define CRED_STORE_H

#include "postern/store.h"

/* `string` is "type:argument..."; `types` are those of stores. NULL with the error set. */
struct store *store_open(enum store_use use, const char *string, const char *directory,
			 const struct plugin_type *const types[], struct error *error);

/* See struct store_type. To go through all, begin behind "" and go on behind each name. */
enum store_finding store_find(struct store *store, struct octets name, struct arena *arena,
			      struct stored_account *account, struct error *error);
enum store_finding store_find_next(struct store *store, struct octets name, struct arena *arena,
				   struct stored_account *account, struct error *error);

/* What is written between them is kept all or not at all, and on disk when store_end() returns
 * true. Nothing can be kept after something failed. False with the error set; not to keep it leaves
 * the error, and is false as well. */
bool store_begin(struct store *store, struct error *error);
bool store_end(struct store *store, bool keep, struct error *error);

/* Between store_begin() and store_end(). Refuses more groups than fit an avatar id. Makes the
 * account of that name, which must be there, as this one is; removes it with its secrets. False
 * with the error set. */
bool store_change(struct store *store, const struct stored_account *account, struct error *error);
bool store_remove(struct store *store, struct octets name, struct error *error);

/* The same; alone, it is begun and ended. Refuses names that could not log in: empty, too long,
 * with ':', or not prepared (RFC 8265). */
bool store_add(struct store *store, const struct stored_account *account, struct error *error);

/* NULL is fine. */
void store_close(struct store *store);

#endif
