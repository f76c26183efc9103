/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "media_type.h"
#include "postern/descriptor.h"
#include "redirect.h"
#include "tree.h"

#include <unistd.h>

#define DIRECTORY_SMALL 32768 /* bytes: up to here one packet with the header beats sendfile */

/* Takes ownership of the descriptor. False when the file cannot be read. */
static bool directory_set_body(int descriptor, uint64_t size, struct response *response)
{
	char content[DIRECTORY_SMALL];
	ssize_t length;

	if (size > DIRECTORY_SMALL) {
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

static void directory_send(const struct tree_file *file, struct response *response)
{
	if (!directory_set_body(file->descriptor, (uint64_t)file->status.st_size, response)) {
		answer_plain(response, 503);
		return;
	}
	response_add_header(response, "Content-Type", "%s", media_type_of(file->name));
	response_add_header(response, "X-Content-Type-Options", "nosniff");
}

void directory_respond(int root, const struct request *request, struct response *response)
{
	struct tree_file file;
	unsigned int answer;

	if (answer_unless_read(request, response))
		return;
	answer = tree_open(root, request->rest, &file);
	if (answer == 200)
		directory_send(&file, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else
		answer_plain(response, answer);
}
