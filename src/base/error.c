/* Texts of errors: formatted, cut to size, and always one line. */
#include "postern/error.h"

#include "base/printable.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Cuts before a character or an escape that does not fit, never within it. */
static void error_write(struct error *error, const char *raw)
{
	struct octets rest = octets_from(raw);
	size_t used = 0;

	while (rest.length > 0) {
		char shown[PRINTABLE_SIZE];
		size_t length = printable_take(&rest, shown);

		if (used + length >= ERROR_TEXT_MAX)
			break;
		memcpy(error->text + used, shown, length);
		used += length;
	}
	error->text[used] = '\0';
}

__attribute__((format(printf, 3, 0))) static void error_format(struct error *error, bool no_input,
							       const char *format,
							       va_list arguments)
{
	/* The arguments may point into the old text. */
	char raw[ERROR_TEXT_MAX];

	vsnprintf(raw, sizeof(raw), format, arguments);
	error_write(error, raw);
	error->no_input = no_input;
	error->advised = false;
}

void error_set(struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	error_format(error, false, format, arguments);
	va_end(arguments);
}

void error_set_no_input(struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	error_format(error, true, format, arguments);
	va_end(arguments);
}

void error_advise(struct error *error, const char *format, ...)
{
	char fix[ERROR_TEXT_MAX];
	char raw[2 * ERROR_TEXT_MAX + sizeof(" (fix: )")];
	va_list arguments;

	if (error->advised)
		return;
	va_start(arguments, format);
	vsnprintf(fix, sizeof(fix), format, arguments);
	va_end(arguments);
	snprintf(raw, sizeof(raw), "%s (fix: %s)", error->text, fix);
	error_write(error, raw);
	error->advised = true;
}

void error_prefix(struct error *error, const char *format, ...)
{
	char where[ERROR_TEXT_MAX];
	char raw[2 * ERROR_TEXT_MAX + 1];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(where, sizeof(where), format, arguments);
	va_end(arguments);
	snprintf(raw, sizeof(raw), "%s: %s", where, error->text);
	error_write(error, raw);
}
