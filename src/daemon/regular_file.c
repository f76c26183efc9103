/* Opens regular files, and refuses what could lead a privileged process elsewhere. */
#include "daemon/regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool regular_file_check(int descriptor, struct error *error)
{
	struct stat status;

	if (fstat(descriptor, &status) < 0)
		error_set(error, "%s", strerror(errno));
	else if (!S_ISREG(status.st_mode))
		error_set(error, "not a regular file");
	else if (status.st_nlink > 1)
		error_set(error, "has another name (a hard link)");
	else
		return true;
	return false;
}

static const char *regular_file_reason(int number)
{
	switch (number) {
	case ELOOP:
		return "is a symbolic link";
	case ENXIO: /* a FIFO that nobody reads, a socket */
		return "not a regular file";
	default:
		return strerror(number);
	}
}

static int regular_file_open_old(int directory, const char *name, int flags, struct error *error)
{
	int descriptor = openat(directory, name, flags);

	if (descriptor < 0) {
		error_set(error, "%s", regular_file_reason(errno));
		return -1;
	}
	if (regular_file_check(descriptor, error))
		return descriptor;
	close(descriptor);
	errno = EINVAL;
	return -1;
}

int regular_file_open(int directory, const char *name, int flags, mode_t mode, struct error *error)
{
	int descriptor;

	flags |= O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
	if (!(flags & O_CREAT))
		return regular_file_open_old(directory, name, flags, error);
	descriptor = openat(directory, name, flags | O_EXCL, mode);
	if (descriptor >= 0) {
		fchmod(descriptor, mode);
		return descriptor;
	}
	if (errno == EEXIST && !(flags & O_EXCL))
		return regular_file_open_old(directory, name, flags & ~O_CREAT, error);
	error_set(error, "%s", strerror(errno));
	return -1;
}

bool regular_file_is_named(int descriptor, int directory, const char *name)
{
	struct stat open_one, named_one;

	if (fstat(descriptor, &open_one) < 0 ||
	    fstatat(directory, name, &named_one, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	if (open_one.st_dev == named_one.st_dev && open_one.st_ino == named_one.st_ino)
		return true;
	errno = ESTALE;
	return false;
}
