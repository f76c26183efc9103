/* Serves until a signal ends it, and reloads, rotates and reports on the way. */
#include "application/service.h"

#include "application/builtin.h"
#include "application/source.h"
#include "base/clock.h"
#include "base/event_line.h"
#include "daemon/children.h"
#include "daemon/control.h"
#include "daemon/events.h"
#include "daemon/usage.h"

#include <stdio.h>
#include <sysexits.h>
#include <time.h>

#define SERVICE_LAST_LOOK    400  /* milliseconds that loops may take to notice that time is over */
#define SERVICE_STOP_TICK    50   /* milliseconds between two looks at whether all has ended */
#define SERVICE_HURRY        300  /* milliseconds that requests have in a fast stop */
#define SERVICE_ALIVE_WITHIN 1000 /* milliseconds for a sign of life of each loop and listener */
#define SERVICE_INTERRUPTED  143  /* as a shell says of a process that SIGTERM has ended */

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

	/* The command line is read again: it may be the application, and its first reading is used
	 * up. */
	if (options_parse(&options, process->command_line.count, process->command_line.words,
			  process->directory, error)) {
		options.application = process->paths.application; /* wherever we are now */
		successor = source_read_again(&options, process->paths.chroot, process->application,
					      process_warn, error);
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

/* Of all loops, and of each in text. */
static struct server_figures service_sum(const struct server *server, struct event_line *each)
{
	struct server_figures sum = {.requests = 0};

	for (unsigned int i = 0; i < server_loop_count(server); i++) {
		struct server_figures figures = server_figures(server, i);

		sum.requests += figures.requests;
		sum.connections += figures.connections;
		event_line_add(each, " %llu", (unsigned long long)figures.requests);
	}
	return sum;
}

static void service_report(const struct process *process)
{
	struct event_line each = {.length = 0};
	struct server_figures figures = service_sum(process->server, &each);
	struct usage usage = usage_measure();
	struct verdict_cache_figures logins = verdict_cache_figures(process->application->cache);

	log_line(LOG_LEVEL_INFO, "lifecycle",
		 "status: up %llu s, generation %u, %llu requests, %llu connections, %u programs, "
		 "%u descriptors, %lu KiB of memory at most, %llu slow logins, %llu spared, "
		 "requests by loop:%s",
		 (unsigned long long)(time(NULL) - process->began), process->generation,
		 (unsigned long long)figures.requests, (unsigned long long)figures.connections,
		 children_count(), usage.descriptors, usage.memory,
		 (unsigned long long)logins.asked, (unsigned long long)logins.spared, each.text);
}

/* Waits at most that many milliseconds for the end of all loops. */
static bool service_wait_for_end(struct process *process, uint64_t patience)
{
	uint64_t deadline = clock_monotonic_ms() + patience;

	while (!server_has_stopped(process->server)) {
		enum event event = events_wait(SERVICE_STOP_TICK);

		if (event == EVENT_HURRY) {
			server_begin_stop(process->server, SERVICE_HURRY);
			deadline = clock_monotonic_ms() + SERVICE_HURRY;
		} else if (event == EVENT_CHILD) {
			children_reap();
		} else if (event == EVENT_ROTATE) {
			logs_rotate(&process->logs);
		}
		if (clock_monotonic_ms() >= deadline)
			return false;
	}
	return true;
}

/* Programs get their SIGTERM at once, requests the time that they were promised. A login that waits
 * for a program ends with it. */
static void service_stop(struct process *process, enum event event)
{
	const struct lifecycle_options *options = &process->options.lifecycle;
	unsigned int patience = event == EVENT_HURRY ? SERVICE_HURRY : options->stop_timeout * 1000;

	supervisor_stopping(&process->supervisor,
			    options->stop_timeout + options->kill_grace + CONTROL_END);
	server_begin_stop(process->server, patience);
	events_forward_term();
	/* The loops look at their deadline a little after it has passed. */
	service_wait_for_end(process, patience + SERVICE_LAST_LOOK);
	children_end(options->kill_grace * 1000);
	process->stuck = !service_wait_for_end(process, SERVICE_LAST_LOOK);
	if (process->stuck)
		log_line(LOG_LEVEL_WARNING, "lifecycle", "a checker does not return, left behind");
}

/* Only what has just shown that it is alive may say so. */
static void service_tick(struct process *process)
{
	struct error error;

	if (server_is_alive(process->server, SERVICE_ALIVE_WITHIN, &error))
		supervisor_alive(&process->supervisor);
	else
		log_line(LOG_LEVEL_ERROR, "lifecycle", "%s, the watchdog will see", error.text);
}

/* Milliseconds until the next sign of life is due; -1: none is wanted. */
static int service_patience(const struct process *process, uint64_t due)
{
	return process->supervisor.watchdog == 0 ? -1 : clock_left(due);
}

/* True when the server has stopped. */
static bool service_handle(struct process *process, enum event event)
{
	switch (event) {
	case EVENT_STOP:
	case EVENT_HURRY:
		service_stop(process, event);
		return true;
	case EVENT_RELOAD:
		service_reload(process);
		break;
	case EVENT_ROTATE:
		logs_rotate(&process->logs);
		break;
	case EVENT_STATUS:
		service_report(process);
		break;
	case EVENT_CHILD:
		children_reap();
		break;
	case EVENT_NONE:
		break;
	}
	return false;
}

/* Nobody is told that we serve before we have seen it. Clients may be served by now: who interrupts
 * from here on stops a server, and no start. */
int service_prepare(struct process *process, struct error *error)
{
	unsigned int timeout = process->options.lifecycle.start_timeout * 1000;

	if (events_stop_is_due()) {
		error_set(error, "interrupted before it was ready");
		return SERVICE_INTERRUPTED;
	}
	return server_is_alive(process->server, timeout, error) ? EX_OK : EX_TEMPFAIL;
}

int service_run(struct process *process, struct error *error)
{
	uint64_t due = clock_monotonic_ms();
	bool stopped = false;

	(void)error;
	service_say_ready(process);
	while (!stopped) {
		stopped = service_handle(process, events_wait(service_patience(process, due)));
		if (!stopped && service_patience(process, due) == 0) {
			due = clock_monotonic_ms() + process->supervisor.watchdog;
			service_tick(process);
		}
	}
	return EX_OK;
}
