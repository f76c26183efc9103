/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "conditional.h"
#include "http_date.h"
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

/* What a 304 has in common with the answer that it saves (RFC 9110 section 15.4.5). */
static void directory_add_validator(const struct validator *validator, struct response *response)
{
	char date[HTTP_DATE_MAX];

	http_date_write(validator->modified, date);
	response_add_header(response, "ETag", "%s", validator->tag);
	response_add_header(response, "Last-Modified", "%s", date);
}

static void directory_give(const struct tree_file *file, const struct validator *validator,
			   struct response *response)
{
	if (!directory_set_body(file->descriptor, (uint64_t)file->status.st_size, response)) {
		answer_plain(response, 503);
		return;
	}
	directory_add_validator(validator, response);
	response_add_header(response, "Content-Type", "%s", media_type_of(file->name));
	response_add_header(response, "X-Content-Type-Options", "nosniff");
}

static void directory_send(const struct request *request, const struct tree_file *file,
			   struct response *response)
{
	const time_t now = time(NULL);
	struct validator validator;
	struct conditional conditional;

	validator_init(&validator, &file->status, now);
	conditional_init(&conditional, &validator, now);
	request_read_headers(request, &conditional.reader);
	switch (conditional_judge(&conditional)) {
	case CONDITIONAL_FAILED:
		close(file->descriptor);
		answer_plain(response, 412);
		break;
	case CONDITIONAL_NOT_MODIFIED:
		/* Not sent, but the Content-Length is that of the file. */
		response_set_file(response, file->descriptor, 0, (uint64_t)file->status.st_size);
		response_set_status(response, 304);
		directory_add_validator(&validator, response);
		break;
	case CONDITIONAL_PROCEED:
		directory_give(file, &validator, response);
		break;
	}
}

void directory_respond(int root, const struct request *request, struct response *response)
{
	struct tree_file file;
	unsigned int answer;

	if (answer_unless_read(request, response))
		return;
	answer = tree_open(root, request->rest, &file);
	if (answer == 200)
		directory_send(request, &file, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else
		answer_plain(response, answer);
}
