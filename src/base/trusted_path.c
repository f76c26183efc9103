/* Looks at a file and at every directory above it, from the root on. */
#include "base/trusted_path.h"

#include "postern/memory.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool trusted_path_is_ours(const char *path, const struct stat *status, struct error *error)
{
	if (status->st_uid == 0 || status->st_uid == geteuid())
		return true;
	error_set(error, "cannot trust '%s': it belongs to uid %u", path, status->st_uid);
	error_advise(error, "chown %u '%s'", geteuid(), path);
	return false;
}

/* In a sticky directory others cannot rename or remove what is not theirs. */
static bool trusted_path_is_closed(const struct stat *status)
{
	return (status->st_mode & (S_IWGRP | S_IWOTH)) == 0 ||
	       (S_ISDIR(status->st_mode) && (status->st_mode & S_ISVTX) != 0);
}

static bool trusted_path_look(const char *path, struct stat *status, struct error *error)
{
	if (lstat(path, status) != 0) {
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
		return false;
	}
	if (S_ISLNK(status->st_mode)) {
		error_set(error, "cannot trust '%s': it is a symbolic link", path);
		error_advise(error, "name what it leads to");
		return false;
	}
	if (!trusted_path_is_ours(path, status, error))
		return false;
	if (trusted_path_is_closed(status))
		return true;
	error_set(error, "cannot trust '%s': others can write to it, mode %04o", path,
		  status->st_mode & 07777);
	error_advise(error, "chmod go-w '%s'", path);
	return false;
}

bool trusted_path_check(const char *path, struct error *error)
{
	char *part = memory_copy_text(octets_from(path));
	char *end = part;
	struct stat status;
	bool trusted;

	assert(path[0] == '/');
	trusted = trusted_path_look("/", &status, error);
	while (trusted && *end != '\0') {
		char next;

		end += strspn(end, "/");
		end += strcspn(end, "/");
		next = *end;
		*end = '\0';
		trusted = trusted_path_look(part, &status, error);
		*end = next;
	}
	free(part);
	if (trusted && !S_ISREG(status.st_mode)) {
		error_set(error, "cannot trust '%s': not a regular file", path);
		return false;
	}
	return trusted;
}
