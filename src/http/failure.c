/* The pages of everything that is no content. */
#include "http/failure.h"

#include <stddef.h>

/* tests/unit/failure_test.c says what the hash has to be. */
const char failure_policy[] =
	"default-src 'none'; style-src 'sha256-j0+bL6YKls10ry8jwYpIwov5Rt8c6ilrLtfFLDfLaGU='; "
	"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#define FAILURE_STYLE                                                                              \
	":root{color-scheme:light dark;--paper:#fbfaf7;--ink:#22262b;--faint:#5c636b;"             \
	"--accent:#8a3b12}"                                                                        \
	"@media(prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e4e2dc;--faint:#a0a6ad;"   \
	"--accent:#f0a36b}}"                                                                       \
	"body{margin:0;min-height:100vh;display:grid;place-content:center;background:var(--paper)" \
	";"                                                                                        \
	"color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}"                                \
	"main{max-width:28rem;padding:1.5rem;border-left:.25rem solid var(--accent);margin:1rem}"  \
	"h1{margin:0;font-size:1.75rem;line-height:1.2}"                                           \
	"p{margin:.5rem 0 0}"                                                                      \
	".code{margin:0;color:var(--faint)}"

#define FAILURE_PAGE(code, name, words)                                                            \
	"<!doctype html>\n"                                                                        \
	"<html lang=\"en\">\n"                                                                     \
	"<meta charset=\"utf-8\">\n"                                                               \
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"               \
	"<title>" code name "</title>\n"                                                           \
	"<link rel=\"icon\" href=\"data:,\">\n"                                                    \
	"<style>" FAILURE_STYLE "</style>\n"                                                       \
	"<main>\n"                                                                                 \
	"<p class=\"code\">" code "</p>\n"                                                         \
	"<h1>" name "</h1>\n"                                                                      \
	"<p>" words "</p>\n"                                                                       \
	"</main>\n"

#define FAILURE(number, code, name, words)                                                         \
	{                                                                                          \
		.status = (number), .line = OCTETS(code name "\n"),                                \
		.page = OCTETS(FAILURE_PAGE(code, name, words)),                                   \
	}

#define FAILURE_REQUEST "The server cannot make sense of this request."
#define FAILURE_LATER   "The server cannot tell now. Try again in a moment."

/* Names are those of RFC 9110 section 15 and RFC 6585. */
static const struct failure failures[] = {
	FAILURE(301, "301 ", "Moved Permanently", "This page has another address."),
	FAILURE(400, "400 ", "Bad Request", FAILURE_REQUEST),
	FAILURE(401, "401 ", "Unauthorized",
		"The gate stays closed: this page needs a user name and a password."),
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
