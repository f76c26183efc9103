/* Forgets what the caller left behind: descriptors, signals, environment, limits. */
#include "daemon/sanitize.h"

#include "base/log.h"
#include "postern/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#define SANITIZE_PATH         "/usr/sbin:/usr/bin:/sbin:/bin"
#define SANITIZE_FIRST_PASSED 3 /* SD_LISTEN_FDS_START */

/* Of the environment nothing else stays: LD_*, OPENSSL_CONF, SSLKEYLOGFILE, MALLOC_* and what will
 * be invented tomorrow do harm in a process that has secrets. */
static const char *const sanitize_harmless[] = {
	"TZ=*",
	"LANG=*",
	"LC_*=*",
	"NOTIFY_SOCKET=*",
	"WATCHDOG_*=*",
	"LISTEN_*=*",
	"JOURNAL_STREAM=*",
	"CREDENTIALS_DIRECTORY=*",
	"RUNTIME_DIRECTORY=*",
	"STATE_DIRECTORY=*",
	"CACHE_DIRECTORY=*",
	"LOGS_DIRECTORY=*",
	"CONFIGURATION_DIRECTORY=*",
	NULL,
};

/* Otherwise a database or a log would get such a number, and every stray printf() with it. */
static bool sanitize_open_standard(void)
{
	for (int standard = 0; standard <= STDERR_FILENO; standard++)
		if (fcntl(standard, F_GETFD) < 0 && open("/dev/null", O_RDWR | O_NOCTTY) < 0)
			return false;
	return true;
}

/* How many descriptors systemd has passed to this very process. */
static unsigned int sanitize_passed(void)
{
	const char *process = getenv("LISTEN_PID");
	const char *count = getenv("LISTEN_FDS");
	unsigned long passed;

	if (!process || !count || strtoul(process, NULL, 10) != (unsigned long)getpid())
		return 0;
	passed = strtoul(count, NULL, 10);
	return passed < INT_MAX - SANITIZE_FIRST_PASSED ? (unsigned int)passed : 0;
}

static bool sanitize_close(unsigned int first, unsigned int last)
{
	return first > last || close_range(first, last, 0) == 0;
}

static bool sanitize_close_others(int notify_descriptor)
{
	unsigned int first = SANITIZE_FIRST_PASSED + sanitize_passed();

	if (notify_descriptor >= (int)first) {
		if (!sanitize_close(first, (unsigned int)notify_descriptor - 1))
			return false;
		first = (unsigned int)notify_descriptor + 1;
	}
	/* Those that stay are for us, not for the programs that we run. */
	return sanitize_close(first, ~0U) &&
	       close_range(SANITIZE_FIRST_PASSED, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

static void sanitize_signals(void)
{
	static const int ignored[] = {SIGPIPE, SIGWINCH, SIGIO, SIGPWR, SIGURG};
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool sanitize_is_harmless(const char *variable)
{
	for (const char *const *pattern = sanitize_harmless; *pattern; pattern++)
		if (fnmatch(*pattern, variable, 0) == 0)
			return true;
	return false;
}

/* What goes is wiped: it may be a password, and /proc/PID/environ would go on to show it. */
static void sanitize_environment(void)
{
	char **kept = environ;

	for (char **variable = environ; variable && *variable; variable++) {
		if (sanitize_is_harmless(*variable))
			*kept++ = *variable;
		else
			secret_wipe(*variable, strlen(*variable));
	}
	if (kept)
		*kept = NULL;
	if (setenv("PATH", SANITIZE_PATH, 1) != 0)
		abort();
}

/* A supervisor may have forbidden it: that is no reason not to serve. */
static void sanitize_limit(int resource, const char *what, const struct rlimit *limit)
{
	if (setrlimit(resource, limit) != 0)
		log_line(LOG_LEVEL_WARNING, "sanitize", "cannot set the limit of %s: %m", what);
}

static void sanitize_limits(void)
{
	const struct rlimit none = {0};
	struct rlimit files;

	sanitize_limit(RLIMIT_CORE, "core dumps", &none);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		sanitize_limit(RLIMIT_NOFILE, "open files", &files);
	}
}

int sanitize(int notify_descriptor, struct error *error)
{
	if (!sanitize_open_standard()) {
		error_set(error, "/dev/null: %s", strerror(errno));
		return EX_OSERR;
	}
	if (!sanitize_close_others(notify_descriptor)) {
		error_set(error, "close_range: %s", strerror(errno));
		return EX_OSERR;
	}
	sanitize_signals();
	sanitize_environment();
	sanitize_limits();
	return EX_OK;
}
