/* A Digest client for the tests: it writes answers, right ones and as wrong ones as are wanted. */
#ifndef UNIT_DIGEST_CLIENT_H
#define UNIT_DIGEST_CLIENT_H

#include "http/nonces.h"
#include "postern/credentials.h"

#define CLIENT_REALM  "Example"
#define CLIENT_TARGET "/f.txt?a=1"

/* What the client computes with and sends; NULL stands for what the comment says. */
struct client_answer {
	const char *username;  /* "alice" */
	bool hashes_name;      /* sends a hash of it, and userhash=true */
	const char *password;  /* "secret" */
	const char *realm;     /* CLIENT_REALM */
	const char *nonce;     /* a fresh one */
	const char *uri;       /* CLIENT_TARGET */
	const char *nc;        /* "00000001" */
	const char *cnonce;    /* "0a4f113b" */
	const char *qop;       /* "auth" */
	const char *algorithm; /* "SHA-256" */
	const char *method;    /* "GET" */
	const char *body;      /* "": what an answer with qop=auth-int covers */
	const char *target;    /* CLIENT_TARGET: what the request asks for */
	const char *received;  /* "": the body of the request */

	/* Then this piece of the field is replaced, which must be there. */
	const char *replace;
	const char *with;
};

/* A server that has one account of each name, with the password "secret". */
void client_set_up(void);
void client_set_up_mutual(void); /* the same, and the server proves itself */
void client_tear_down(void);
struct nonces *client_nonces(void);

/* The value of an Authorization field; valid until the next call. */
const char *client_field(const struct client_answer *answer);

/* What the factory "digest:OFFER" makes of the field: "400", "401" or "not mine" without
 * credentials; "right", "wrong" or "stale" from check_hash() of the account's HA1. */
const char *client_outcome(const struct client_answer *answer, const char *offer,
			   const char *field);

/* The same of the answer's own field, by the factory for SHA-256. */
const char *client_try(const struct client_answer *answer);

/* The challenge of the factory "digest:OFFER" with the nonce "abc"; valid until the next call.
 * NULL: there is no such factory, client_error() says why. */
const char *client_challenge(const char *offer);
const char *client_error(void);

/* Of the last answer that was decoded; they live until the next one. */
struct credentials *client_credentials(void);

/* What the server says to the last answer in Authentication-Info; NULL: nothing. Valid until the
 * next call. */
const char *client_confirmation(void);

#endif
