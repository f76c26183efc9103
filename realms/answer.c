/* Refusals and OPTIONS, the same words from every realm. */
#include "answer.h"

#define ANSWER_ALLOW "GET, HEAD, OPTIONS"

static struct octets answer_text(unsigned int status)
{
	switch (status) {
	case 301:
		return OCTETS("moved permanently\n");
	case 403:
		return OCTETS("forbidden\n");
	case 404:
		return OCTETS("not found\n");
	case 405:
		return OCTETS("method not allowed\n");
	case 412:
		return OCTETS("precondition failed\n");
	case 414:
		return OCTETS("uri too long\n");
	case 416:
		return OCTETS("range not satisfiable\n");
	case 501:
		return OCTETS("not implemented\n");
	case 503:
		return OCTETS("service unavailable\n");
	default:
		return OCTETS("error\n");
	}
}

void answer_plain(struct response *response, unsigned int status)
{
	response_set_status(response, status);
	response_add_header(response, "Content-Type", "text/plain; charset=utf-8");
	if (status == 503)
		response_add_header(response, "Retry-After", "1");
	response_set_constant(response, answer_text(status));
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
