/* Compares versions of files, and knows how long two may be the same. */
#include "file_version.h"

/* Seconds: within one tick of a file system's clock a file can be written twice. FAT's is the
 * slowest. */
#define FILE_VERSION_TICK 2

struct file_version file_version_of(const struct stat *status)
{
	return (struct file_version){
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = status->st_size,
		.modified = status->st_mtim,
		.changed = status->st_ctim,
	};
}

static bool file_version_time_equal(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool file_version_holds(const struct file_version *version, const struct stat *status)
{
	return version->device == status->st_dev && version->inode == status->st_ino &&
	       version->size == status->st_size &&
	       file_version_time_equal(version->modified, status->st_mtim) &&
	       file_version_time_equal(version->changed, status->st_ctim);
}

bool file_version_is_settled(const struct file_version *version, time_t now)
{
	return version->modified.tv_sec <= now - FILE_VERSION_TICK &&
	       version->changed.tv_sec <= now - FILE_VERSION_TICK;
}
