/* Makes paths absolute, while the working directory is still the one that they are relative to. */
#include "application/process_paths.h"

#include "base/path.h"
#include "postern/memory.h"

#include <stdlib.h>
#include <string.h>

static char *process_paths_absolute(const char *directory, const char *path)
{
	return path ? path_make_absolute(directory, path) : NULL;
}

/* A pid file is twistd's way to find a daemon; in the foreground it is made when asked for. */
static const char *process_paths_pid_file(const struct lifecycle_options *options)
{
	if (!options->pid_file)
		return options->nodaemon ? NULL : "postern.pid";
	return options->pid_file[0] != '\0' ? options->pid_file : NULL;
}

static const char *process_paths_log_file(const struct lifecycle_options *options)
{
	if (options->syslog || (options->log_file && strcmp(options->log_file, "-") == 0))
		return NULL;
	return options->log_file || options->nodaemon ? options->log_file : "postern.log";
}

/* Without links, where it is there: what is below it is then found by its name. */
static char *process_paths_resolve(const char *directory, const char *path)
{
	char *absolute = process_paths_absolute(directory, path);
	char *resolved = absolute ? realpath(absolute, NULL) : NULL;

	if (!resolved)
		return absolute;
	free(absolute);
	return resolved;
}

/* The same for the directory of a file: a link in the file's own place must be seen to be one. */
static char *process_paths_resolve_parent(const char *directory, const char *path)
{
	char *file = process_paths_absolute(directory, path);
	char *slash = file ? strrchr(file, '/') : NULL;
	char *parent;
	char *resolved;

	if (!slash || slash == file)
		return file;
	*slash = '\0';
	parent = process_paths_resolve(directory, file);
	resolved = memory_format("%s/%s", parent, slash + 1);
	free(parent);
	free(file);
	return resolved;
}

static char *process_paths_copy(const char *text)
{
	return text ? memory_copy_text(octets_from(text)) : NULL;
}

void process_paths_choose(struct process_paths *paths, const struct options *options,
			  const char *directory)
{
	const struct lifecycle_options *lifecycle = &options->lifecycle;
	const char *pid_file = process_paths_pid_file(lifecycle);

	paths->application = process_paths_absolute(directory, options->application);
	paths->chroot = process_paths_resolve(directory, lifecycle->chroot);
	paths->log_file =
		process_paths_resolve_parent(directory, process_paths_log_file(lifecycle));
	/* Inside another root the launch directory means nothing. */
	if (paths->chroot) {
		paths->rundir = process_paths_copy(lifecycle->rundir ? lifecycle->rundir : "/");
		paths->pid_file = process_paths_copy(pid_file);
	} else {
		paths->rundir = process_paths_absolute(directory,
						       lifecycle->rundir ? lifecycle->rundir : ".");
		paths->pid_file = process_paths_absolute(directory, pid_file);
	}
}

void process_paths_finish(struct process_paths *paths)
{
	free(paths->application);
	free(paths->chroot);
	free(paths->rundir);
	free(paths->log_file);
	free(paths->pid_file);
}
