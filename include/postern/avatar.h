/* An avatar is what a client then talks to: here, a static resource that answers the request. */
#ifndef POSTERN_AVATAR_H
#define POSTERN_AVATAR_H

#include "postern/request.h"
#include "postern/response.h"

struct avatar {
	const struct avatar_type *type;
};

/* What a realm's avatars provide. Only src/cred/realm.c calls through this table. */
struct avatar_type {
	/* Answers one request. Runs on a loop: it does not block longer than opening a file does.
	 * The request is the caller's and gone after the call. */
	void (*respond)(struct avatar *avatar, const struct request *request,
			struct response *response);

	/* Exactly once for each granted login, when its request has ended, however it ended. NULL
	 * when there is nothing to do (Twisted: the logout that requestAvatar returns). */
	void (*logout)(struct avatar *avatar);
};

#endif
