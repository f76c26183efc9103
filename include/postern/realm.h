/* A realm decides what a client gets: it turns an avatar id into an avatar (Twisted: IRealm). */
#ifndef POSTERN_REALM_H
#define POSTERN_REALM_H

#include "postern/arguments.h"
#include "postern/avatar.h"
#include "postern/avatar_id.h"
#include "postern/checker.h"
#include "postern/error.h"

/* One configured realm. A plug-in embeds it in a struct of its own. */
struct realm {
	const struct realm_type *type;
};

/* What a plug-in provides. Only src/cred/realm.c calls through this table. */
struct realm_type {
	const char *name;    /* "files" in files:www */
	const char *usage;   /* "DIR"; "" when there are no arguments */
	const char *summary; /* one line for --help-realm: lower case, no full stop */
	const char *help;    /* paragraphs for --help-realm-type, or NULL */

	/* NULL, with the error set, when the arguments make no sense. */
	struct realm *(*create)(struct arguments *arguments, struct error *error);

	/* GRANTED with an avatar; REFUSED: logged in, and not allowed (Twisted: LoginDenied);
	 * UNAVAILABLE: cannot tell. Never LATER. Any thread, several at a time. The avatar may be
	 * one that all logins share; avatar_logout() is called once for each that was granted. */
	enum verdict (*request_avatar)(struct realm *realm, const struct avatar_id *avatar_id,
				       struct avatar **avatar, struct error *error);

	void (*destroy)(struct realm *realm);
};

#endif
