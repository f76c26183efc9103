/* Takes twistd's options, and those that make its lifecycle safe. */
#include "application/lifecycle_options.h"

#include "postern/number.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum lifecycle_option {
	LIFECYCLE_OPTION_PIDFILE = LIFECYCLE_OPTION_FIRST,
	LIFECYCLE_OPTION_SYSLOG,
	LIFECYCLE_OPTION_PREFIX,
	LIFECYCLE_OPTION_CHROOT,
	LIFECYCLE_OPTION_UMASK,
	LIFECYCLE_OPTION_EUID,
	LIFECYCLE_OPTION_STRICT,
	LIFECYCLE_OPTION_CHECK_PORTS,
	LIFECYCLE_OPTION_START_TIMEOUT,
	LIFECYCLE_OPTION_STOP_TIMEOUT,
	LIFECYCLE_OPTION_KILL_GRACE,
	LIFECYCLE_OPTION_NOTIFY_FD,
	LIFECYCLE_OPTION_ROTATE_LENGTH,
	LIFECYCLE_OPTION_ROTATE_KEEP,
	LIFECYCLE_OPTION_ORIGINALNAME,
};

const struct option lifecycle_options_long[] = {
	{"nodaemon", no_argument, NULL, 'n'},
	{"debug", no_argument, NULL, 'b'},
	{"pidfile", required_argument, NULL, LIFECYCLE_OPTION_PIDFILE},
	{"logfile", required_argument, NULL, 'l'},
	{"syslog", no_argument, NULL, LIFECYCLE_OPTION_SYSLOG},
	{"prefix", required_argument, NULL, LIFECYCLE_OPTION_PREFIX},
	{"rundir", required_argument, NULL, 'd'},
	{"chroot", required_argument, NULL, LIFECYCLE_OPTION_CHROOT},
	{"uid", required_argument, NULL, 'u'},
	{"gid", required_argument, NULL, 'g'},
	{"umask", required_argument, NULL, LIFECYCLE_OPTION_UMASK},
	{"euid", no_argument, NULL, LIFECYCLE_OPTION_EUID},
	{"strict", no_argument, NULL, LIFECYCLE_OPTION_STRICT},
	{"check-ports", no_argument, NULL, LIFECYCLE_OPTION_CHECK_PORTS},
	{"start-timeout", required_argument, NULL, LIFECYCLE_OPTION_START_TIMEOUT},
	{"stop-timeout", required_argument, NULL, LIFECYCLE_OPTION_STOP_TIMEOUT},
	{"kill-grace", required_argument, NULL, LIFECYCLE_OPTION_KILL_GRACE},
	{"notify-fd", required_argument, NULL, LIFECYCLE_OPTION_NOTIFY_FD},
	{"rotate-length", required_argument, NULL, LIFECYCLE_OPTION_ROTATE_LENGTH},
	{"rotate-keep", required_argument, NULL, LIFECYCLE_OPTION_ROTATE_KEEP},
	{"originalname", no_argument, NULL, LIFECYCLE_OPTION_ORIGINALNAME},
	{"no_save", no_argument, NULL, 'o'},
	{"quiet", no_argument, NULL, 'q'},
	{NULL, 0, NULL, 0},
};

const char lifecycle_options_help[] =
	"  -n, --nodaemon            stay in the foreground, log to standard output\n"
	"      --pidfile FILE        who serves (postern.pid; empty: none)\n"
	"  -l, --logfile FILE        the log (postern.log); -: standard output, with -n\n"
	"      --syslog              log to syslog instead\n"
	"      --prefix STR          marks the lines there (postern)\n"
	"  -d, --rundir DIR          change into it, after --chroot\n"
	"      --chroot DIR          make it the root directory\n"
	"  -u, --uid USER            run as that user, who holds nothing of root\n"
	"  -g, --gid GROUP           and as that group (the user's own)\n"
	"      --umask OCTAL         of files that are made (0077 as a daemon)\n"
	"      --strict              what is a warning before the start is an error\n"
	"      --check-ports         'check' sees whether the addresses can be had, too\n"
	"      --start-timeout S     seconds until the start has failed (30)\n"
	"      --stop-timeout S      seconds that requests may take when we stop (10)\n"
	"      --kill-grace S        seconds that programs of checkers then have (3)\n"
	"      --notify-fd N         write a newline there when ready (s6)\n"
	"      --rotate-length N     bytes of a log that is rotated (1000000; 0: never)\n"
	"      --rotate-keep N       old logs that stay (0: all)\n"
	"  -b, --debug               log more; implies --nodaemon\n";

static const struct {
	int code;
	size_t offset;
} lifecycle_texts[] = {
	{LIFECYCLE_OPTION_PIDFILE, offsetof(struct lifecycle_options, pid_file)},
	{'l', offsetof(struct lifecycle_options, log_file)},
	{LIFECYCLE_OPTION_PREFIX, offsetof(struct lifecycle_options, prefix)},
	{'d', offsetof(struct lifecycle_options, rundir)},
	{LIFECYCLE_OPTION_CHROOT, offsetof(struct lifecycle_options, chroot)},
	{'u', offsetof(struct lifecycle_options, uid)},
	{'g', offsetof(struct lifecycle_options, gid)},
};

static const struct {
	int code;
	size_t offset;
	unsigned int least;
	unsigned int most;
} lifecycle_numbers[] = {
	{LIFECYCLE_OPTION_START_TIMEOUT, offsetof(struct lifecycle_options, start_timeout), 1,
	 3600},
	{LIFECYCLE_OPTION_STOP_TIMEOUT, offsetof(struct lifecycle_options, stop_timeout), 0, 3600},
	{LIFECYCLE_OPTION_KILL_GRACE, offsetof(struct lifecycle_options, kill_grace), 0, 3600},
	{LIFECYCLE_OPTION_NOTIFY_FD, offsetof(struct lifecycle_options, notify_fd), 3, 1000000},
	{LIFECYCLE_OPTION_ROTATE_LENGTH, offsetof(struct lifecycle_options, rotate_length), 0,
	 2000000000},
	{LIFECYCLE_OPTION_ROTATE_KEEP, offsetof(struct lifecycle_options, rotate_keep), 0, 1000000},
};

static const struct {
	int code;
	size_t offset;
} lifecycle_flags[] = {
	{'n', offsetof(struct lifecycle_options, nodaemon)},
	{'b', offsetof(struct lifecycle_options, debug)},
	{LIFECYCLE_OPTION_SYSLOG, offsetof(struct lifecycle_options, syslog)},
	{LIFECYCLE_OPTION_STRICT, offsetof(struct lifecycle_options, strict)},
	{LIFECYCLE_OPTION_CHECK_PORTS, offsetof(struct lifecycle_options, check_ports)},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void lifecycle_options_init(struct lifecycle_options *options)
{
	*options = (struct lifecycle_options){
		.prefix = "postern",
		.start_timeout = 30,
		.stop_timeout = 10,
		.kill_grace = 3,
		.rotate_length = 1000000,
	};
}

static bool lifecycle_options_take_umask(struct lifecycle_options *options, const char *value,
					 struct error *error)
{
	char *end;
	unsigned long umask = strtoul(value, &end, 8);

	if (value[0] < '0' || value[0] > '7' || *end != '\0' || umask > 0777) {
		error_set(error, "\"%s\" is not an octal number", value);
		return false;
	}
	options->umask = (unsigned int)umask;
	options->umask_given = true;
	return true;
}

static bool lifecycle_options_take_number(struct lifecycle_options *options, size_t index,
					  const char *value, struct error *error)
{
	unsigned int *number = (unsigned int *)((char *)options + lifecycle_numbers[index].offset);

	return number_parse(value, lifecycle_numbers[index].least, lifecycle_numbers[index].most,
			    number, error);
}

static bool lifecycle_options_take_text(struct lifecycle_options *options, size_t index,
					const char *value, struct error *error)
{
	const char **text = (const char **)((char *)options + lifecycle_texts[index].offset);

	if (value[0] == '\0' && lifecycle_texts[index].code != LIFECYCLE_OPTION_PIDFILE) {
		error_set(error, "it is empty");
		return false;
	}
	*text = value;
	return true;
}

bool lifecycle_options_take(struct lifecycle_options *options, int code, const char *value,
			    struct error *error)
{
	for (size_t i = 0; i < COUNT(lifecycle_texts); i++)
		if (lifecycle_texts[i].code == code)
			return lifecycle_options_take_text(options, i, value, error);
	for (size_t i = 0; i < COUNT(lifecycle_numbers); i++)
		if (lifecycle_numbers[i].code == code)
			return lifecycle_options_take_number(options, i, value, error);
	for (size_t i = 0; i < COUNT(lifecycle_flags); i++)
		if (lifecycle_flags[i].code == code)
			*(bool *)((char *)options + lifecycle_flags[i].offset) = true;
	if (code == LIFECYCLE_OPTION_UMASK)
		return lifecycle_options_take_umask(options, value, error);
	if (code == LIFECYCLE_OPTION_EUID) {
		error_set(error, "privileges are always dropped for good");
		return false;
	}
	options->nodaemon |= options->debug;
	return true;
}

bool lifecycle_options_fit(const struct lifecycle_options *options, struct error *error)
{
	if (!options->nodaemon && options->log_file && strcmp(options->log_file, "-") == 0) {
		error_set(error, "daemons cannot log to stdout (use -n or --logfile=FILE)");
		return false;
	}
	if (options->syslog && options->log_file) {
		error_set(error, "--syslog and --logfile are two places, leave out one");
		return false;
	}
	return true;
}
