/* What a client would answer that knows a password: for logins that are tried without one. */
#ifndef HTTP_CLIENT_ANSWER_H
#define HTTP_CLIENT_ANSWER_H

#include "http/credential_factory.h"

#define CLIENT_ANSWER_MAX 4096 /* bytes with the NUL */

/* A client that is asked to GET something. */
struct client_login {
	struct octets target;
	struct octets username;
	struct octets password;
};

/* Writes the value of Authorization, NUL-terminated, that answers a challenge of this factory's,
 * and returns its length. It is as secret as the password. 0, with the error set, when the name or
 * the password does not fit. */
size_t client_answer(const struct credential_factory *factory, const struct client_login *login,
		     char text[static CLIENT_ANSWER_MAX], struct error *error);

#endif
