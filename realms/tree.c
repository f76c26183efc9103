/* Opens files beneath a root: the kernel sees to it that no name and no link leads out of it. */
#include "tree.h"

#include "postern/descriptor.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TREE_OPEN_TRIES 4

/* glibc has no wrapper yet. */
static int tree_openat2(int directory, const char *name, uint64_t flags, uint64_t resolve)
{
	struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = resolve};

	return (int)syscall(SYS_openat2, directory, name, &how, sizeof(how));
}

int tree_open_root(const char *path, struct error *error)
{
	int root = tree_openat2(AT_FDCWD, path, O_PATH | O_DIRECTORY, 0);

	if (root < 0)
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
	return root;
}

static int tree_open_beneath(int root, const char *name, uint64_t flags)
{
	int descriptor;
	int tries = 0;

	/* EAGAIN: a rename meanwhile left the kernel unsure where a ".." in a link leads. */
	do {
		descriptor =
			tree_openat2(root, name, flags, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
	} while (descriptor < 0 && (errno == EAGAIN || errno == EINTR) &&
		 ++tries < TREE_OPEN_TRIES);
	return descriptor;
}

/* O_NONBLOCK: a FIFO must not keep us waiting for its writer. */
static int tree_open_to_read(int root, const char *name)
{
	return tree_open_beneath(root, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

bool tree_means_directory(struct octets rest)
{
	return rest.length > 0 && rest.data[rest.length - 1] == '/';
}

/* False when it is too long for a name. Each request has such a name: snprintf() would take longer
 * than all else that is done with it here. */
static bool tree_join(struct octets first, const char *second, char name[static PATH_MAX])
{
	if (first.length + strlen(second) >= PATH_MAX)
		return false;
	strcpy(mempcpy(name, first.data, first.length), second);
	return true;
}

/* The name below the root; `index` is what a directory means. False when there can be no such file,
 * or it is hidden. */
static bool tree_name(struct octets rest, const char *index, char name[static PATH_MAX])
{
	if (rest.length == 0)
		rest = OCTETS("/."); /* the root itself */
	else if (rest.data[0] != '/' || rest.length > PATH_MAX ||
		 memchr(rest.data, '\0', rest.length) || memmem(rest.data, rest.length, "/.", 2))
		return false;
	return tree_join(octets_skip(rest, 1), tree_means_directory(rest) ? index : "", name);
}

static unsigned int tree_status_of(int open_error)
{
	switch (open_error) {
	case EACCES:
	case EPERM:
		return 403;
	case EILSEQ:
	case EINVAL:
	case ELOOP:
	case ENAMETOOLONG:
	case ENODEV:
	case ENOENT:
	case ENOTDIR:
	case ENXIO:
	case EXDEV:
		return 404;
	default:
		return 503;
	}
}

/* What may be given of what is open now. */
static unsigned int tree_look_at(struct tree_file *file, bool slash)
{
	if (fstat(file->descriptor, &file->status) != 0)
		return 503;
	if (S_ISREG(file->status.st_mode))
		return 200;
	return S_ISDIR(file->status.st_mode) && !slash ? 301 : 404;
}

unsigned int tree_open(int root, struct octets rest, struct tree_file *file)
{
	unsigned int answer;

	if (!tree_name(rest, "index.html", file->name))
		return 404;
	file->descriptor = tree_open_to_read(root, file->name);
	if (file->descriptor < 0)
		return tree_status_of(errno);
	answer = tree_look_at(file, tree_means_directory(rest));
	if (answer != 200)
		close(file->descriptor);
	return answer;
}

bool tree_open_neighbour(int root, const struct tree_file *file, const char *suffix,
			 struct tree_file *neighbour)
{
	/* Mostly there is none, and to look costs less than to open what is not there. */
	if (!tree_join(octets_from(file->name), suffix, neighbour->name) ||
	    fstatat(root, neighbour->name, &neighbour->status, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	neighbour->descriptor = tree_open_to_read(root, neighbour->name);
	if (neighbour->descriptor < 0)
		return false;
	if (tree_look_at(neighbour, false) == 200)
		return true;
	close(neighbour->descriptor);
	return false;
}

unsigned int tree_open_directory(int root, struct octets rest, struct tree_file *file)
{
	assert(tree_means_directory(rest));
	if (!tree_name(rest, ".", file->name))
		return 404;
	file->descriptor = tree_open_beneath(root, file->name, O_RDONLY | O_DIRECTORY);
	return file->descriptor >= 0 ? 200 : tree_status_of(errno);
}

bool tree_look(int root, const char *name, struct stat *status)
{
	int descriptor = tree_open_beneath(root, name, O_PATH);
	bool found = descriptor >= 0 && fstat(descriptor, status) == 0;

	descriptor_close(&descriptor);
	return found;
}

unsigned int tree_open_child(int root, const char *name, int *descriptor)
{
	assert(name[0] != '.' && name[0] != '\0' && !strchr(name, '/'));
	*descriptor = tree_openat2(root, name, O_PATH | O_DIRECTORY,
				   RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
	return *descriptor >= 0 ? 200 : tree_status_of(errno);
}
