/* Writes the log: one event, one line, one write. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096 /* with the newline: what a pipe takes without splitting it */
#define ESCAPE_LENGTH  4    /* "\xHH" */

static const char log_cut_mark[] = " [cut]";

static const char *const log_level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

/* The one mutable global of the program: whoever has something to say has no other way to it. */
static struct {
	int descriptor;
	enum log_level level;
} log_output = {.descriptor = STDERR_FILENO, .level = LOG_LEVEL_INFO};

void log_open(int descriptor, enum log_level level)
{
	log_output.descriptor = descriptor;
	log_output.level = level;
}

/* "2026-11-21T08:15:00.123Z warning http: ", cut to `size` like snprintf(). */
static size_t log_head(char *text, size_t size, enum log_level level, const char *area)
{
	struct timespec now;
	struct tm utc;
	char seconds[32];
	size_t length;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &utc);
	length = (size_t)snprintf(text, size, "%s.%03ldZ %s %s: ", seconds, now.tv_nsec / 1000000,
				  log_level_names[level], area);
	return length < size ? length : size - 1;
}

/* Makes a line, with its newline, of `raw`; returns its length. */
static size_t log_escape(const char *raw, char line[static LINE_MAX_BYTES])
{
	const size_t room = LINE_MAX_BYTES - 1;
	const size_t mark_length = strlen(log_cut_mark);
	size_t used = 0;
	size_t cut = 0; /* the last place where the mark would still fit */

	for (; *raw != '\0'; raw++) {
		unsigned char byte = (unsigned char)*raw;
		bool printable = byte >= 0x20 && byte < 0x7f;

		if (used + mark_length <= room)
			cut = used;
		if (used + (printable ? 1 : ESCAPE_LENGTH) > room) {
			memcpy(line + cut, log_cut_mark, mark_length);
			used = cut + mark_length;
			break;
		}
		if (printable)
			line[used++] = *raw;
		else
			used += (size_t)sprintf(line + used, "\\x%02x", byte);
	}
	line[used++] = '\n';
	return used;
}

void log_line(enum log_level level, const char *area, const char *format, ...)
{
	/* One byte more than fits, so that a text that is cut here is seen to be cut. */
	char raw[LINE_MAX_BYTES + 1];
	char line[LINE_MAX_BYTES];
	int saved_errno = errno;
	size_t length;
	va_list arguments;

	if (level > log_output.level)
		return;
	length = log_head(raw, sizeof(raw), level, area);
	va_start(arguments, format);
	errno = saved_errno; /* for %m */
	vsnprintf(raw + length, sizeof(raw) - length, format, arguments);
	va_end(arguments);
	length = log_escape(raw, line);
	while (write(log_output.descriptor, line, length) < 0 && errno == EINTR)
		;
	errno = saved_errno;
}
