/* Tells a file that grows from one that is overwritten. */
#include "http/sent_file.h"

#include <sys/stat.h>

void sent_file_begin(struct sent_file *file, int descriptor, uint64_t end)
{
	struct stat status;

	*file = (struct sent_file){.descriptor = descriptor};
	if (descriptor < 0 || fstat(descriptor, &status) != 0)
		return;
	file->size = (uint64_t)status.st_size > end ? (uint64_t)status.st_size : end;
	file->modified = status.st_mtim;
}

bool sent_file_has_changed(const struct sent_file *file)
{
	struct stat now;

	if (file->size == 0)
		return false;
	if (fstat(file->descriptor, &now) != 0 || (uint64_t)now.st_size < file->size)
		return true;
	return (uint64_t)now.st_size == file->size &&
	       (now.st_mtim.tv_sec != file->modified.tv_sec ||
		now.st_mtim.tv_nsec != file->modified.tv_nsec);
}
