/* Serves until a signal ends it, and reloads, rotates and reports on the way. */
#include "application/service.h"

#include "application/builtin.h"
#include "application/source.h"
#include "daemon/children.h"
#include "daemon/events.h"

#include <stdio.h>
#include <sysexits.h>
#include <time.h>

#define SERVICE_STOP_TICK    50   /* milliseconds between two looks at whether all has ended */
#define SERVICE_HURRY        1000 /* milliseconds that a fast stop takes at most */
#define SERVICE_ALIVE_WITHIN 1000 /* milliseconds for a turn of each loop */

static void service_warn(const char *text)
{
	log_line(LOG_LEVEL_WARNING, "config", "%s", text);
}

static void service_say_ready(struct process *process)
{
	const struct application *application = process->application;
	const char *url = listener_url(application->listeners[0]);
	char status[256];

	for (size_t i = 0; i < application->listener_count; i++)
		log_line(LOG_LEVEL_INFO, "lifecycle", "ready: %s",
			 listener_url(application->listeners[i]));
	if (application->description->demonstration && process->options.lifecycle.nodaemon)
		builtin_print_hints(url, application->description->directory);
	snprintf(status, sizeof(status), "serving %s", url);
	supervisor_ready(&process->supervisor, status);
	status_pipe_ready(&process->status);
}

/* A new application beside the old one. */
static struct application *service_build(struct process *process, struct error *error)
{
	struct application *successor = NULL;
	struct options options;

	if (process->chroot) {
		error_set(error,
			  "files have other paths in another root directory, restart instead");
		return NULL;
	}
	/* The command line is read again: it may be the application, and its first reading is used
	 * up. */
	if (options_parse(&options, process->argc, process->argv, process->directory, error)) {
		process_make_absolute(process, &options.application);
		successor = source_read_again(&options, process->application, service_warn, error);
	}
	options_finish(&options);
	return successor;
}

static void service_reload(struct process *process)
{
	struct application *successor;
	struct error error;

	supervisor_reloading(&process->supervisor);
	successor = service_build(process, &error);
	if (successor) {
		process->application = successor;
		server_replace(process->server, &successor->site);
		log_line(LOG_LEVEL_INFO, "lifecycle", "reloaded, generation %u",
			 ++process->generation);
	} else {
		log_line(LOG_LEVEL_ERROR, "lifecycle", "cannot reload, the old one goes on: %s",
			 error.text);
	}
	supervisor_ready(&process->supervisor, successor ? "reloaded" : "reload failed");
}

static void service_report(const struct process *process)
{
	struct server_figures figures = server_figures(process->server);

	log_line(LOG_LEVEL_INFO, "lifecycle",
		 "status: up %llu s, generation %u, %llu requests, %llu connections",
		 (unsigned long long)(time(NULL) - process->began), process->generation,
		 (unsigned long long)figures.requests, (unsigned long long)figures.connections);
}

static void service_rotate(struct process *process)
{
	if (process->log_file)
		log_file_rotate(process->log_file);
}

/* Programs get their SIGTERM at once, requests the time that they were promised. */
static void service_stop(struct process *process, enum event event)
{
	const struct lifecycle_options *options = &process->options.lifecycle;

	supervisor_stopping(&process->supervisor);
	server_begin_stop(process->server,
			  event == EVENT_HURRY ? SERVICE_HURRY : options->stop_timeout * 1000);
	events_forward_term();
	while (!server_has_stopped(process->server)) {
		event = events_wait(SERVICE_STOP_TICK);
		if (event == EVENT_HURRY)
			server_begin_stop(process->server, SERVICE_HURRY);
		else if (event == EVENT_CHILD)
			children_reap();
		else if (event == EVENT_ROTATE)
			service_rotate(process);
	}
	children_end(options->kill_grace * 1000);
}

/* Only what has just shown that it is alive may say so. */
static void service_tick(struct process *process)
{
	if (process->supervisor.watchdog == 0)
		return;
	if (server_is_alive(process->server, SERVICE_ALIVE_WITHIN))
		supervisor_alive(&process->supervisor);
	else
		log_line(LOG_LEVEL_ERROR, "lifecycle", "a loop is stuck, the watchdog will see");
}

void service_run(struct process *process)
{
	int64_t patience = -1;

	if (process->supervisor.watchdog > 0)
		patience = (int64_t)process->supervisor.watchdog;
	service_say_ready(process);
	for (;;) {
		enum event event = events_wait(patience);

		switch (event) {
		case EVENT_STOP:
		case EVENT_HURRY:
			service_stop(process, event);
			return;
		case EVENT_RELOAD:
			service_reload(process);
			break;
		case EVENT_ROTATE:
			service_rotate(process);
			break;
		case EVENT_STATUS:
			service_report(process);
			break;
		case EVENT_CHILD:
			children_reap();
			break;
		case EVENT_NONE:
			service_tick(process);
			break;
		}
	}
}
