/* A checker decides who a client is (Twisted: ICredentialsChecker); it sees no HTTP request. */
#ifndef POSTERN_CHECKER_H
#define POSTERN_CHECKER_H

#include "postern/arguments.h"
#include "postern/avatar_id.h"
#include "postern/census.h"
#include "postern/credentials.h"
#include "postern/error.h"
#include "postern/plugin_type.h"

#include <stdint.h>

enum verdict {
	VERDICT_UNAVAILABLE = -1, /* cannot tell: the lookup itself failed; the error says why */
	VERDICT_REFUSED = 0,      /* zeroed memory lets nobody in; the error says why */
	VERDICT_GRANTED = 1, /* the avatar id says who it is; an error is a remark for the log */
	VERDICT_LATER = 2,   /* would block, and was asked not to: ask again where it may */
};

/* Slots are numbered 0 to CALLER_SLOTS - 1: a checker can keep something for each. */
#define CALLER_SLOTS 64

struct password_budget;

/* Who asks, and how much time and memory there is. */
struct caller {
	unsigned int slot; /* no two threads ask with the same slot at the same time */
	bool may_block;    /* else: answer at once, or LATER */
	uint64_t turn;     /* of the slot's loop: once a turn is often enough to look */
	struct password_budget *budget; /* for postern/password.h */
};

/* One configured checker. A plug-in embeds it in a struct of its own. */
struct checker {
	const struct checker_type *type;
	/* The type's, or fewer: `interfaces=` narrows them. Set by the wrapper. */
	unsigned int interfaces;
	/* The wrapper's: how many portals hold it beside the first, and whether it was started. */
	unsigned int sharers;
	bool started;
	/* Logins are only tried: nothing may be written. Set before start(). */
	bool only_reads;
};

/* What a plug-in provides. Only src/cred/checker.c and inquiry.c call through this table. */
struct checker_type {
	struct plugin_type base;
	/* Credential interfaces that it accepts, or-ed (Twisted: credentialInterfaces). */
	unsigned int interfaces;

	/* A granted IUsernamePassword login is remembered, because a password costs it a slow hash.
	 * Such a checker must have a generation, or data that never change. */
	bool remembered;

	/* It may say in which groups somebody is: avatar_id_add_group(). */
	bool grouped;

	/* NULL, with the error set, when the arguments make no sense. What create() has not taken
	 * of the arguments is an error, too; the wrapper says so. */
	struct checker *(*create)(struct arguments *arguments, struct error *error);

	/* Before the first login, once the process has the user and the root directory that it
	 * keeps: `root` is the path that has become "/", NULL if it stays. What create() opened to
	 * look at, it opens again if it needs it. False with the error set: the server does not
	 * start. NULL: nothing to do. */
	bool (*start)(struct checker *checker, const char *root, struct error *error);

	/* The directory in which it writes, or a library for it, or a file in it: once all plug-ins
	 * have started, the process can write nowhere else. A path that is there, and the
	 * checker's; asked after start(), and before it as well when the root directory stays.
	 * NULL, and to return NULL: it only reads. */
	const char *(*writes)(const struct checker *checker);

	/* Asked only with credentials that provide one of checker->interfaces. Any thread; never
	 * two at a time in one slot (Twisted: requestAvatarId). */
	enum verdict (*request_avatar_id)(struct checker *checker, struct credentials *credentials,
					  const struct caller *caller, struct avatar_id *avatar_id,
					  struct error *error);

	/* Another number whenever what the data say of this user may have changed; it may come back
	 * when they say again what they said. Asked before request_avatar_id(), and after it has
	 * granted, when it tells what that has seen. Does not block. NULL: the data never change.
	 */
	uint64_t (*generation)(struct checker *checker, struct octets username,
			       const struct caller *caller);

	/* Counts whom its data hold, and by what they can log in: at the start, and for `postern
	 * check`, both before start(). Reads the data anew. False, with the error set, when they
	 * cannot be read. NULL: there is nothing to count. */
	bool (*census)(const struct checker *checker, struct census *census, struct error *error);

	void (*destroy)(struct checker *checker);
};

#endif
