/* The log: one event, one line, one write. Nothing in it can forge a line. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

#define LOG_LINE_MAX    4096 /* bytes with the newline: what a pipe takes without splitting it */
#define LOG_TIME_LENGTH 25   /* bytes of "2026-11-21T08:15:00.123Z ", for sinks that leave it out */

/* Where lines go. */
struct log_sink {
	/* Takes one line with its newline; several at once, if they are no longer than one may be.
	 * False: it is lost; with errno EAGAIN nothing of it was written, and it can be tried
	 * again. Any thread; never logs. */
	bool (*write)(struct log_sink *sink, enum log_level level, const char *line, size_t length);
};

/* The sink that writes to a descriptor. */
struct log_descriptor {
	struct log_sink base;
	int descriptor;
	atomic_bool torn; /* the disk was full in the middle of a line */
};

void log_descriptor_init(struct log_descriptor *output, int descriptor);

/* Lines go to this sink (borrowed), from LOG_LEVEL_ERROR up to `level`. Before the first call:
 * standard error, up to LOG_LEVEL_INFO. Called while there is one thread. */
void log_open(struct log_sink *sink, enum log_level level);

/* The same with a descriptor. */
void log_open_descriptor(int descriptor, enum log_level level);

/* "2026-11-21T08:15:00.123Z warning http: text". Bytes outside printable ASCII come out as \xHH;
 * longer lines are cut. Lines that the sink loses are counted, and the next one that it takes says
 * how many. Any thread; keeps errno. */
void log_line(enum log_level level, const char *area, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
