/* Gives everybody the same tree of files. */
#include "answer.h"
#include "media_type.h"
#include "postern/container.h"
#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/realm.h"
#include "postern/root.h"
#include "redirect.h"
#include "tree.h"

#include <stdlib.h>
#include <unistd.h>

#define FILES_SMALL 32768 /* bytes: up to here one packet with the header beats sendfile */

/* The avatar is the same for everybody, and made only once. */
struct files {
	struct realm realm;
	struct avatar avatar;
	char path[PATH_MAX];
	int root; /* of the tree */
};

static struct files *files_from(struct realm *realm)
{
	return container_of(realm, struct files, realm);
}

static struct files *files_from_avatar(struct avatar *avatar)
{
	return container_of(avatar, struct files, avatar);
}

/* Takes ownership of the descriptor. False when the file cannot be read. */
static bool files_set_body(int descriptor, uint64_t size, struct response *response)
{
	char content[FILES_SMALL];
	ssize_t length;

	if (size > FILES_SMALL) {
		response_set_file(response, descriptor, 0, size);
		return true;
	}
	/* Fewer than `size` when it has shrunk since it was opened. */
	length = descriptor_read(descriptor, content, size);
	close(descriptor);
	if (length < 0)
		return false;
	response_set_text(response, (struct octets){content, (size_t)length});
	return true;
}

static void files_send(const struct tree_file *file, struct response *response)
{
	if (!files_set_body(file->descriptor, (uint64_t)file->status.st_size, response)) {
		answer_plain(response, 503);
		return;
	}
	response_add_header(response, "Content-Type", "%s", media_type_of(file->name));
	response_add_header(response, "X-Content-Type-Options", "nosniff");
}

static void files_respond(struct avatar *avatar, const struct request *request,
			  struct response *response)
{
	struct tree_file file;
	unsigned int answer;

	if (answer_unless_read(request, response))
		return;
	answer = tree_open(files_from_avatar(avatar)->root, request->rest, &file);
	if (answer == 200)
		files_send(&file, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else
		answer_plain(response, answer);
}

static const struct avatar_type files_avatar = {
	.respond = files_respond,
};

static struct realm *files_create(struct arguments *arguments, struct error *error)
{
	struct files *files = memory_take(1, sizeof(*files));

	files->avatar.type = &files_avatar;
	files->root = -1;
	if (arguments_next_path(arguments, files->path, error)) {
		int root = tree_open_root(files->path, error);

		if (root >= 0) {
			close(root);
			return &files->realm;
		}
	}
	free(files);
	return NULL;
}

/* Not before: a descriptor of a directory outside of the root directory would lead out of it. */
static bool files_start(struct realm *realm, const char *root, struct error *error)
{
	struct files *files = files_from(realm);

	if (!root_enter(root, files->path, error))
		return false;
	files->root = tree_open_root(files->path, error);
	return files->root >= 0;
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

	if (files->root >= 0)
		close(files->root);
	free(files);
}

static const char files_help[] =
	"Serves the regular files below DIR; a directory gives its index.html. Symbolic\n"
	"links are followed as long as they stay below DIR. Names that begin with a dot\n"
	"are hidden. Whoever is logged in gets the same files.";

const struct realm_type realm_files = {
	.base = {.name = "files",
		 .usage = "DIR",
		 .summary = "the files below a directory",
		 .help = files_help},
	.create = files_create,
	.start = files_start,
	.request_avatar = files_request_avatar,
	.destroy = files_destroy,
};
