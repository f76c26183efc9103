/* The hash algorithms of HTTP Digest, and the hash of a password that Digest works with. */
#ifndef POSTERN_DIGEST_ALGORITHM_H
#define POSTERN_DIGEST_ALGORITHM_H

#include "postern/octets.h"

/* RFC 7616 section 6.1, without the -sess forms, which hash with the same functions. */
enum digest_algorithm {
	DIGEST_ALGORITHM_MD5,
	DIGEST_ALGORITHM_SHA_256,
	DIGEST_ALGORITHM_SHA_512_256, /* FIPS 180-4 SHA-512/256, not a cut SHA-512: erratum 4897 */
};

#define DIGEST_ALGORITHM_COUNT 3
#define DIGEST_SIZE_MAX        32 /* bytes of the longest hash */

/* The space and the algorithm that a stored HA1 must have been made for. */
struct digest_space {
	enum digest_algorithm algorithm;
	struct octets realm; /* the protection space, unescaped */
};

/* The name as it stands on the wire: "SHA-256". */
const char *digest_algorithm_name(enum digest_algorithm algorithm);

/* Upper and lower case are the same. False: none of ours. */
bool digest_algorithm_find(struct octets name, enum digest_algorithm *algorithm);

/* Bytes of a hash: 16 or 32. */
size_t digest_algorithm_size(enum digest_algorithm algorithm);

/* H(username ":" realm ":" password), RFC 7616 section 3.4.2: all that a server must keep of a
 * password for Digest in one protection space. Who knows it can log in there: it is as secret as a
 * password. */
void digest_ha1(enum digest_algorithm algorithm, struct octets username, struct octets realm,
		struct octets password, unsigned char ha1[static DIGEST_SIZE_MAX]);

/* H(username ":" realm), section 3.4.4: what may stand for the name, so that nobody on the way
 * reads it. No secret: who guesses the name can hash it. */
void digest_userhash(enum digest_algorithm algorithm, struct octets username, struct octets realm,
		     unsigned char userhash[static DIGEST_SIZE_MAX]);

#endif
