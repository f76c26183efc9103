/* The process of a server: what each phase of its life acquires, and the phases themselves. */
#ifndef APPLICATION_PROCESS_H
#define APPLICATION_PROCESS_H

#include "application/application.h"
#include "application/command_line.h"
#include "application/logs.h"
#include "application/options.h"
#include "application/process_paths.h"
#include "base/log.h"
#include "daemon/daemonize.h"
#include "daemon/identity.h"
#include "daemon/pid_file.h"
#include "daemon/supervisor.h"

#include <time.h>

struct process {
	struct command_line command_line;
	char *directory; /* that it was launched in */
	struct options options;
	struct process_paths paths;
	struct identity identity;
	struct supervisor supervisor;
	struct pid_file *pid_file;
	struct logs logs;
	bool log_opened;
	struct application *application;
	struct server *server;
	bool stuck; /* a thread of the server's does not end, and is not waited for */
	struct status_pipe status;
	int null; /* a descriptor of /dev/null, from before chroot */
	time_t began;
	unsigned int generation; /* of the application: each reload is one more */
};

/* Reads the command line, and hides its secrets in `argv`. EX_OK, or the status to exit with and
 * the error set. */
int process_init(struct process *process, int argc, char *argv[], struct error *error);

/* Undoes whatever the phases did, in reverse. The process will exit with that status. */
void process_finish(struct process *process, int status);

/* At debug level, so that the order of the phases can be checked from outside. Those before the log
 * is open are logged when it is. */
void process_log_phase(struct process *process, const char *phase);

/* Says in the log what is allowed, and hardly meant. */
void process_warn(const char *text);

/* Says on standard error, or to the process that waits, and in the log, why a phase failed. */
void process_fail(struct process *process, const char *step, int status, const struct error *error);

/* The phases, in order. EX_OK, or the status to exit with and the error set. */
int process_sanitize(struct process *process, struct error *error);
int process_identify(struct process *process, struct error *error);
int process_check_root(struct process *process, struct error *error);
int process_check_pid(struct process *process, struct error *error);
int process_read_application(struct process *process, struct error *error);
int process_start_logger(struct process *process, struct error *error);
int process_preflight(struct process *process, struct error *error);
int process_preload(struct process *process, struct error *error);
int process_chroot(struct process *process, struct error *error);
int process_chdir(struct process *process, struct error *error);
int process_umask(struct process *process, struct error *error);
int process_daemonize(struct process *process, struct error *error);
int process_open_pid_file(struct process *process, struct error *error);
int process_privileged_start(struct process *process, struct error *error);
int process_switch_user(struct process *process, struct error *error);
int process_start_application(struct process *process, struct error *error);

#endif
