/* PRECIS preparation of user names and passwords (RFC 8265), the same when an account is made and
 * when it logs in. */
#ifndef POSTERN_PRECIS_H
#define POSTERN_PRECIS_H

#include "postern/octets.h"

enum precis_profile {
	PRECIS_USERNAME, /* UsernameCasePreserved, RFC 8265 section 3.4 */
	PRECIS_PASSWORD, /* OpaqueString, RFC 8265 section 4.2 */
};

/* Writes the prepared text, no NUL, to `buffer`. False when the profile refuses the input (also for
 * being empty, or not UTF-8), the result does not fit, or would come out as another one (RFC 8264
 * section 7). Printable ASCII comes out as it went in, without an allocation. */
bool precis_prepare(enum precis_profile profile, struct octets input, char *buffer, size_t size,
		    struct octets *prepared);

/* True for what precis_prepare() gives back as it is. An account with another name or password
 * could never log in: those of a login come prepared. */
bool precis_is_prepared(enum precis_profile profile, struct octets text);

#endif
