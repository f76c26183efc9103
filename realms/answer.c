/* Refusals and OPTIONS, the same words from every realm. */
#include "answer.h"

#define ANSWER_ALLOW "GET, HEAD, OPTIONS"

void answer_plain(struct response *response, unsigned int status)
{
	response_set_failure(response, status);
	if (status == 503)
		response_add_header(response, "Retry-After", "1");
}

/* Methods of RFC 9110 section 9.3 and RFC 5789: known, and of no use to what is only read. */
static bool answer_knows(struct octets method)
{
	static const char *const known[] = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (octets_equal(method, octets_from(known[i])))
			return true;
	}
	return false;
}

bool answer_unless_read(const struct request *request, struct response *response)
{
	if (request_reads(request))
		return false;
	if (octets_equal(request->method, OCTETS("OPTIONS"))) {
		response_set_status(response, 204);
		response_add_header(response, "Allow", ANSWER_ALLOW);
	} else if (answer_knows(request->method)) {
		response_add_header(response, "Allow", ANSWER_ALLOW);
		answer_plain(response, 405);
	} else {
		answer_plain(response, 501);
	}
	return true;
}
