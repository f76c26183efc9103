/* The pages of everything that is no content. */
#include "http/failure.h"

#include "postern/html_page.h"

#include <stddef.h>

const char failure_policy[] = HTML_PAGE_CARD_POLICY;

#define FAILURE_PAGE(code, name, words)                                                            \
	HTML_PAGE_BEGIN(code name, HTML_PAGE_CARD)                                                 \
	"<p class=\"code\">" code "</p>\n"                                                         \
	"<h1>" name "</h1>\n"                                                                      \
	"<p>" words "</p>\n" HTML_PAGE_END

#define FAILURE(number, code, name, words)                                                         \
	{                                                                                          \
		.status = (number), .line = OCTETS(code name "\n"),                                \
		.page = OCTETS(FAILURE_PAGE(code, name, words)),                                   \
	}

#define FAILURE_REQUEST "The server cannot make sense of this request."
#define FAILURE_AGAIN   "<a href=\"\">Try again</a>"
#define FAILURE_LOGIN                                                                              \
	"The gate stays closed: this page needs a user name and a password. " FAILURE_AGAIN "."
#define FAILURE_LATER "The server cannot answer now. " FAILURE_AGAIN " in a moment."

/* Names are those of RFC 9110 section 15 and RFC 6585. */
static const struct failure failures[] = {
	FAILURE(301, "301 ", "Moved Permanently", "This page has another address."),
	FAILURE(400, "400 ", "Bad Request", FAILURE_REQUEST),
	FAILURE(401, "401 ", "Unauthorized", FAILURE_LOGIN),
	FAILURE(403, "403 ", "Forbidden", "This page is not for you."),
	FAILURE(404, "404 ", "Not Found", "There is nothing at this address."),
	FAILURE(405, "405 ", "Method Not Allowed", "This page can only be read."),
	FAILURE(412, "412 ", "Precondition Failed", "This page is not what was expected of it."),
	FAILURE(413, "413 ", "Content Too Large", "That is more than the server takes."),
	FAILURE(414, "414 ", "URI Too Long", "The address is longer than the server takes."),
	FAILURE(416, "416 ", "Range Not Satisfiable", "This page has no such part."),
	FAILURE(417, "417 ", "Expectation Failed", FAILURE_REQUEST),
	FAILURE(429, "429 ", "Too Many Requests",
		"There were too many wrong passwords. Wait a little before the next one."),
	FAILURE(431, "431 ", "Request Header Fields Too Large", FAILURE_REQUEST),
	FAILURE(500, "500 ", "Internal Server Error", "The server has made a mistake."),
	FAILURE(501, "501 ", "Not Implemented", FAILURE_REQUEST),
	FAILURE(503, "503 ", "Service Unavailable", FAILURE_LATER),
	FAILURE(505, "505 ", "HTTP Version Not Supported", FAILURE_REQUEST),
};

static const struct failure failure_nameless =
	FAILURE(0, "", "Error", "The server cannot answer this request.");

const struct failure *failure_find(unsigned int status)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		if (failures[i].status == status)
			return &failures[i];
	return &failure_nameless;
}
