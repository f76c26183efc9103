/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "redirect.h"
#include "representation.h"
#include "tree.h"

void directory_options_init(struct directory_options *options)
{
	*options = (struct directory_options){.types = media_types_create(media_types_paths)};
}

void directory_options_finish(struct directory_options *options)
{
	media_types_destroy(options->types);
	options->types = NULL;
}

static void directory_send(const struct directory_options *options, const struct tree_file *file,
			   const struct request *request, struct response *response)
{
	const struct representation representation = {
		.descriptor = file->descriptor,
		.status = file->status,
		.type = media_type_of(options->types, file->name),
	};

	representation_send(&representation, request, response);
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
		directory_send(options, &file, request, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else
		answer_plain(response, answer);
}
