/* Looks at a directory when its realm is made, and opens it when the realm starts. */
#include "share.h"

#include "kept_files.h"
#include "postern/descriptor.h"
#include "postern/root.h"
#include "tree.h"

#include <unistd.h>

/* It is not kept open: a descriptor of a directory outside of the root directory that the process
 * will have would lead out of it. */
static bool share_look(struct share *share, struct error *error)
{
	int root = tree_open_root(share->path, error);

	share->root = -1;
	share->kept = NULL;
	if (root < 0)
		return false;
	close(root);
	return true;
}

bool share_take(struct share *share, struct arguments *arguments, struct error *error)
{
	return arguments_next_path(arguments, share->path, error) && share_look(share, error);
}

bool share_set(struct share *share, const struct arguments *arguments, struct octets piece,
	       struct error *error)
{
	return arguments_path(arguments, piece, share->path, error) && share_look(share, error);
}

bool share_open(struct share *share, const char *root, struct error *error)
{
	if (!root_enter(root, share->path, error))
		return false;
	share->root = tree_open_root(share->path, error);
	if (share->root < 0)
		return false;
	share->kept = kept_files_create(share->root);
	return true;
}

struct directory share_directory(const struct share *share, const struct directory_options *options)
{
	return (struct directory){.options = options, .root = share->root, .kept = share->kept};
}

void share_close(struct share *share)
{
	kept_files_destroy(share->kept);
	share->kept = NULL;
	descriptor_close(&share->root);
}
