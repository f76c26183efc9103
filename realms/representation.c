/* Decides what of a file a client gets, and says what it is. */
#include "representation.h"

#include "answer.h"
#include "conditional.h"
#include "http_date.h"
#include "media_type.h"
#include "multipart.h"
#include "postern/descriptor.h"
#include "range.h"

#include <inttypes.h>
#include <unistd.h>

/* Bytes: up to here one packet with the header beats sendfile. */
#define REPRESENTATION_SMALL 32768

/* One answer while it is written. */
struct representation_answer {
	const struct representation *representation;
	const struct request *request;
	struct validator validator;
	struct conditional conditional;
	struct response *response;
};

static uint64_t representation_size(const struct representation *representation)
{
	return (uint64_t)representation->status.st_size;
}

/* What all answers but refusals have in common (RFC 9110 sections 15.3.7 and 15.4.5). */
static void representation_identify(const struct representation_answer *answer)
{
	response_add_plain_header(answer->response, "ETag", answer->validator.tag);
	/* Also where no other coding is there: it may come, and caches must ask for it. */
	response_add_plain_header(answer->response, "Vary", "Accept-Encoding");
	/* The browser asks each time, and so whoever uses it must still be allowed in. */
	if (answer->request->avatar_id && answer->request->avatar_id->kind == AVATAR_ID_NAMED)
		response_add_plain_header(answer->response, "Cache-Control", "private, no-cache");
}

static void representation_date(const struct representation_answer *answer)
{
	char date[HTTP_DATE_MAX];

	http_date_write(answer->validator.modified, date);
	response_add_plain_header(answer->response, "Last-Modified", date);
}

static void representation_describe(const struct representation_answer *answer)
{
	const char *type = answer->representation->type;

	response_add_header(answer->response, "Content-Type", "%s%s", type,
			    media_type_parameters(type));
	if (answer->representation->coding)
		response_add_plain_header(answer->response, "Content-Encoding",
					  answer->representation->coding);
}

static void representation_fail(const struct representation_answer *answer, unsigned int status)
{
	close(answer->representation->descriptor);
	answer_plain(answer->response, status);
}

/* To HEAD, and with 304, only its length is sent. */
static void representation_set_file(const struct representation_answer *answer)
{
	response_set_file(answer->response, answer->representation->descriptor, 0,
			  representation_size(answer->representation));
}

static void representation_send_known(const struct representation_answer *answer)
{
	response_set_status(answer->response, 304);
	representation_identify(answer);
	representation_date(answer);
	representation_set_file(answer);
}

/* False when the file cannot be read. */
static bool representation_set_small(const struct representation_answer *answer)
{
	char content[REPRESENTATION_SMALL];
	/* Fewer than it said when it has shrunk since it was opened. */
	ssize_t length = descriptor_read(answer->representation->descriptor, content,
					 representation_size(answer->representation));

	if (length < 0)
		return false;
	close(answer->representation->descriptor);
	response_set_text(answer->response, (struct octets){content, (size_t)length});
	return true;
}

static bool representation_is_wanted(const struct representation_answer *answer)
{
	return octets_equal(answer->request->method, OCTETS("GET"));
}

static void representation_send_whole(const struct representation_answer *answer)
{
	if (!representation_is_wanted(answer) ||
	    representation_size(answer->representation) > REPRESENTATION_SMALL) {
		representation_set_file(answer);
	} else if (!representation_set_small(answer)) {
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
	response_set_file(answer->response, answer->representation->descriptor, range.first,
			  range.last - range.first + 1);
	response_add_header(answer->response, "Content-Range",
			    "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, range.first, range.last,
			    representation_size(answer->representation));
}

static void representation_send_ranges(const struct representation_answer *answer,
				       const struct ranges *ranges)
{
	const struct representation *representation = answer->representation;

	response_set_status(answer->response, 206);
	representation_identify(answer);
	response_add_plain_header(answer->response, "X-Content-Type-Options", "nosniff");
	if (ranges->count == 1)
		representation_send_range(answer, ranges->list[0]);
	else
		multipart_set(answer->response, representation->descriptor,
			      representation_size(representation), representation->type, ranges);
	/* Who sends If-Range has been told the rest already. */
	if (answer->conditional.if_range.count > 0)
		return;
	representation_date(answer);
	if (ranges->count == 1)
		representation_describe(answer); /* of several, each says its type */
}

/* Range is for GET alone (RFC 9110 section 14.2). */
static void representation_proceed(const struct representation_answer *answer)
{
	const uint64_t size = representation_size(answer->representation);
	enum ranges_verdict verdict = RANGES_IGNORED;
	struct ranges ranges;

	if (representation_is_wanted(answer))
		verdict = ranges_read(conditional_range(&answer->conditional), size, &ranges);
	/* A part of several has no place to say its coding. */
	if (verdict == RANGES_SATISFIABLE && ranges.count > 1 && answer->representation->coding)
		verdict = RANGES_IGNORED;
	switch (verdict) {
	case RANGES_IGNORED:
		representation_send_whole(answer);
		break;
	case RANGES_SATISFIABLE:
		representation_send_ranges(answer, &ranges);
		break;
	case RANGES_UNSATISFIABLE:
		representation_fail(answer, 416);
		response_add_header(answer->response, "Content-Range", "bytes */%" PRIu64, size);
		break;
	}
}

void representation_send(const struct representation *representation, const struct request *request,
			 struct response *response)
{
	const time_t now = time(NULL);
	struct representation_answer answer = {
		.representation = representation,
		.request = request,
		.response = response,
	};

	validator_init(&answer.validator, &representation->status, now);
	conditional_init(&answer.conditional, &answer.validator, now);
	request_read_headers(request, &answer.conditional.reader);
	switch (conditional_judge(&answer.conditional)) {
	case CONDITIONAL_FAILED:
		representation_fail(&answer, 412);
		break;
	case CONDITIONAL_NOT_MODIFIED:
		representation_send_known(&answer);
		break;
	case CONDITIONAL_PROCEED:
		representation_proceed(&answer);
		break;
	}
}
