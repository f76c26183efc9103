/* Lines of the files that htpasswd and htdigest make: each has one secret of one account. */
#ifndef POSTERN_ACCOUNT_LINE_H
#define POSTERN_ACCOUNT_LINE_H

#include "postern/credentials.h"
#include "postern/error.h"

/* What they give is borrowed from the text, which ends before the newline. False: the line is about
 * nobody. Whenever it lets nobody in, whatever else is set, the doubt says why, without the secret;
 * else it is left alone. */

/* "alice:$2y$05$...": what stands behind another ':' is a comment, as it is to Apache. */
bool account_line_read_password(struct octets text, struct octets *name, struct octets *hash,
				struct error *doubt);

/* "alice:Example:" and the digits of an HA1. The realm may hold a ':'. */
bool account_line_read_digest(struct octets text, struct octets *name, struct digest_space *space,
			      struct octets *digits, struct error *doubt);

/* False unless they are 32 hexadecimal digits of MD5, or 64 of SHA-256. Wipe the HA1. */
bool account_line_decode(struct octets digits, unsigned char ha1[static DIGEST_SIZE_MAX],
			 enum digest_algorithm *algorithm);

#endif
