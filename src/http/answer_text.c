/* Writes answers. */
#include "http/answer_text.h"

#include <stdio.h>

bool answer_has_body(struct octets method, unsigned int status)
{
	return !octets_equal(method, OCTETS("HEAD")) && status != MHD_HTTP_NO_CONTENT &&
	       status != MHD_HTTP_NOT_MODIFIED;
}

void answer_text_append(struct answer_text *answer, struct octets text)
{
	if (text.length > sizeof(answer->text) - answer->length) {
		answer->full = true;
		return;
	}
	memcpy(answer->text + answer->length, text.data, text.length);
	answer->length += text.length;
}

static void answer_text_add(struct answer_text *answer, const char *name, const char *value)
{
	answer_text_append(answer, octets_from(name));
	answer_text_append(answer, OCTETS(": "));
	answer_text_append(answer, octets_from(value));
	answer_text_append(answer, OCTETS("\r\n"));
}

void answer_text_begin(struct answer_text *answer, unsigned int status, const char *date)
{
	const char digits[] = {(char)('0' + status / 100), (char)('0' + status / 10 % 10),
			       (char)('0' + status % 10)};

	answer->length = 0;
	answer->full = false;
	answer_text_append(answer, OCTETS("HTTP/1.1 "));
	answer_text_append(answer, (struct octets){.data = digits, .length = sizeof(digits)});
	answer_text_append(answer, OCTETS(" "));
	answer_text_append(answer, octets_from(MHD_get_reason_phrase_for(status)));
	answer_text_append(answer, OCTETS("\r\n"));
	answer_text_add(answer, "Date", date);
}

void answer_text_add_fields(struct answer_text *answer, const struct response *response)
{
	for (size_t i = 0; i < response->header_count; i++)
		answer_text_add(answer, response->headers[i].name, response->headers[i].value);
}

/* RFC 9110 section 8.6. */
void answer_text_add_length(struct answer_text *answer, const struct response *response)
{
	char length[sizeof("18446744073709551615")];

	if (response->status == MHD_HTTP_NO_CONTENT)
		return;
	snprintf(length, sizeof(length), "%llu", (unsigned long long)response->length);
	answer_text_add(answer, "Content-Length", length);
}

void answer_text_end_head(struct answer_text *answer)
{
	answer_text_append(answer, OCTETS("\r\n"));
}
