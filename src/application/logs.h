/* What a process writes about itself: its log, and the access log. */
#ifndef APPLICATION_LOGS_H
#define APPLICATION_LOGS_H

#include "application/access_choice.h"
#include "application/lifecycle_options.h"
#include "daemon/log_file.h"
#include "daemon/places.h"

/* Zeroed, neither is open. */
struct logs {
	struct log_file *log;    /* NULL: it is no file */
	struct log_file *access; /* the same */
	struct log_descriptor output;
	struct log_sink *access_sink; /* NULL: there is no access log */
};

/* Opens both, and sends all lines of the log to `log_path` (NULL: no file). EX_OK, or the status to
 * exit with, the error set, and the log where it was. */
int logs_open(struct logs *logs, const struct lifecycle_options *options, const char *log_path,
	      const struct access_choice *access, struct error *error);

/* After chroot. */
void logs_enter(struct logs *logs);

/* Where they are, for rotation. What this user cannot find it could not write to either, and it has
 * been warned of. */
void logs_add_places(const struct logs *logs, struct places *places);

/* SIGUSR1. */
void logs_rotate(struct logs *logs);

/* After the log was opened elsewhere. */
void logs_close(struct logs *logs);

#endif
