/*
 * The access log: a line for each request. Loops leave lines in memory of their own, and a thread
 * takes them away: no loop ever waits for a disk or for whoever reads a pipe.
 */
#ifndef HTTP_ACCESS_LOG_H
#define HTTP_ACCESS_LOG_H

#include "base/log.h"
#include "http/access_entry.h"
#include "postern/error.h"

struct access_log;

struct access_config {
	enum access_format format;
	struct log_sink *sink; /* gets pieces of whole lines; called by one thread */
};

#define ACCESS_LOG_MEMORY (1024 * 1024) /* bytes of lines that a loop can have waiting */

/* Starts the thread. Borrows the sink. NULL with the error set. */
struct access_log *access_log_start(const struct access_config *config, unsigned int loops,
				    struct error *error);

/* Any thread, each with a slot of its own below `loops`. Never blocks: what finds no room is lost.
 * Lost lines are counted, and the log says so, at most once a minute. */
void access_log_write(struct access_log *access_log, unsigned int slot,
		      const struct access_entry *entry);

/* Writes what is left, as far as the sink takes it within half a second. NULL is fine. */
void access_log_finish(struct access_log *access_log);

#endif
