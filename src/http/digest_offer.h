/* What one Digest factory offers, as its string says it. */
#ifndef HTTP_DIGEST_OFFER_H
#define HTTP_DIGEST_OFFER_H

#include "postern/arguments.h"
#include "postern/digest_algorithm.h"
#include "postern/error.h"

struct digest_offer {
	enum digest_algorithm algorithm;
	bool session;   /* the -sess form of it (RFC 7616 section 3.4.2) */
	bool integrity; /* qop=auth-int beside qop=auth: the body is covered, too */
};

/* Takes "[ALGORITHM][:qop=QOPS]". False with the error set. */
bool digest_offer_take(struct arguments *arguments, struct digest_offer *offer,
		       struct error *error);

/* "-sess" or "": what follows the name of the algorithm. */
const char *digest_offer_suffix(const struct digest_offer *offer);

/* "auth" or "auth,auth-int": the order and the spelling that clients get right. */
const char *digest_offer_qops(const struct digest_offer *offer);

bool digest_offer_has_qop(const struct digest_offer *offer, struct octets qop);

/* True when an answer with that algorithm is one to this offer. Absent, it is MD5, and nothing else
 * (section 3.4). */
bool digest_offer_has_algorithm(const struct digest_offer *offer, struct octets name);

/* True when an answer to one may be one to the other. */
bool digest_offer_same_answers(const struct digest_offer *one, const struct digest_offer *other);

#endif
