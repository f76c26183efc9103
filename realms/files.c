/* Gives everybody the same tree of files. */
#include "directory.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"
#include "share.h"

#include <stdlib.h>

/* The avatar is the same for everybody, and made only once. */
struct files {
	struct realm realm;
	struct avatar avatar;
	struct share share;
	struct directory_options options;
};

static struct files *files_from(struct realm *realm)
{
	return container_of(realm, struct files, realm);
}

static struct files *files_from_avatar(struct avatar *avatar)
{
	return container_of(avatar, struct files, avatar);
}

static void files_respond(struct avatar *avatar, const struct request *request,
			  struct response *response)
{
	const struct files *files = files_from_avatar(avatar);
	const struct directory directory = share_directory(&files->share, &files->options);

	directory_respond(&directory, request, response);
}

static const struct avatar_type files_avatar = {
	.respond = files_respond,
};

static struct realm *files_create(struct arguments *arguments, struct error *error)
{
	struct files *files = memory_take(1, sizeof(*files));

	files->avatar.type = &files_avatar;
	if (directory_options_take(&files->options, arguments, error) &&
	    share_take(&files->share, arguments, error))
		return &files->realm;
	free(files);
	return NULL;
}

static bool files_start(struct realm *realm, const char *root, struct error *error)
{
	struct files *files = files_from(realm);

	directory_options_start(&files->options, realm->commons);
	return share_open(&files->share, root, error);
}

static enum verdict files_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					 struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &files_from(realm)->avatar;
	return VERDICT_GRANTED;
}

static void files_destroy(struct realm *realm)
{
	struct files *files = files_from(realm);

	share_close(&files->share);
	free(files);
}

static const char files_help[] =
	"Serves the regular files below DIR; a directory gives its index.html. Symbolic\n"
	"links are followed as long as they stay below DIR. Names that begin with a dot\n"
	"are hidden. Whoever is logged in gets the same files. page.html.br, .zst and\n"
	".gz are given in the place of page.html to clients that accept them.\n"
	"listing=yes shows what is in a directory without an index.html.";

const struct realm_type realm_files = {
	.base = {.name = "files",
		 .usage = "DIR[:listing=yes]",
		 .summary = "the files below a directory",
		 .help = files_help},
	.create = files_create,
	.start = files_start,
	.request_avatar = files_request_avatar,
	.destroy = files_destroy,
};
