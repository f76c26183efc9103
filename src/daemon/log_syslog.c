/* Hands lines to syslog or to the journal, which note the time by themselves. */
#include "daemon/log_syslog.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#include <unistd.h>

static const int log_syslog_priorities[] = {
	[LOG_LEVEL_ERROR] = LOG_ERR,
	[LOG_LEVEL_WARNING] = LOG_WARNING,
	[LOG_LEVEL_INFO] = LOG_INFO,
	[LOG_LEVEL_DEBUG] = LOG_DEBUG,
};

static bool log_syslog_write(struct log_sink *sink, enum log_level level, const char *line,
			     size_t length)
{
	(void)sink;
	syslog(log_syslog_priorities[level], "%.*s", (int)(length - LOG_TIME_LENGTH - 1),
	       line + LOG_TIME_LENGTH);
	return true;
}

struct log_sink *log_syslog_sink(const char *prefix)
{
	static struct log_sink sink = {.write = log_syslog_write};

	openlog(prefix, LOG_NDELAY | LOG_PID, LOG_DAEMON);
	return &sink;
}

static bool log_journal_write(struct log_sink *sink, enum log_level level, const char *line,
			      size_t length)
{
	char priority[] = {'<', (char)('0' + log_syslog_priorities[level]), '>'};
	struct iovec parts[] = {
		{.iov_base = priority, .iov_len = sizeof(priority)},
		{.iov_base = (char *)line + LOG_TIME_LENGTH, .iov_len = length - LOG_TIME_LENGTH}};

	(void)sink;
	return TEMP_FAILURE_RETRY(writev(STDOUT_FILENO, parts, 2)) > 0;
}

struct log_sink *log_journal_sink(void)
{
	static struct log_sink sink = {.write = log_journal_write};
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long device, inode;
	struct stat status;

	if (!stream || sscanf(stream, "%lu:%lu", &device, &inode) != 2)
		return NULL;
	if (fstat(STDOUT_FILENO, &status) < 0 || status.st_dev != device || status.st_ino != inode)
		return NULL;
	return &sink;
}
