/* Compares what there was of a file with what is there now. */
#include "kept_watch.h"

#include "postern/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Takes ownership of the name. */
static void kept_watch_set(struct kept_watch *watch, char *name, const struct stat *status)
{
	*watch = (struct kept_watch){.name = name, .version = file_version_of(status)};
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
	return fstatat(root, watch->name, &now, 0) == 0 &&
	       file_version_holds(&watch->version, &now);
}

void kept_watch_finish(struct kept_watch *watch)
{
	free(watch->name);
}

bool kept_watch_is_settled(const struct kept_watch *watch, time_t now)
{
	return !watch->name || file_version_is_settled(&watch->version, now);
}
