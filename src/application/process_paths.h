/* Where the files of a process are, whatever its working directory will be. */
#ifndef APPLICATION_PROCESS_PATHS_H
#define APPLICATION_PROCESS_PATHS_H

#include "application/options.h"

/* NULL: none. Absolute, but for a pid file or a rundir inside --chroot, which may be relative. */
struct process_paths {
	char *application;
	char *chroot;
	char *rundir;
	char *log_file;
	char *pid_file;
};

/* `directory` is that which the process was launched in. */
void process_paths_choose(struct process_paths *paths, const struct options *options,
			  const char *directory);
void process_paths_finish(struct process_paths *paths);

#endif
