/* The arithmetic of Digest (RFC 7616 section 3.4), and nothing else. */
#ifndef HTTP_DIGEST_RESPONSE_H
#define HTTP_DIGEST_RESPONSE_H

#include "postern/digest_algorithm.h"

/* What a response is computed of, besides the secret. Texts are those between the quotes,
 * unescaped; `uri`, `count` and `qop` exactly as the client sent them. */
struct digest_answer {
	enum digest_algorithm algorithm;
	bool session; /* its -sess form: nonce and cnonce enter the secret (section 3.4.2) */
	struct octets method;
	struct octets uri;
	struct octets nonce;
	struct octets count; /* "nc" */
	struct octets cnonce;
	/* Absent (data NULL): the older form of RFC 2069, without nc and cnonce. */
	struct octets qop;
	const unsigned char *entity_hash; /* of the body; NULL unless qop is auth-int */
};

/* What "response" must be, as bytes. `ha1` has the size of the algorithm; it is the one that is
 * kept of a password, -sess or not. */
void digest_response(const struct digest_answer *answer, const unsigned char *ha1,
		     unsigned char response[static DIGEST_SIZE_MAX]);

/* "rspauth" of Authentication-Info (section 3.5). The entity hash is that of the response. */
void digest_rspauth(const struct digest_answer *answer, const unsigned char *ha1,
		    unsigned char rspauth[static DIGEST_SIZE_MAX]);

/* The HA1 of a session that began with that nonce and cnonce. */
void digest_session_ha1(enum digest_algorithm algorithm, const unsigned char *ha1,
			struct octets nonce, struct octets cnonce,
			unsigned char session_ha1[static DIGEST_SIZE_MAX]);

#endif
