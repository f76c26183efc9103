/* Gives what of a file is selected, and says what it is. */
#include "representation.h"

#include "answer.h"
#include "http_date.h"
#include "media_type.h"
#include "multipart.h"
#include "postern/descriptor.h"
#include "selection.h"

#include <inttypes.h>
#include <unistd.h>

/* Bytes: up to here one packet with the header beats sendfile. */
#define REPRESENTATION_SMALL 32768

/* One answer while it is written. */
struct representation_answer {
	const struct representation *representation;
	const struct selection *selection;
	const struct request *request;
	struct response *response;
};

/* What all answers but refusals have in common (RFC 9110 sections 15.3.7 and 15.4.5). */
static void representation_identify(const struct representation_answer *answer)
{
	response_add_plain_header(answer->response, "ETag", answer->representation->validator.tag);
	if (answer->representation->negotiated)
		response_add_plain_header(answer->response, "Vary", "Accept-Encoding");
	/* The browser asks each time, and so whoever uses it must still be allowed in. */
	if (answer->request->avatar_id && answer->request->avatar_id->kind == AVATAR_ID_NAMED)
		response_add_plain_header(answer->response, "Cache-Control", "private, no-cache");
}

static void representation_date(const struct representation_answer *answer)
{
	char date[HTTP_DATE_MAX];

	if (answer->representation->validator.undated)
		return;
	http_date_write(answer->representation->validator.modified, date);
	response_add_plain_header(answer->response, "Last-Modified", date);
}

static void representation_describe(const struct representation_answer *answer)
{
	char type[MEDIA_TYPE_FIELD_MAX];

	media_type_write(answer->representation->type, type);
	response_add_plain_header(answer->response, "Content-Type", type);
	if (answer->representation->coding)
		response_add_plain_header(answer->response, "Content-Encoding",
					  answer->representation->coding);
	if (answer->representation->policy)
		response_add_plain_header(answer->response, "Content-Security-Policy",
					  answer->representation->policy);
}

static void representation_close(const struct representation_answer *answer)
{
	if (answer->representation->descriptor >= 0)
		close(answer->representation->descriptor);
}

static void representation_fail(const struct representation_answer *answer, unsigned int status)
{
	representation_close(answer);
	answer_plain(answer->response, status);
}

static void representation_set_length(const struct representation_answer *answer)
{
	representation_close(answer);
	response_set_length(answer->response, answer->representation->size);
}

static void representation_send_known(const struct representation_answer *answer)
{
	response_set_status(answer->response, 304);
	representation_identify(answer);
	representation_date(answer);
	representation_set_length(answer);
}

/* False when the file cannot be read. */
static bool representation_set_small(const struct representation_answer *answer)
{
	char content[REPRESENTATION_SMALL];
	/* Fewer than it said when it has shrunk since it was opened. */
	ssize_t length = descriptor_read(answer->representation->descriptor, content,
					 answer->representation->size);

	if (length < 0)
		return false;
	representation_close(answer);
	response_set_text(answer->response, (struct octets){content, (size_t)length});
	return true;
}

static void representation_set_part(const struct representation_answer *answer, uint64_t offset,
				    uint64_t length)
{
	const struct representation *representation = answer->representation;

	if (representation->descriptor >= 0)
		response_set_file(answer->response, representation->descriptor, offset, length);
	else
		response_set_text(answer->response,
				  (struct octets){representation->text.data + offset, length});
}

/* False when the file cannot be read. */
static bool representation_set_whole(const struct representation_answer *answer)
{
	const struct representation *representation = answer->representation;

	if (representation->descriptor >= 0 && representation->size <= REPRESENTATION_SMALL)
		return representation_set_small(answer);
	representation_set_part(answer, 0, representation->size);
	return true;
}

static void representation_send_whole(const struct representation_answer *answer)
{
	if (!answer->selection->body) {
		representation_set_length(answer);
	} else if (!representation_set_whole(answer)) {
		representation_fail(answer, 503);
		return;
	}
	representation_identify(answer);
	representation_date(answer);
	representation_describe(answer);
	response_add_plain_header(answer->response, "Accept-Ranges", "bytes");
	response_add_plain_header(answer->response, "X-Content-Type-Options", "nosniff");
}

static void representation_send_range(const struct representation_answer *answer,
				      struct range range)
{
	representation_set_part(answer, range.first, range.last - range.first + 1);
	response_add_header(answer->response, "Content-Range",
			    "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, range.first, range.last,
			    answer->representation->size);
}

static void representation_send_ranges(const struct representation_answer *answer)
{
	const struct representation *representation = answer->representation;
	const struct ranges *ranges = &answer->selection->ranges;

	response_set_status(answer->response, 206);
	representation_identify(answer);
	response_add_plain_header(answer->response, "X-Content-Type-Options", "nosniff");
	if (ranges->count == 1)
		representation_send_range(answer, ranges->list[0]);
	else
		multipart_set(answer->response, representation, ranges);
	if (answer->selection->resumed)
		return;
	representation_date(answer);
	if (ranges->count == 1)
		representation_describe(answer); /* of several, each says its type */
}

void representation_send(const struct representation *representation,
			 const struct selection *selection, const struct request *request,
			 struct response *response)
{
	const struct representation_answer answer = {
		.representation = representation,
		.selection = selection,
		.request = request,
		.response = response,
	};

	switch (selection->status) {
	case 206:
		representation_send_ranges(&answer);
		break;
	case 304:
		representation_send_known(&answer);
		break;
	case 412:
		representation_fail(&answer, 412);
		break;
	case 416:
		representation_fail(&answer, 416);
		response_add_header(response, "Content-Range", "bytes */%" PRIu64,
				    representation->size);
		break;
	default:
		representation_send_whole(&answer);
		break;
	}
}
