/* Writes the head of an answer. */
#include "http/answer_head.h"

#include <stdio.h>

bool answer_has_body(struct octets method, unsigned int status)
{
	return !octets_equal(method, OCTETS("HEAD")) && status != MHD_HTTP_NO_CONTENT &&
	       status != MHD_HTTP_NOT_MODIFIED;
}

void answer_head_append(struct answer_head *head, struct octets text)
{
	if (text.length > sizeof(head->text) - head->length) {
		head->full = true;
		return;
	}
	memcpy(head->text + head->length, text.data, text.length);
	head->length += text.length;
}

static void answer_head_add(struct answer_head *head, const char *name, const char *value)
{
	answer_head_append(head, octets_from(name));
	answer_head_append(head, OCTETS(": "));
	answer_head_append(head, octets_from(value));
	answer_head_append(head, OCTETS("\r\n"));
}

void answer_head_begin(struct answer_head *head, unsigned int status, const char *date)
{
	const char digits[] = {(char)('0' + status / 100), (char)('0' + status / 10 % 10),
			       (char)('0' + status % 10)};

	head->length = 0;
	head->full = false;
	answer_head_append(head, OCTETS("HTTP/1.1 "));
	answer_head_append(head, (struct octets){.data = digits, .length = sizeof(digits)});
	answer_head_append(head, OCTETS(" "));
	answer_head_append(head, octets_from(MHD_get_reason_phrase_for(status)));
	answer_head_append(head, OCTETS("\r\n"));
	answer_head_add(head, "Date", date);
}

void answer_head_add_fields(struct answer_head *head, const struct response *response)
{
	for (size_t i = 0; i < response->header_count; i++)
		answer_head_add(head, response->headers[i].name, response->headers[i].value);
}

/* RFC 9110 section 8.6. */
void answer_head_add_length(struct answer_head *head, const struct response *response)
{
	char length[sizeof("18446744073709551615")];

	if (response->status == MHD_HTTP_NO_CONTENT)
		return;
	snprintf(length, sizeof(length), "%llu", (unsigned long long)response->length);
	answer_head_add(head, "Content-Length", length);
}

bool answer_head_end(struct answer_head *head)
{
	answer_head_append(head, OCTETS("\r\n"));
	return !head->full;
}
