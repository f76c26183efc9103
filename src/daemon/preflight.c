/* Tries, as the user and in the root directory of later, what the daemon will do to its files. */
#include "daemon/preflight.h"

#include "daemon/probe.h"
#include "postern/container.h"
#include "postern/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

struct preflight_probe {
	struct probe base;
	const struct preflight *plan;
	char root[PATH_MAX]; /* before a path of later, it makes one of now; perhaps "" */
	uid_t starter;       /* will have made the files that are not there yet */
};

static struct preflight_probe *preflight_from(struct probe *probe)
{
	return container_of(probe, struct preflight_probe, base);
}

/* Says what will go wrong, then why. */
__attribute__((format(printf, 3, 4))) static void preflight_warn(
	const struct preflight_probe *probe, const char *consequence, const char *format, ...)
{
	char reason[ERROR_TEXT_MAX];
	struct error warning;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	error_set(&warning, "%s: %s", consequence, reason);
	probe_warn(&probe->base, &warning);
}

/* The path as it will be seen after chroot; NULL when it will not be seen any more. */
static const char *preflight_inside(const struct preflight_probe *probe, const char *path)
{
	size_t length = strlen(probe->root);

	if (strncmp(path, probe->root, length) != 0 || path[length] != '/')
		return NULL;
	return path + length;
}

/* Whoever can write to the root, or exchange it, can prepare what we find there. */
static bool preflight_is_roots(const char *path, bool exchanging)
{
	mode_t others = S_IWGRP | S_IWOTH;
	struct stat status;

	if (stat(path, &status) != 0)
		return true; /* that it is missing is said elsewhere */
	if (exchanging && (status.st_mode & S_ISVTX))
		others = 0;
	return status.st_uid == 0 && (status.st_mode & others) == 0;
}

static void preflight_try_root(const struct preflight_probe *probe)
{
	char *path = realpath(probe->root, NULL);
	bool exchanging = false;

	while (path && path[0] != '\0' && preflight_is_roots(path, exchanging)) {
		*strrchr(path, '/') = '\0';
		exchanging = true;
	}
	if (path && path[0] != '\0')
		preflight_warn(probe, "the chroot is no prison",
			       "'%s' is not root's alone (fix: chown root '%s' && chmod go-w '%s')",
			       path, path, path);
	free(path);
}

/* Looks for a directory on the way that the user cannot pass; `path` is absolute. */
static bool preflight_reach(const struct preflight_probe *probe, const char *consequence,
			    const char *path)
{
	for (const char *slash = path; (slash = strchr(slash + 1, '/')) != NULL;) {
		char directory[PATH_MAX];

		snprintf(directory, sizeof(directory), "%.*s", (int)(slash - path), path);
		if (access(directory, X_OK) == 0 || errno != EACCES)
			continue;
		preflight_warn(probe, consequence,
			       "directory '%s%s' is closed to '%s' (fix: chmod o+x '%s%s')",
			       probe->root, directory, probe->plan->identity->name, probe->root,
			       directory);
		return false;
	}
	return true;
}

/* False with errno set unless a file can be made, renamed and removed there. */
static bool preflight_can_rename_in(int directory)
{
	char before[32];
	char after[32];
	bool renamed;
	int reason;
	int file;

	snprintf(before, sizeof(before), ".postern-%d", getpid());
	snprintf(after, sizeof(after), ".postern-%d.1", getpid());
	file = openat(directory, before, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		      0600);
	if (file < 0)
		return false;
	close(file);
	renamed = renameat(directory, before, directory, after) == 0;
	reason = errno;
	unlinkat(directory, renamed ? after : before, 0);
	errno = reason;
	return renamed;
}

static bool preflight_can_write_to(const char *path)
{
	int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool writable = directory >= 0 && preflight_can_rename_in(directory);

	descriptor_close(&directory);
	return writable;
}

/* In a sticky directory only a file's owner, and the directory's, may rename or remove it. */
static bool preflight_is_pinned(const struct preflight_probe *probe, const char *directory,
				const char *path)
{
	struct stat around;
	struct stat status;
	uid_t owner = lstat(path, &status) == 0 ? status.st_uid : probe->starter;

	return geteuid() != 0 && stat(directory, &around) == 0 && (around.st_mode & S_ISVTX) &&
	       around.st_uid != geteuid() && owner != geteuid();
}

/* Whether the user can take the file `path`, which is absolute, away from where it is. */
static void preflight_try_removing(const struct preflight_probe *probe, const char *consequence,
				   const char *path)
{
	const char *user = probe->plan->identity->name;
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "%.*s", (int)(slash == path ? 1 : slash - path),
		 path);
	if (!preflight_reach(probe, consequence, path))
		return;
	if (!preflight_can_write_to(directory))
		preflight_warn(probe, consequence,
			       "directory '%s%s' is not writable for '%s': %s "
			       "(fix: chown %s '%s%s', if nothing else lives there)",
			       probe->root, directory, user, strerror(errno), user, probe->root,
			       directory);
	else if (preflight_is_pinned(probe, directory, path))
		preflight_warn(
			probe, consequence,
			"directory '%s%s' is sticky and the file not of '%s' "
			"(fix: mkdir '%s%s/postern' && chown %s '%s%s/postern', put it there)",
			probe->root, directory, user, probe->root, directory, user, probe->root,
			directory);
}

static void preflight_try_log(const struct preflight_probe *probe, const char *consequence,
			      const char *log_path, const char *option)
{
	const char *path = preflight_inside(probe, log_path);

	if (path)
		preflight_try_removing(probe, consequence, path);
	else
		preflight_warn(probe, consequence,
			       "'%s' is outside of the chroot (fix: put it below '%s', by %s)",
			       log_path, probe->root, option);
}

/* A relative path is relative to the working directory of later, where the child is. */
static void preflight_try_pid_file(const struct preflight_probe *probe, const char *pid_path)
{
	char directory[PATH_MAX] = "";
	struct error consequence;
	char path[PATH_MAX];

	if (pid_path[0] != '/' && !getcwd(directory, sizeof(directory)))
		return;
	if (strcmp(directory, "/") == 0)
		directory[0] = '\0';
	if (snprintf(path, sizeof(path), "%s%s%s", directory, pid_path[0] == '/' ? "" : "/",
		     pid_path) >= PATH_MAX)
		return; /* said where it is opened */
	error_set(&consequence, "pid file '%s%s' will be emptied, not removed, at exit",
		  probe->root, path);
	preflight_try_removing(probe, consequence.text, path);
}

static void preflight_try_rundir(const struct preflight_probe *probe)
{
	char directory[PATH_MAX];

	if (access(".", X_OK) == 0 || !getcwd(directory, sizeof(directory)))
		return;
	preflight_warn(probe, "files in the working directory will be out of reach",
		       "'%s%s' is closed to '%s' (fix: chmod o+x '%s%s')", probe->root, directory,
		       probe->plan->identity->name, probe->root, directory);
}

static void preflight_try_reading(const struct preflight_probe *probe, const char *reload_path)
{
	const char *path = preflight_inside(probe, reload_path);
	struct error consequence;
	int file;

	/* What is outside of the chroot no repair puts within reach. */
	if (!path)
		return;
	error_set(&consequence, "a reload will keep the old values of '%s'", reload_path);
	if (!preflight_reach(probe, consequence.text, path))
		return;
	file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (file >= 0)
		close(file);
	else
		preflight_warn(probe, consequence.text, "%s (fix: chgrp %u '%s' && chmod g+r '%s')",
			       strerror(errno), (unsigned int)probe->plan->identity->gid,
			       reload_path, reload_path);
}

static int preflight_act(struct probe *base, struct error *error)
{
	const struct preflight_probe *probe = preflight_from(base);
	const struct preflight *plan = probe->plan;
	int status;

	preflight_try_root(probe);
	status = probe_become(base, error);
	if (status != EX_OK)
		return status;
	if (plan->log_path)
		preflight_try_log(probe, "log rotation will fail", plan->log_path, "--logfile");
	if (plan->access_path)
		preflight_try_log(probe, "rotation of the access log will fail", plan->access_path,
				  "--access-log");
	if (plan->pid_path)
		preflight_try_pid_file(probe, plan->pid_path);
	preflight_try_rundir(probe);
	if (plan->reload_path)
		preflight_try_reading(probe, plan->reload_path);
	return EX_OK;
}

int preflight(const struct preflight *plan, warn_function *warn, struct error *error)
{
	struct preflight_probe probe = {
		.base = {.identity = plan->identity,
			 .chroot = plan->chroot,
			 .rundir = plan->rundir,
			 .act = preflight_act},
		.plan = plan,
		.starter = geteuid(),
	};

	snprintf(probe.root, sizeof(probe.root), "%s", plan->chroot ? plan->chroot : "");
	for (size_t end = strlen(probe.root); end > 0 && probe.root[end - 1] == '/';)
		probe.root[--end] = '\0';
	return probe_run(&probe.base, warn, error);
}
