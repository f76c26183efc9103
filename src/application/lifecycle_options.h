/* How the process is to live: twistd's options, under twistd's names, and a few of our own. */
#ifndef APPLICATION_LIFECYCLE_OPTIONS_H
#define APPLICATION_LIFECYCLE_OPTIONS_H

#include "postern/error.h"

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

/* Strings are borrowed from the command line; NULL: not given. */
struct lifecycle_options {
	const char *pid_file; /* "": none */
	const char *log_file; /* "-": standard output */
	const char *prefix;   /* of lines in the syslog */
	const char *rundir;
	const char *chroot;
	const char *uid;
	const char *gid;
	unsigned int umask;
	bool umask_given;
	bool nodaemon;
	bool debug;
	bool syslog;
	bool strict;
	bool check_ports;
	unsigned int start_timeout; /* seconds */
	unsigned int stop_timeout;  /* seconds */
	unsigned int kill_grace;    /* seconds */
	unsigned int notify_fd;     /* 0: none */
	unsigned int rotate_length; /* bytes; 0: never */
	unsigned int rotate_keep;   /* files; 0: all */
};

/* The codes of getopt_long() begin behind all letters, and end before LIFECYCLE_OPTION_END. */
#define LIFECYCLE_OPTION_FIRST 256
#define LIFECYCLE_OPTION_END   512

#define LIFECYCLE_LETTERS "nbl:d:u:g:oq"

extern const char lifecycle_options_help[];

/* Writes them to the table of getopt_long(), without its end. Returns how many there are. */
size_t lifecycle_options_list(struct option *table);

void lifecycle_options_init(struct lifecycle_options *options);

/* `code` is one of theirs. False, with the error set, when the value is none for that option. */
bool lifecycle_options_take(struct lifecycle_options *options, int code, const char *value,
			    struct error *error);

/* False, with the error set, when they contradict each other. */
bool lifecycle_options_fit(const struct lifecycle_options *options, struct error *error);

#endif
