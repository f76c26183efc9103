/* A sink that keeps lines. */
#include "log_lines.h"

#include "base/log.h"

#include <string.h>

static char log_lines_text[65536];

static bool log_lines_write(struct log_sink *sink, enum log_level level, const char *line,
			    size_t length)
{
	size_t used = strlen(log_lines_text);
	size_t timeless = length - LOG_TIME_LENGTH;

	(void)sink;
	(void)level;
	if (used + timeless >= sizeof(log_lines_text))
		return false;
	memcpy(log_lines_text + used, line + LOG_TIME_LENGTH, timeless);
	log_lines_text[used + timeless] = '\0';
	return true;
}

void log_lines_setup(void)
{
	static struct log_sink sink = {.write = log_lines_write};

	log_lines_text[0] = '\0';
	log_open(&sink, LOG_LEVEL_DEBUG);
}

const char *log_lines(void)
{
	return log_lines_text;
}
