/* Starts the server in the order of twistd's phases, and stops it on a signal. */
#include "application/builtin.h"
#include "application/explain.h"
#include "application/help.h"
#include "application/source.h"
#include "application/user.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static int main_fail(const char *step, const struct error *error, int status)
{
	fprintf(stderr, "postern: %s: %s\n", step, error->text);
	return status;
}

static int main_fail_usage(const struct error *error)
{
	fprintf(stderr, "postern: options: %s (see postern --help)\n", error->text);
	return EX_USAGE;
}

static void main_log_phase(const char *phase)
{
	log_line(LOG_LEVEL_DEBUG, "lifecycle", "%s uid=%u pid=%d", phase, geteuid(), getpid());
}

static void main_warn(const char *text)
{
	log_line(LOG_LEVEL_WARNING, "config", "%s", text);
}

/* Threads inherit the mask, and so no thread but this one takes a signal that stops us. */
static void main_block_signals(sigset_t *stopping)
{
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(stopping);
	sigaddset(stopping, SIGTERM);
	sigaddset(stopping, SIGINT);
	sigprocmask(SIG_BLOCK, stopping, NULL);
}

static void main_say_ready(const struct application *application)
{
	for (size_t i = 0; i < application->listener_count; i++)
		log_line(LOG_LEVEL_INFO, "lifecycle", "ready: %s",
			 listener_url(application->listeners[i]));
	if (application->description->demonstration)
		builtin_print_hints(listener_url(application->listeners[0]),
				    application->description->directory);
	fflush(stdout);
}

static void main_wait_for_signal(const sigset_t *stopping)
{
	siginfo_t info;

	if (TEMP_FAILURE_RETRY(sigwaitinfo(stopping, &info)) > 0)
		log_line(LOG_LEVEL_INFO, "lifecycle", "SIG%s from pid %d uid %u, stopping",
			 sigabbrev_np(info.si_signo), info.si_pid, info.si_uid);
}

/* The names of the phases are twistd's; where it says startReactor, our threads run already. */
static int main_serve(struct application *application, const struct options *options,
		      const sigset_t *stopping)
{
	struct server *server;
	struct error error;

	main_log_phase("privilegedStartService");
	if (!application_bind(application, &error))
		return main_fail("bind", &error, errno == EACCES ? EX_NOPERM : EX_UNAVAILABLE);
	main_log_phase("startApplication");
	server = application_start(application, &error);
	if (!server)
		return main_fail("start", &error, EX_OSERR);
	main_say_ready(application);
	main_log_phase("run");
	main_wait_for_signal(stopping);
	main_log_phase("stop");
	server_begin_stop(server, options->stop_timeout * 1000);
	server_finish(server);
	log_line(LOG_LEVEL_INFO, "lifecycle", "stopped, code 0");
	return EX_OK;
}

static int main_run(struct options *options)
{
	struct application *application;
	struct error error;
	sigset_t stopping;
	int status;

	main_block_signals(&stopping);
	status = source_read(options, &application, &error);
	if (status != EX_OK)
		return main_fail("config", &error, status);
	log_open(STDOUT_FILENO, options->debug ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	main_log_phase("startLogger");
	application_warn(application, main_warn);
	status = main_serve(application, options, &stopping);
	application_destroy(application);
	return status;
}

static int main_check(struct options *options)
{
	struct application *application;
	struct error error;
	int status = source_read(options, &application, &error);

	if (status != EX_OK)
		return main_fail("config", &error, status);
	explain_application(application);
	application_destroy(application);
	return EX_OK;
}

static int main_act(struct options *options)
{
	struct error error;

	switch (options->action) {
	case OPTIONS_RUN:
		return main_run(options);
	case OPTIONS_CHECK:
		return main_check(options);
	default:
		return help_print(options, &error) ? EX_OK : main_fail_usage(&error);
	}
}

int main(int argc, char *argv[])
{
	struct options options;
	struct error error;
	int status;

	if (argc > 1 && strcmp(argv[1], "user") == 0)
		return user_main(argc - 1, argv + 1);
	status = options_parse(&options, argc, argv, &error) ? main_act(&options)
							     : main_fail_usage(&error);
	options_finish(&options);
	return status;
}
