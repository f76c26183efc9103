/* Pages, and text from elsewhere as it may stand in one. */
#ifndef REALMS_HTML_H
#define REALMS_HTML_H

#include "postern/octets.h"
#include "postern/request.h"
#include "postern/response.h"

#define HTML_TEXT_MAX 255 /* bytes shown of a text; a name is never longer */

/* A byte becomes six at most ("&quot;"); then the mark of a cut, and a NUL. */
#define HTML_ESCAPED_MAX (6 * HTML_TEXT_MAX + 4)

/* For text and for values of attributes in quotes. What is no character, or one that controls,
 * comes out as U+FFFD; too long a text is cut at a character's border. Returns where the NUL is. */
char *html_escape(struct octets text, char escaped[static HTML_ESCAPED_MAX]);

/* Answers GET or HEAD with a page: with all that is said of a file (representation.h), so that who
 * has it already is not sent it again. */
void html_send(struct octets page, const char *policy, const struct request *request,
	       struct response *response);

#endif
