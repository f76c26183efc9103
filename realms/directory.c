/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "choice.h"
#include "coding.h"
#include "listing_page.h"
#include "redirect.h"
#include "representation.h"
#include "tree.h"

#include <unistd.h>

bool directory_options_take(struct directory_options *options, struct arguments *arguments,
			    struct error *error)
{
	return choice_take(arguments, "listing", &options->listing, error);
}

void directory_options_start(struct directory_options *options)
{
	options->types = media_types_create(media_types_paths);
}

void directory_options_finish(struct directory_options *options)
{
	media_types_destroy(options->types);
	options->types = NULL;
}

/* What was compressed before the file was changed is of another version. */
static bool directory_is_older(const struct tree_file *file, const struct tree_file *than)
{
	struct timespec a = file->status.st_mtim;
	struct timespec b = than->status.st_mtim;

	return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

/* Where several people may write, nobody exchanges what is not theirs; root may. */
static bool directory_can_replace(const struct tree_file *neighbour, const struct tree_file *file)
{
	uid_t owner = neighbour->status.st_uid;

	return !directory_is_older(neighbour, file) && (owner == file->status.st_uid || owner == 0);
}

/* Puts the compressed file that the client likes best in the place of the file. Returns its coding;
 * NULL, and nothing done, when there is none. */
static const struct coding *directory_choose(int root, const struct request *request,
					     struct tree_file *file)
{
	struct accepted_codings accepted;
	const struct coding *list[CODING_COUNT];
	struct tree_file neighbour;
	size_t count;

	accepted_codings_init(&accepted);
	request_read_headers(request, &accepted.reader);
	count = accepted_codings_list(&accepted, list);
	for (size_t i = 0; i < count; i++) {
		if (!tree_open_neighbour(root, file, list[i]->suffix, &neighbour))
			continue;
		if (directory_can_replace(&neighbour, file)) {
			close(file->descriptor);
			file->descriptor = neighbour.descriptor;
			file->status = neighbour.status;
			return list[i];
		}
		close(neighbour.descriptor);
	}
	return NULL;
}

static void directory_send(const struct directory_options *options, int root,
			   struct tree_file *file, const struct request *request,
			   struct response *response)
{
	const struct coding *coding = directory_choose(root, request, file);
	const struct representation representation = {
		.descriptor = file->descriptor,
		.status = file->status,
		.type = media_type_of(options->types, file->name),
		.coding = coding ? coding->name : NULL,
	};

	representation_send(&representation, request, response);
}

static bool directory_is_meant(struct octets rest)
{
	return rest.length > 0 && rest.data[rest.length - 1] == '/';
}

void directory_respond(const struct directory_options *options, int root,
		       const struct request *request, struct response *response)
{
	struct tree_file file;
	unsigned int answer;

	if (answer_unless_read(request, response))
		return;
	answer = tree_open(root, request->rest, &file);
	if (answer == 200)
		directory_send(options, root, &file, request, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else if (answer == 404 && options->listing && directory_is_meant(request->rest))
		listing_page_respond(root, request, response);
	else
		answer_plain(response, answer);
}
