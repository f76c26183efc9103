/* Sinks that have a time and a priority of their own for each line: syslog, and the journal. */
#ifndef DAEMON_LOG_SYSLOG_H
#define DAEMON_LOG_SYSLOG_H

#include "base/log.h"

/* syslog(3), connected at once: before chroot. `prefix` is borrowed for ever. */
struct log_sink *log_syslog_sink(const char *prefix);

/* Standard output, when systemd reads it (JOURNAL_STREAM in the environment says so), with the
 * priority as sd-daemon(3) wants it; NULL when it does not. */
struct log_sink *log_journal_sink(void);

#endif
