/* Asks for a password on the terminal, which does not show it. */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include "postern/error.h"
#include "postern/octets.h"

/* Reads one line from the controlling terminal into `buffer`, without its newline. A signal that
 * ends the process, or stops it, finds the terminal as it was before. False, with the error set,
 * when there is no terminal, or the line does not fit. */
bool terminal_read_password(const char *prompt, char *buffer, size_t size, struct octets *line,
			    struct error *error);

#endif
