/* Enters the phases of a server's life, one by one, and leaves them again. */
#include "application/process.h"

#include "application/confine.h"
#include "application/rehearsal.h"
#include "application/source.h"
#include "application/survey.h"
#include "cred/hash.h"
#include "daemon/children.h"
#include "daemon/environment.h"
#include "daemon/events.h"
#include "daemon/preflight.h"
#include "daemon/sanitize.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define PROCESS_DAEMON_UMASK 0077

int process_init(struct process *process, int argc, char *argv[], struct error *error)
{
	*process = (struct process){
		.directory = realpath(".", NULL),
		.status = {.descriptor = -1},
		.null = -1,
		.supervisor = {.notify_socket = -1, .notify_descriptor = -1},
	};
	command_line_copy(&process->command_line, argc, argv);
	options_hide_secrets(argc, argv);
	if (!process->directory) {
		error_set(error, "cannot find the working directory: %s", strerror(errno));
		return EX_OSFILE;
	}
	if (!options_parse(&process->options, argc, process->command_line.words, process->directory,
			   error)) {
		error_set(error, "%s (see postern --help)", error->text);
		return EX_USAGE;
	}
	process_paths_choose(&process->paths, &process->options, process->directory);
	return EX_OK;
}

static void process_close_logs(struct process *process)
{
	if (process->log_opened)
		log_open_descriptor(STDERR_FILENO, LOG_LEVEL_INFO);
	logs_close(&process->logs);
}

void process_finish(struct process *process, int status)
{
	bool served = process->server != NULL;

	if (served && !process->stuck) {
		server_begin_stop(process->server, 0);
		server_finish(process->server);
	}
	/* A thread that is left behind may still look at it, and write to the log. */
	if (!process->stuck)
		application_destroy(process->application);
	process_log_phase(process, "removePIDFile");
	pid_file_remove(process->pid_file);
	if (served)
		log_line(LOG_LEVEL_INFO, "lifecycle", "stopped, code %d", status);
	supervisor_close(&process->supervisor);
	if (!process->stuck)
		process_close_logs(process);
	identity_finish(&process->identity);
	options_finish(&process->options);
	command_line_finish(&process->command_line);
	process_paths_finish(&process->paths);
	free(process->directory);
}

static void process_write_phase(const char *phase)
{
	log_line(LOG_LEVEL_DEBUG, "lifecycle", "%s uid=%u pid=%d", phase, geteuid(), getpid());
}

void process_log_phase(struct process *process, const char *phase)
{
	if (process->log_opened)
		process_write_phase(phase);
}

void process_fail(struct process *process, const char *step, int status, const struct error *error)
{
	char line[ERROR_TEXT_MAX + 64];

	snprintf(line, sizeof(line), "postern: %s: %s", step, error->text);
	if (process->status.descriptor >= 0)
		status_pipe_fail(&process->status, status, line);
	else
		fprintf(stderr, "%s\n", line);
	if (process->log_opened && process->logs.log)
		log_line(LOG_LEVEL_ERROR, "lifecycle", "%s: %s", step, error->text);
}

int process_sanitize(struct process *process, struct error *error)
{
	const struct lifecycle_options *options = &process->options.lifecycle;
	int notify = options->notify_fd > 0 ? (int)options->notify_fd : -1;
	int status = sanitize(notify, error);

	if (status != EX_OK)
		return status;
	events_block(options->nodaemon);
	status = supervisor_open(notify, &process->supervisor, error);
	if (options->nodaemon || !supervisor_is_there(&process->supervisor))
		return status;
	error_set(error, "a supervisor waits for this process (use --nodaemon)");
	return EX_USAGE;
}

int process_identify(struct process *process, struct error *error)
{
	const struct lifecycle_options *options = &process->options.lifecycle;

	if (options->chroot && geteuid() != 0) {
		error_set(error, "--chroot needs root (running as uid %u)", geteuid());
		return EX_NOPERM;
	}
	return identity_resolve(options->uid, options->gid, &process->identity, error);
}

/* Its own phase: what comes before chroot would find the mistake elsewhere. */
int process_check_root(struct process *process, struct error *error)
{
	return process->paths.chroot ? environment_check_root(process->paths.chroot, error) : EX_OK;
}

int process_check_pid(struct process *process, struct error *error)
{
	if (!process->paths.pid_file)
		return EX_OK;
	return pid_file_check(process->paths.pid_file, process->paths.chroot, process->paths.rundir,
			      &process->pid_file, error);
}

int process_read_application(struct process *process, struct error *error)
{
	return source_read(&process->options, &process->application, error);
}

void process_warn(const char *text)
{
	log_line(LOG_LEVEL_WARNING, "config", "%s", text);
}

int process_start_logger(struct process *process, struct error *error)
{
	static const char *const before[] = {"checkPID", "readApplication", "startLogger"};
	const struct lifecycle_options *options = &process->options.lifecycle;
	int status = logs_open(&process->logs, options, process->paths.log_file,
			       &process->application->description->access, error);

	if (status != EX_OK)
		return status;
	process->log_opened = true;
	process->began = time(NULL);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		process_write_phase(before[i]);
	application_warn(process->application, process_warn);
	survey_application(process->application, SURVEY_START, process_warn);
	return EX_OK;
}

static void process_warn_before_start(const char *line)
{
	fprintf(stderr, "postern: warning: %s\n", line);
	log_line(LOG_LEVEL_WARNING, "preflight", "%s", line);
}

static void process_ignore_warning(const char *line)
{
	(void)line;
}

int process_preflight(struct process *process, struct error *error)
{
	const struct preflight plan = {
		.identity = &process->identity,
		.chroot = process->paths.chroot,
		.rundir = process->paths.rundir,
		.log_path = process->paths.log_file,
		.access_path = process->application->description->access.path,
		.pid_path = process->paths.pid_file,
		.reload_path = process->paths.application,
	};
	bool strict = process->options.lifecycle.strict;
	/* Warnings that are errors are said as such; those of a restart by the start. */
	bool quiet = strict || process->options.action == OPTIONS_RESTART;
	int warnings;

	warnings =
		preflight(&plan, quiet ? process_ignore_warning : process_warn_before_start, error);
	if (warnings < 0)
		return -warnings;
	/* The error is the first of them. */
	if (warnings > 0 && strict)
		return EX_NOPERM;
	return rehearse(process, error);
}

/* What would have to be found in the root directory of later. */
int process_preload(struct process *process, struct error *error)
{
	tzset();
	hash_preload();
	process->null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (process->null >= 0)
		return EX_OK;
	error_set(error, "cannot open '/dev/null': %s", strerror(errno));
	return EX_OSERR;
}

int process_chroot(struct process *process, struct error *error)
{
	int status;

	if (!process->paths.chroot)
		return EX_OK;
	status = environment_chroot(process->paths.chroot, error);
	if (status == EX_OK && process->pid_file)
		pid_file_enter(process->pid_file);
	if (status == EX_OK)
		logs_enter(&process->logs);
	return status;
}

int process_chdir(struct process *process, struct error *error)
{
	return environment_chdir(process->paths.rundir, error);
}

int process_umask(struct process *process, struct error *error)
{
	const struct lifecycle_options *options = &process->options.lifecycle;

	(void)error;
	if (options->umask_given)
		umask((mode_t)options->umask);
	else if (!options->nodaemon)
		umask(PROCESS_DAEMON_UMASK);
	return EX_OK;
}

int process_daemonize(struct process *process, struct error *error)
{
	const struct lifecycle_options *options = &process->options.lifecycle;

	if (!options->nodaemon) {
		int status = daemonize(process->null, options->start_timeout,
				       process->paths.log_file, &process->status, error);

		if (status != EX_OK)
			return status;
	}
	children_init();
	return EX_OK;
}

int process_open_pid_file(struct process *process, struct error *error)
{
	return process->pid_file ? pid_file_write(process->pid_file, error) : EX_OK;
}

int process_privileged_start(struct process *process, struct error *error)
{
	if (application_bind(process->application, process->supervisor.sockets, error))
		return EX_OK;
	return errno == EACCES || errno == EPERM ? EX_NOPERM : EX_UNAVAILABLE;
}

int process_switch_user(struct process *process, struct error *error)
{
	return identity_assume(&process->identity, error);
}

/* To rotate the one, and to remove the other. What this user cannot find it could not write to
 * either, and it has been warned of. */
static void process_add_places(const struct process *process, struct places *places)
{
	logs_add_places(&process->logs, places);
	if (process->pid_file)
		places_add(places, pid_file_directory(process->pid_file), PLACE_REMOVE);
}

int process_start_application(struct process *process, struct error *error)
{
	int status;

	if (!application_read_key(process->application, process->paths.chroot, error) ||
	    !application_enter(process->application, process->paths.chroot, error))
		return application_status(error);
	process_add_places(process, &process->application->writable);
	status = confine_enter(process->application, process->paths.chroot, error);
	if (status != EX_OK)
		return status;
	process->server = application_start(process->application, process->logs.access_sink, error);
	return process->server ? EX_OK : EX_OSERR;
}
