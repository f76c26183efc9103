/* What one Digest factory offers, as its string says it. */
#ifndef HTTP_DIGEST_OFFER_H
#define HTTP_DIGEST_OFFER_H

#include "postern/credential_factory.h"

struct digest_offer {
	enum digest_algorithm algorithm;
	bool session;   /* the -sess form of it (RFC 7616 section 3.4.2) */
	bool integrity; /* qop=auth-int beside qop=auth: the body is covered, too */
	bool userhash;  /* names may come hashed (section 3.4.4) */
};

/* Takes "[ALGORITHM][:qop=QOPS][:userhash=BOOLEAN]". False with the error set. */
bool digest_offer_take(struct arguments *arguments, struct digest_offer *offer,
		       struct error *error);

/* Writes the challenge, and returns its length. */
size_t digest_offer_challenge(const struct digest_offer *offer, const char *realm,
			      const struct challenge *challenge, char *text, size_t size);

bool digest_offer_has_qop(const struct digest_offer *offer, struct octets qop);

/* True when an answer with that algorithm is one to this offer. Absent, it is MD5, and nothing else
 * (section 3.4). */
bool digest_offer_has_algorithm(const struct digest_offer *offer, struct octets name);

/* True when an answer to one may be one to the other. */
bool digest_offer_same_answers(const struct digest_offer *one, const struct digest_offer *other);

#endif
