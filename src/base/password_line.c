/* Reads a password from standard input. */
#include "base/password_line.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

int password_line_read(char line[static PASSWORD_LINE_MAX], struct octets *password,
		       struct error *error)
{
	size_t length = 0;
	ssize_t count = 1;
	char *newline = NULL;

	while (count > 0 && !newline && length < PASSWORD_LINE_MAX) {
		count = TEMP_FAILURE_RETRY(
			read(STDIN_FILENO, line + length, PASSWORD_LINE_MAX - length));
		if (count > 0) {
			newline = memchr(line + length, '\n', (size_t)count);
			length += (size_t)count;
		}
	}
	if (count < 0) {
		error_set(error, "cannot read the password: %s", strerror(errno));
		return EX_NOINPUT;
	}
	*password = (struct octets){line, newline ? (size_t)(newline - line) : length};
	return EX_OK;
}
