/* The one normal form of a request's path, for the guards and the realms alike. */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include "postern/error.h"
#include "postern/octets.h"

#define TARGET_MAX 4096 /* bytes of a request target; longer ones are answered 414 */

enum target_form {
	TARGET_MALFORMED = 0, /* 400 */
	TARGET_PATH,          /* origin-form and absolute-form, RFC 9112 sections 3.2.1 and 3.2.2 */
	TARGET_ASTERISK,      /* "*", RFC 9112 section 3.2.4 */
};

struct target {
	enum target_form form;
	struct octets path;  /* in the buffer, NUL-terminated; empty for "*" */
	struct octets query; /* in the raw target; absent without a '?' */
};

/* `raw` is at most TARGET_MAX bytes. Decodes once, then removes dot segments and empty segments.
 * What could be read in two ways is malformed: an encoded '/', a control character, encoded or
 * not, a '#', more ".." than there are segments. The error says what it was. */
struct target target_normalise(struct octets raw, char buffer[static TARGET_MAX + 2],
			       struct error *error);

#endif
