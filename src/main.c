/* Starts the server in the order of twistd's phases, keeps it, and stops it. */
#include "accounts/user.h"
#include "application/command.h"
#include "application/process.h"
#include "application/service.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* One phase of the start. A failed one is told by its step, and undone with those before it. */
struct phase {
	const char *name; /* twistd's, in the log */
	const char *step; /* in messages */
	int (*enter)(struct process *process, struct error *error);
};

static const struct phase main_phases[] = {
	{"sanitize", "sanitize", process_sanitize},
	{"identify", "identity", process_identify},
	{"checkRoot", "chroot", process_check_root},
	{"checkPID", "pidfile", process_check_pid},
	{"readApplication", "config", process_read_application},
	{"startLogger", "logfile", process_start_logger},
	{"preflight", "preflight", process_preflight},
	{"preload", "preload", process_preload},
	{"chroot", "chroot", process_chroot},
	{"chdir", "rundir", process_chdir},
	{"umask", "umask", process_umask},
	{"daemonize", "daemonize", process_daemonize},
	{"openPIDFile", "pidfile", process_open_pid_file},
	{"privilegedStartService", "bind", process_privileged_start},
	{"switchUidGid", "privileges", process_switch_user},
	{"startApplication", "start", process_start_application},
	{"ready", "ready", service_prepare},
	{"run", "run", service_run},
};

static int main_serve(struct process *process)
{
	struct error error = {.text = ""};
	int status = EX_OK;

	for (size_t i = 0; i < sizeof(main_phases) / sizeof(main_phases[0]); i++) {
		process_log_phase(process, main_phases[i].name);
		status_pipe_step(&process->status, main_phases[i].step);
		status = main_phases[i].enter(process, &error);
		if (status != EX_OK) {
			process_fail(process, main_phases[i].step, status, &error);
			break;
		}
	}
	process_finish(process, status);
	return status;
}

int main(int argc, char *argv[])
{
	struct process process;
	struct error error;
	int status;

	if (argc > 1 && strcmp(argv[1], "user") == 0)
		return command_flush(user_main(argc - 1, argv + 1));
	status = process_init(&process, argc, argv, &error);
	if (status != EX_OK) {
		process_finish(&process, status);
		return command_fail("options", &error, status);
	}
	status = process.options.action == OPTIONS_RUN ? main_serve(&process)
						       : command_flush(command_run(&process));
	/* Not exit(): what libcrypto does there is not safe while other threads may hash. */
	_exit(status);
}
