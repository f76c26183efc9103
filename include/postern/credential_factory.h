/* A credential factory speaks one HTTP authentication scheme: it writes the challenge and decodes
 * the answer into credentials (Twisted: ICredentialFactory). */
#ifndef POSTERN_CREDENTIAL_FACTORY_H
#define POSTERN_CREDENTIAL_FACTORY_H

#include "postern/arena.h"
#include "postern/arguments.h"
#include "postern/authorization.h"
#include "postern/credentials.h"
#include "postern/error.h"
#include "postern/plugin_type.h"
#include "postern/request.h"

struct basic_names;
struct nonces;

/* What all factories of one portal share. */
struct protection_space {
	const char *realm;     /* realm="…" on the wire: printable ASCII without '"' and '\' */
	struct nonces *nonces; /* the server's; outlives every factory */
	struct basic_names *names; /* the application's; the same */
	bool mutual; /* the server proves on every answer that it knows the secret, too */
};

/* What all challenges of one 401 share. */
struct challenge {
	const char *nonce; /* fresh: no other 401 has it */
	bool stale;        /* a right answer, but to a spent nonce (RFC 7616 section 3.3) */
};

/* For decode() alone, once: where the hash of the body will stand when the credentials are asked.
 * The server hashes the body while it comes, and answers 413 to what is longer than it takes. */
const unsigned char *request_hash_body(const struct request *request,
				       enum digest_algorithm algorithm);

enum decoding {
	DECODING_MALFORMED = -1,   /* 400: not what the scheme's grammar allows */
	DECODING_UNACCEPTABLE = 0, /* 401: well-formed, and no login */
	DECODING_CREDENTIALS = 1,  /* there are credentials */
	DECODING_NOT_MINE = 2,     /* for another factory of the scheme: Digest, algorithm */
};

/* One configured factory. A plug-in embeds it in a struct of its own. */
struct credential_factory {
	const struct credential_factory_type *type;
	struct protection_space space; /* set by the wrapper, before anything else is called */
	/* Clients may hash their names: it makes credentials that provide IHashedUsername and
	 * nothing else, besides those of its type. Every checker that takes those must take these,
	 * or its users could log in only by some of their clients. Set by create(). */
	bool takes_hashed_names;
	/* Of the HA1s that IUsernameDigestHash credentials are compared with. Set by create(). */
	enum digest_algorithm digest_algorithm;
};

/* What a plug-in provides. Only src/http/credential_factory.c calls through this table. */
struct credential_factory_type {
	struct plugin_type base;
	const char *scheme;      /* "Digest", as in Authorization; case makes no difference */
	unsigned int interfaces; /* of the credentials it makes; a checker needs one of them */

	/* What a field of this scheme gets that is not even in the grammar common to all schemes:
	 * DECODING_MALFORMED, or DECODING_UNACCEPTABLE where a new login may mend it. */
	enum decoding garbage;

	/* NULL, with the error set, when the arguments make no sense. */
	struct credential_factory *(*create)(struct arguments *arguments, struct error *error);

	/* Writes the value of one WWW-Authenticate field, NUL-terminated, and returns its length
	 * (Twisted: getChallenge). `size` is at least CHALLENGE_TEXT_MAX. */
	size_t (*challenge)(const struct credential_factory *factory,
			    const struct challenge *challenge, char *text, size_t size);

	/* The head is there, the body perhaps not. Credentials live in the arena, and point into
	 * it, into what was parsed and to the method: the request may end before they do (Twisted:
	 * decode). The error says, for the log, why there are none. */
	enum decoding (*decode)(const struct credential_factory *factory,
				const struct request *request,
				const struct authorization *authorization, struct arena *arena,
				struct credentials **credentials, struct error *error);

	/* True when an answer to one may be one to the other: a portal offers only one of the two
	 * (RFC 7616 section 3.7). Both are of this type. NULL: always. */
	bool (*same_answers)(const struct credential_factory *one,
			     const struct credential_factory *other);

	/* Writes the value of Authentication-Info (RFC 7615 section 3), NUL-terminated, for a login
	 * that was accepted, and returns its length; 0 when there is nothing to say. The
	 * credentials are of a factory of this type and portal; `size` is at least
	 * CONFIRMATION_TEXT_MAX. NULL: there is never anything to say. */
	size_t (*confirm)(const struct credential_factory *factory,
			  const struct credentials *credentials, char *text, size_t size);

	void (*destroy)(struct credential_factory *factory);
};

#define CHALLENGE_TEXT_MAX    1024
#define CONFIRMATION_TEXT_MAX 2560

#endif
