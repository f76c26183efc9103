/* Enters the daemon's root directory and its working directory. */
#include "daemon/environment.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

static int environment_fail(const char *directory, struct error *error)
{
	if (errno == EPERM) {
		error_set(error, "%s: %s (needs root)", directory, strerror(errno));
		return EX_NOPERM;
	}
	error_set(error, "%s: %s", directory, strerror(errno));
	return EX_OSFILE;
}

int environment_check_root(const char *directory, struct error *error)
{
	struct stat status;

	if (stat(directory, &status) != 0)
		return environment_fail(directory, error);
	if (S_ISDIR(status.st_mode))
		return EX_OK;
	errno = ENOTDIR;
	return environment_fail(directory, error);
}

/* Changes the working directory: of that one the kernel says where it is. The library's getcwd()
 * would find another way to name it. */
static bool environment_is_outside(int descriptor)
{
	char path[PATH_MAX];
	struct stat status;

	if (fstat(descriptor, &status) != 0 || !S_ISDIR(status.st_mode) || fchdir(descriptor) != 0)
		return false;
	return syscall(SYS_getcwd, path, sizeof(path)) < 0 || path[0] != '/';
}

/* An outer directory that is still open leads out of every chroot, whoever we become. */
static int environment_check_descriptors(DIR *descriptors, const char *directory,
					 struct error *error)
{
	const struct dirent *entry;

	while ((entry = readdir(descriptors)) != NULL) {
		int descriptor = atoi(entry->d_name);

		if (entry->d_name[0] == '.' || descriptor == dirfd(descriptors) ||
		    !environment_is_outside(descriptor))
			continue;
		error_set(error, "%s: descriptor %d is a directory outside of it", directory,
			  descriptor);
		return EX_SOFTWARE;
	}
	return EX_OK;
}

static int environment_enter(const char *directory, DIR *descriptors, struct error *error)
{
	int status = EX_OK;

	if (chroot(directory) != 0)
		return environment_fail(directory, error);
	/* Without /proc there is nothing to see, which is no reason not to serve. */
	if (descriptors)
		status = environment_check_descriptors(descriptors, directory, error);
	if (chdir("/") != 0)
		return environment_fail(directory, error);
	return status;
}

int environment_chroot(const char *directory, struct error *error)
{
	DIR *descriptors = opendir("/proc/self/fd");
	int status = environment_enter(directory, descriptors, error);

	if (descriptors)
		closedir(descriptors);
	return status;
}

int environment_chdir(const char *directory, struct error *error)
{
	return chdir(directory) == 0 ? EX_OK : environment_fail(directory, error);
}
