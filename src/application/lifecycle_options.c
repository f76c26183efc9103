/* Takes twistd's options, and those that make its lifecycle safe. */
#include "application/lifecycle_options.h"

#include "postern/number.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum lifecycle_kind {
	LIFECYCLE_FLAG,   /* a bool */
	LIFECYCLE_TEXT,   /* a string, at least `least` characters long */
	LIFECYCLE_NUMBER, /* an unsigned int, from `least` to `most` */
	LIFECYCLE_UMASK,
	LIFECYCLE_IGNORED, /* twistd has it, and here is nothing to do */
	LIFECYCLE_REFUSED, /* twistd has it, and here it would be wrong */
};

struct lifecycle_option {
	const char *name;
	char letter; /* NUL: it has none */
	enum lifecycle_kind kind;
	size_t offset; /* of the member that takes the value */
	unsigned int least;
	unsigned int most;
};

#define LIFECYCLE_MEMBER(name) offsetof(struct lifecycle_options, name)

static const struct lifecycle_option lifecycle_option_list[] = {
	{"nodaemon", 'n', LIFECYCLE_FLAG, LIFECYCLE_MEMBER(nodaemon), 0, 0},
	{"debug", 'b', LIFECYCLE_FLAG, LIFECYCLE_MEMBER(debug), 0, 0},
	{"pidfile", '\0', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(pid_file), 0, 0},
	{"logfile", 'l', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(log_file), 1, 0},
	{"syslog", '\0', LIFECYCLE_FLAG, LIFECYCLE_MEMBER(syslog), 0, 0},
	{"prefix", '\0', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(prefix), 1, 0},
	{"rundir", 'd', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(rundir), 1, 0},
	{"chroot", '\0', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(chroot), 1, 0},
	{"uid", 'u', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(uid), 1, 0},
	{"gid", 'g', LIFECYCLE_TEXT, LIFECYCLE_MEMBER(gid), 1, 0},
	{"umask", '\0', LIFECYCLE_UMASK, 0, 0, 0},
	{"euid", '\0', LIFECYCLE_REFUSED, 0, 0, 0},
	{"strict", '\0', LIFECYCLE_FLAG, LIFECYCLE_MEMBER(strict), 0, 0},
	{"check-ports", '\0', LIFECYCLE_FLAG, LIFECYCLE_MEMBER(check_ports), 0, 0},
	{"start-timeout", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(start_timeout), 1, 3600},
	{"stop-timeout", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(stop_timeout), 0, 3600},
	{"kill-grace", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(kill_grace), 0, 3600},
	{"notify-fd", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(notify_fd), 3, 1000000},
	{"rotate-length", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(rotate_length), 0, 2000000000},
	{"rotate-keep", '\0', LIFECYCLE_NUMBER, LIFECYCLE_MEMBER(rotate_keep), 0, 1000000},
	{"originalname", '\0', LIFECYCLE_IGNORED, 0, 0, 0},
	{"no_save", 'o', LIFECYCLE_IGNORED, 0, 0, 0},
	{"quiet", 'q', LIFECYCLE_IGNORED, 0, 0, 0},
};

#define LIFECYCLE_OPTION_COUNT (sizeof(lifecycle_option_list) / sizeof(lifecycle_option_list[0]))

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

static int lifecycle_option_code(size_t index)
{
	char letter = lifecycle_option_list[index].letter;

	return letter != '\0' ? letter : LIFECYCLE_OPTION_FIRST + (int)index;
}

static bool lifecycle_option_has_value(enum lifecycle_kind kind)
{
	return kind == LIFECYCLE_TEXT || kind == LIFECYCLE_NUMBER || kind == LIFECYCLE_UMASK;
}

size_t lifecycle_options_list(struct option *table)
{
	for (size_t i = 0; i < LIFECYCLE_OPTION_COUNT; i++) {
		const struct lifecycle_option *option = &lifecycle_option_list[i];

		table[i] = (struct option){
			.name = option->name,
			.has_arg = lifecycle_option_has_value(option->kind) ? required_argument
									    : no_argument,
			.val = lifecycle_option_code(i),
		};
	}
	return LIFECYCLE_OPTION_COUNT;
}

static const struct lifecycle_option *lifecycle_option_find(int code)
{
	size_t index = 0;

	while (index < LIFECYCLE_OPTION_COUNT && lifecycle_option_code(index) != code)
		index++;
	assert(index < LIFECYCLE_OPTION_COUNT);
	return &lifecycle_option_list[index];
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

static bool lifecycle_options_take_text(const char **text, const char *value, unsigned int least,
					struct error *error)
{
	if (strlen(value) < least) {
		error_set(error, "it is empty");
		return false;
	}
	*text = value;
	return true;
}

bool lifecycle_options_take(struct lifecycle_options *options, int code, const char *value,
			    struct error *error)
{
	const struct lifecycle_option *option = lifecycle_option_find(code);
	void *member = (char *)options + option->offset;

	switch (option->kind) {
	case LIFECYCLE_FLAG:
		*(bool *)member = true;
		options->nodaemon |= options->debug;
		return true;
	case LIFECYCLE_TEXT:
		return lifecycle_options_take_text(member, value, option->least, error);
	case LIFECYCLE_NUMBER:
		return number_parse(value, option->least, option->most, member, error);
	case LIFECYCLE_UMASK:
		return lifecycle_options_take_umask(options, value, error);
	case LIFECYCLE_REFUSED:
		error_set(error, "privileges are always dropped for good");
		return false;
	case LIFECYCLE_IGNORED:
		break;
	}
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
