/* Finds files inside a root directory, the same way before and after it is entered. */
#include "daemon/rooted_path.h"

#include "postern/descriptor.h"
#include "postern/memory.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Takes ownership of `directory`. */
static char *rooted_path_join(char *directory, const char *path)
{
	char *joined;

	if (!path)
		return directory;
	if (path[0] == '/')
		joined = memory_copy_text(octets_from(path));
	else
		joined = memory_format("%s/%s", directory, path);
	free(directory);
	return joined;
}

/* Without a working directory: "/", where nothing relative will be found. */
static char *rooted_path_start(const char *root)
{
	char *start = root ? NULL : get_current_dir_name();

	return start ? start : memory_copy_text(OCTETS("/"));
}

void rooted_path_init(struct rooted_path *place, const char *path, const char *root,
		      const char *rundir)
{
	char *whole = rooted_path_join(rooted_path_join(rooted_path_start(root), rundir), path);
	char *slash = strrchr(whole, '/');

	place->label = memory_format("%s%s", root ? root : "", whole);
	place->root = root ? memory_copy_text(octets_from(root)) : NULL;
	place->name = memory_copy_text(octets_from(slash[1] != '\0' ? slash + 1 : "."));
	slash[1] = '\0';
	place->directory = whole;
}

void rooted_path_finish(struct rooted_path *place)
{
	free(place->label);
	free(place->root);
	free(place->directory);
	free(place->name);
}

void rooted_path_enter(struct rooted_path *place)
{
	free(place->root);
	place->root = NULL;
}

int rooted_path_open_directory(const struct rooted_path *place)
{
	/* Neither links nor ".." lead out: it is found as if the root had been entered. */
	const struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
				     .resolve = RESOLVE_IN_ROOT};
	int directory, root;

	if (!place->root)
		return open(place->directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	root = open(place->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return -1;
	directory = (int)syscall(SYS_openat2, root, place->directory, &how, sizeof(how));
	descriptor_close(&root);
	return directory;
}
