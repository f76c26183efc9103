/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "media_type.h"
#include "redirect.h"
#include "representation.h"
#include "tree.h"

static void directory_send(const struct tree_file *file, const struct request *request,
			   struct response *response)
{
	const struct representation representation = {
		.descriptor = file->descriptor,
		.status = file->status,
		.type = media_type_of(file->name),
	};

	representation_send(&representation, request, response);
}

void directory_respond(int root, const struct request *request, struct response *response)
{
	struct tree_file file;
	unsigned int answer;

	if (answer_unless_read(request, response))
		return;
	answer = tree_open(root, request->rest, &file);
	if (answer == 200)
		directory_send(&file, request, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else
		answer_plain(response, answer);
}
