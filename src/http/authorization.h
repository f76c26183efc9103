/* The one parser of Authorization fields, for every scheme. */
#ifndef HTTP_AUTHORIZATION_H
#define HTTP_AUTHORIZATION_H

#include "postern/arena.h"
#include "postern/authorization.h"
#include "postern/error.h"

#define AUTHORIZATION_LENGTH_MAX 8192 /* bytes of the field's value */

enum authorization_form {
	AUTHORIZATION_MALFORMED = -1, /* neither token68 nor a list of parameters: 400 */
	AUTHORIZATION_NONE = 0,       /* not even a scheme: 401 */
	AUTHORIZATION_FORMED = 1,
};

/* The scheme is set also when the rest is malformed. `value` is without the white space around it;
 * the result points into it, and into the arena where a quoted string had to be unescaped. */
enum authorization_form authorization_parse(struct octets value, struct arena *arena,
					    struct authorization *authorization,
					    struct error *error);

/* Writes what stands between the quotes of a quoted-string that means `text` (RFC 9110 section
 * 5.6.4), and a NUL: twice its length, and one, at most. */
void authorization_quote(struct octets text, char *quoted);

#endif
