/* What tells the versions of a file apart, as far as its file system knows. */
#ifndef REALMS_FILE_VERSION_H
#define REALMS_FILE_VERSION_H

#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

struct file_version {
	dev_t device;
	ino_t inode; /* of files that were exchanged by a rename */
	off_t size;
	struct timespec modified; /* can be set to any time, as rsync and cp -p do */
	struct timespec changed;  /* nobody can set it, but by the clock */
};

struct file_version file_version_of(const struct stat *status);

/* Whether a file of that status is still of that version. */
bool file_version_holds(const struct file_version *version, const struct stat *status);

/* False while the file could be written, and be of the same version as before. `now` is the time of
 * CLOCK_REALTIME at which nothing had been read of it yet; where the clock was set back, a file
 * that comes from the future is not settled. */
bool file_version_is_settled(const struct file_version *version, time_t now);

#endif
