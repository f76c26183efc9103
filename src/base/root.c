/* Shortens paths by the directory that becomes the root. */
#include "postern/root.h"

#include <string.h>

bool root_enter(const char *root, char path[PATH_MAX], struct error *error)
{
	size_t length = root ? strlen(root) : 0;

	/* "/" as well, which ends where its name does. */
	while (length > 0 && root[length - 1] == '/')
		length--;
	if (length == 0)
		return true;
	if (strncmp(path, root, length) == 0 && path[length] == '/') {
		length += strspn(path + length, "/") - 1;
		memmove(path, path + length, strlen(path + length) + 1);
		return true;
	}
	error_set(error, "cannot reach '%s' from the root directory '%s'", path, root);
	return false;
}
