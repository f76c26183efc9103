/* A password that somebody gives us, as a line of the standard input or on the terminal. */
#ifndef BASE_PASSWORD_LINE_H
#define BASE_PASSWORD_LINE_H

#include "postern/error.h"
#include "postern/octets.h"

#define PASSWORD_LINE_MAX 1024 /* bytes; more than any password may have */

/* The first line of standard input, without its newline; all of it when there is none. EX_OK, or
 * the status to exit with and the error set. The caller wipes the line. */
int password_line_read(char line[static PASSWORD_LINE_MAX], struct octets *password,
		       struct error *error);

#endif
