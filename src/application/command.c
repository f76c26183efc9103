/* Runs the verbs that do not serve. */
#include "application/command.h"

#include "application/explain.h"
#include "application/help.h"
#include "application/login.h"
#include "daemon/control.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

int command_fail(const char *step, const struct error *error, int status)
{
	fprintf(stderr, "postern: %s: %s\n", step, error->text);
	return status;
}

int command_flush(int status)
{
	struct error error;

	if ((fflush(stdout) == 0 && !ferror(stdout)) || status != EX_OK)
		return status;
	error_set(&error, "cannot write to standard output: %s", strerror(errno));
	return command_fail("output", &error, EX_IOERR);
}

static int command_explain(struct process *process, struct error *error)
{
	(void)error;
	if (process->options.action == OPTIONS_CHECK)
		explain_application(process->application);
	return EX_OK;
}

/* Not before a restart: the server that runs has the addresses. */
static int command_bind(struct process *process, struct error *error)
{
	if (process->options.action != OPTIONS_CHECK || !process->options.lifecycle.check_ports)
		return EX_OK;
	return process_privileged_start(process, error);
}

/* As the start would do it, up to where it would change something. */
static int command_check(struct process *process)
{
	static const struct {
		const char *step;
		int (*take)(struct process *process, struct error *error);
	} steps[] = {
		{"identity", process_identify},       {"chroot", process_check_root},
		{"config", process_read_application}, {"explain", command_explain},
		{"preflight", process_preflight},     {"bind", command_bind},
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct error error;
		int status = steps[i].take(process, &error);

		if (status != EX_OK)
			return command_fail(steps[i].step, &error, status);
	}
	return EX_OK;
}

/* In a process of its own: the application stays as it was before there was one. */
static int command_check_apart(struct process *process)
{
	struct error error;
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(command_check(process));
	if (child < 0 || TEMP_FAILURE_RETRY(waitpid(child, &status, 0)) != child) {
		error_set(&error, "cannot fork: %s", strerror(errno));
		return command_fail("check", &error, EX_OSERR);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;
}

/* A start that would fail must not cost the server that serves. */
static int command_restart(struct process *process, const struct control *control,
			   struct error *error)
{
	char **words = process->command_line.words;
	int status = command_check_apart(process);

	if (status != EX_OK)
		return status;
	status = control_stop(control, error);
	if (status != EX_OK)
		return command_fail("stop", error, status);
	static_assert(sizeof("run") <= sizeof("restart"), "the verb fits in the place of its own");
	strcpy(words[1], "run");
	execv("/proc/self/exe", words);
	error_set(error, "cannot start again: %s", strerror(errno));
	return command_fail("restart", error, EX_OSERR);
}

static int command_control(struct process *process)
{
	static const struct {
		enum options_action action;
		const char *step;
		int (*run)(const struct control *control, struct error *error);
	} commands[] = {
		{OPTIONS_STOP, "stop", control_stop},
		{OPTIONS_RELOAD, "reload", control_reload},
		{OPTIONS_ROTATE, "rotate", control_rotate},
		{OPTIONS_STATUS, "status", control_status},
	};
	const struct control control = {
		.pid_file = process->paths.pid_file,
		.chroot = process->paths.chroot,
		.rundir = process->paths.rundir,
		.stop_timeout = process->options.lifecycle.stop_timeout,
		.kill_grace = process->options.lifecycle.kill_grace,
	};
	struct error error = {.text = ""};

	if (!process->paths.pid_file) {
		error_set(&error, "there is no pid file to find the server by");
		return command_fail("pidfile", &error, EX_USAGE);
	}
	if (process->options.action == OPTIONS_RESTART)
		return command_restart(process, &control, &error);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		int status;

		if (commands[i].action != process->options.action)
			continue;
		status = commands[i].run(&control, &error);
		return status != EX_OK && error.text[0]
			       ? command_fail(commands[i].step, &error, status)
			       : status;
	}
	return EX_SOFTWARE;
}

static int command_answer(struct process *process)
{
	struct error error;

	if (help_print(&process->options, &error))
		return EX_OK;
	return command_fail("options", &error, EX_USAGE);
}

int command_run(struct process *process)
{
	int status;

	switch (process->options.action) {
	case OPTIONS_CHECK:
		status = command_check(process);
		break;
	case OPTIONS_LOGIN:
		status = login_run(process);
		break;
	case OPTIONS_STOP:
	case OPTIONS_RESTART:
	case OPTIONS_RELOAD:
	case OPTIONS_ROTATE:
	case OPTIONS_STATUS:
		status = command_control(process);
		break;
	default:
		status = command_answer(process);
		break;
	}
	process_finish(process, status);
	return status;
}
