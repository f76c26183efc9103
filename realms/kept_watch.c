/* Compares what there was of a file with what is there now. */
#include "kept_watch.h"

#include "postern/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#define KEPT_SETTLED 2 /* seconds: longer than any file system's clock stands still */

static bool kept_watch_time_equal(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Takes ownership of the name. */
static void kept_watch_set(struct kept_watch *watch, char *name, const struct stat *status)
{
	*watch = (struct kept_watch){
		.name = name,
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = status->st_size,
		.modified = status->st_mtim,
		.changed = status->st_ctim,
	};
}

void kept_watch_file(struct kept_watch *watch, const struct tree_file *file)
{
	kept_watch_set(watch, memory_copy_text(octets_from(file->name)), &file->status);
}

bool kept_watch_directory(struct kept_watch *watch, int root, const char *name)
{
	const char *slash = strrchr(name, '/');
	struct octets directory = {name, slash ? (size_t)(slash - name) : 0};
	char *copy = memory_copy_text(slash ? directory : OCTETS("."));
	struct stat status = {.st_size = 0};
	bool found = fstatat(root, copy, &status, 0) == 0;

	kept_watch_set(watch, copy, &status);
	return found;
}

/* A link that leads elsewhere now leads to another inode, or to the same octets. */
bool kept_watch_holds(const struct kept_watch *watch, int root)
{
	struct stat now;

	if (!watch->name)
		return true;
	return fstatat(root, watch->name, &now, 0) == 0 && now.st_dev == watch->device &&
	       now.st_ino == watch->inode && now.st_size == watch->size &&
	       kept_watch_time_equal(now.st_mtim, watch->modified) &&
	       kept_watch_time_equal(now.st_ctim, watch->changed);
}

void kept_watch_finish(struct kept_watch *watch)
{
	free(watch->name);
}

/* What has changed within one tick of the file system's clock may change again unseen; and the tag
 * of what was modified just now, or will have been, is a weak one, which is not to stay. */
bool kept_watch_is_settled(const struct kept_watch *watch, time_t now)
{
	time_t settled = now - KEPT_SETTLED;

	return !watch->name ||
	       (watch->changed.tv_sec <= settled && watch->modified.tv_sec <= settled);
}
