/* A store keeps accounts, each with several secrets, and can be written; checkers read it. */
#ifndef POSTERN_STORE_H
#define POSTERN_STORE_H

#include "postern/arena.h"
#include "postern/arguments.h"
#include "postern/digest_algorithm.h"
#include "postern/error.h"
#include "postern/octets.h"
#include "postern/plugin_type.h"

#include <stdint.h>

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
	const struct octets *groups; /* no two the same */
	size_t group_count;
	int64_t expires; /* Unix seconds: refused from then on; 0: never */
	bool disabled;
};

/* What a store is opened for. */
enum store_use {
	STORE_USE_READ,
	STORE_USE_WRITE,
	STORE_USE_MAKE, /* to write; made when there is none */
};

enum store_finding {
	STORE_FINDING_TOO_LARGE = -2, /* for the arena; the error says so, too */
	STORE_FINDING_FAILED = -1,    /* cannot tell; the error says why */
	STORE_FINDING_NONE = 0,
	STORE_FINDING_ACCOUNT,
};

/* One open store. A plug-in embeds it in a struct of its own. */
struct store {
	const struct store_type *type;
	bool writing; /* between begin() and end(). Set by the wrapper. */
};

/* What a plug-in provides. Only src/cred/store.c calls through this table. Whatever fails sets the
 * error. */
struct store_type {
	struct plugin_type base;

	/* NULL when that cannot be done, or what is there is something else. */
	struct store *(*open)(struct arguments *arguments, enum store_use use, struct error *error);

	/* The account of that name, or the first one behind that name in the order of the bytes,
	 * as it was at one moment. What it points to is taken from the arena. */
	enum store_finding (*find)(struct store *store, struct octets name, struct arena *arena,
				   struct stored_account *account, struct error *error);
	enum store_finding (*find_next)(struct store *store, struct octets name,
					struct arena *arena, struct stored_account *account,
					struct error *error);

	/* What is written between them is kept all or not at all; it is kept, and on disk, when
	 * end() returns true, which it does only if asked to keep it. Nobody else writes meanwhile.
	 */
	bool (*begin)(struct store *store, struct error *error);
	bool (*end)(struct store *store, bool keep, struct error *error);

	/* Called between begin() and end() alone; when one of them fails, nothing is kept. add() is
	 * of a name that is not taken, the others of one that is there. change() makes the account
	 * of that name as this one is. */
	bool (*add)(struct store *store, const struct stored_account *account, struct error *error);
	bool (*change)(struct store *store, const struct stored_account *account,
		       struct error *error);
	bool (*remove)(struct store *store, struct octets name, struct error *error);

	void (*close)(struct store *store);
};

#endif
