/* The log: one event, one line, one write. Nothing in it can forge a line. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/* Lines go to this descriptor, from LOG_LEVEL_ERROR up to `level`. Before the first call: standard
 * error, up to LOG_LEVEL_INFO. Called while there is one thread. */
void log_open(int descriptor, enum log_level level);

/* "2026-11-21T08:15:00.123Z warning http: text". Bytes outside printable ASCII come out as \xHH;
 * longer lines are cut. Any thread; keeps errno. */
void log_line(enum log_level level, const char *area, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
