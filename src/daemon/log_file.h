/* A log file that is rotated by size, as twistd's LogFile is, and on demand (lifecycle
 * section 1.6). */
#ifndef DAEMON_LOG_FILE_H
#define DAEMON_LOG_FILE_H

#include "base/log.h"
#include "postern/error.h"

#include <stddef.h>
#include <stdint.h>

struct log_file;

/* Opens for appending, creates with mode 0640; regular files only, no links. `length` bytes at most
 * before it is rotated (0: never), `keep` old ones stay (0: all). Returns EX_OK, EX_CANTCREAT or
 * EX_NOPERM. */
int log_file_open(const char *path, uint64_t length, unsigned int keep, struct log_file **log_file,
		  struct error *error);

/* The sink for log_open(). A line that makes the file too long sends this process a SIGUSR1, once,
 * if that is blocked and so waited for. Writers never wait for a rotation. */
struct log_sink *log_file_sink(struct log_file *log_file);

/* After chroot: finds the file from inside. One that is outside cannot be rotated any more. */
void log_file_enter(struct log_file *log_file);

/* Where it is, absolute and without links, as seen from the present root; "" when it is outside. */
const char *log_file_path(const struct log_file *log_file);

/* SIGUSR1, for all files of the process, where NULL is none: if somebody has moved one, opens a new
 * one; else rotates, at once when the signal came from outside. When that fails the old file stays,
 * and the log says so, at most once a minute. Called by one thread at a time. */
void log_files_rotate(struct log_file *const *log_files, size_t count);

/* After the log was opened elsewhere. NULL is fine. */
void log_file_close(struct log_file *log_file);

#endif
