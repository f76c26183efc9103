/* Opens the logs of a process, and keeps them where the process goes. */
#include "application/logs.h"

#include "daemon/log_syslog.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static int logs_open_access(struct logs *logs, const struct lifecycle_options *options,
			    const struct access_choice *access, struct error *error)
{
	int status;

	if (access->format == ACCESS_NONE)
		return EX_OK;
	if (!access->path && !options->nodaemon) {
		error_set(error,
			  "daemons cannot write the access log to stdout (use -n or a path)");
		return EX_USAGE;
	}
	log_descriptor_init(&logs->output, STDOUT_FILENO);
	logs->access_sink = &logs->output.base;
	if (!access->path)
		return EX_OK;
	status = log_file_open(access->path, options->rotate_length, options->rotate_keep,
			       &logs->access, error);
	if (status == EX_OK)
		logs->access_sink = log_file_sink(logs->access);
	return status;
}

int logs_open(struct logs *logs, const struct lifecycle_options *options, const char *log_path,
	      const struct access_choice *access, struct error *error)
{
	enum log_level level = options->debug ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
	struct log_sink *sink = NULL;
	int status = logs_open_access(logs, options, access, error);

	if (status == EX_OK && log_path)
		status = log_file_open(log_path, options->rotate_length, options->rotate_keep,
				       &logs->log, error);
	if (status != EX_OK)
		return status;
	if (logs->log && logs->access &&
	    strcmp(log_file_path(logs->log), log_file_path(logs->access)) == 0) {
		error_set(error, "%s: the log and the access log must be two files", log_path);
		return EX_USAGE;
	}
	if (options->syslog)
		sink = log_syslog_sink(options->prefix);
	else
		sink = logs->log ? log_file_sink(logs->log) : log_journal_sink();
	if (sink)
		log_open(sink, level);
	else
		log_open_descriptor(STDOUT_FILENO, level);
	return EX_OK;
}

void logs_enter(struct logs *logs)
{
	if (logs->log)
		log_file_enter(logs->log);
	if (logs->access)
		log_file_enter(logs->access);
}

void logs_add_places(const struct logs *logs, struct places *places)
{
	if (logs->log)
		places_add(places, log_file_path(logs->log), PLACE_WRITE);
	if (logs->access)
		places_add(places, log_file_path(logs->access), PLACE_WRITE);
}

void logs_rotate(struct logs *logs)
{
	struct log_file *const files[] = {logs->log, logs->access};

	log_files_rotate(files, sizeof(files) / sizeof(files[0]));
}

void logs_close(struct logs *logs)
{
	log_file_close(logs->log);
	log_file_close(logs->access);
}
