/* A store keeps accounts, each with several secrets, and can be written; checkers read it. */
#ifndef POSTERN_STORE_H
#define POSTERN_STORE_H

#include "postern/arguments.h"
#include "postern/digest_algorithm.h"
#include "postern/error.h"
#include "postern/octets.h"
#include "postern/plugin_type.h"

/* HA1 for one protection space and one algorithm. */
struct stored_ha1 {
	struct octets realm;
	enum digest_algorithm algorithm;
	unsigned char value[DIGEST_SIZE_MAX];
};

/* Everything that is kept of one account. */
struct stored_account {
	struct octets name;          /* prepared UTF-8, 1 to 255 bytes, no ':' */
	struct octets password_hash; /* as crypt(5) writes it; absent (data NULL): no Basic */
	const struct stored_ha1 *ha1s;
	size_t ha1_count;
};

/* One open store. A plug-in embeds it in a struct of its own. */
struct store {
	const struct store_type *type;
};

/* What a plug-in provides. Only src/cred/store.c calls through this table. */
struct store_type {
	struct plugin_type base;

	/* Makes the store when there is none. NULL, with the error set, when that cannot be done or
	 * what is there is something else. */
	struct store *(*open)(struct arguments *arguments, struct error *error);

	/* All or nothing, and on disk when it returns. False with the error set: the name is taken,
	 * or it could not be written. */
	bool (*add)(struct store *store, const struct stored_account *account, struct error *error);

	void (*close)(struct store *store);
};

#endif
