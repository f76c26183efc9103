/* Writes the log: one event, one line, one write. */
#include "base/log.h"

#include "postern/container.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define LOG_HEAD_MAX      128 /* bytes before the text */
#define LOG_ESCAPE_LENGTH 4   /* "\xHH" */

static const char log_cut_mark[] = " [cut]";

static const char *const log_level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

static bool log_descriptor_write(struct log_sink *sink, enum log_level level, const char *line,
				 size_t length);

/* A global, of which there are few: whoever has something to say has no other way to it. */
static struct {
	struct log_sink *sink;
	enum log_level level;
	atomic_uint lost; /* lines, since one was written */
	struct log_descriptor descriptor;
} log_output = {
	.sink = &log_output.descriptor.base,
	.level = LOG_LEVEL_INFO,
	.descriptor = {.base.write = log_descriptor_write, .descriptor = STDERR_FILENO},
};

void log_descriptor_init(struct log_descriptor *output, int descriptor)
{
	*output = (struct log_descriptor){.base.write = log_descriptor_write,
					  .descriptor = descriptor};
}

void log_open(struct log_sink *sink, enum log_level level)
{
	log_output.sink = sink;
	log_output.level = level;
}

void log_open_descriptor(int descriptor, enum log_level level)
{
	log_descriptor_init(&log_output.descriptor, descriptor);
	log_open(&log_output.descriptor.base, level);
}

/* Whoever reads a pipe and does not, must not stop the server: every refused login is a line. */
static bool log_descriptor_is_ready(int descriptor)
{
	struct pollfd question = {.fd = descriptor, .events = POLLOUT};

	return TEMP_FAILURE_RETRY(poll(&question, 1, 0)) == 1 && (question.revents & POLLOUT);
}

static bool log_descriptor_write(struct log_sink *sink, enum log_level level, const char *line,
				 size_t length)
{
	struct log_descriptor *output = container_of(sink, struct log_descriptor, base);
	bool torn = atomic_load(&output->torn);
	/* A line that was torn ends before this one begins. */
	struct iovec parts[] = {{.iov_base = (char *)"\n", .iov_len = torn ? 1 : 0},
				{.iov_base = (char *)line, .iov_len = length}};
	ssize_t whole = (ssize_t)(parts[0].iov_len + parts[1].iov_len);
	ssize_t written;

	(void)level;
	if (!log_descriptor_is_ready(output->descriptor)) {
		errno = EAGAIN;
		return false;
	}
	written = TEMP_FAILURE_RETRY(writev(output->descriptor, parts, 2));
	if (written > 0 && torn != (written < whole))
		atomic_store(&output->torn, !torn);
	if (written >= 0 && written < whole)
		errno = ENOSPC;
	return written == whole;
}

/* "2026-11-21T08:15:00.123Z warning http: "; returns its length. */
static size_t log_head(char *text, enum log_level level, const char *area)
{
	struct timespec now;
	struct tm utc;
	char seconds[32];
	size_t length;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &utc);
	length = (size_t)snprintf(text, LOG_HEAD_MAX, "%s.%03ldZ %s %s: ", seconds,
				  now.tv_nsec / 1000000, log_level_names[level], area);
	return length < LOG_HEAD_MAX ? length : LOG_HEAD_MAX - 1;
}

/* Adds the text and a newline to the `used` bytes of the line; returns its length. */
static size_t log_escape(const char *text, char line[static LOG_LINE_MAX], size_t used)
{
	const size_t room = LOG_LINE_MAX - 1;
	const size_t mark_length = strlen(log_cut_mark);
	size_t cut = used; /* the last place where the mark would still fit */

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		bool printable = byte >= 0x20 && byte < 0x7f;

		if (used + mark_length <= room)
			cut = used;
		if (used + (printable ? 1 : LOG_ESCAPE_LENGTH) > room) {
			memcpy(line + cut, log_cut_mark, mark_length);
			used = cut + mark_length;
			break;
		}
		if (printable)
			line[used++] = *text;
		else
			used += (size_t)sprintf(line + used, "\\x%02x", byte);
	}
	line[used++] = '\n';
	return used;
}

static bool log_put(enum log_level level, const char *area, const char *text)
{
	char line[LOG_LINE_MAX];
	size_t length = log_escape(text, line, log_head(line, level, area));

	return log_output.sink->write(log_output.sink, level, line, length);
}

/* False when there is something to report, and it is lost, too. */
static bool log_report_loss(void)
{
	unsigned int lost;
	char text[32];

	if (atomic_load(&log_output.lost) == 0)
		return true;
	lost = atomic_exchange(&log_output.lost, 0);
	snprintf(text, sizeof(text), "%u lines lost", lost);
	if (lost == 0 || log_put(LOG_LEVEL_WARNING, "log", text))
		return true;
	atomic_fetch_add(&log_output.lost, lost);
	return false;
}

void log_line(enum log_level level, const char *area, const char *format, ...)
{
	/* More than fits, so that a text that is cut here is seen to be cut. */
	char text[LOG_LINE_MAX];
	int saved_errno = errno;
	va_list arguments;

	if (level > log_output.level)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (!log_report_loss() || !log_put(level, area, text))
		atomic_fetch_add(&log_output.lost, 1);
	errno = saved_errno;
}
