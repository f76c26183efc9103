/* A realm decides what a client gets: it turns an avatar id into an avatar (Twisted: IRealm). */
#ifndef POSTERN_REALM_H
#define POSTERN_REALM_H

#include "postern/arguments.h"
#include "postern/avatar.h"
#include "postern/avatar_id.h"
#include "postern/checker.h"
#include "postern/commons.h"
#include "postern/error.h"
#include "postern/plugin_type.h"

/* One configured realm. A plug-in embeds it in a struct of its own. */
struct realm {
	const struct realm_type *type;
	/* For start(): what all realms of the application have in common. Set by the wrapper. */
	struct commons *commons;
	bool only_reads; /* as of a checker */
};

/* What a plug-in provides. Only src/cred/realm.c calls through this table. */
struct realm_type {
	struct plugin_type base;

	/* NULL, with the error set, when the arguments make no sense. */
	struct realm *(*create)(struct arguments *arguments, struct error *error);

	/* Before the first login, once the process has the user and the root directory that it
	 * keeps: `root` is the path that has become "/", NULL if it stays. What create() opened to
	 * look at, it opens again if it needs it. False with the error set: the server does not
	 * start. NULL: nothing to do. */
	bool (*start)(struct realm *realm, const char *root, struct error *error);

	/* The directory in which it writes, as of a checker. */
	const char *(*writes)(const struct realm *realm);

	/* GRANTED with an avatar; REFUSED: logged in, and not allowed (Twisted: LoginDenied);
	 * UNAVAILABLE: cannot tell. Never LATER. Any thread, several at a time. The avatar may be
	 * one that all logins share; avatar_logout() is called once for each that was granted. */
	enum verdict (*request_avatar)(struct realm *realm, const struct avatar_id *avatar_id,
				       struct avatar **avatar, struct error *error);

	void (*destroy)(struct realm *realm);
};

#endif
